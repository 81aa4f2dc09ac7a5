import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { WebhookAnswer } from 'zalo-emulator';
import { HOUR_MS, MINUTE_MS, START_MS, createWorkbench, greet } from './workbench.ts';

const unreachable = (): WebhookAnswer => ({ outcome: 'unreachable' });
const ok = (): WebhookAnswer => ({ outcome: 'answered', status: 200 });

describe('what is posted', () => {
  it('is signed over the exact text with app id, timestamp and OA secret', async () => {
    const bench = await createWorkbench({ appId: '42', oaSecret: 'bí mật' });
    await greet(bench, 'Làm căn cước ở đâu? a/b "q" & 📄');
    const [post] = bench.posts;
    const raw = post?.rawBody ?? '';
    expect(raw).toContain('Làm căn cước ở đâu? a/b \\"q\\" & 📄');
    const { timestamp } = JSON.parse(raw) as { timestamp: string };
    expect(timestamp).toBe(String(START_MS));
    const mac = createHash('sha256')
      .update(Buffer.from(`42${raw}${timestamp}bí mật`, 'utf8'))
      .digest('hex');
    expect(post?.headers['X-ZEvent-Signature']).toBe(`mac=${mac}`);
  });

  it('has the shape and key order of a captured user_send_text', async () => {
    const bench = await createWorkbench();
    await greet(bench);
    const event = bench.event(0);
    expect(Object.keys(event)).toEqual([
      'event_name',
      'app_id',
      'sender',
      'recipient',
      'message',
      'timestamp',
      'user_id_by_app',
    ]);
    expect(event).toMatchObject({
      event_name: 'user_send_text',
      sender: { id: bench.residentId },
      recipient: { id: '2468013579246801357' },
      message: { text: 'Xin chào', msg_id: bench.emulator.history(bench.residentId)[0]?.id },
    });
  });

  it('is an unsigned {} when the console probes the URL', async () => {
    const bench = await createWorkbench();
    expect(await bench.emulator.probeWebhook()).toBe(200);
    expect(bench.posts[0]).toMatchObject({ rawBody: '{}', headers: {} });
  });

  it('follows the kinds of attachment', async () => {
    const bench = await createWorkbench();
    const { as } = bench.emulator;
    const png = Buffer.from('\x89PNG\r\n', 'latin1');
    as.send(bench.residentId, { kind: 'image', bytes: png, name: 'a.png', text: 'Bác bị lỗi này' });
    as.send(bench.residentId, { kind: 'image', bytes: Buffer.from('GIF89a'), name: 'a.gif' });
    as.send(bench.residentId, { kind: 'voice', bytes: Buffer.from('x'), name: 'a.amr' });
    as.send(bench.residentId, { kind: 'file', bytes: Buffer.from('%PDF-'), name: 'don.PDF' });
    as.send(bench.residentId, { kind: 'sticker', stickerId: 'cuoi' });
    as.send(bench.residentId, { kind: 'location', latitude: '11.5', longitude: '106.8' });
    await bench.emulator.idle();
    expect(bench.eventNames()).toEqual([
      'user_send_image',
      'user_send_gif',
      'user_send_audio',
      'user_send_file',
      'user_send_sticker',
      'user_send_location',
    ]);
    expect(bench.event(0)['message']).toMatchObject({
      text: 'Bác bị lỗi này',
      attachments: [{ type: 'image', payload: { url: expect.stringMatching(/^http:\/\/emulator\.invalid\/media\//) } }],
    });
    expect(bench.event(3)['message'].attachments[0].payload).toMatchObject({
      size: '5',
      name: 'don.PDF',
      type: 'pdf',
      checksum: createHash('md5').update('%PDF-').digest('hex'),
    });
    expect(bench.event(5)['message'].attachments[0].payload).toEqual({
      coordinates: { latitude: '11.5', longitude: '106.8' },
    });
  });
});

describe('order and echoes', () => {
  it('posts one event of a resident at a time, and those of others meanwhile', async () => {
    const bench = await createWorkbench();
    const [first, second] = bench.emulator.residents();
    const gates: Array<() => void> = [];
    bench.answerWith(() => new Promise((resolve) => gates.push(() => resolve(ok()))));
    bench.emulator.as.send(first?.id ?? '', { kind: 'text', text: '1a' });
    bench.emulator.as.send(first?.id ?? '', { kind: 'text', text: '1b' });
    bench.emulator.as.send(second?.id ?? '', { kind: 'text', text: '2a' });
    await new Promise((resolve) => setImmediate(resolve));
    const texts = () => bench.posts.map(({ rawBody }) => JSON.parse(rawBody).message.text);
    expect(texts()).toEqual(['1a', '2a']);
    gates[0]?.();
    await new Promise((resolve) => setImmediate(resolve));
    expect(texts()).toEqual(['1a', '2a', '1b']);
    for (const open of gates) open();
    await bench.emulator.idle();
  });

  it('echoes each accepted send as oa_send_text, then user_received_message, and user_seen_message once read', async () => {
    const bench = await createWorkbench();
    await greet(bench);
    const { json } = await bench.sendText('Chào bác');
    await bench.emulator.idle();
    bench.emulator.as.markSeen(bench.residentId);
    bench.emulator.as.markSeen(bench.residentId);
    await bench.emulator.idle();
    expect(bench.eventNames()).toEqual([
      'user_send_text',
      'oa_send_text',
      'user_received_message',
      'user_seen_message',
    ]);
    const messageId = json['data'].message_id;
    expect(bench.event(1)).toMatchObject({
      sender: { id: '2468013579246801357' },
      recipient: { id: bench.residentId },
      message: { text: 'Chào bác', msg_id: messageId },
    });
    expect(bench.event(2)['message']).toEqual({ msg_id: messageId });
    expect(bench.event(3)['message']).toEqual({ msg_ids: [messageId] });
  });

  it('echoes nothing for a refused send, and nothing at all when echoes are off', async () => {
    const refusing = await createWorkbench();
    await refusing.sendText('không được phép');
    const silent = await createWorkbench({ echoes: false });
    await greet(silent);
    expect((await silent.sendText('Chào bác')).json['error']).toBe(0);
    silent.emulator.as.markSeen(silent.residentId);
    await Promise.all([refusing.emulator.idle(), silent.emulator.idle()]);
    expect(refusing.eventNames()).toEqual([]);
    expect(silent.eventNames()).toEqual(['user_send_text']);
  });

  it('posts an event twice, word for word, when duplicates are asked for', async () => {
    const bench = await createWorkbench({ settings: { duplicateWebhookProbability: 0.6 } });
    await greet(bench);
    expect(bench.posts).toHaveLength(2);
    expect(bench.posts[1]?.rawBody).toBe(bench.posts[0]?.rawBody);
    expect(bench.emulator.deliveries().map(({ duplicate }) => duplicate)).toEqual([undefined, true]);
  });
});

describe('retry ladder', () => {
  it('posts the same bytes after 30 s, 5, 15, 30 and 60 minutes with num_retry, then disables the webhook', async () => {
    const bench = await createWorkbench();
    bench.answerWith(unreachable);
    await greet(bench);
    const retryNumbers = () => bench.posts.map(({ headers }) => headers['num_retry']);
    await bench.advance(30_000 - 1);
    expect(retryNumbers()).toEqual([undefined]);
    const delays = [1, 5 * MINUTE_MS, 15 * MINUTE_MS, 30 * MINUTE_MS, HOUR_MS];
    for (const [index, delayMs] of delays.entries()) {
      expect(bench.emulator.webhook().disabled).toBe(false);
      await bench.advance(delayMs);
      expect(retryNumbers()).toHaveLength(index + 2);
    }
    expect(retryNumbers()).toEqual([undefined, '1', '2', '3', '4', '5']);
    expect(new Set(bench.posts.map(({ rawBody }) => rawBody)).size).toBe(1);
    expect(new Set(bench.posts.map(({ headers }) => headers['X-ZEvent-Signature'])).size).toBe(1);
    expect(bench.emulator.webhook().disabled).toBe(true);
  });

  it('drops events while the webhook is disabled and posts again once it is enabled', async () => {
    const bench = await createWorkbench({ retryLadderMs: [] });
    bench.answerWith(unreachable);
    await greet(bench);
    await greet(bench, 'mất');
    expect(bench.posts).toHaveLength(1);
    expect(bench.emulator.deliveries().map(({ outcome }) => outcome)).toEqual(['unreachable', 'disabled']);
    bench.answerWith(ok);
    bench.emulator.enableWebhook();
    await greet(bench, 'được');
    expect(bench.posts).toHaveLength(2);
    expect(bench.emulator.history(bench.residentId).map(({ state }) => state)).toEqual([
      'failed',
      'failed',
      'received',
    ]);
  });

  it('marks the message as received when a retry gets through', async () => {
    const bench = await createWorkbench();
    bench.answerWith(unreachable);
    await greet(bench);
    expect(bench.emulator.history(bench.residentId)[0]).toMatchObject({ state: 'failed', failure: 'unreachable' });
    bench.answerWith(ok);
    await bench.advance(30_000);
    expect(bench.emulator.history(bench.residentId)[0]).toMatchObject({ state: 'received' });
  });

  const notRetried: ReadonlyArray<readonly [string, WebhookAnswer, string]> = [
    ['an answer after the time limit', { outcome: 'timeout' }, 'timeout'],
    ['HTTP 500', { outcome: 'answered', status: 500 }, 'refused'],
    ['a connection cut before the answer', { outcome: 'broken' }, 'timeout'],
  ];
  it.each(notRetried)('does not climb for %s, as Zalo does not document it', async (_name, answer, failure) => {
    const bench = await createWorkbench();
    bench.answerWith(() => answer);
    await greet(bench);
    await bench.advance(3 * HOUR_MS);
    expect(bench.posts).toHaveLength(1);
    expect(bench.emulator.webhook().disabled).toBe(false);
    expect(bench.emulator.history(bench.residentId)[0]).toMatchObject({ failure });
  });

  it('climbs for HTTP 500 and time-outs when the settings say so', async () => {
    const bench = await createWorkbench({ settings: { retryWebhookOnBadStatus: true, retryWebhookOnTimeout: true } });
    const answers: WebhookAnswer[] = [{ outcome: 'answered', status: 500 }, { outcome: 'timeout' }];
    bench.answerWith(() => answers.shift() ?? ok());
    await greet(bench);
    await bench.advance(6 * MINUTE_MS);
    expect(bench.posts.map(({ headers }) => headers['num_retry'])).toEqual([undefined, '1', '2']);
  });

  it('lets later events of the resident pass a waiting one, or holds them back by setting', async () => {
    for (const holdOrderDuringRetry of [false, true]) {
      const bench = await createWorkbench({ settings: { holdOrderDuringRetry } });
      let posts = 0;
      bench.answerWith(() => ((posts += 1) === 1 ? unreachable() : ok()));
      bench.emulator.as.send(bench.residentId, { kind: 'text', text: 'một' });
      bench.emulator.as.send(bench.residentId, { kind: 'text', text: 'hai' });
      await new Promise((resolve) => setImmediate(resolve));
      const texts = () => bench.posts.map(({ rawBody }) => JSON.parse(rawBody).message.text);
      expect(texts()).toEqual(holdOrderDuringRetry ? ['một'] : ['một', 'hai']);
      bench.emulator.close();
    }
  });

  it('records an event without a webhook URL instead of losing it in silence', async () => {
    const bench = await createWorkbench();
    bench.emulator.setWebhookUrl(undefined);
    await greet(bench);
    expect(bench.emulator.deliveries()).toMatchObject([{ eventName: 'user_send_text', outcome: 'no_webhook' }]);
    expect(bench.emulator.history(bench.residentId)[0]).toMatchObject({ state: 'failed', failure: 'no_webhook' });
  });
});
