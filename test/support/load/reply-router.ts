import type { SendRecord } from './fake-zalo.ts';

/** Brings each delivered message to the simulated resident it is for. */
export interface ReplyRouter {
  /** Give this to the fake Zalo as `onDelivered`. */
  readonly deliver: (record: SendRecord) => void;
  listen(userId: string, onReply: (record: SendRecord) => void): void;
  forget(userId: string): void;
  /** Messages for residents nobody plays; anything but 0 means that the bot mixed up recipients. */
  strays(): number;
  /** Milliseconds (`performance.now()`) of the last delivery. */
  lastDeliveryMs(): number;
}

export function createReplyRouter(): ReplyRouter {
  const listeners = new Map<string, (record: SendRecord) => void>();
  let strays = 0;
  let lastDeliveryMs = 0;
  return {
    deliver(record) {
      lastDeliveryMs = performance.now();
      const listener = listeners.get(record.userId);
      if (listener === undefined) strays += 1;
      else listener(record);
    },
    listen: (userId, onReply) => void listeners.set(userId, onReply),
    forget: (userId) => void listeners.delete(userId),
    strays: () => strays,
    lastDeliveryMs: () => lastDeliveryMs,
  };
}
