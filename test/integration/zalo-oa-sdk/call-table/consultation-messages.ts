import { expect } from 'vitest';
import type { ChatMessage } from 'zalo-emulator';
import {
  buttons,
  buttonsMessage,
  fileMessage,
  gifMessage,
  imageMessage,
  type ListAction,
  listActions,
  listMessage,
  type OutgoingMessage,
  quoteMessage,
  requestUserInfoMessage,
  stickerMessage,
  textMessage,
  type ZaloButton,
} from 'zalo-oa-sdk';
import { type EmulatedOa, FILES } from './emulated-oa.ts';
import type { MessageKind, PressType } from './fact-sheet.ts';

const PICTURE_URL = 'https://example.vn/lop-hoc.png';
const SIZE = { widthPx: 320, heightPx: 180 };

/** A message of each kind, made with the SDK's builders; uploads what it needs. Bác Ba must have written. */
export const MESSAGES: Record<MessageKind, (oa: EmulatedOa) => Promise<OutgoingMessage>> = {
  text: async () => textMessage('Chào bác, lớp học bắt đầu lúc 8 giờ.'),
  quote: async (oa) => quoteMessage('Dạ, đúng rồi ạ.', lastMessage(oa).id),
  'image by url': async () => imageMessage({ url: PICTURE_URL }, 'Sơ đồ lớp'),
  'image by attachment_id': async (oa) => imageMessage({ attachmentId: await uploadPng(oa) }),
  'gif by url': async () => gifMessage({ url: PICTURE_URL.replace('png', 'gif') }, SIZE),
  'gif by attachment_id': async (oa) => gifMessage({ attachmentId: await uploadGif(oa) }, SIZE, 'Làm theo nhé'),
  sticker: async () => stickerMessage('cam-on'),
  file: async (oa) => fileMessage(await uploadPdf(oa)),
  request_user_info: async () =>
    requestUserInfoMessage({ title: 'Xin thông tin', subtitle: 'Để đăng ký lớp', imageUrl: PICTURE_URL }),
  buttons: async () => buttonsMessage('Chọn chủ đề', [buttons.showQuery('Dịch vụ công', '#dvc')]),
  list: async () =>
    listMessage(
      [
        {
          title: 'Dịch vụ công',
          subtitle: 'Nộp hồ sơ tại nhà',
          imageUrl: PICTURE_URL,
          action: listActions.showQuery('#dvc'),
        },
        { title: 'Căn cước' },
      ],
      [buttons.showQuery('Xem thêm', '#them')],
    ),
};

/** What the resident's chat then shows. */
export const SHOWN: Record<MessageKind, (oa: EmulatedOa) => Partial<ChatMessage>> = {
  text: () => ({ kind: 'text', text: 'Chào bác, lớp học bắt đầu lúc 8 giờ.' }),
  quote: (oa) => ({
    kind: 'text',
    text: 'Dạ, đúng rồi ạ.',
    quotedMessageId: oa.emulator.history(oa.residentId)[0]?.id ?? 'none',
  }),
  'image by url': () => ({ kind: 'image', text: 'Sơ đồ lớp', media: { url: PICTURE_URL } }),
  'image by attachment_id': () => ({ kind: 'image', media: stored('anh.png', 'image/png', FILES.png) }),
  'gif by url': () => ({ kind: 'gif', media: { url: 'https://example.vn/lop-hoc.gif' } }),
  'gif by attachment_id': () => ({
    kind: 'gif',
    text: 'Làm theo nhé',
    media: stored('anh.gif', 'image/gif', FILES.gif),
  }),
  sticker: () => ({ kind: 'sticker', media: { stickerId: 'cam-on' } }),
  file: () => ({ kind: 'file', media: stored('giay moi.pdf', 'application/pdf', FILES.pdf) }),
  request_user_info: () => ({
    kind: 'request_user_info',
    elements: [{ title: 'Xin thông tin', subtitle: 'Để đăng ký lớp', imageUrl: PICTURE_URL }],
  }),
  buttons: () => ({
    kind: 'text',
    text: 'Chọn chủ đề',
    buttons: [{ title: 'Dịch vụ công', type: 'oa.query.show', payload: '#dvc' }],
  }),
  list: () => ({
    kind: 'list',
    elements: [{ title: 'Dịch vụ công', subtitle: 'Nộp hồ sơ tại nhà', imageUrl: PICTURE_URL }, { title: 'Căn cước' }],
    buttons: [{ title: 'Xem thêm', type: 'oa.query.show', payload: '#them' }],
  }),
};

/** The echo that the webhook gets for each kind. */
export const ECHOES = {
  text: 'oa_send_text',
  quote: 'oa_send_text',
  'image by url': 'oa_send_image',
  'image by attachment_id': 'oa_send_image',
  'gif by url': 'oa_send_gif',
  'gif by attachment_id': 'oa_send_gif',
  sticker: 'oa_send_sticker',
  file: 'oa_send_file',
  request_user_info: 'oa_send_template',
  buttons: 'oa_send_text',
  list: 'oa_send_list',
} as const satisfies Record<MessageKind, string>;

/** A button of each type under the given title. */
export const BUTTONS: Record<PressType, (title: string) => ZaloButton> = {
  'oa.open.url': (title) => buttons.openUrl(title, 'https://dichvucong.gov.vn/'),
  'oa.query.show': (title) => buttons.showQuery(title, '#dvc'),
  'oa.query.hide': (title) => buttons.hideQuery(title, '#an'),
  'oa.open.sms': (title) => buttons.sms(title, '84912345678', 'DK LOP'),
  'oa.open.phone': (title) => buttons.phone(title, '84912345678'),
};

/** What a press on a row does, for each type. */
export const ACTIONS: Record<PressType, ListAction> = {
  'oa.open.url': listActions.openUrl('https://dichvucong.gov.vn/'),
  'oa.query.show': listActions.showQuery('#dvc'),
  'oa.query.hide': listActions.hideQuery('#an'),
  'oa.open.sms': listActions.sms('84912345678', 'DK LOP'),
  'oa.open.phone': listActions.phone('84912345678'),
};

/** The last message of Bác Ba's chat. */
export function lastMessage(oa: EmulatedOa): ChatMessage {
  const message = oa.emulator.history(oa.residentId).at(-1);
  if (message === undefined) throw new Error('the chat is empty');
  return message;
}

function stored(name: string, mimeType: string, bytes: Buffer) {
  return { mediaId: expect.any(String), name, mimeType, sizeBytes: bytes.length };
}

async function uploadPng({ client, oaId }: EmulatedOa): Promise<string> {
  return (await client.uploads.uploadImage(oaId, { fileName: 'anh.png', bytes: FILES.png })).attachmentId;
}

async function uploadGif({ client, oaId }: EmulatedOa): Promise<string> {
  return (await client.uploads.uploadGif(oaId, { fileName: 'anh.gif', bytes: FILES.gif })).attachmentId;
}

async function uploadPdf({ client, oaId }: EmulatedOa): Promise<string> {
  return (await client.uploads.uploadFile(oaId, { fileName: 'giay moi.pdf', bytes: FILES.pdf })).token;
}
