/**
 * Holds back what the live stream tells about a chat while its history is being loaded: the history may be older than an
 * update that overtook it. `apply(message)` must not mind a message it already knows.
 */
export function createHeldUpdates(apply) {
  let loads = 0;
  let held = [];
  return {
    take(message) {
      if (loads === 0) apply(message);
      else held.push(message);
    },
    async whileLoading(load) {
      loads += 1;
      try {
        await load();
      } finally {
        loads -= 1;
        if (loads === 0) {
          const waiting = held;
          held = [];
          for (const message of waiting) apply(message);
        }
      }
    },
  };
}
