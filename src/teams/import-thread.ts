import { parentPort, workerData } from 'node:worker_threads';
import { codeOf } from '../shared/errors.ts';
import { readTeamBytes } from './import.ts';
import type { ImportAnswer, ImportOrder, ImportThreadData } from './import-reader.ts';
import { personKey, readMemberBytes } from './member-import.ts';
import { loadPlaces, type Places } from './places.ts';
import { TableRefusal } from './table-file.ts';

/** The other side of `readInThread`: one file, one answer. */
async function read(order: ImportOrder, places: Places): Promise<ImportAnswer> {
  const bytes = Buffer.from(order.bytes);
  try {
    if (order.kind === 'teams') return { table: await readTeamBytes(bytes, places) };
    const teams = new Map(order.teams.map((team) => [team.code, team]));
    const known = new Set(order.known);
    const world = {
      places,
      team: (code: string) => teams.get(code),
      isKnown: (where: string, name: string) => known.has(personKey(where, name)),
    };
    return { table: await readMemberBytes(bytes, world) };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { code: codeOf(error), message, sentence: error instanceof TableRefusal ? error.sentence : '' };
  }
}

const { rootDir, order } = workerData as ImportThreadData;
parentPort?.postMessage(await read(order, loadPlaces(rootDir)));
