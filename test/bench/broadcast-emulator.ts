/**
 * The emulator that takes the announcements of `broadcast.ts`, in a process of its own. Every resident has just written,
 * so that each may be sent to. Tells what arrived over IPC.
 */
import { startEmulator } from 'zalo-emulator';
import { LOAD_IDENTITY, residentId } from '../support/load/webhook-body.ts';

/** What arrived since the last time somebody asked. */
export interface Arrivals {
  readonly messages: number;
  /** Messages beyond the first to the same resident. */
  readonly doubled: number;
  /** When each arrived, ms of this process. */
  readonly atMs: readonly number[];
}

const residents = Number(process.argv[2] ?? 10_000);
const { appId, appSecret, oaId, oaSecret, accessToken, refreshToken } = LOAD_IDENTITY;
const { url, emulator } = await startEmulator({
  ...{ appId, appSecret, oaId, oaSecret, accessToken, refreshToken },
  eventSwitches: { '*': false },
  rateLimitPerMinute: 100_000_000,
  residents: Array.from({ length: residents }, (_, index) => ({ name: `Bác ${index + 1}`, id: residentId(index + 1) })),
  settings: { probeWebhookOnSet: false },
});
for (const { id } of emulator.residents()) emulator.as.send(id, { kind: 'text', text: 'Chào cháu' });

let atMs: number[] = [];
let reached = new Set<string>();
let doubled = 0;
emulator.subscribe((update) => {
  if (update.type !== 'message' || update.message.from !== 'oa') return;
  atMs.push(performance.now());
  const { residentId: id } = update.message;
  if (reached.has(id)) doubled += 1;
  reached.add(id);
});

process.on('message', () => {
  const arrivals: Arrivals = { messages: atMs.length, doubled, atMs };
  [atMs, reached, doubled] = [[], new Set(), 0];
  process.send?.(arrivals);
});
process.once('disconnect', () => process.exit(0));
process.send?.({ url });
