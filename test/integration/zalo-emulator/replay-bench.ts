import { createServer } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { checkRecording, replay, startEmulator } from 'zalo-emulator';
import type { Emulator, Recording, ReplayOptions, ReplayReport, StartEmulatorOptions } from 'zalo-emulator';

/** What a bot sends: to the person who wrote, or by any call of the OA's API. */
export type Reply =
  | string
  | Record<string, unknown>
  | { readonly call: string; readonly body: Record<string, unknown> };

/** An event as the webhook carries it. */
export type BotEvent = Record<string, any>;

/** Decides what a bot says to an event; echoes do not come here. */
export type Behaviour = (event: BotEvent, bot: TinyBot) => readonly Reply[] | Promise<readonly Reply[]>;

/** A bot of a few lines: a server for events, and `fetch`. */
export interface TinyBot {
  readonly webhookUrl: string;
  /** Calls the OA's API and returns its answer. */
  call(path: string, body: Record<string, unknown>): Promise<Record<string, any>>;
  /** Resolves when no event is being worked on; one that waits for {@link TinyBot.hold} does not count. */
  settled(): Promise<void>;
  /** Makes a bot wait until `release` is called. */
  hold(): Promise<void>;
  release(): void;
  close(): Promise<void>;
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

/** Starts a {@link TinyBot}; `zalo` tells where the API is and with which token. */
export async function startTinyBot(
  zalo: () => { readonly url: string; readonly accessToken: string },
  behave: Behaviour,
): Promise<TinyBot> {
  let busy = 0;
  let idleListeners: Array<() => void> = [];
  let release = () => undefined as void;

  const change = (by: number) => {
    busy += by;
    if (busy > 0) return;
    const listeners = idleListeners;
    idleListeners = [];
    for (const listener of listeners) listener();
  };

  async function work(event: BotEvent): Promise<void> {
    const userId = event['sender']?.id ?? event['follower']?.id ?? event['user_id'];
    for (const reply of await behave(event, bot)) {
      if (typeof reply === 'object' && 'call' in reply)
        await bot.call(reply.call as string, reply['body'] as object as Record<string, unknown>);
      else
        await bot.call('/v3.0/oa/message/cs', {
          recipient: { user_id: userId },
          message: typeof reply === 'string' ? { text: reply } : reply,
        });
    }
  }

  // Answers the webhook at once and works afterwards, as Zalo asks.
  const server = createServer((request, response) => {
    change(1);
    void (async () => {
      const event = JSON.parse(await readBody(request)) as BotEvent;
      response.end();
      const isEcho = /^(oa_|user_received|user_seen)/.test(String(event['event_name'] ?? 'oa_'));
      if (!isEcho) await work(event);
    })().finally(() => change(-1));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });

  const bot: TinyBot = {
    webhookUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhook`,
    async call(path, body) {
      const { url, accessToken } = zalo();
      const response = await fetch(url + path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', access_token: accessToken },
        body: JSON.stringify(body),
      });
      return (await response.json()) as Record<string, any>;
    },
    async settled() {
      while (busy > 0) await new Promise<void>((resolve) => idleListeners.push(resolve));
    },
    async hold() {
      change(-1);
      await new Promise<void>((resolve) => {
        release = resolve;
      });
      change(1);
    },
    release: () => release(),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return bot;
}

/** An emulator with a bot at its webhook. */
export interface BotAtWork {
  readonly emulator: Emulator;
  readonly bot: TinyBot;
  /** User id of a resident. */
  id(name: string): string;
  /** Resolves when neither emulator nor bot has anything to do. */
  idle(): Promise<void>;
  close(): Promise<void>;
}

const atWork: BotAtWork[] = [];

/** Starts an emulator and a bot at its webhook. */
export async function startBotAtWork(behave: Behaviour, options: StartEmulatorOptions = {}): Promise<BotAtWork> {
  const running = await startEmulator({ chatPage: false, ...options });
  const { emulator, url } = running;
  const bot = await startTinyBot(() => ({ url, accessToken: emulator.tokens().accessToken }), behave);
  emulator.setWebhookUrl(bot.webhookUrl);
  const pair: BotAtWork = {
    emulator,
    bot,
    id(name) {
      const resident = emulator.residents().find((other) => other.name === name);
      if (resident === undefined) throw new Error(`nobody is called ${name}`);
      return resident.id;
    },
    async idle() {
      // an answer of the bot makes the emulator post echoes, and the other way round
      for (let round = 0; round < 3; round += 1) {
        await emulator.idle();
        await bot.settled();
      }
    },
    async close() {
      await bot.close();
      await running.close();
    },
  };
  atWork.push(pair);
  return pair;
}

/** For `afterEach`: ends everything that was started. */
export async function closeAll(): Promise<void> {
  for (const pair of atWork.splice(0)) await pair.close();
}

/** Records what happens in `act`, and reads it back from its JSON. */
export async function record(
  behave: Behaviour,
  act: (pair: BotAtWork) => Promise<void>,
  options: StartEmulatorOptions = {},
): Promise<Recording> {
  const pair = await startBotAtWork(behave, options);
  pair.emulator.recorder.start();
  await act(pair);
  await pair.idle();
  return checkRecording(JSON.parse(JSON.stringify(pair.emulator.recorder.stop())));
}

/**
 * Replays against a fresh emulator and a fresh bot. Every time-out comes as soon as the bot has nothing to do, so that no
 * test waits; `onTimer` hears of each one that is set, in ms.
 */
export async function replayWith(
  recording: Recording,
  behave: Behaviour,
  options: Partial<ReplayOptions> & {
    readonly start?: StartEmulatorOptions;
    readonly onTimer?: (delayMs: number, pair: BotAtWork) => void;
  } = {},
): Promise<ReplayReport> {
  const { start, onTimer, ...rest } = options;
  const pair = await startBotAtWork(behave, start);
  return replay(recording, {
    emulator: pair.emulator,
    schedule(run, delayMs) {
      let isCalledOff = false;
      void pair.idle().then(() => {
        setImmediate(() => {
          if (isCalledOff) return;
          run();
          onTimer?.(delayMs, pair);
        });
      });
      return () => {
        isCalledOff = true;
      };
    },
    ...rest,
  });
}

/** The lines of a report. */
export const linesOf = ({ differences }: ReplayReport): string[] => differences.map(({ line }) => line);

/** A text with `oa.query.show` buttons, each `title` or `title=payload`. */
export function withButtons(text: string, ...buttons: readonly string[]): Record<string, unknown> {
  return {
    text,
    attachment: {
      type: 'template',
      payload: {
        buttons: buttons.map((button) => {
          const [title = '', payload = `#${title}`] = button.split('=');
          return { title, type: 'oa.query.show', payload };
        }),
      },
    },
  };
}
