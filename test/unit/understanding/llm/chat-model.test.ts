import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { createLlmAnswerer, type LlmAnswerer } from '../../../../src/understanding/llm/answerer.ts';
import { createManualClock } from '../../../support/manual-clock.ts';
import { eventually } from '../../../support/eventually.ts';
import { search } from './drafts.ts';

interface Seen {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly authorization: string | undefined;
  readonly body: { readonly model: string; readonly messages: readonly { role: string; content: string }[] };
}

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

/** A model server on the loopback address, and an answerer that asks it. */
async function start(answer: (response: ServerResponse, request: IncomingMessage) => void, path = '/v1') {
  const seen: Seen[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method, url, headers } = request;
      const body = JSON.parse(Buffer.concat(chunks).toString()) as Seen['body'];
      seen.push({ method, url, authorization: headers.authorization, body });
      answer(response, request);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });
  const { port } = server.address() as AddressInfo;
  return { seen, baseUrl: `http://127.0.0.1:${port}${path}` };
}

async function open(baseUrl: string, apiKey?: string) {
  const outcomes: string[] = [];
  const clock = createManualClock();
  const answerer: LlmAnswerer = await createLlmAnswerer({
    endpoint: { baseUrl, model: 'gemma-vi', ...(apiKey === undefined ? {} : { apiKey }) },
    search,
    clock,
    onOutcome: (use, outcome, reason) => outcomes.push(`${use} ${outcome} ${reason}`),
  });
  closers.push(() => answerer.close());
  return { answerer, outcomes, clock };
}

const completion = (content: unknown): string =>
  JSON.stringify({
    id: 'c',
    object: 'chat.completion',
    choices: [{ index: 0, message: { role: 'assistant', content } }],
  });

const answering =
  (body: string, status = 200) =>
  (response: ServerResponse) =>
    void response.writeHead(status, { 'content-type': 'application/json' }).end(body);

const CHOICE = JSON.stringify({ cards: ['temporary-residence'] });

describe('the client of the endpoint', () => {
  test('posts one chat completion with model, key and messages, and reads the answer', async () => {
    const { seen, baseUrl } = await start(answering(completion(CHOICE)));
    const { answerer, outcomes } = await open(`${baseUrl}/`, 'sk-1');
    expect(await answerer.choose('ở nhà thuê')).toEqual({ cards: ['temporary-residence'] });
    expect(outcomes).toEqual(['choose used ok']);
    expect(seen).toHaveLength(1);
    expect(seen[0]).toMatchObject({
      method: 'POST',
      url: '/v1/chat/completions',
      authorization: 'Bearer sk-1',
      body: { model: 'gemma-vi', temperature: 0, stream: false, max_tokens: 800 },
    });
    expect(seen[0]?.body.messages.map(({ role }) => role)).toEqual(['system', 'user']);
    expect(seen[0]?.body.messages[1]?.content).toContain('ở nhà thuê');
  });

  test('sends no authorization without a key', async () => {
    const { seen, baseUrl } = await start(answering(completion(CHOICE)), '');
    const { answerer } = await open(baseUrl);
    await answerer.choose('a');
    expect(seen.map(({ url, authorization }) => [url, authorization])).toEqual([['/chat/completions', undefined]]);
  });

  test.each([401, 404, 429, 500, 503])('answers nothing on status %i, and asks once', async (status) => {
    const { seen, baseUrl } = await start(answering('{"error":{"message":"sk-1 chuyển tiền"}}', status));
    const { answerer, outcomes } = await open(baseUrl, 'sk-1');
    expect(await answerer.choose('a')).toBeUndefined();
    expect(outcomes).toEqual([`choose error http-${status}`]);
    expect(seen).toHaveLength(1);
  });

  test('follows no redirect: the key goes to the named endpoint only', async () => {
    const other = await start(answering(completion(CHOICE)));
    const { baseUrl } = await start((response) => void response.writeHead(307, { location: other.baseUrl }).end());
    const { answerer, outcomes } = await open(baseUrl, 'sk-1');
    expect(await answerer.choose('a')).toBeUndefined();
    expect(outcomes).toEqual(['choose error http-307']);
    expect(other.seen).toEqual([]);
  });

  test.each([
    ['no JSON', '<html>'],
    ['no choices', '{"choices":[]}'],
    ['no text', completion(null)],
    ['text in parts', completion([{ type: 'text', text: CHOICE }])],
    ['more than 64 KiB', completion('x'.repeat(70_000))],
  ])('answers nothing when the endpoint sends %s', async (_what, body) => {
    const { baseUrl } = await start(answering(body));
    const { answerer, outcomes } = await open(baseUrl);
    expect(await answerer.choose('a')).toBeUndefined();
    expect(outcomes).toEqual(['choose error bad-answer']);
  });

  test('answers nothing when nobody listens or the connection breaks', async () => {
    const { baseUrl } = await start((response) => void response.destroy());
    const broken = await open(baseUrl);
    expect(await broken.answerer.choose('a')).toBeUndefined();
    const nobody = await open('http://127.0.0.1:9/v1');
    expect(await nobody.answerer.choose('a')).toBeUndefined();
    expect([...broken.outcomes, ...nobody.outcomes]).toEqual(['choose error connection', 'choose error connection']);
  });

  test.each([
    ['before it answers', () => undefined],
    ['in the middle of its answer', (response: ServerResponse) => void response.writeHead(200).write('{"choices":')],
  ])('hangs up on an endpoint that falls silent %s', async (_when, answer) => {
    let hungUp = 0;
    const { seen, baseUrl } = await start((response, request) => {
      request.socket.on('close', () => (hungUp += 1));
      answer(response);
    });
    const { answerer, outcomes, clock } = await open(baseUrl);
    const waiting = answerer.choose('a');
    await eventually(() => expect(seen).toHaveLength(1));
    await clock.advance(3_000);
    expect(await waiting).toBeUndefined();
    expect(outcomes).toEqual(['choose timeout timeout']);
    await eventually(() => expect(hungUp).toBe(1));
  });

  test('is not made for an unencrypted address outside', async () => {
    await expect(open('http://llm.example.com/v1')).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
  });
});
