import { Worker } from 'node:worker_threads';
import { FONT_FAMILY, fontFiles } from './fonts.ts';

/**
 * A renderer thread is given up after this many pictures: resvg's pixels are freed with the thread only, 3.7 MB each.
 * Measured 2026-11-22 over 80 pictures one after another: 4 a thread cost 45 MB at the most, 20 a thread 120 MB, all of
 * them in the main thread over 300 MB; a thread costs about 60 ms to start.
 */
const PICTURES_PER_THREAD = 4;

/** Draws PNGs of SVGs in threads of their own. */
export interface Renderer {
  /** One at a time: the caller waits. Throws what the renderer throws, or an error when its thread dies. */
  render(svg: string): Promise<Buffer>;
  /** Gives the memory back; the next picture starts a thread again. */
  rest(): Promise<void>;
}

interface Answer {
  readonly png?: Uint8Array;
  readonly problem?: string;
}

/** resvg (Rust, MPL-2.0) with the shipped fonts only: every machine draws the same. No thread runs before the first picture. */
export function createRenderer(): Renderer {
  let worker: Worker | undefined;
  let left = 0;

  const rest = async (): Promise<void> => {
    const old = worker;
    worker = undefined;
    await old?.terminate();
  };

  const ready = (): Worker => {
    if (worker) return worker;
    const font = { loadSystemFonts: false, fontFiles: fontFiles(), defaultFontFamily: FONT_FAMILY };
    worker = new Worker(new URL('render-worker.mjs', import.meta.url), { workerData: { font }, execArgv: [] });
    left = PICTURES_PER_THREAD;
    return worker;
  };

  return {
    rest,
    async render(svg) {
      const mine = ready();
      left -= 1;
      const { png, problem } = await answerOf(mine, svg).catch(async (error: unknown) => {
        await rest();
        throw error;
      });
      if (left === 0) await rest();
      if (!png) throw new Error(problem ?? 'The renderer gave no picture.');
      return Buffer.from(png.buffer, png.byteOffset, png.byteLength);
    },
  };
}

function answerOf(worker: Worker, svg: string): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const died = (code: number): void => reject(new Error(`The renderer's thread ended with code ${code}.`));
  worker.once('message', resolve);
  worker.once('error', reject);
  worker.once('exit', died);
  // Only a picture under way keeps the process alive.
  worker.ref();
  worker.postMessage(svg);
  return promise.finally(() => {
    worker.off('message', resolve);
    worker.off('error', reject);
    worker.off('exit', died);
    worker.unref();
  });
}
