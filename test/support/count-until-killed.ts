/** Run as its own process: counts turns and folds them side by side, and prints how many turns the store acknowledged. */
import { storageAdapters } from './storage-adapters.ts';
import { anEngagement, anEvent, aTurn, OA } from './storage-rows.ts';

const [dataDir = '', name = '', startAt = '0'] = process.argv.slice(2);
const adapter = storageAdapters.find((candidate) => candidate.name === name);
if (!adapter) throw new Error(`no storage adapter "${name}"`);
const storage = await adapter.open(dataDir);

async function countTurns(userId: string): Promise<void> {
  for (let number = 0; ; number++) {
    const at = Number(startAt) + number * 3_600_000;
    const { id } = await storage.acceptEvent(anEvent({ userId, key: `${userId} ${at}` }));
    const { session } = await storage.loadTurn({ oaId: OA, userId });
    const turn = aTurn(id ?? 0, { userId, at, expectedVersion: session.version });
    const result = await storage.commitTurn({
      ...turn,
      resident: { lastInteractionAt: at, teamCode: `T${number % 3}` },
      engagement: [anEngagement({ kind: 'finished', topic: 'e-payments' })],
    });
    if (!result.ok) throw new Error(`the turn was refused: ${result.reason}`);
    // Until the pipe has it: a reader who is slow would find the pipe full, and what waits here dies with this process.
    await new Promise<void>((resolve) => process.stdout.write('turn\n', () => resolve()));
  }
}

async function fold(): Promise<void> {
  for (;;) {
    await storage.rollTallies({ limit: 5 });
    await new Promise((resolve) => setImmediate(resolve));
  }
}

await Promise.all([countTurns('one'), countTurns('two'), fold()]);
