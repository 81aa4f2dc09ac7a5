import { Worker } from 'node:worker_threads';
import type { Clock } from '../shared/clock.ts';
import { AppError } from '../shared/errors.ts';
import type { CertificateSheet, CertificateSize } from './certificate.ts';
import type { InviteSheet, InviteSize } from './invite.ts';
import type { ReportDocument } from '../shared/report-document.ts';
import type { PrintJob } from './print-sheet.ts';
import type { HandoutSize, Sheet } from './sheet.ts';

/** Makes hand-outs in a thread of its own, so that the chat is answered while a village prints. */
export interface Printer {
  /** Rejects with HANDOUT_FAILED when the thread cannot make the file. */
  print(sheet: Sheet, size: HandoutSize): Promise<Buffer>;
  /** The same for the invitation of a team. */
  printInvite(invite: InviteSheet, size: InviteSize): Promise<Buffer>;
  /** The same for the certificate of a member. Kept nowhere. */
  printCertificate(certificate: CertificateSheet, size: CertificateSize): Promise<Buffer>;
  /** The same for a report on A4. */
  printReport(report: ReportDocument): Promise<Buffer>;
  /** Ends the thread; what is not ready fails. */
  close(): Promise<void>;
}

/** One order to the thread, and its answer. */
export interface PrintOrder {
  readonly id: number;
  readonly job: PrintJob;
}
export type PrintAnswer = { readonly id: number } & ({ readonly pdf: Uint8Array } | { readonly problem: string });

interface Waiting {
  readonly resolve: (pdf: Buffer) => void;
  readonly reject: (error: Error) => void;
}

/** An idle thread gives its memory back after a minute. */
const IDLE_MS = 60_000;

/** With it the thread adds 85 MB after ten sheets with four pictures each, without it 190 (measured 2026-11-22). */
const RESOURCE_LIMITS = { maxYoungGenerationSizeMb: 8, maxOldGenerationSizeMb: 128 };

const failed = (problem: string): AppError =>
  new AppError(
    'HANDOUT_FAILED',
    `A hand-out could not be made: ${problem}. Expected pdfkit and the fonts of @expo-google-fonts/be-vietnam-pro: run "npm ci" again.`,
  );

/** A printer whose thread starts with the first sheet. */
export function createPrinter(clock: Clock): Printer {
  const waiting = new Map<number, Waiting>();
  let worker: Worker | undefined;
  let lastId = 0;
  let cancelIdle: (() => void) | undefined;

  const end = async (): Promise<void> => {
    cancelIdle?.();
    const ending = worker;
    worker = undefined;
    await ending?.terminate();
  };
  const failAll = (problem: string): void => {
    for (const { reject } of waiting.values()) reject(failed(problem));
    waiting.clear();
  };
  const settle = (answer: PrintAnswer): void => {
    const one = waiting.get(answer.id);
    waiting.delete(answer.id);
    if ('pdf' in answer) one?.resolve(Buffer.from(answer.pdf));
    else one?.reject(failed(answer.problem));
    if (waiting.size > 0) return;
    worker?.unref();
    cancelIdle = clock.after(IDLE_MS, () => void end());
  };
  const start = (): Worker => {
    const started = new Worker(new URL('./printer-thread.ts', import.meta.url), {
      execArgv: [],
      resourceLimits: RESOURCE_LIMITS,
    });
    started.on('message', settle);
    started.on('error', (error) => {
      if (worker === started) worker = undefined;
      failAll(error instanceof Error ? error.message : 'the thread ended');
    });
    return started;
  };

  const order = (job: PrintJob): Promise<Buffer> => {
    cancelIdle?.();
    worker ??= start();
    worker.ref();
    const ordered: PrintOrder = { id: (lastId += 1), job };
    const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
    waiting.set(ordered.id, { resolve, reject });
    worker.postMessage(ordered);
    return promise;
  };

  return {
    print: (sheet, size) => order({ sheet, size }),
    printInvite: (invite, size) => order({ invite, size }),
    printCertificate: (certificate, size) => order({ certificate, size }),
    printReport: (report) => order({ report }),
    async close() {
      await end();
      failAll('the server is stopping');
    },
  };
}
