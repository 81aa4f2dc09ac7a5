import type { MessageSender } from '../../src/delivery/answers.ts';

/** One send as the fake saw it. */
export interface FakeSend {
  readonly userId: string;
  readonly text: string;
  resolve(): void;
  reject(error: unknown): void;
}

/** A way out to Zalo whose answers a test decides. */
export interface FakeSender extends MessageSender {
  /** Every send so far, oldest first. */
  readonly sends: readonly FakeSend[];
  /** Texts sent so far. */
  texts(): string[];
  /** Sends not answered yet. */
  open(): number;
}

/** What becomes of one send: `undefined` = answer it with a message id, `'hang'` = the test answers it. */
export type Fate = Error | 'hang' | undefined;

/** `decide` is asked once a send, with its 1-based number. Default: every send succeeds. */
export function createFakeSender(
  decide: (number: number, text: string, userId: string) => Fate = () => undefined,
): FakeSender {
  const sends: FakeSend[] = [];
  let open = 0;
  return {
    sends,
    texts: () => sends.map(({ text }) => text),
    open: () => open,
    send(_oaId, userId, message) {
      const text = (message as { text?: string }).text ?? '';
      const { promise, resolve, reject } = Promise.withResolvers<{ messageId: string }>();
      const number = sends.length + 1;
      open += 1;
      const send: FakeSend = {
        userId,
        text,
        resolve: () => {
          open -= 1;
          resolve({ messageId: `m${number}` });
        },
        reject: (error) => {
          open -= 1;
          reject(error as Error);
        },
      };
      sends.push(send);
      const fate = decide(number, text, userId);
      if (fate === undefined) send.resolve();
      else if (fate !== 'hang') send.reject(fate);
      return promise;
    },
  };
}
