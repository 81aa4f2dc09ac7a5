import fastifyFactory from 'fastify';
import type { FastifyInstance } from 'fastify';
import { createEmulator, emulatorPlugin } from 'zalo-emulator';
import type { Emulator, EmulatorOptions, WebhookAnswer, WebhookPost } from 'zalo-emulator';

/** 2026-11-22 10:00 in Vietnam, as every clock of these tests starts. */
export const START_MS = Date.UTC(2026, 10, 22, 3, 0, 0);

export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

interface Timer {
  readonly run: () => void;
  readonly atMs: number;
}

/** An emulator with a hand-turned clock, counted ids and a webhook that a test answers. */
export interface Workbench {
  readonly emulator: Emulator;
  readonly server: FastifyInstance;
  /** Every post to the webhook, in order. */
  readonly posts: WebhookPost[];
  /** The id of the first resident, Bác Ba. */
  readonly residentId: string;
  /** Decides the answer to each post; default: HTTP 200. */
  answerWith(answer: (post: WebhookPost) => WebhookAnswer | Promise<WebhookAnswer>): void;
  /** Turns the clock on and runs the timers that fall due, one after the other. */
  advance(ms: number): Promise<void>;
  /** Event names of all posts so far. */
  eventNames(): string[];
  /** Body of a post, parsed. */
  event(index: number): Record<string, any>;
  /** Calls the send API with the valid token (or the given headers) and returns HTTP status, headers and JSON. */
  send(body: unknown, options?: { path?: string; headers?: Record<string, string> }): Promise<SendResult>;
  /** Sends a text to Bác Ba. */
  sendText(text: string, path?: string): Promise<SendResult>;
}

export interface SendResult {
  readonly status: number;
  readonly headers: Record<string, unknown>;
  readonly json: Record<string, any>;
}

/** Builds a {@link Workbench}; `options` go to the emulator, `prefix` to the plugin. */
export async function createWorkbench(options: EmulatorOptions = {}, prefix = ''): Promise<Workbench> {
  let nowMs = START_MS;
  let idCount = 0;
  let timers: Timer[] = [];
  let answer: (post: WebhookPost) => WebhookAnswer | Promise<WebhookAnswer> = () => ({
    outcome: 'answered',
    status: 200,
  });
  const posts: WebhookPost[] = [];

  const emulator = createEmulator({
    webhookUrl: 'http://bot.invalid/webhook',
    publicUrl: 'http://emulator.invalid',
    now: () => nowMs,
    random: () => 0.5,
    newId: (kind) => `${kind}-${String((idCount += 1)).padStart(3, '0')}`,
    schedule(run, delayMs) {
      const timer = { run, atMs: nowMs + delayMs };
      timers.push(timer);
      return () => {
        timers = timers.filter((other) => other !== timer);
      };
    },
    async postWebhook(post) {
      posts.push(post);
      return answer(post);
    },
    ...options,
  });
  const server = fastifyFactory();
  await server.register(emulatorPlugin, { emulator, prefix });
  const residentId = emulator.residents()[0]?.id ?? '';

  const bench: Workbench = {
    emulator,
    server,
    posts,
    residentId,
    answerWith(next) {
      answer = next;
    },
    async advance(ms) {
      const endMs = nowMs + ms;
      await emulator.idle();
      for (;;) {
        const due = timers.filter(({ atMs }) => atMs <= endMs).sort((a, b) => a.atMs - b.atMs)[0];
        if (due === undefined) break;
        timers = timers.filter((other) => other !== due);
        nowMs = Math.max(nowMs, due.atMs);
        due.run();
        // A retry posts outside the queues: let its promises settle.
        await new Promise((resolve) => setImmediate(resolve));
      }
      nowMs = endMs;
    },
    eventNames: () => posts.map(({ rawBody }) => String(JSON.parse(rawBody).event_name)),
    event: (index) => JSON.parse(posts[index]?.rawBody ?? '{}'),
    async send(body, { path = '/v3.0/oa/message/cs', headers = { access_token: emulator.tokens().accessToken } } = {}) {
      const response = await server.inject({
        method: 'POST',
        url: prefix + path,
        headers: { 'content-type': 'application/json', ...headers },
        payload: JSON.stringify(body),
      });
      return { status: response.statusCode, headers: response.headers, json: response.json() };
    },
    sendText: (text, path) =>
      bench.send({ recipient: { user_id: residentId }, message: { text } }, path === undefined ? {} : { path }),
  };
  return bench;
}

/** Bác Ba says something, so that the OA may answer; waits until the webhook was posted. */
export async function greet(bench: Workbench, text = 'Xin chào'): Promise<void> {
  bench.emulator.as.send(bench.residentId, { kind: 'text', text });
  await bench.emulator.idle();
}
