/** Run as its own process: promises one resident after the other a wake, and prints each that the store has acknowledged. */
import { MORNING } from './manual-clock.ts';
import { storageAdapters } from './storage-adapters.ts';
import { commitTurn } from './storage-rows.ts';

const [dataDir = '', name = ''] = process.argv.slice(2);
const adapter = storageAdapters.find((candidate) => candidate.name === name);
if (!adapter) throw new Error(`no storage adapter "${name}"`);
const storage = await adapter.open(dataDir);
for (let number = 1; ; number++) {
  const [userId, dueAt] = [`resident-${number}`, MORNING + number];
  await commitTurn(storage, { userId, dueAt });
  process.stdout.write(`${userId} ${dueAt}\n`);
}
