import path from 'node:path';
import { keptName, readKept, writeKept } from '../../shared/kept-file.ts';
import { type LinearModel, readModel, writeModel } from './linear-model.ts';

const prefix = 'model-';

/** Code that decides what becomes of the sources. */
const codeFolders = [
  import.meta.dirname,
  path.join(import.meta.dirname, '../text'),
  path.join(import.meta.dirname, '../../shared'),
];

/**
 * The model of exactly these sources, by exactly this code, from `folder`; otherwise trained now and kept, the one used
 * last alone. Whatever goes wrong with the folder costs the next start some time, nothing else.
 */
export function keptModel(folder: string, sources: Iterable<string>, train: () => LinearModel): LinearModel {
  const name = keptName(prefix, '.bin', codeFolders, sources);
  const known = readKept(folder, name, readModel);
  if (known) return known;
  const model = train();
  writeKept(folder, prefix, name, writeModel(model));
  return model;
}
