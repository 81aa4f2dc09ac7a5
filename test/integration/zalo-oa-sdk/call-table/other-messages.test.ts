import { describe, expect, it } from 'vitest';
import {
  type AnonymousMessage,
  fileMessage,
  gifMessage,
  imageMessage,
  REACTIONS,
  stickerMessage,
  textMessage,
  type UploadInput,
} from 'zalo-oa-sdk';
import type { Visitor } from 'zalo-emulator';
import { DAY_MS, type EmulatedOa, FILES, startOa } from './emulated-oa.ts';
import { lastMessage } from './consultation-messages.ts';
import { unprovenRows } from './proofs.ts';
import { codeOf, refusalOf } from './refusal.ts';

describe.each([2, 4] as const)('a reaction of an OA of type %i', (oaType) => {
  it.each(Object.entries(REACTIONS))('%s puts its icon on the message, and the echo comes back', async (name, icon) => {
    const oa = await startOa({ oaType });
    await oa.greet();
    const { id } = lastMessage(oa);
    await oa.client.reactions.react(oa.oaId, oa.residentId, id, icon);
    expect(lastMessage(oa).reaction).toBe(name === 'remove' ? '' : icon);
    expect((await oa.lastEvent('oa_reacted_message')).message).toEqual({ msg_id: id, react_icon: icon });
    expect(oa.traffic()).toEqual(['POST /v2.0/oa/message 0']);
  });

  it('to a message nobody knows is refused with -201', async () => {
    const oa = await startOa({ oaType });
    const react = oa.client.reactions.react(oa.oaId, oa.residentId, 'khong-co-tin-nay', REACTIONS.heart);
    expect(await refusalOf(react)).toMatchObject({ code: -201, advice: 'fix', mayHaveBeenDelivered: false });
  });
});

describe('a message to a web-chat visitor', () => {
  const KINDS: Record<string, (oa: EmulatedOa) => Promise<AnonymousMessage>> = {
    text: async () => textMessage('Dạ, cháu nghe ạ'),
    image: async ({ client, oaId }) => imageMessage(await client.uploads.uploadImage(oaId, png)),
    file: async ({ client, oaId }) => fileMessage((await client.uploads.uploadFile(oaId, pdf)).token),
    sticker: async () => stickerMessage('cam-on'),
  };

  const visit = (oa: EmulatedOa): Visitor => {
    const visitor = oa.emulator.visitors.create();
    oa.emulator.visitors.send(visitor.anonymousId, { kind: 'text', text: 'Cho tôi hỏi' });
    return visitor;
  };

  describe.each(Object.entries(KINDS))('of the kind %s', (kind, messageOf) => {
    it.each([2, 4] as const)('reaches the conversation, from an OA of type %i', async (oaType) => {
      const oa = await startOa({ oaType });
      const visitor = visit(oa);
      const { anonymousId, conversationId } = visitor;
      const asked = await oa.lastEvent('anonymous_send_text');
      expect(asked).toMatchObject({ sender: { id: anonymousId }, message: { conversation_id: conversationId } });

      const sent = await oa.client.anonymous.send(oa.oaId, visitor, await messageOf(oa));
      const shown = oa.emulator.visitors.history(anonymousId).at(-1);
      expect(shown).toMatchObject({ from: 'oa', kind });
      expect(sent).toEqual({ messageId: shown?.id, anonymousId, conversationId });
      expect((await oa.events()).at(-1)).toMatchObject({
        event_name: `oa_send_anonymous_${kind}`,
        recipient: { id: anonymousId },
        message: { msg_id: sent.messageId, conversation_id: conversationId },
      });
    });

    it('to a conversation that is not the visitor’s is refused with -201', async () => {
      const oa = await startOa();
      const wrong = { ...visit(oa), conversationId: 'khong-co' };
      const message = await messageOf(oa);
      expect(await codeOf(oa.client.anonymous.send(oa.oaId, wrong, message))).toBe(-201);
      expect(oa.emulator.visitors.history(wrong.anonymousId)).toHaveLength(1);
    });
  });

  it.each(['image', 'file'])('with an %s uploaded more than 7 days ago is refused with -100', async (kind) => {
    const oa = await startOa();
    const visitor = visit(oa);
    const message = await KINDS[kind]?.(oa);
    oa.emulator.clock.advance(7 * DAY_MS + 1);
    expect(await codeOf(oa.client.anonymous.send(oa.oaId, visitor, message as AnonymousMessage))).toBe(-100);
  });
});

const png: UploadInput = { fileName: 'sơ đồ "lớp".png', bytes: FILES.png };
const gif: UploadInput = { fileName: 'làm theo.gif', bytes: FILES.gif };
const pdf: UploadInput = { fileName: 'giấy mời.pdf', bytes: FILES.pdf };

/** What the emulator keeps of the last message, byte for byte. */
async function sentBytes(oa: EmulatedOa): Promise<{ name: string | undefined; bytes: Buffer }> {
  const { media } = lastMessage(oa);
  const response = await fetch(`${oa.url}/media/${media?.mediaId}`);
  expect(response.status).toBe(200);
  return { name: media?.name, bytes: Buffer.from(await response.arrayBuffer()) };
}

describe('an upload', () => {
  it('of a png arrives byte for byte under its name, and its id shows it', async () => {
    const oa = await startOa();
    await oa.greet();
    const { attachmentId } = await oa.client.uploads.uploadImage(oa.oaId, png);
    expect(oa.lastCall()).toMatchObject({
      path: '/v2.0/oa/upload/image',
      answer: { data: { attachment_id: attachmentId } },
    });
    await oa.client.sendConsultation(oa.oaId, oa.residentId, imageMessage({ attachmentId }));
    expect(await sentBytes(oa)).toEqual({ name: png.fileName, bytes: FILES.png });
  });

  it.each(['file', 'image'] as const)('of a gif arrives under the form field %s', async (gifField) => {
    const oa = await startOa({ client: { uploads: { gifField } } });
    await oa.greet();
    const source = await oa.client.uploads.uploadGif(oa.oaId, gif);
    await oa.client.sendConsultation(oa.oaId, oa.residentId, gifMessage(source, { widthPx: 1, heightPx: 1 }));
    expect(await sentBytes(oa)).toEqual({ name: gif.fileName, bytes: FILES.gif });
  });

  it('of a pdf, with line ends of both kinds in it, arrives byte for byte and is sent by its token', async () => {
    const oa = await startOa();
    await oa.greet();
    const { token } = await oa.client.uploads.uploadFile(oa.oaId, pdf);
    await oa.client.sendConsultation(oa.oaId, oa.residentId, fileMessage(token));
    expect(await sentBytes(oa)).toEqual({ name: pdf.fileName, bytes: FILES.pdf });
    const { message } = await oa.lastEvent('oa_send_file');
    expect(message.attachments?.[0]?.payload).toMatchObject({ name: pdf.fileName, size: String(FILES.pdf.length) });
  });

  it('of the largest size that Zalo takes goes through whole', async () => {
    const oa = await startOa();
    await oa.greet();
    const bytes = new Uint8Array(1024 * 1024).fill(0x0a);
    bytes.set(FILES.png);
    const source = await oa.client.uploads.uploadImage(oa.oaId, { fileName: 'to.png', bytes });
    await oa.client.sendConsultation(oa.oaId, oa.residentId, imageMessage(source));
    expect((await sentBytes(oa)).bytes.equals(bytes)).toBe(true);
  });

  it.each([
    ['uploadImage', 'image', png, 1],
    ['uploadGif', 'gif', gif, 5],
    ['uploadFile', 'file', pdf, 5],
  ] as const)(
    '%s over Zalo’s size is refused with -210, when our own limit lets it through',
    async (name, kind, input, megabytes) => {
      const oa = await startOa({ client: { uploads: { maxBytes: { [kind]: 9 * 1024 * 1024 } } } });
      const bytes = new Uint8Array(megabytes * 1024 * 1024 + 1);
      bytes.set(input.bytes);
      const refusal = await refusalOf(oa.client.uploads[name](oa.oaId, { ...input, bytes }));
      expect(refusal).toMatchObject({
        code: -210,
        method: `POST /v2.0/oa/upload/${kind}`,
        mayHaveBeenDelivered: false,
      });
    },
  );

  it('is gone after 7 days: the message is refused with -100', async () => {
    const oa = await startOa();
    const source = await oa.client.uploads.uploadImage(oa.oaId, png);
    oa.emulator.clock.advance(7 * DAY_MS + 1);
    await oa.greet();
    const send = oa.client.sendConsultation(oa.oaId, oa.residentId, imageMessage(source));
    expect(await refusalOf(send)).toMatchObject({ code: -100, advice: 'fix' });
  });
});

it('no row of the tables of other messages and uploads is left without an accepted and a refused call', () => {
  expect(unprovenRows('other-messages')).toEqual([]);
});
