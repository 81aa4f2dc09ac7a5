import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { loadCatalogueSync } from '../../src/catalog/index.ts';
import { loadUnderstanding } from '../../src/understanding/load.ts';
import { percentile, round } from '../support/load/machine.ts';

/** What `bench understand` prints: the shipped understanding over every message of the development set. */
export interface UnderstandFigures {
  /** Microseconds a message in the calmest round: with other work on the machine, the rest measures that work. */
  readonly medianUs: number;
  readonly p99Us: number;
  readonly maxUs: number;
  /** 99th percentile of the most disturbed round. */
  readonly worstP99Us: number;
  /** Median and slowest of 50 readings of a text of 64 kB, in milliseconds. */
  readonly document64KbMs: number;
  readonly document64KbMaxMs: number;
  /** Memory of the process that the understanding added to a loaded catalogue, in 1,000,000 bytes. */
  readonly rssMb: number;
  /** From the catalogue and the kept model to the first answer, in milliseconds. */
  readonly buildMs: number;
  /** The same when no model is kept, once after content changed. */
  readonly trainMs: number;
  readonly messages: number;
  readonly rounds: number;
}

const ROUNDS = 10;
const DOCUMENT_CHARACTERS = 65_536;
const rootDir = path.join(import.meta.dirname, '../..');

function messagesOf(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.tsv') && !name.startsWith('scam-messages'))
    .flatMap((name) => readFileSync(path.join(folder, name), 'utf8').split('\n'))
    .flatMap((line) => line.split('\t')[2] ?? []);
}

function timed<T>(work: () => T): { result: T; ms: number } {
  const startedAt = performance.now();
  const result = work();
  return { result, ms: performance.now() - startedAt };
}

/** Garbage collection on demand, so that memory is what is held and not what was used on the way. */
function collector(): () => void {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as () => void;
}

/** Measures the shipped content; about 10 seconds of one core. */
export async function runUnderstandBench(): Promise<UnderstandFigures> {
  const keepIn = mkdtempSync(path.join(tmpdir(), 'bench-understand-'));
  try {
    const training = path.join(import.meta.dirname, 'understand-training.ts');
    const trainMs = Number(execFileSync(process.execPath, [training, keepIn], { encoding: 'utf8' }));
    const collect = collector();
    const entries = loadCatalogueSync(rootDir).entries();
    const messages = messagesOf(path.join(rootDir, 'test/fixtures/understanding'));
    const build = (): ReturnType<typeof loadUnderstanding> => {
      const understanding = loadUnderstanding(entries, rootDir, keepIn);
      understanding.understand('làm lại căn cước ở đâu');
      return understanding;
    };
    collect();
    const before = process.memoryUsage().rss;
    const { result: understanding, ms: buildMs } = timed(build);
    collect();
    const added = process.memoryUsage().rss - before;

    for (const text of messages) understanding.understand(text);
    const rounds = Array.from({ length: ROUNDS }, () =>
      messages.map((text) => timed(() => understanding.understand(text)).ms * 1_000),
    ).toSorted((a, b) => percentile(a, 0.99) - percentile(b, 0.99));
    const calmest = rounds[0] ?? [];
    const document = messages.join(' ').slice(0, DOCUMENT_CHARACTERS);
    const documentMs = Array.from({ length: 50 }, () => timed(() => understanding.understand(document)).ms);
    return {
      medianUs: Math.round(percentile(calmest, 0.5)),
      p99Us: Math.round(percentile(calmest, 0.99)),
      maxUs: Math.round(Math.max(...calmest)),
      worstP99Us: Math.round(percentile(rounds.at(-1) ?? [], 0.99)),
      document64KbMs: round(percentile(documentMs, 0.5), 2),
      document64KbMaxMs: round(Math.max(...documentMs), 2),
      rssMb: round(added / 1e6, 1),
      buildMs: Math.round(buildMs),
      trainMs: Math.round(trainMs),
      messages: messages.length,
      rounds: ROUNDS,
    };
  } finally {
    rmSync(keepIn, { recursive: true, force: true });
  }
}
