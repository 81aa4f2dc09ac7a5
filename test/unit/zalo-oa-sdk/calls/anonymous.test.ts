import { describe, expect, it } from 'vitest';
import {
  type AnonymousMessage,
  buttons,
  buttonsMessage,
  fileMessage,
  imageMessage,
  stickerMessage,
  textMessage,
} from 'zalo-oa-sdk';
import { OA } from '../../../integration/zalo-oa-sdk/fakes.ts';
import { BAD_ANSWER, postCall, scriptedClient, success } from './scripted-oa.ts';

const VISITOR = { anonymousId: 'a1b2c3d4e5f6a7b8c9d0', conversationId: 'f0e1d2c3b4a5f6e7d8c9' };
const RECIPIENT = { anonymous_id: VISITOR.anonymousId, conversation_id: VISITOR.conversationId };

describe('anonymous.send', () => {
  it.each<[string, AnonymousMessage]>([
    ['a text', textMessage('Xin chào')],
    ['an image', imageMessage({ url: 'https://example.vn/a.png' }, 'Bước 1')],
    ['a file', fileMessage('12i8LV3Bcmm')],
    ['a sticker', stickerMessage('bfe458bf64fa8da4d4eb')],
  ])('posts %s to the visitor by v2 and gives both ids back', async (_kind, message) => {
    const { client, calls } = scriptedClient([success({ message_id: 'm1', ...RECIPIENT })]);
    expect(await client.anonymous.send(OA, VISITOR, message)).toEqual({ messageId: 'm1', ...VISITOR });
    expect(calls).toEqual([postCall('/v2.0/oa/message', { recipient: RECIPIENT, message })]);
  });

  it('gives the ids that Zalo answers with, and its own where Zalo leaves them out', async () => {
    const { client } = scriptedClient([success({ message_id: 7, conversation_id: 'new' })]);
    const sent = await client.anonymous.send(OA, VISITOR, textMessage('Xin chào'));
    expect(sent).toEqual({ messageId: '7', anonymousId: VISITOR.anonymousId, conversationId: 'new' });
  });

  it.each([undefined, {}, RECIPIENT])('takes the data %o for a bad answer', async (data) => {
    const { client } = scriptedClient([success(data)]);
    await expect(client.anonymous.send(OA, VISITOR, textMessage('a'))).rejects.toMatchObject(BAD_ANSWER);
  });

  it('takes a text of 2000 units and lets nothing leave with 2001', async () => {
    const { client, calls } = scriptedClient([success({ message_id: 'm1' })]);
    await client.anonymous.send(OA, VISITOR, { text: 'a'.repeat(2000) });
    const tooLong = client.anonymous.send(OA, VISITOR, { text: 'a'.repeat(2001) });
    await expect(tooLong).rejects.toMatchObject({ field: 'message.text', limit: 2000, actual: 2001 });
    expect(calls).toHaveLength(1);
  });

  it('lets nothing leave without both ids', async () => {
    const { client, calls } = scriptedClient();
    const send = (part: object) => client.anonymous.send(OA, { ...VISITOR, ...part }, textMessage('a'));
    await expect(send({ anonymousId: '' })).rejects.toMatchObject({ field: 'visitor.anonymousId' });
    await expect(send({ conversationId: '' })).rejects.toMatchObject({ field: 'visitor.conversationId' });
    expect(calls).toEqual([]);
  });

  it('lets no quote, button or gif leave, which the types refuse for messages of the other builders', async () => {
    const { client, calls } = scriptedClient();
    const choice = buttonsMessage('Chọn', [buttons.showQuery('Có', '#co')]);
    // @ts-expect-error buttons are no message for a visitor
    const withButtons: AnonymousMessage = choice;
    const gif = structuredClone(imageMessage({ attachmentId: 'g' })) as unknown as {
      attachment: { payload: { elements: object[] } };
    };
    gif.attachment.payload.elements[0] = { media_type: 'gif', attachment_id: 'g' };
    const send = (message: unknown) => client.anonymous.send(OA, VISITOR, message as AnonymousMessage);
    await expect(send(withButtons)).rejects.toMatchObject({ field: 'message.attachment' });
    await expect(send(gif)).rejects.toMatchObject({ field: 'message.attachment' });
    await expect(send(textMessage('a', { quoteMessageId: 'm0' }))).rejects.toMatchObject({
      field: 'message.quote_message_id',
    });
    expect(calls).toEqual([]);
  });
});
