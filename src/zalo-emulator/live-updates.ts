import type { LiveUpdate } from './chat-model.ts';

/** Tells listeners (the chat page's streams, tests) what changed. */
export interface LiveUpdates {
  publish(update: LiveUpdate): void;
  /** Returns the function that ends the subscription. */
  subscribe(listener: (update: LiveUpdate) => void): () => void;
}

/** Listeners are called at once, in order of subscription; one that throws is warned about and disturbs nobody else. */
export function createLiveUpdates(): LiveUpdates {
  const listeners = new Set<(update: LiveUpdate) => void>();
  return {
    publish(update) {
      for (const listener of listeners) {
        try {
          listener(update);
        } catch (error) {
          process.emitWarning(error instanceof Error ? error : String(error));
        }
      }
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
