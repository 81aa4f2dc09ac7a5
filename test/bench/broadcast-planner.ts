/**
 * Planning and listing a million recipients, in a process of its own so that its memory is its own. Started by
 * `broadcast.ts` with the data folder; prints figures over IPC.
 */
import { listRecipientsOf } from '../../src/broadcasts/listing.ts';
import { newDraft, start, submit } from '../../src/broadcasts/lifecycle.ts';
import { makePlan } from '../../src/broadcasts/plan-announcement.ts';
import { factsOfPlan } from '../../src/broadcasts/start-facts.ts';
import type { AnnouncementContent } from '../../src/storage/announcement-ports.ts';
import { openSqliteStorage } from '../../src/storage/sqlite/open.ts';
import { LOAD_IDENTITY } from '../support/load/webhook-body.ts';

export interface PlanFigures {
  /** Counting who is reached how. */
  readonly planSeconds: number;
  /** Putting everybody on the list. */
  readonly listSeconds: number;
  /** Largest resident memory of the process at any time, 10^6 bytes. */
  readonly rssMb: number;
  /** The same while the first tenth was listed: flat memory means little more at the end. */
  readonly rssAtTenthMb: number;
  readonly listed: number;
}

const storage = await openSqliteStorage(process.argv[2] ?? '');
const { oaId } = LOAD_IDENTITY;
const at = Date.now();
let rssMb = 0;
const sampling = setInterval(() => {
  rssMb = Math.max(rssMb, process.memoryUsage().rss / 1e6);
}, 20);

const content: AnnouncementContent = {
  ...{ title: 'Báo lũ', category: 'safety', text: 'Chào {bác}, nước lên, bà con {xã} dời đồ lên cao.', buttons: [] },
  audience: { communes: [], teams: [], segments: [], interests: [] },
  ...{ lanes: ['direct'], emergency: { reason: 'Đo bộ nhớ' } },
};
const planned = performance.now();
const plan = await makePlan({ storage, oaId, content, now: at });
const planSeconds = (performance.now() - planned) / 1_000;

const id = 'million';
await storage.saveAnnouncement(newDraft({ id, oaId, content, by: 'lan', at }));
const facts = factsOfPlan(plan);
for (const step of ['submit', 'approve', 'start'] as const) {
  const found = await storage.findAnnouncement({ id });
  if (!found) throw new Error('the announcement is gone');
  const by = { by: 'lan', at };
  const taken = step === 'submit' ? submit(found, by, facts, 500) : start(found, by, facts, 500);
  const patch =
    step === 'approve'
      ? {
          state: 'approved' as const,
          approvals: [
            { by: 'hoa', at },
            { by: 'tam', at },
          ],
        }
      : taken.ok && taken.patch;
  if (patch === false) throw new Error(`${step} was refused`);
  await storage.changeAnnouncement({ oaId, id, expectedVersion: found.version, at, patch });
}
const started = await storage.findAnnouncement({ id });
if (!started) throw new Error('the announcement is gone');
const listing = performance.now();
let rssAtTenthMb = 0;
const watching = setInterval(() => {
  void storage.findAnnouncement({ id }).then((found) => {
    if (rssAtTenthMb === 0 && (found?.listing.looked ?? 0) >= plan.audience / 10) rssAtTenthMb = rssMb;
  });
}, 50);
await listRecipientsOf(started, { storage, now: () => Date.now() });
const listSeconds = (performance.now() - listing) / 1_000;
clearInterval(sampling);
clearInterval(watching);
const { pending } = await storage.announcementProgress({ id });
await storage.close();
const figures: PlanFigures = { planSeconds, listSeconds, rssMb, rssAtTenthMb, listed: pending };
process.send?.(figures, () => process.exit(0));
