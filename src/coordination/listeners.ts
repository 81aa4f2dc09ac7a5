import type { Signals, Topic } from './ports.ts';

/** Longest note that is passed on. */
const NOTE_LENGTH = 200;

/** Listeners of this process, by OA and topic. */
export interface Listeners extends Signals {
  /** OA and topic of which somebody listens. */
  topics(): readonly { readonly oaId: string; readonly topic: Topic }[];
  clear(): void;
}

export const cutNote = (note: string): string => note.slice(0, NOTE_LENGTH);

export function createListeners(): Listeners {
  const byTopic = new Map<string, { oaId: string; topic: Topic; listeners: Set<(note: string) => void> }>();
  const keyOf = (oaId: string, topic: Topic): string => `${topic} ${oaId}`;
  return {
    tell(oaId, topic, note = '') {
      for (const listener of byTopic.get(keyOf(oaId, topic))?.listeners ?? []) listener(cutNote(note));
    },
    on(oaId, topic, listener) {
      const key = keyOf(oaId, topic);
      const entry = byTopic.get(key) ?? { oaId, topic, listeners: new Set() };
      byTopic.set(key, entry);
      // A function of its own, so that one listener given twice is heard and stopped twice.
      const mine = (note: string): void => listener(note);
      entry.listeners.add(mine);
      return () => {
        entry.listeners.delete(mine);
        if (entry.listeners.size === 0 && byTopic.get(key) === entry) byTopic.delete(key);
      };
    },
    topics: () => [...byTopic.values()].map(({ oaId, topic }) => ({ oaId, topic })),
    clear: () => byTopic.clear(),
  };
}
