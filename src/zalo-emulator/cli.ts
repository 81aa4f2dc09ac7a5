#!/usr/bin/env node
import { helpText, readArguments } from './cli-args.ts';
import { EmulatorError } from './errors.ts';
import { serve } from './serve-command.ts';

const EXIT_FAILED = 1;
const EXIT_WRONG_CALL = 2;

function print(text: string): void {
  process.stdout.write(text);
}

function complain(problem: string): void {
  process.stderr.write(`zalo-emulator: ${problem}\n`);
}

async function run(words: readonly string[]): Promise<void> {
  if (words[0] === 'replay') {
    // loaded for this command alone: serving must not wait for it
    const { runReplay } = await import('./cli-replay.ts');
    process.exitCode = await runReplay(words.slice(1), { print, complain });
    return;
  }
  const args = readArguments(words);
  if (args.command === 'help') {
    print(helpText);
    return;
  }
  if (args.command === 'wrong') {
    complain(`${args.problem}\nRun with --help for all options.`);
    process.exitCode = EXIT_WRONG_CALL;
    return;
  }
  const served = await serve(args, print);
  let isStopping = false;
  const stop = () => {
    if (isStopping) return;
    isStopping = true;
    served.stop().catch(fail);
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}

/** What went wrong, with the code a developer can search for; a stack only for what nobody foresaw. */
function fail(error: unknown): void {
  process.exitCode = EXIT_FAILED;
  if (error instanceof EmulatorError) complain(`${error.code}: ${error.message}`);
  else if (error instanceof Error && 'code' in error) complain(error.message);
  else complain(error instanceof Error ? (error.stack ?? error.message) : String(error));
}

await run(process.argv.slice(2)).catch(fail);
