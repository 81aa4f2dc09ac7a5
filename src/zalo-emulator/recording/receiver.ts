import type { Emulator } from '../emulator.ts';
import type { Schedule } from '../options.ts';
import { chatOf } from './act-sequence.ts';
import type { ActRules, Chat, ReceivedAct } from './act-sequence.ts';
import type { StableNames } from './names.ts';
import { watchOa } from './oa-acts.ts';

/** Takes what the OA does during a replay, and waits for it. */
export interface Receiver {
  acts(): readonly ReceivedAct[];
  /** How many acts landed in this chat so far. */
  count(chat: Chat): number;
  /** Acts from now on come after this step; what `run` changes is not the OA's doing. */
  duringStep<T>(stepIndex: number, run: () => T): T;
  /** Resolves to true as soon as `isDone`, to false when that was not so within `ms`. */
  until(isDone: () => boolean, ms: number): Promise<boolean>;
  end(): void;
}

/** A {@link Receiver} that listens until it is ended. */
export function createReceiver(
  emulator: Emulator,
  names: StableNames,
  { keyOf }: ActRules,
  schedule: Schedule,
): Receiver {
  const acts: ReceivedAct[] = [];
  const counts = new Map<Chat, number>();
  const waiting = new Set<() => void>();
  let stepIndex = -1;

  const watch = watchOa(emulator, names, ({ messageId, ...act }) => {
    const chat = chatOf(act);
    acts.push({ act, chat, key: keyOf(act), stepIndex, order: acts.length, messageId });
    counts.set(chat, (counts.get(chat) ?? 0) + 1);
    for (const look of waiting) look();
  });

  return {
    acts: () => acts,
    count: (chat) => counts.get(chat) ?? 0,
    duringStep(index, run) {
      stepIndex = index;
      return watch.during(run);
    },
    until(isDone, ms) {
      if (isDone()) return Promise.resolve(true);
      return new Promise((resolve) => {
        let callOff = (): void => undefined;
        const finish = (wasDone: boolean) => {
          callOff();
          waiting.delete(look);
          resolve(wasDone);
        };
        const look = () => {
          if (isDone()) finish(true);
        };
        waiting.add(look);
        callOff = schedule(() => finish(false), ms);
      });
    },
    end: () => watch.end(),
  };
}
