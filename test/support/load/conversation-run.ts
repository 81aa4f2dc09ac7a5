import { HarnessError } from './harness-error.ts';
import { createReplyTracker, type ReplyVerdict } from './reply-tracker.ts';
import type { ReferenceTranscript } from './reference-transcript.ts';
import type { ReplyRouter } from './reply-router.ts';
import { LOAD_IDENTITY, textWebhook, toHttpRequest, type ZaloIdentity } from './webhook-body.ts';
import type { PostLog } from './post-log.ts';
import { openConnection, type WebhookConnection } from './webhook-connection.ts';
import type { Slot } from './slots.ts';

export interface ConversationOptions {
  readonly port: number;
  readonly router: ReplyRouter;
  readonly userId: string;
  /** The OA that is written to; default the one of every run. */
  readonly identity?: ZaloIdentity;
  readonly messages: readonly string[];
  readonly expected: ReferenceTranscript;
  /** Messages posted without waiting for replies, each after the 200 of the one before; 1 = a patient resident. */
  readonly burst: number;
  /** How long a resident waits for a reply before the conversation counts as stalled, milliseconds. */
  readonly giveUpMs: number;
  readonly slot: Slot;
  /** Called for each message right before it is first posted: post more copies here (chaos `duplicate`). */
  readonly onPost?: (request: Buffer) => void;
  /** Called once per accepted message (first 200). */
  readonly onAccepted?: () => void;
  /** Writes down how each post went. */
  readonly posts?: PostLog;
  /** Messages are at least so far apart, milliseconds; default 0, each as soon as the last is answered. */
  readonly everyMs?: number;
  /** Pause before a post is tried again, milliseconds, for the n-th time (from 0); default always 20. */
  readonly retryMs?: (tries: number) => number;
  /** How long a message is posted again and again before the run breaks, milliseconds; default 60,000. */
  readonly acceptTimeoutMs?: number;
}

/** One accepted message; times are `performance.now()`. */
export interface AcceptedMessage {
  readonly acceptedAtMs: number;
  /** When the last reply due for it was delivered; null while it is not answered. */
  answeredAtMs: number | null;
}

export interface Conversation {
  readonly userId: string;
  readonly accepted: readonly AcceptedMessage[];
  /** Valid any time; final when late copies can no longer come. */
  verdict(): ReplyVerdict;
  /** Replies due for accepted messages that did not come. */
  missing(): readonly string[];
  /** Resolves when the script is over or stalled. The resident keeps listening for late copies. */
  readonly done: Promise<void>;
}

const PARK_AFTER_MS = 500;
const RETRY_MS = 20;
const ACCEPT_TIMEOUT_MS = 60_000;

/** Plays one resident through the script and judges every reply against the reference. */
export function startConversation(options: ConversationOptions): Conversation {
  const { messages, router, userId } = options;
  const tracker = createReplyTracker(options.expected);
  const accepted: AcceptedMessage[] = [];
  let answeredSteps = 0;

  router.listen(userId, (record) => {
    tracker.deliver(record);
    while (answeredSteps < messages.length && tracker.hasAnswered(answeredSteps + 1)) {
      const message = accepted[answeredSteps];
      // A reply can overtake the 200 of its own message: the loop below then fills in the time.
      if (message !== undefined) message.answeredAtMs = performance.now();
      answeredSteps += 1;
    }
  });

  const run = async () => {
    const connection = openConnection(options.port);
    const startedAt = performance.now();
    for (let step = 0; step < messages.length; ) {
      for (const end = Math.min(messages.length, step + options.burst); step < end; step += 1) {
        const early = startedAt + step * (options.everyMs ?? 0) - performance.now();
        if (early > 0) await sleep(early);
        const request = toHttpRequest(
          textWebhook(options.identity ?? LOAD_IDENTITY, userId, messages[step] ?? '', Date.now()),
        );
        options.onPost?.(request);
        await postUntilAccepted(connection, request, options);
        const now = performance.now();
        accepted.push({ acceptedAtMs: now, answeredAtMs: answeredSteps > step ? now : null });
        options.onAccepted?.();
      }
      const isAnswered = await withPatience(tracker.whenAnswered(step), options);
      if (!isAnswered) break;
    }
    connection.close();
  };

  return {
    userId,
    accepted,
    verdict: () => tracker.verdict(accepted.length),
    missing: () => tracker.missing(accepted.length),
    done: run(),
  };
}

/**
 * Zalo's side of accepting: only a 200 counts; a refused or broken connection and a 5xx are posted again, same bytes.
 *
 * @throws HarnessError `LOAD_REFUSED` on a 4xx, `LOAD_NOT_ACCEPTED` after `acceptTimeoutMs`
 */
export async function postUntilAccepted(
  connection: WebhookConnection,
  request: Buffer,
  {
    posts,
    retryMs = () => RETRY_MS,
    acceptTimeoutMs = ACCEPT_TIMEOUT_MS,
  }: Pick<ConversationOptions, 'posts' | 'retryMs' | 'acceptTimeoutMs'> = {},
): Promise<void> {
  const startedAt = performance.now();
  for (let tries = 0; ; tries += 1) {
    const postedAt = performance.now();
    const status = await connection.post(request).catch((error: unknown) => {
      posts?.failed(error);
      return 0;
    });
    if (status !== 0) posts?.answered(status, performance.now() - postedAt);
    if (status === 200) return;
    if (status >= 400 && status < 500) {
      throw new HarnessError(
        'LOAD_REFUSED',
        `POST /webhook/zalo answered ${status} to a signed text; 200 was expected.`,
      );
    }
    if (performance.now() - startedAt > acceptTimeoutMs) {
      throw new HarnessError('LOAD_NOT_ACCEPTED', `no 200 within ${acceptTimeoutMs} ms; last status ${status}.`);
    }
    await sleep(retryMs(tries));
  }
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** False when `giveUpMs` passed first. A resident who waits long gives the slot to another one meanwhile. */
async function withPatience(answered: Promise<void>, { giveUpMs, slot }: ConversationOptions): Promise<boolean> {
  let isParked = false;
  const parkTimer = setTimeout(() => {
    isParked = true;
    slot.park();
  }, PARK_AFTER_MS);
  let giveUpTimer: NodeJS.Timeout | undefined;
  const gaveUp = new Promise<false>((resolve) => {
    giveUpTimer = setTimeout(resolve, giveUpMs, false);
  });
  const isAnswered = await Promise.race([answered.then(() => true), gaveUp]);
  clearTimeout(parkTimer);
  clearTimeout(giveUpTimer);
  if (isParked) slot.resume();
  return isAnswered;
}
