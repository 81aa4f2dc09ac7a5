import type { Button, CardElement } from '../chat-model.ts';
import type { Chat } from './act-sequence.ts';
import type { GroupChange, OaAct, OaContent } from './model.ts';

const kindNames: Readonly<Record<string, string>> = {
  text: 'chữ',
  image: 'ảnh',
  gif: 'ảnh động',
  sticker: 'nhãn dán',
  location: 'vị trí',
  file: 'tệp',
  voice: 'tin thoại',
  video: 'video',
  link: 'liên kết',
  business_card: 'danh thiếp',
  list: 'danh sách',
  article: 'bài viết',
  template: 'tin mẫu',
  request_user_info: 'thẻ xin thông tin',
};

/** How much of a text stands in a line. */
const EXCERPT_LENGTH = 80;

/** "Bác Ba, lượt 3": which turn of which chat; a group is called "Nhóm ...". */
export function placeName(chat: Chat, turn: number): string {
  const name = chat.startsWith('group ') ? `Nhóm ${chat.slice('group '.length)}` : chat.slice('person '.length);
  return turn === 0 ? `${name}, trước lượt 1` : `${name}, lượt ${turn}`;
}

/** What differs between two acts, part by part; each begins with "chờ" and ends with what came. */
export function changedParts(expected: OaAct, received: OaAct): readonly string[] {
  if (expected.oa !== received.oa || kindOf(expected) !== kindOf(received)) {
    return [`chờ ${describeAct(expected)}, nhận ${describeAct(received)}`];
  }
  if (!('kind' in expected) || !('kind' in received)) {
    return [`chờ ${describeAct(expected)}, nhận ${describeAct(received)}`];
  }
  const parts = [
    ...(expected.text === received.text ? [] : [changedTexts(expected.text ?? '', received.text ?? '')]),
    ...changedButtons(expected.buttons ?? [], received.buttons ?? []),
    ...changedPart('thẻ', expected.elements, received.elements, cards),
    ...changedPart('tệp', expected.media, received.media, mediaName),
  ];
  const quotes = isSame(expected.quotes, received.quotes)
    ? []
    : [`chờ ${quoteName(expected)}, nhận ${quoteName(received)}`];
  return parts.length === 0 ? quotes : parts;
}

/** What the OA did, in a few words: «text» for a text, else its kind first. */
export function describeAct(act: OaAct): string {
  switch (act.oa) {
    case 'broadcast':
      return `bài viết ${cards(act.elements)}`;
    case 'reaction':
      return act.icon === '' ? 'bỏ biểu cảm' : `biểu cảm ${act.icon}`;
    case 'groupChange':
      return `thay đổi nhóm ${describeChange(act.change)}`;
    case 'message':
    case 'groupMessage':
      return describeContent(act);
  }
}

function describeContent({ kind, text, buttons, elements, media }: OaContent): string {
  const said = [
    ...(text === undefined ? [] : [excerpt(text)]),
    ...(media === undefined ? [] : [mediaName(media)]),
    ...(elements === undefined ? [] : [cards(elements)]),
    ...(buttons === undefined ? [] : [`nút ${titles(buttons)}`]),
  ].join(' ');
  return kind === 'text' ? said : `${kindNames[kind] ?? kind} ${said}`.trim();
}

function describeChange(change: GroupChange): string {
  return JSON.stringify(change);
}

function kindOf(act: OaAct): string {
  return 'kind' in act ? act.kind : act.oa;
}

/** Two long texts are shown from a little before the place where they part. */
function changedTexts(expected: string, received: string): string {
  let same = 0;
  while (same < expected.length && expected[same] === received[same]) same += 1;
  const longest = Math.max(expected.length, received.length);
  const from = longest <= EXCERPT_LENGTH ? 0 : Math.max(0, same - 20);
  return `chờ ${excerpt(expected, from)}, nhận ${excerpt(received, from)}`;
}

function changedButtons(expected: readonly Button[], received: readonly Button[]): readonly string[] {
  if (titles(expected) !== titles(received)) return [`chờ nút ${titles(expected)}, nhận nút ${titles(received)}`];
  return expected.flatMap((button, index) => {
    const other = received[index];
    if (other === undefined || isSame(effect(button), effect(other))) return [];
    return [`nút «${button.title}»: chờ ${effect(button)}, nhận ${effect(other)}`];
  });
}

function changedPart<T>(
  name: string,
  expected: T | undefined,
  received: T | undefined,
  show: (part: T) => string,
): readonly string[] {
  if (isSame(expected, received)) return [];
  const shown = (part: T | undefined) => (part === undefined ? 'không có' : show(part));
  if (shown(expected) !== shown(received)) return [`chờ ${name} ${shown(expected)}, nhận ${name} ${shown(received)}`];
  return [`chờ ${name} ${JSON.stringify(expected)}, nhận ${name} ${JSON.stringify(received)}`];
}

function effect({ type, payload }: Button): string {
  return `${type} ${typeof payload === 'string' ? payload : JSON.stringify(payload)}`;
}

function titles(buttons: readonly Button[]): string {
  return `[${buttons.map(({ title }) => title).join(' | ')}]`;
}

function cards(elements: readonly CardElement[]): string {
  return `[${elements.map(({ title, subtitle }) => [title, ...(subtitle === undefined ? [] : [subtitle])].join(': ')).join(' | ')}]`;
}

function mediaName({ name, url, stickerId, mimeType }: NonNullable<OaContent['media']>): string {
  return `«${name ?? url ?? stickerId ?? mimeType ?? ''}»`;
}

function quoteName({ quotes }: OaContent): string {
  if (quotes === undefined) return 'tin không trích dẫn';
  return quotes === null ? 'trích tin từ trước' : `trích tin số ${quotes}`;
}

function excerpt(text: string, from = 0): string {
  const end = from + EXCERPT_LENGTH;
  const cut = `${from > 0 ? '…' : ''}${text.slice(from, end)}${text.length > end ? '…' : ''}`;
  return `«${cut.replaceAll(/\s*\n\s*/g, ' ⏎ ')}»`;
}

function isSame(value: unknown, other: unknown): boolean {
  return JSON.stringify(value) === JSON.stringify(other);
}
