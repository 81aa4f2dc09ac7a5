import { spawn } from 'node:child_process';
import { join } from 'node:path';

/** What `all` plays, shortest first, so that an hour that ends early has most of the table. */
export const COMMANDS_OF_ALL: readonly string[] = [
  'engine',
  'understand',
  'webhook',
  'webhook --event user_send_text',
  'turns',
  'turns --chats 1000',
  'turns --database postgres',
  'turns --database postgres --redis',
  'turns --chats 1000 --database postgres --redis',
  'turns --database postgres --redis --replicas 2',
  'turns --database postgres --redis --replicas 2 --unrouted',
  'turns --database postgres --redis --replicas 4',
  'emulator',
  'disk',
  'disk --database postgres',
  'growth --residents 1000000',
  'growth --database postgres --residents 100000',
  'broadcast',
  'dashboard',
  'soak --minutes 30 --rate 50',
  'sizing',
];

/** So that the load average of the bench before does not count as the noise of the next. */
const REST_MS = 20_000;

/**
 * Plays every bench in a process of its own and records its row; one that breaks does not keep the others from being
 * measured.
 *
 * @param skip names of benches left out, e.g. `soak`
 * @returns whether all of them could be measured; a goal that is not met is a figure, not a failure
 */
export async function playAll(skip: readonly string[]): Promise<boolean> {
  let allValid = true;
  const chosen = COMMANDS_OF_ALL.filter((command) => !skip.includes(command.split(' ')[0] ?? ''));
  for (const [index, command] of chosen.entries()) {
    if (index > 0) await new Promise((resolve) => setTimeout(resolve, REST_MS));
    const code = await play([...command.split(' '), '--record']);
    if (code !== 0) {
      console.error(`npm run bench -- ${command}: ended with ${code}; its row is as it was.`);
      allValid = false;
    }
  }
  return allValid;
}

function play(args: readonly string[]): Promise<number> {
  const child = spawn(process.execPath, [...process.execArgv, join(import.meta.dirname, 'run.ts'), ...args], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const endIt = (): boolean => child.kill();
  process.once('exit', endIt);
  return new Promise((resolve) =>
    child.once('exit', (code) => {
      process.off('exit', endIt);
      resolve(code ?? 1);
    }),
  );
}
