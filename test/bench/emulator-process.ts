/**
 * The emulator under measurement with its residents, in a process of its own. Each resident writes, waits for the OA's
 * answer and writes again at once. Started by `emulator.ts`; talks over IPC.
 */
import { startEmulator } from 'zalo-emulator';
import type { EventSwitches } from 'zalo-emulator';
import { percentile } from '../support/load/machine.ts';

/** What the parent asks for, as JSON in the first argument. */
export interface EmulatorProcessOptions {
  readonly residents: number;
  readonly eventSwitches: EventSwitches;
  readonly warmUpMs: number;
  readonly measuredMs: number;
}

/** What comes back when the measured time is over. */
export interface EmulatorProcessFigures {
  readonly sends: number;
  readonly elapsedMs: number;
  readonly cpuMs: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly rssMb: number;
  readonly heapMb: number;
  /** Posts that did not end with HTTP 200: above 0, the figures are worth nothing. */
  readonly failedPosts: number;
}

const options = JSON.parse(process.argv[2] ?? '{}') as EmulatorProcessOptions;
const { url, emulator } = await startEmulator({
  eventSwitches: options.eventSwitches,
  rateLimitPerMinute: 100_000_000,
  residents: Array.from({ length: options.residents }, (_, index) => ({ name: `Bác ${index + 1}` })),
  settings: { probeWebhookOnSet: false },
});

const writtenAtMs = new Map<string, number>();
let latenciesMs: number[] = [];
let sends = 0;
let failedPosts = 0;

function write(residentId: string): void {
  writtenAtMs.set(residentId, performance.now());
  emulator.as.send(residentId, { kind: 'text', text: 'Làm thẻ căn cước ở đâu cháu?' });
}

emulator.subscribe((update) => {
  if (update.type === 'delivery' && update.delivery.status !== 200) failedPosts += 1;
  if (update.type !== 'message' || update.message.from !== 'oa') return;
  const { residentId } = update.message;
  sends += 1;
  latenciesMs.push(performance.now() - (writtenAtMs.get(residentId) ?? 0));
  // not within the call that delivered it: a person reads before writing
  setImmediate(write, residentId);
});

process.once('message', (webhookUrl: string) => {
  emulator.setWebhookUrl(webhookUrl);
  for (const { id } of emulator.residents()) write(id);
  setTimeout(() => {
    const before = { sends, cpu: process.cpuUsage(), at: performance.now() };
    latenciesMs = [];
    setTimeout(() => {
      const { user, system } = process.cpuUsage(before.cpu);
      const memory = process.memoryUsage();
      const figures: EmulatorProcessFigures = {
        sends: sends - before.sends,
        elapsedMs: performance.now() - before.at,
        cpuMs: (user + system) / 1000,
        p50Ms: percentile(latenciesMs, 0.5),
        p99Ms: percentile(latenciesMs, 0.99),
        rssMb: memory.rss / 1e6,
        heapMb: memory.heapUsed / 1e6,
        failedPosts,
      };
      process.send?.(figures, () => process.exit(0));
    }, options.measuredMs);
  }, options.warmUpMs);
});

process.once('disconnect', () => process.exit(0));
process.send?.({ url, accessToken: emulator.tokens().accessToken });
