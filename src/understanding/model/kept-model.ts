import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type LinearModel, readModel, writeModel } from './linear-model.ts';
import type { Example } from './train.ts';

const prefix = 'model-';

/** Raised by hand when the same examples would give another model: features, fit or file format changed. */
const MODEL_VERSION = 2;

function fileNameFor(examples: readonly Example[]): string {
  const hash = createHash('sha256').update(String(MODEL_VERSION));
  for (const { label, words } of examples) hash.update(`\n${label}\t${words.join(' ')}`);
  return `${prefix}${hash.digest('hex').slice(0, 32)}.bin`;
}

/**
 * The model of exactly these examples from `folder`; otherwise trained now and kept, the one used last alone. Whatever
 * goes wrong with the folder costs the next start some time, nothing else.
 */
export function keptModel(folder: string, examples: readonly Example[], train: () => LinearModel): LinearModel {
  const name = fileNameFor(examples);
  const file = path.join(folder, name);
  const known = readKept(file);
  if (known) return known;
  const model = train();
  try {
    mkdirSync(folder, { recursive: true });
    const draft = `${file}.${process.pid}.draft`;
    writeFileSync(draft, writeModel(model));
    renameSync(draft, file);
    for (const other of readdirSync(folder)) {
      if (other.startsWith(prefix) && other !== name) rmSync(path.join(folder, other), { force: true });
    }
  } catch {
    // A folder that cannot be written keeps nothing.
  }
  return model;
}

function readKept(file: string): LinearModel | undefined {
  try {
    return readModel(readFileSync(file));
  } catch {
    return undefined;
  }
}
