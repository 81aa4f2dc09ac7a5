import type { SendRecord } from './fake-zalo.ts';

/**
 * How one conversation went, compared with the reference transcript. All zero but `answered` = a perfect conversation.
 */
export interface ReplyVerdict {
  /** Replies the resident got that were due. */
  readonly answered: number;
  /** Replies due for accepted messages that never came. */
  readonly lost: number;
  /** Replies that came again although nothing could make the bot doubt the first copy. */
  readonly doubled: number;
  /** Replies that came again after a send whose outcome the bot could not know (fault, or open at a kill). */
  readonly doubledUnknown: number;
  /** As `doubledUnknown`, but the first copy was answered shortly before the kill instead of being open. */
  readonly doubledInWindow: number;
  /** Replies that came after a reply that should have come later. */
  readonly misordered: number;
  /** Texts that are nowhere in the reference: the bot took another path, e.g. because it skipped a message. */
  readonly unexpected: number;
}

/** Follows one resident's replies against what must come. */
export interface ReplyTracker {
  /** Feed every delivered message of this resident, in delivery order. */
  deliver(record: SendRecord): void;
  /** True when every reply to the first `steps` messages is here. */
  hasAnswered(steps: number): boolean;
  /** Called after each delivery until every reply to the first `steps` messages is here. */
  whenAnswered(steps: number): Promise<void>;
  /** @param steps how many messages were accepted (answered 200): only their replies are due */
  verdict(steps: number): ReplyVerdict;
  /** The lost replies themselves, to look up what happened to them. */
  missing(steps: number): readonly string[];
}

/**
 * The criterion, exact without knowing any of the bot's texts: the same script, run once slowly and without faults,
 * gives the reference (`reference-transcript.ts`); every other resident who runs the script must get exactly the same
 * texts in the same order. Missing is lost, again is doubled, later than its successor is misordered, foreign is
 * unexpected.
 *
 * Exact as long as the texts of a script differ. Where one text occurs twice, a copy that comes too early is taken for
 * the later one; totals still show that something is wrong, only under another name.
 *
 * @param expected replies per message of the script
 */
export function createReplyTracker(expected: readonly (readonly string[])[]): ReplyTracker {
  const due = expected.flat();
  const dueThrough: number[] = [0];
  for (const replies of expected) dueThrough.push((dueThrough.at(-1) ?? 0) + replies.length);

  const isHere = due.map(() => false);
  const copies = new Map<string, SendRecord[]>();
  let pointer = 0;
  let highest = -1;
  let doubled = 0;
  let doubledUnknown = 0;
  let doubledInWindow = 0;
  let misordered = 0;
  let unexpected = 0;
  let waiting: { readonly steps: number; readonly resolve: () => void } | null = null;

  const hasAnswered = (steps: number) => pointer >= (dueThrough[steps] ?? due.length);

  const countDouble = (earlier: readonly SendRecord[]): void => {
    const excuse = earlier.find((copy) => copy.doubt === 'fault' || copy.doubt === 'open');
    const weak = excuse ?? earlier.find((copy) => copy.doubt === 'window');
    if (weak === undefined) doubled += 1;
    else if (weak.doubt === 'window') doubledInWindow += 1;
    else doubledUnknown += 1;
    if (weak !== undefined) weak.doubt = 'none'; // one doubtful copy excuses one more copy
  };

  const place = (record: SendRecord): void => {
    const earlier = copies.get(record.text) ?? [];
    copies.set(record.text, [...earlier, record]);
    const excused = earlier.some((copy) => copy.doubt !== 'none');
    let at = due[pointer] === record.text ? pointer : -1;
    if (at < 0 && !excused)
      at = due.findIndex((text, index) => index >= pointer && !isHere[index] && text === record.text);
    if (at < 0 && earlier.length > 0) return countDouble(earlier);
    if (at < 0) {
      unexpected += 1;
      return;
    }
    isHere[at] = true;
    if (at < highest) misordered += 1;
    highest = Math.max(highest, at);
    while (isHere[pointer] === true) pointer += 1;
  };

  return {
    deliver(record) {
      place(record);
      if (waiting !== null && hasAnswered(waiting.steps)) {
        const { resolve } = waiting;
        waiting = null;
        resolve();
      }
    },
    hasAnswered,
    whenAnswered(steps) {
      if (hasAnswered(steps)) return Promise.resolve();
      return new Promise((resolve) => {
        waiting = { steps, resolve };
      });
    },
    missing: (steps) => due.slice(0, dueThrough[steps]).filter((_, index) => isHere[index] !== true),
    verdict(steps) {
      const dueCount = dueThrough[steps] ?? due.length;
      const answered = isHere.slice(0, dueCount).filter(Boolean).length;
      return { answered, lost: dueCount - answered, doubled, doubledUnknown, doubledInWindow, misordered, unexpected };
    },
  };
}
