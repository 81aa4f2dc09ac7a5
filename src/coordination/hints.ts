import { slotOf } from '../shared/slots.ts';
import type { Signals, Topic } from './ports.ts';

/**
 * Tells whoever handles a resident that a row waits there: "slot and number of the row", no more. May be lost, so that
 * owners look by themselves too.
 */
export interface Hints {
  tell(oaId: string, userId: string, id: number): void;
  /** Hears of rows in slots that `isMine`, many at once; returns how to stop. */
  listen(isMine: (slot: number) => boolean, hear: (ids: readonly number[]) => void): () => void;
}

/** Longest note a signal passes on. */
const NOTE_LENGTH = 200;
const RADIX = 36;

/**
 * Hints of one kind of row. What is told in one turn of the event loop goes together. `scope` is what the servers of one
 * installation have in common, such as the id of its first OA: several may use one Redis.
 */
export function createHints(signals: Signals, topic: Topic, scope: string): Hints {
  let telling: string[] = [];

  const flush = (): void => {
    const told = telling;
    telling = [];
    let note = '';
    for (const one of told) {
      if (note.length + one.length >= NOTE_LENGTH) {
        signals.tell(scope, topic, note);
        note = '';
      }
      note += note === '' ? one : ` ${one}`;
    }
    signals.tell(scope, topic, note);
  };

  return {
    tell(oaId, userId, id) {
      telling.push(`${slotOf(oaId, userId).toString(RADIX)}.${id.toString(RADIX)}`);
      if (telling.length === 1) setImmediate(flush);
    },

    listen(isMine, hear) {
      let heard: number[] = [];
      const pass = (): void => {
        const ids = heard;
        heard = [];
        hear(ids);
      };
      return signals.on(scope, topic, (note) => {
        for (const pair of note.split(' ')) {
          const [slot = '', id = ''] = pair.split('.');
          const number = Number.parseInt(id, RADIX);
          if (!Number.isSafeInteger(number) || !isMine(Number.parseInt(slot, RADIX))) continue;
          heard.push(number);
          if (heard.length === 1) setImmediate(pass);
        }
      });
    },
  };
}
