/**
 * Runs pieces of work one after the other where they have the same key, and side by side where they do not. A piece
 * that fails hinders nobody behind it.
 */
export function createOneAtATime(): <T>(key: string, work: () => Promise<T>) => Promise<T> {
  const last = new Map<string, Promise<void>>();
  return (key, work) => {
    const mine = (last.get(key) ?? Promise.resolve()).then(work);
    const forget = (): void => {
      if (last.get(key) === done) last.delete(key);
    };
    const done = mine.then(forget, forget);
    last.set(key, done);
    return mine;
  };
}
