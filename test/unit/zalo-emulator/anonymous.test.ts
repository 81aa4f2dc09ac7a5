import { describe, expect, it } from 'vitest';
import type { EmulatorOptions, Visitor, VisitorInput } from 'zalo-emulator';
import { post, reopen, upload } from './api-calls.ts';
import { MINUTE_MS, START_MS, createWorkbench } from './workbench.ts';
import type { Workbench } from './workbench.ts';

const png = Buffer.from('\x89PNG', 'latin1');

async function openBench(options: EmulatorOptions = {}): Promise<{ bench: Workbench; visitor: Visitor }> {
  const bench = await createWorkbench(options);
  return { bench, visitor: bench.emulator.visitors.create() };
}

function send(bench: Workbench, visitor: Visitor, message: object, change: object = {}) {
  const recipient = { anonymous_id: visitor.anonymousId, conversation_id: visitor.conversationId, ...change };
  return post(bench, '/v2.0/oa/message', { recipient, message });
}

const media = (element: object) => ({
  attachment: { type: 'template', payload: { template_type: 'media', elements: [element] } },
});

describe('a visitor without a Zalo account', () => {
  it('writes with the conversation id, in Zalo’s key order', async () => {
    const { bench, visitor } = await openBench();
    const message = bench.emulator.visitors.send(visitor.anonymousId, { kind: 'text', text: 'Xin chào' });
    await bench.emulator.idle();
    expect(bench.posts.at(-1)?.rawBody).toBe(
      JSON.stringify({
        event_name: 'anonymous_send_text',
        app_id: '1357924680135792468',
        sender: { id: visitor.anonymousId },
        recipient: { id: '2468013579246801357' },
        message: { conversation_id: visitor.conversationId, text: 'Xin chào', msg_id: message.id },
        timestamp: String(START_MS),
        user_id_by_app: visitor.idByApp,
      }),
    );
    expect(message).toMatchObject({ from: 'resident', text: 'Xin chào', state: 'sending' });
    expect(bench.emulator.visitors.history(visitor.anonymousId)).toEqual([{ ...message, state: 'received' }]);
  });

  it.each([
    [{ kind: 'image', bytes: png, name: 'a.png' }, 'image'],
    [{ kind: 'file', bytes: png, name: 'don.pdf' }, 'file'],
    [{ kind: 'sticker', stickerId: 'cuoi' }, 'sticker'],
  ] as ReadonlyArray<readonly [VisitorInput, string]>)('sends %j', async (input, kind) => {
    const { bench, visitor } = await openBench();
    bench.emulator.visitors.send(visitor.anonymousId, input);
    await bench.emulator.idle();
    expect(bench.event(bench.posts.length - 1)).toMatchObject({
      event_name: `anonymous_send_${kind}`,
      message: { conversation_id: visitor.conversationId, attachments: [{ type: kind }] },
    });
  });

  it('must be known, and sends no GIF', async () => {
    const { bench, visitor } = await openBench();
    const { visitors } = bench.emulator;
    expect(() => visitors.send('unknown', { kind: 'text', text: 'a' })).toThrow(
      expect.objectContaining({ code: 'EMULATOR_VISITOR_UNKNOWN' }),
    );
    expect(() => visitors.history('unknown')).toThrow(expect.objectContaining({ code: 'EMULATOR_VISITOR_UNKNOWN' }));
    const gif: VisitorInput = { kind: 'image', bytes: Buffer.from('GIF8'), name: 'a.gif' };
    expect(() => visitors.send(visitor.anonymousId, gif)).toThrow(
      expect.objectContaining({ code: 'EMULATOR_INPUT_INVALID' }),
    );
    expect(bench.posts).toEqual([]);
  });
});

describe('how far a visitor’s message got', () => {
  it('is seen once the OA has written back, unless it did not reach the bot', async () => {
    const { bench, visitor } = await openBench();
    const { visitors } = bench.emulator;
    const states = () => visitors.history(visitor.anonymousId).map(({ state, failure }) => failure ?? state);
    visitors.send(visitor.anonymousId, { kind: 'text', text: 'một' });
    await bench.emulator.idle();
    bench.answerWith(() => ({ outcome: 'answered', status: 500 }));
    visitors.send(visitor.anonymousId, { kind: 'text', text: 'hai' });
    await bench.emulator.idle();
    expect(states()).toEqual(['received', 'refused']);
    await send(bench, visitor, { text: 'Chào bác' });
    expect(states()).toEqual(['seen', 'refused', 'received']);
  });

  it('goes from failed to received when the ladder gets it through', async () => {
    const { bench, visitor } = await openBench();
    const { visitors } = bench.emulator;
    bench.answerWith(() => ({ outcome: 'unreachable' }));
    visitors.send(visitor.anonymousId, { kind: 'text', text: 'một' });
    await bench.emulator.idle();
    expect(visitors.history(visitor.anonymousId)).toMatchObject([{ state: 'failed', failure: 'unreachable' }]);
    bench.answerWith(() => ({ outcome: 'answered', status: 200 }));
    await bench.advance(MINUTE_MS);
    expect(visitors.history(visitor.anonymousId)).toMatchObject([{ state: 'received' }]);
  });

  it('does not fall back when the bot answers before its webhook does', async () => {
    const { bench, visitor } = await openBench({ echoes: false });
    bench.answerWith(async () => {
      await send(bench, visitor, { text: 'nhanh' });
      return { outcome: 'answered', status: 200 };
    });
    bench.emulator.visitors.send(visitor.anonymousId, { kind: 'text', text: 'một' });
    await bench.emulator.idle();
    expect(bench.emulator.visitors.history(visitor.anonymousId)[0]).toMatchObject({ state: 'seen' });
  });

  it('is told to whoever listens, as is each new visitor', async () => {
    const bench = await createWorkbench();
    const heard: string[] = [];
    bench.emulator.subscribe((update) => {
      if (update.type === 'visitor') heard.push(update.visitor.name);
      if (update.type === 'visitor-message') heard.push(`${update.message.text} ${update.message.state}`);
      if (update.type === 'message') heard.push('a resident’s message');
    });
    const visitor = bench.emulator.visitors.create('Khách hai');
    bench.emulator.visitors.send(visitor.anonymousId, { kind: 'text', text: 'một' });
    await bench.emulator.idle();
    await send(bench, visitor, { text: 'Chào' });
    expect(heard).toEqual(['Khách hai', 'một sending', 'một received', 'một seen', 'Chào received']);
  });
});

describe('the OA’s answer to a visitor', () => {
  it.each([2, 4] as const)('goes through v2 for an OA of type %d and echoes both ids', async (oaType) => {
    const { bench, visitor } = await openBench({ oaType });
    const answer = await send(bench, visitor, { text: 'Chào bác' });
    expect(answer).toEqual({
      data: {
        message_id: expect.stringMatching(/^message-/),
        anonymous_id: visitor.anonymousId,
        conversation_id: visitor.conversationId,
      },
      error: 0,
      message: 'Success',
    });
    await bench.emulator.idle();
    expect(bench.eventNames()).toEqual(['oa_send_anonymous_text']);
    expect(bench.event(0)).toMatchObject({
      sender: { id: '2468013579246801357' },
      recipient: { id: visitor.anonymousId },
      message: { conversation_id: visitor.conversationId, text: 'Chào bác' },
    });
    expect(bench.emulator.visitors.history(visitor.anonymousId)).toMatchObject([{ from: 'oa', text: 'Chào bác' }]);
  });

  it('may be a picture, a file or a sticker', async () => {
    const { bench, visitor } = await openBench();
    const { data } = await upload(bench, '/v2.0/oa/upload/file', new File(['x'], 'don.pdf'));
    const messages = [
      media({ media_type: 'image', url: 'https://a.vn/1.jpg' }),
      { attachment: { type: 'file', payload: { token: data.token } } },
      media({ media_type: 'sticker', attachment_id: 'cuoi' }),
    ];
    for (const message of messages) expect((await send(bench, visitor, message))['error']).toBe(0);
    await bench.emulator.idle();
    expect(bench.eventNames()).toEqual(['image', 'file', 'sticker'].map((kind) => `oa_send_anonymous_${kind}`));
  });

  it('may be nothing else', async () => {
    const { bench, visitor } = await openBench();
    const buttons = [{ title: 'Có', type: 'oa.query.show', payload: '#co' }];
    const refused = [
      media({ media_type: 'gif', url: 'https://a.vn/1.gif', width: 1, height: 1 }),
      { text: 'Chọn', attachment: { type: 'template', payload: { buttons } } },
    ];
    for (const message of refused) expect((await send(bench, visitor, message))['error']).toBe(-233);
    expect((await send(bench, visitor, { text: 'a'.repeat(2001) }))['error']).toBe(-210);
    expect(bench.emulator.visitors.history(visitor.anonymousId)).toEqual([]);
  });

  it('needs both ids, and they must belong together', async () => {
    const { bench, visitor } = await openBench();
    const other = bench.emulator.visitors.create('Khách hai');
    const text = { text: 'a' };
    expect(await send(bench, visitor, text, { conversation_id: other.conversationId })).toEqual({
      error: -201,
      message: 'conversation_id is invalid!',
    });
    expect(await send(bench, visitor, text, { conversation_id: undefined })).toEqual({
      error: -201,
      message: 'recipient.conversation_id is invalid!',
    });
    expect(await send(bench, visitor, text, { anonymous_id: 'unknown' })).toEqual({
      error: -201,
      message: 'anonymous_id is invalid!',
    });
  });

  it('makes no echo when echoes are off', async () => {
    const { bench, visitor } = await openBench({ echoes: false });
    expect((await send(bench, visitor, { text: 'a' }))['error']).toBe(0);
    await bench.emulator.idle();
    expect(bench.posts).toEqual([]);
  });
});

it('visitors and what was said survive a snapshot', async () => {
  const { bench, visitor } = await openBench();
  bench.emulator.visitors.send(visitor.anonymousId, { kind: 'text', text: 'Xin chào' });
  const reopened = await reopen(bench);
  expect(reopened.emulator.visitors.list()).toEqual([visitor]);
  expect(reopened.emulator.visitors.history(visitor.anonymousId)).toMatchObject([{ text: 'Xin chào' }]);
  expect((await send(reopened, visitor, { text: 'Chào bác' }))['error']).toBe(0);
});

it('a resident’s reaction comes as user_reacted_message, in Zalo’s key order', async () => {
  const bench = await createWorkbench();
  const { id } = bench.emulator.as.send(bench.residentId, { kind: 'text', text: 'a' });
  bench.emulator.as.react(bench.residentId, id, '/-heart');
  await bench.emulator.idle();
  expect(bench.posts.at(-1)?.rawBody).toBe(
    JSON.stringify({
      app_id: '1357924680135792468',
      event_name: 'user_reacted_message',
      sender: { id: bench.residentId },
      recipient: { id: '2468013579246801357' },
      message: { msg_id: id, react_icon: '/-heart' },
      timestamp: String(START_MS),
      user_id_by_app: bench.emulator.residents()[0]?.idByApp,
    }),
  );
  expect(bench.emulator.history(bench.residentId)[0]).toMatchObject({ reaction: '/-heart' });
  bench.emulator.as.react(bench.residentId, id, '/-remove');
  expect(bench.emulator.history(bench.residentId)[0]).toMatchObject({ reaction: '' });
  expect(() => bench.emulator.as.react(bench.residentId, 'unknown', ':>')).toThrow(
    expect.objectContaining({ code: 'EMULATOR_MESSAGE_UNKNOWN' }),
  );
});
