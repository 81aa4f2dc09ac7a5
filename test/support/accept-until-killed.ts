/** Run as its own process: accepts events one by one and prints the key of each that the store has acknowledged. */
import { storageAdapters } from './storage-adapters.ts';
import { anEvent } from './storage-rows.ts';

const [dataDir = '', name = ''] = process.argv.slice(2);
const adapter = storageAdapters.find((candidate) => candidate.name === name);
if (!adapter) throw new Error(`no storage adapter "${name}"`);
const storage = await adapter.open(dataDir);
for (let number = 1; ; number++) {
  const keys = [0, 1, 2, 3].map((part) => `child-${number}-${part}`);
  await Promise.all(keys.map((key) => storage.acceptEvent(anEvent({ key }))));
  process.stdout.write(`${keys.join('\n')}\n`);
}
