import { Worker } from 'node:worker_threads';
import type { Demand } from '../../storage/ports.ts';
import type { DemandGroup } from '../../understanding/demand/groups.ts';
import type { ConsoleDeps } from '../deps.ts';
import type { DemandOrder } from './demand-thread.ts';

interface Grouped {
  readonly key: string;
  readonly groups: Promise<readonly DemandGroup[]>;
}

/** The last grouping of each installation: looking twice costs once. */
const grouped = new WeakMap<ConsoleDeps, Grouped>();

/**
 * Open questions in groups, the largest first, made in a thread of its own: grouping holds up answers for 0.3 s otherwise
 * (1,000 questions, measured 2026-11-22).
 */
export function groupsOf(deps: ConsoleDeps, open: readonly Demand[]): Promise<readonly DemandGroup[]> {
  if (open.length === 0) return Promise.resolve([]);
  const key = open.map(({ id }) => id).join(',');
  const known = grouped.get(deps);
  if (known?.key === key) return known.groups;
  const groups = group({
    entries: deps.catalogue().entries(),
    rootDir: deps.rootDir,
    asked: open.map(({ id, text }) => ({ id, text })),
  });
  grouped.set(deps, { key, groups });
  groups.catch(() => grouped.delete(deps));
  return groups;
}

function group(order: DemandOrder): Promise<readonly DemandGroup[]> {
  const { promise, resolve, reject } = Promise.withResolvers<readonly DemandGroup[]>();
  const worker = new Worker(new URL('./demand-thread.ts', import.meta.url), { execArgv: [], workerData: order });
  worker.once('message', resolve);
  worker.once('error', reject);
  worker.once('exit', () => reject(new Error('the grouping thread ended without a word')));
  worker.unref();
  return promise;
}
