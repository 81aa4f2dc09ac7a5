import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { AppError } from '../../shared/errors.ts';
import type { Storage, StorageOperations } from '../ports.ts';
import type { Call, Reply } from './writer.ts';

interface Waiting {
  readonly call: Call;
  readonly resolve: (value: never) => void;
  readonly reject: (error: Error) => void;
}

/** Calls in one transaction at most: enough to make `fsync` cheap, few enough to keep a batch under ~10 ms. */
const MAX_BATCH = 256;

/** File of the database inside the data folder. */
export const DATABASE_FILE = 'tro-ly-so.sqlite';

/**
 * Opens the embedded truth store in `dataDir` (created, readable by the owner alone). SQL runs in a writer thread, so
 * that a slow disk never stops the event loop; calls made while a batch runs form the next batch.
 * Throws STORAGE_FAILED when the file cannot be opened.
 */
export async function openSqliteStorage(dataDir: string): Promise<Storage> {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  chmodSync(dataDir, 0o700);
  const worker = new Worker(new URL('./writer.ts', import.meta.url), {
    workerData: { file: join(dataDir, DATABASE_FILE) },
    // Rows are small and short-lived; V8's defaults for this thread cost 60 MB of memory for nothing (measured 2026-11-22).
    resourceLimits: { maxYoungGenerationSizeMb: 8, maxOldGenerationSizeMb: 256 },
  });
  await new Promise<void>((resolve, reject) => {
    worker.once('message', () => resolve());
    worker.once('error', (error) => reject(toOpenError(dataDir, error)));
  });

  let queue: Waiting[] = [];
  let running: Waiting[] | undefined;
  let scheduled = false;
  let closing: Promise<void> | undefined;
  let broken: AppError | undefined;
  let onIdle: (() => void) | undefined;

  const flush = (): void => {
    scheduled = false;
    if (running !== undefined) return;
    if (queue.length === 0) {
      onIdle?.();
      return;
    }
    running = queue.length <= MAX_BATCH ? queue : queue.slice(0, MAX_BATCH);
    queue = queue.length <= MAX_BATCH ? [] : queue.slice(MAX_BATCH);
    // As text: V8 clones one string far faster than a tree of small objects (measured 2026-11-22).
    worker.postMessage(JSON.stringify(running.map(({ call }) => call)));
  };

  const schedule = (): void => {
    if (scheduled || running !== undefined) return;
    scheduled = true;
    setImmediate(flush);
  };

  worker.on('message', (message: string) => {
    if (message === 'closed') return;
    const replies = JSON.parse(message) as readonly Reply[];
    const done = running ?? [];
    running = undefined;
    // Send the next batch first: the writer works while the callers of this one go on.
    flush();
    done.forEach(({ call, resolve, reject }, index) => {
      const reply = replies[index];
      if (reply === undefined || reply.error) reject(toCallError(call, reply));
      else resolve(reply.value as never);
    });
  });
  worker.on('error', (error) => {
    broken = new AppError('STORAGE_FAILED', `The database writer stopped: ${error.message}. Restart the process.`, { cause: error });
    for (const { reject } of [...(running ?? []), ...queue]) reject(broken);
    running = undefined;
    queue = [];
    onIdle?.();
  });

  const send = (operation: keyof StorageOperations, args: unknown): Promise<unknown> => {
    if (broken) return Promise.reject(broken);
    if (closing) return Promise.reject(new AppError('STORAGE_CLOSED', `The store is closing; "${operation}" came too late.`));
    return new Promise((resolve, reject) => {
      queue.push({ call: { operation, args }, resolve, reject });
      schedule();
    });
  };

  const close = (): Promise<void> => {
    closing ??= (async () => {
      if (running !== undefined || queue.length > 0) await new Promise<void>((resolve) => (onIdle = resolve));
      if (broken) return;
      const exited = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
      worker.postMessage('close');
      await exited;
    })();
    return closing;
  };

  const methods = new Map<string, (args?: unknown) => Promise<unknown>>();
  const methodOf = (operation: keyof StorageOperations): ((args?: unknown) => Promise<unknown>) => {
    const method = methods.get(operation) ?? ((args) => send(operation, args));
    methods.set(operation, method);
    return method;
  };

  return new Proxy({} as Storage, {
    get: (_target, name) => {
      if (name === 'close') return close;
      if (typeof name !== 'string' || name === 'then') return undefined;
      return methodOf(name as keyof StorageOperations);
    },
  });
}

function toOpenError(dataDir: string, error: Error): AppError {
  if (/schema \d+, this version knows/u.test(error.message)) {
    return new AppError('DATABASE_TOO_NEW', error.message, { cause: error });
  }
  return new AppError(
    'STORAGE_FAILED',
    `The database in DATA_DIR "${dataDir}" cannot be opened: ${error.message}. Check that the folder exists, is writable and has free space.`,
    { cause: error },
  );
}

function toCallError(call: Call, reply: Reply | undefined): AppError {
  const problem = reply?.error?.message ?? 'no reply';
  return new AppError('STORAGE_FAILED', `Storage operation "${call.operation}" failed: ${problem}.`);
}
