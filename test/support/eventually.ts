const PAUSE_MS = 5;

/**
 * Waits until `check` no longer throws or returns false, looking every 5 ms; fails with its last error after `patienceMs`.
 * Patience costs nothing where all is well, and a machine that does other work besides needs it.
 */
export async function eventually<T>(check: () => T | Promise<T>, patienceMs = 20_000): Promise<T> {
  const until = performance.now() + patienceMs;
  for (;;) {
    let problem: unknown;
    try {
      const value = await check();
      if (value !== false) return value;
      problem = new Error(`still false after ${patienceMs} ms: ${check.toString()}`);
    } catch (error) {
      problem = error;
    }
    if (performance.now() > until) throw problem;
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}
