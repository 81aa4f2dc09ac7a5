import { describe, expect, expectTypeOf, it } from 'vitest';
import {
  buttons,
  buttonsMessage,
  fileMessage,
  gifMessage,
  groupGifMessage,
  groupImageMessage,
  type GroupMessage,
  groupTextMessage,
  imageMessage,
  type ImageSource,
  listActions,
  listMessage,
  mention,
  type OutgoingMessage,
  quoteMessage,
  requestUserInfoMessage,
  stickerMessage,
  textMessage,
  type UploadCalls,
  type ZaloButton,
  type ZaloClient,
  ZaloMessageError,
} from 'zalo-oa-sdk';

const url = 'https://example.vn/a.gif';
const size = { widthPx: 4, heightPx: 3 };
const first = { title: 'a', subtitle: 'b' };

describe('types of messages to a resident', () => {
  it('make every builder yield an OutgoingMessage', () => {
    expectTypeOf(textMessage('a')).toExtend<OutgoingMessage>();
    expectTypeOf(quoteMessage('a', 'm')).toExtend<OutgoingMessage>();
    expectTypeOf(imageMessage({ url })).toExtend<OutgoingMessage>();
    expectTypeOf(gifMessage({ url }, size)).toExtend<OutgoingMessage>();
    expectTypeOf(stickerMessage('s')).toExtend<OutgoingMessage>();
    expectTypeOf(fileMessage('t')).toExtend<OutgoingMessage>();
    expectTypeOf(buttonsMessage('a', [buttons.phone('t', '1022')])).toExtend<OutgoingMessage>();
    expectTypeOf(requestUserInfoMessage({ ...first, imageUrl: url })).toExtend<OutgoingMessage>();
    expectTypeOf(listMessage([first])).toExtend<OutgoingMessage>();
    expectTypeOf(textMessage).returns.toHaveProperty('text').toEqualTypeOf<string>();
  });

  it('allow one source of an image and not two or none', () => {
    expectTypeOf<{ url: string }>().toExtend<ImageSource>();
    expectTypeOf<{ attachmentId: string }>().toExtend<ImageSource>();
    expectTypeOf<{ url: string; attachmentId: string }>().not.toExtend<ImageSource>();
    expectTypeOf<{ url: undefined; attachmentId: string }>().not.toExtend<ImageSource>();
    // @ts-expect-error url and attachmentId exclude each other
    expect(() => imageMessage({ url, attachmentId: 'abc' })).toThrow(ZaloMessageError);
    // @ts-expect-error one of them has to be there
    expect(() => imageMessage({})).toThrow(ZaloMessageError);
  });

  it('want width and height of a gif', () => {
    // @ts-expect-error no size
    expect(() => gifMessage({ url })).toThrow(TypeError);
    // @ts-expect-error no width
    expect(() => gifMessage({ url }, { heightPx: 3 })).toThrow(ZaloMessageError);
    // @ts-expect-error no height
    expect(() => gifMessage({ url }, { widthPx: 4 })).toThrow(ZaloMessageError);
  });

  it('want a list to have a first row with a subtitle', () => {
    // @ts-expect-error no row
    expect(() => listMessage([])).toThrow(ZaloMessageError);
    // @ts-expect-error no subtitle in the first row
    expect(() => listMessage([{ title: 'a' }])).toThrow(ZaloMessageError);
    expect(listMessage([first, { title: 'c' }]).attachment.payload.elements).toHaveLength(2);
    // @ts-expect-error a row's address is in url, not in payload
    expect(() => listMessage([{ ...first, action: buttons.openUrl('t', url) }])).toThrow(ZaloMessageError);
  });

  it('know the payload of each kind of button', () => {
    expectTypeOf<{ title: string; type: 'oa.query.show'; payload: string }>().toExtend<ZaloButton>();
    expectTypeOf<{ title: string; type: 'oa.query.show'; payload: { url: string } }>().not.toExtend<ZaloButton>();
    expectTypeOf<{ title: string; type: 'oa.open.url'; payload: string }>().not.toExtend<ZaloButton>();
    expectTypeOf<{
      title: string;
      type: 'oa.open.sms';
      payload: { phone_code: string };
    }>().not.toExtend<ZaloButton>();
    expectTypeOf<{ title: string; type: 'oa.open.app'; payload: string }>().not.toExtend<ZaloButton>();
    expectTypeOf<{ type: 'oa.query.show'; payload: string }>().not.toExtend<ZaloButton>();
    expectTypeOf(listActions.phone('1022')).not.toExtend<ZaloButton>();
  });

  it('refuse shapes that Zalo has no name for', () => {
    expectTypeOf<{
      text: string;
      attachment: { type: 'file'; payload: { token: string } };
    }>().not.toExtend<OutgoingMessage>();
    expectTypeOf<{ attachment: { type: 'image'; payload: { url: string } } }>().not.toExtend<OutgoingMessage>();
    expectTypeOf<{ quote_message_id: string }>().not.toExtend<OutgoingMessage>();
  });

  it('do not let a built message be changed', () => {
    // never run: the object is plain JSON, only the compiler keeps it
    const change = (): void => {
      // @ts-expect-error text is readonly
      textMessage('a').text = 'b'.repeat(2001);
      // @ts-expect-error the list is readonly
      buttonsMessage('a', []).attachment.payload.buttons.push(buttons.phone('t', '1022'));
    };
    expectTypeOf(change).toBeFunction();
  });
});

describe('types of messages to a group', () => {
  it('take what the group builders, stickers and files yield', () => {
    expectTypeOf(groupTextMessage(['a', mention('1')])).toExtend<GroupMessage>();
    expectTypeOf(groupImageMessage({ url })).toExtend<GroupMessage>();
    expectTypeOf(groupGifMessage({ url }, size, ['a'])).toExtend<GroupMessage>();
    expectTypeOf(stickerMessage('s')).toExtend<GroupMessage>();
    expectTypeOf(fileMessage('t')).toExtend<GroupMessage>();
  });

  it('refuse text that could mention somebody unasked, buttons and lists', () => {
    expectTypeOf(textMessage('[@1]')).not.toExtend<GroupMessage>();
    expectTypeOf(imageMessage({ url }, '[@1]')).not.toExtend<GroupMessage>();
    expectTypeOf<{ text: string }>().not.toExtend<GroupMessage>();
    expectTypeOf(buttonsMessage('a', [buttons.phone('t', '1022')])).not.toExtend<GroupMessage>();
    expectTypeOf(listMessage([first])).not.toExtend<GroupMessage>();
    expectTypeOf(quoteMessage('a', 'm')).not.toExtend<GroupMessage>();
  });
});

describe('types of uploads', () => {
  it('are a group of the client and tell media from files', () => {
    expectTypeOf<ZaloClient['uploads']>().toEqualTypeOf<UploadCalls>();
    expectTypeOf<UploadCalls['uploadImage']>().returns.resolves.toEqualTypeOf<{ readonly attachmentId: string }>();
    expectTypeOf<UploadCalls['uploadFile']>().returns.resolves.toEqualTypeOf<{ readonly token: string }>();
    expectTypeOf<UploadCalls['uploadGif']>().parameter(1).toEqualTypeOf<{
      readonly fileName: string;
      readonly bytes: Uint8Array;
    }>();
  });
});
