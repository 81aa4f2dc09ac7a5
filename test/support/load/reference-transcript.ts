import type { SendRecord } from './fake-zalo.ts';
import { HarnessError } from './harness-error.ts';
import type { ReplyRouter } from './reply-router.ts';
import { LOAD_IDENTITY, residentId, textWebhook, toHttpRequest } from './webhook-body.ts';
import { openConnection } from './webhook-connection.ts';

/** Replies per message of a script, learnt from the bot itself. */
export type ReferenceTranscript = readonly (readonly string[])[];

const FIRST_REPLY_TIMEOUT_MS = 15_000;
const QUIET_MS = 1_500; // a reply that comes later than this after the one before would be missed in the reference

/**
 * Learns what the bot answers: two residents run the script one message at a time, without faults, and must get the
 * same answers. This is what lets the chaos runs be exact without knowing the bot's texts.
 *
 * @throws HarnessError `LOAD_NO_REPLY` when a message gets no reply, `LOAD_REPLIES_DIFFER` when the two residents got
 *   different ones (the script meets something random or personal: choose other messages), `LOAD_REFUSED` on non-200
 */
export async function learnReference(
  port: number,
  router: ReplyRouter,
  messages: readonly string[],
  /** Further scripts on the same bot are learnt by other residents: these have a history. */
  skipResidents = 0,
): Promise<ReferenceTranscript> {
  const numbers = [REFERENCE_RESIDENT + skipResidents, REFERENCE_RESIDENT + skipResidents + 1];
  const [first, second] = await Promise.all(
    numbers.map((number) => runSlowly(port, router, residentId(number), messages)),
  );
  for (const [index, replies] of (first ?? []).entries()) {
    if (JSON.stringify(replies) === JSON.stringify(second?.[index])) continue;
    throw new HarnessError(
      'LOAD_REPLIES_DIFFER',
      `two residents got different answers to message ${index + 1} (${messages[index]}): ` +
        `${JSON.stringify(replies)} and ${JSON.stringify(second?.[index])}. Put messages with one fixed answer in the script.`,
    );
  }
  return first ?? [];
}

/** Far above the numbers that runs use for their own residents. */
const REFERENCE_RESIDENT = 90_000_000;

async function runSlowly(
  port: number,
  router: ReplyRouter,
  userId: string,
  messages: readonly string[],
): Promise<ReferenceTranscript> {
  const connection = openConnection(port);
  const transcript: string[][] = [];
  let replies: string[] = [];
  router.listen(userId, (record: SendRecord) => replies.push(record.text));
  for (const [index, message] of messages.entries()) {
    replies = [];
    const status = await connection.post(toHttpRequest(textWebhook(LOAD_IDENTITY, userId, message, Date.now())));
    if (status !== 200) {
      throw new HarnessError(
        'LOAD_REFUSED',
        `POST /webhook/zalo answered ${status} to a signed text; 200 was expected.`,
      );
    }
    await untilQuiet(() => replies.length);
    if (replies.length === 0) {
      throw new HarnessError(
        'LOAD_NO_REPLY',
        `message ${index + 1} (${message}) got no reply within ${FIRST_REPLY_TIMEOUT_MS} ms, so nothing can be counted.`,
      );
    }
    transcript.push(replies);
  }
  router.forget(userId);
  connection.close();
  return transcript;
}

async function untilQuiet(count: () => number): Promise<void> {
  const startedAt = performance.now();
  let changedAt = startedAt;
  let last = 0;
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, 10));
    const now = performance.now();
    if (count() !== last) {
      last = count();
      changedAt = now;
    }
    if (last > 0 && now - changedAt > QUIET_MS) return;
    if (last === 0 && now - startedAt > FIRST_REPLY_TIMEOUT_MS) return;
  }
}
