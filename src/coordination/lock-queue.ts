/** Runs the works of one name one after the other, in the order of asking, in this process. */
export type LockQueue = <T>(name: string, work: () => Promise<T>) => Promise<T>;

export function createLockQueue(): LockQueue {
  const tails = new Map<string, Promise<unknown>>();
  return (name, work) => {
    const before = tails.get(name) ?? Promise.resolve();
    const mine = before.then(work);
    const tail = mine
      .catch(() => undefined)
      .finally(() => {
        if (tails.get(name) === tail) tails.delete(name);
      });
    tails.set(name, tail);
    return mine;
  };
}
