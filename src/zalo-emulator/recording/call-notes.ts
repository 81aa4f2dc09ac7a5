import type { Emulator } from '../emulator.ts';

/** Counts what went wrong between emulator and bot, which is often why an answer is missing. */
export interface CallNotes {
  /** One line for each kind of problem. */
  lines(): readonly string[];
  end(): void;
}

/** {@link CallNotes} of everything from now on. */
export function createCallNotes(emulator: Pick<Emulator, 'subscribe'>): CallNotes {
  const counts = new Map<string, number>();
  const count = (line: string) => void counts.set(line, (counts.get(line) ?? 0) + 1);

  const end = emulator.subscribe((update) => {
    if (update.type === 'call') {
      const { path, status, answer } = update.call;
      const [plainPath] = path.split('?');
      const code = errorOf(answer);
      if (status !== 200) count(`OA gọi ${plainPath}: HTTP ${status}`);
      else if (code !== 0) count(`OA gọi ${plainPath}: lỗi ${code}`);
    } else if (update.type === 'delivery') {
      const { outcome, status, eventName } = update.delivery;
      if (outcome !== 'answered') count(`Webhook ${eventName}: ${outcome}`);
      else if (status !== 200) count(`Webhook ${eventName}: HTTP ${status}`);
    }
  });

  return { lines: () => [...counts].map(([line, times]) => `${line} (${times} lần)`), end };
}

function errorOf(answer: unknown): number {
  if (typeof answer !== 'object' || answer === null || !('error' in answer)) return 0;
  return typeof answer.error === 'number' ? answer.error : 0;
}
