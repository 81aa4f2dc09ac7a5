import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { PictureText, ReadingProcess } from './reader.ts';

/** One picture for the process, and its answer. */
export interface ReadingOrder {
  readonly id: number;
  readonly bytes: Uint8Array;
}
export type ReadingAnswer = { readonly id: number } & (PictureText | { readonly problem: string });

/**
 * Starts the process that reads pictures. It is given no environment, hence no secret, and may not write a file or start
 * a program; the decoder itself runs in WebAssembly. It ends with the server, also when the server is killed.
 */
export function startReadingProcess(languageData: string): ReadingProcess {
  const child = fork(fileURLToPath(new URL('./reading-child.ts', import.meta.url)), [languageData], {
    execArgv: ['--permission', '--allow-fs-read=*', '--allow-worker', '--disable-warning=SecurityWarning'],
    env: {},
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  const waiting = new Map<number, PromiseWithResolvers<PictureText>>();
  let lastId = 0;

  const failAll = (problem: string): void => {
    for (const { reject } of waiting.values()) reject(new Error(problem));
    waiting.clear();
  };
  // Only a picture under way keeps the server alive.
  const rest = (): void => {
    child.unref();
    child.channel?.unref();
  };
  child.on('message', (answer: ReadingAnswer) => {
    const one = waiting.get(answer.id);
    waiting.delete(answer.id);
    if (waiting.size === 0) rest();
    if ('problem' in answer) one?.reject(new Error(answer.problem));
    else one?.resolve({ text: answer.text, confidence: answer.confidence });
  });
  child.on('error', (error) => failAll(error.message));
  child.on('exit', (code, signal) => failAll(`the process ended (${signal ?? code})`));

  return {
    read(bytes) {
      child.ref();
      child.channel?.ref();
      const order: ReadingOrder = { id: (lastId += 1), bytes };
      const one = Promise.withResolvers<PictureText>();
      waiting.set(order.id, one);
      child.send(order, (error) => {
        if (error) failAll(error.message);
      });
      return one.promise;
    },
    kill() {
      child.kill('SIGKILL');
      rest();
      failAll('the process was ended');
    },
  };
}
