import { parentPort } from 'node:worker_threads';
import { printJob } from './print-sheet.ts';
import type { PrintAnswer, PrintOrder } from './printer.ts';

/** The other side of `createPrinter`: one sheet after the other, as they are ordered. */
async function answer({ id, job }: PrintOrder): Promise<PrintAnswer> {
  try {
    return { id, pdf: await printJob(job) };
  } catch (error) {
    return { id, problem: error instanceof Error ? error.message : String(error) };
  }
}

parentPort?.on('message', (order: PrintOrder) => {
  void answer(order).then((ready) => parentPort?.postMessage(ready));
});
