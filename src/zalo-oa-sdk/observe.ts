/** Calls an observer. What it throws or rejects with is dropped: watching must not change what is watched. */
export async function observeQuietly(observer: () => unknown): Promise<void> {
  try {
    await observer();
  } catch {
    // nobody is left to tell
  }
}
