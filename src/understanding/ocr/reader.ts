import type { Clock } from '../../shared/clock.ts';
import { readPictureHeader } from './picture-header.ts';

/** What a machine read in a picture. */
export interface PictureText {
  /** Line by line, as it stands: not masked, never to be stored or logged. '' where the picture has no letters. */
  readonly text: string;
  /** How sure the machine is of its letters, 0–100, the mean over all words. */
  readonly confidence: number;
}

/** Why a picture was not read: for counting; holds nothing of the picture. */
export type Unread = 'format' | 'too-large' | 'busy' | 'timed-out' | 'failed';

/** A process that reads one picture after the other. */
export interface ReadingProcess {
  /** Rejects when the picture cannot be decoded or the process ends. */
  read(bytes: Uint8Array): Promise<PictureText>;
  /** Ends it at once, whatever it is doing. */
  kill(): void;
}

/** Reads pictures, one at a time, in a process that runs only while there is something to read. */
export interface PictureReader {
  /**
   * The words of a PNG, JPEG or WebP of at most 5 MB and 8 megapixels. Undefined when it cannot be read: another
   * format, too large, too many waiting, too slow, a damaged picture. Never throws, whatever the bytes are.
   */
  readPicture(bytes: Uint8Array): Promise<PictureText | undefined>;
  /** Ends the process; whoever waits gets undefined. */
  close(): void;
}

export interface PictureReaderOptions {
  readonly clock: Clock;
  /** Starts the process; called at the first picture, and again after it was ended. */
  startProcess(): ReadingProcess;
  /** Told of every picture that was not read. */
  onUnread?(why: Unread): void;
}

const MAX_BYTES = 5 * 1024 * 1024;

/** A long screenshot has 6.5 megapixels; 8 cost 310 MB in the process (measured 2026-11-22, docs/adr/0015). */
const MAX_PIXELS = 8_000_000;

/** Pictures that wait beside the one being read. Beyond this many a person looks sooner than the machine. */
export const MAX_WAITING = 8;

/** Nobody waits longer than this for the pictures of others. */
const MAX_WAIT_MS = 20_000;

/** A screenshot takes 0.3 to 2 s, starting 0.5 to 1 s; noise takes as long as it is given. */
const READING_TIMEOUT_MS = 10_000;

/** An idle process gives its memory back after a minute. */
const IDLE_MS = 60_000;

/** A busy one is replaced: it grows by about 0.2 MB a picture (230 MB after 4, 246 after 80, measured 2026-11-22). */
const PICTURES_PER_PROCESS = 100;

interface Job {
  readonly bytes: Uint8Array;
  readonly settle: (read: PictureText | undefined) => void;
  readonly cancelWait: () => void;
}

/** A reader whose process starts with the first picture. */
export function createPictureReader({ clock, startProcess, onUnread }: PictureReaderOptions): PictureReader {
  let waiting: Job[] = [];
  let reading: Job | undefined;
  let process: ReadingProcess | undefined;
  let pictures = 0;
  let cancelIdle: (() => void) | undefined;
  let closed = false;

  const endProcess = (): void => {
    cancelIdle?.();
    cancelIdle = undefined;
    process?.kill();
    process = undefined;
    pictures = 0;
  };

  /** The words, or why there are none. */
  const readNow = async (bytes: Uint8Array): Promise<PictureText | Unread> => {
    const late = Promise.withResolvers<Unread>();
    const cancelTimeout = clock.after(READING_TIMEOUT_MS, () => late.resolve('timed-out'));
    try {
      process ??= startProcess();
      return await Promise.race([process.read(bytes), late.promise]);
    } catch {
      return 'failed';
    } finally {
      cancelTimeout();
    }
  };

  const readNext = async (): Promise<void> => {
    const job = reading ? undefined : waiting.shift();
    if (!job) return;
    reading = job;
    cancelIdle?.();
    job.cancelWait();
    const result = await readNow(job.bytes);
    reading = undefined;
    if (typeof result === 'string') {
      // After a picture like that nobody knows what state the process is in.
      endProcess();
      if (!closed) onUnread?.(result);
      job.settle(undefined);
    } else {
      pictures += 1;
      if (pictures >= PICTURES_PER_PROCESS) endProcess();
      else cancelIdle = clock.after(IDLE_MS, endProcess);
      job.settle(result);
    }
    void readNext();
  };

  const problemOf = (bytes: Uint8Array): Unread | undefined => {
    if (bytes.length > MAX_BYTES) return 'too-large';
    const header = readPictureHeader(bytes);
    if (!header) return 'format';
    if (header.width * header.height > MAX_PIXELS) return 'too-large';
    return closed || waiting.length >= MAX_WAITING ? 'busy' : undefined;
  };

  return {
    async readPicture(bytes) {
      const problem = problemOf(bytes);
      if (problem) {
        onUnread?.(problem);
        return undefined;
      }
      const { promise, resolve } = Promise.withResolvers<PictureText | undefined>();
      const giveUp = (): void => {
        waiting = waiting.filter((other) => other !== job);
        onUnread?.('busy');
        resolve(undefined);
      };
      const job: Job = { bytes, settle: resolve, cancelWait: clock.after(MAX_WAIT_MS, giveUp) };
      waiting.push(job);
      void readNext();
      return promise;
    },
    close() {
      closed = true;
      for (const job of waiting.splice(0)) {
        job.cancelWait();
        job.settle(undefined);
      }
      reading?.settle(undefined);
      endProcess();
    },
  };
}
