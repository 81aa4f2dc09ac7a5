import { type ChildProcess, spawn } from 'node:child_process';
import { eventually } from './eventually.ts';

/** A script of somebody else's project, running as a process of its own. */
export interface RunningScript {
  /** What it has printed so far, both streams. */
  output(): string;
  /** Resolves to the first match of `pattern` in the output. */
  says(pattern: RegExp): Promise<RegExpExecArray>;
  /** Resolves to the exit code. */
  ended(): Promise<number | null>;
  kill(): Promise<void>;
}

/** Starts `node <args>` with this environment alone, besides the path. */
export function runScript(
  args: readonly string[],
  options: { readonly cwd: string; readonly env: Readonly<Record<string, string>> },
): RunningScript {
  const child: ChildProcess = spawn(process.execPath, args, {
    cwd: options.cwd,
    env: { PATH: process.env['PATH'] ?? '', ...options.env },
  });
  let text = '';
  child.stdout?.on('data', (chunk: Buffer) => (text += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (text += chunk.toString()));
  const end = new Promise<number | null>((resolve) => child.once('close', resolve));
  return {
    output: () => text,
    says: (pattern) =>
      eventually(() => {
        const match = pattern.exec(text);
        if (!match) throw new Error(`expected ${String(pattern)} in:\n${text}`);
        return match;
      }),
    ended: () => end,
    async kill() {
      child.kill('SIGKILL');
      await end;
    },
  };
}
