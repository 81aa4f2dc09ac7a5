import { parentPort, workerData } from 'node:worker_threads';
import { type AskedText, groupDemand } from '../../understanding/demand/groups.ts';
import { loadDemandGrouping } from '../../understanding/demand/load.ts';
import type { Searchable } from '../../understanding/retrieval.ts';

/** What the thread is started with: it groups once and ends. */
export interface DemandOrder {
  readonly entries: readonly Searchable[];
  readonly rootDir: string;
  readonly asked: readonly AskedText[];
}

const { entries, rootDir, asked } = workerData as DemandOrder;
// The nearest guides are not asked for here, so that no model is loaded or kept.
parentPort?.postMessage(groupDemand(asked, loadDemandGrouping(entries, rootDir, '')));
