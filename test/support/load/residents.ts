import type { ReferenceTranscript } from './reference-transcript.ts';
import type { ReplyRouter } from './reply-router.ts';
import { createSeededRandom } from './seeded-random.ts';
import { LOAD_IDENTITY, residentId, textWebhook, toHttpRequest } from './webhook-body.ts';
import { openConnection } from './webhook-connection.ts';

export interface ChatsOptions {
  readonly port: number;
  /** Several servers behind one address: each message goes to one of them by chance, as through most proxies. */
  readonly ports?: readonly number[];
  /** Which of the ports, by index, gets all that a resident writes: as through a proxy that deals posts out by resident. */
  readonly homeOf?: (userId: string) => number;
  readonly router: ReplyRouter;
  /** How many residents chat at the same time, each waiting for the answer before typing on. */
  readonly chats: number;
  readonly messages: readonly string[];
  /** Replies per message, from `learnReference`. */
  readonly expected: ReferenceTranscript;
  /** Index in `messages` to go back to after the last one; what is before it is said once. */
  readonly repeatFrom: number;
  /** Number of the first resident, so that two runs on one bot do not share residents. */
  readonly firstResident: number;
}

/** Residents who chat until told to stop. They share this process with the fake Zalo: a reply costs no hop. */
export interface Chats {
  /** Messages fully answered so far. */
  answered(): number;
  /** Takes the times from posting a message to its last reply, milliseconds, since the previous call. */
  takeLatenciesMs(): number[];
  /** Lets every resident finish the message in hand. */
  stop(): Promise<void>;
}

/** Closed loop: throughput is what the bot can do with `chats` messages under way, never an open flood. */
export function startChats(options: ChatsOptions): Chats {
  const { router, messages, expected } = options;
  let answered = 0;
  let latenciesMs: number[] = [];
  let stopped = false;
  const random = createSeededRandom(options.firstResident);

  const chat = async (userId: string): Promise<void> => {
    const connections = (options.ports ?? [options.port]).map(openConnection);
    let missing = 0;
    let onAnswered = () => {};
    router.listen(userId, () => {
      missing -= 1;
      if (missing <= 0) onAnswered();
    });
    for (let index = 0; !stopped; index = index + 1 < messages.length ? index + 1 : options.repeatFrom) {
      missing += expected[index]?.length ?? 1;
      const allHere = new Promise<void>((resolve) => {
        onAnswered = resolve;
      });
      const startedAt = performance.now();
      const request = toHttpRequest(textWebhook(LOAD_IDENTITY, userId, messages[index] ?? '', Date.now()));
      const connection = connections[options.homeOf?.(userId) ?? random.below(connections.length)];
      const status = await connection?.post(request);
      if (status !== 200) throw new Error(`POST /webhook/zalo answered ${status} during a load run; 200 was expected`);
      if (missing > 0) await allHere;
      latenciesMs.push(performance.now() - startedAt);
      answered += 1;
    }
    for (const connection of connections) connection.close();
    router.forget(userId);
  };

  const running = Promise.all(
    Array.from({ length: options.chats }, (_, index) => chat(residentId(options.firstResident + index))),
  );
  return {
    answered: () => answered,
    takeLatenciesMs() {
      const taken = latenciesMs;
      latenciesMs = [];
      return taken;
    },
    async stop() {
      stopped = true;
      await running;
    },
  };
}
