import { newDraft } from '../../src/broadcasts/lifecycle.ts';
import { LOAD_IDENTITY, residentId } from '../support/load/webhook-body.ts';
import { sleep } from './progress.ts';
import type { Stage } from './stage.ts';

/** What became of an announcement that was sent while conversations went on. */
export interface BesideFigures {
  readonly recipients: number;
  /** Recipients who did not get it. */
  readonly announcementLost: number;
  /** Recipients who got it more than once. */
  readonly announcementDoubled: number;
  /** Most of its sends that Zalo saw in any second. */
  readonly mostInASecond: number;
  /** The longest time without one, ms. */
  readonly longestGapMs: number;
}

const ID = 'beside';
const TEAM = 'BENCANH';
/** Far above the numbers of those who talk. */
const FIRST = 5_000_000;
const LAST_SEND_MS = 60_000;

/** Starts an announcement to `recipients` people of a team, none of whom talks. Resolves to what waits for its end. */
export async function announceBeside(stage: Stage, recipients: number): Promise<() => Promise<BesideFigures>> {
  const { oaId } = LOAD_IDENTITY;
  const at = Date.now();
  const counts = new Map<string, number>();
  const userIds = Array.from({ length: recipients }, (_, index) => residentId(FIRST + index));
  for (const userId of userIds) {
    counts.set(userId, 0);
    stage.router.listen(userId, () => counts.set(userId, (counts.get(userId) ?? 0) + 1));
  }
  await stage.truth.addResidents(
    userIds.map((userId) => ({ oaId, userId, createdAt: at, lastInteractionAt: at, teamCode: TEAM })),
  );
  const storage = await stage.truth.open();
  const draft = newDraft({
    ...{ id: ID, oaId, by: 'chaos', at },
    content: {
      ...{ title: 'Báo lũ', category: 'safety', text: 'Nước đang lên, bà con dời đồ lên cao.', buttons: [] },
      audience: { communes: [], teams: [TEAM], segments: [], interests: [] },
      lanes: ['direct'],
      // At any hour of the day.
      emergency: { reason: 'Chạy thử độ bền' },
    },
  });
  await storage.saveAnnouncement({ ...draft, state: 'sending', dueAt: at, startedAt: at });
  await storage.close();
  return async () => {
    const reached = (): number => [...counts.values()].filter((count) => count > 0).length;
    for (let before = -1; reached() < recipients && reached() > before; ) {
      before = reached();
      for (let waited = 0; waited < LAST_SEND_MS && reached() === before; waited += 50) await sleep(50);
    }
    const begins = stage.fake.sends.filter(({ userId }) => counts.has(userId)).map(({ arrivedAtMs }) => arrivedAtMs);
    return {
      recipients,
      announcementLost: recipients - reached(),
      announcementDoubled: [...counts.values()].filter((count) => count > 1).length,
      ...rhythmOf(begins.toSorted((a, b) => a - b)),
    };
  };
}

function rhythmOf(begins: readonly number[]): Pick<BesideFigures, 'mostInASecond' | 'longestGapMs'> {
  let mostInASecond = 0;
  let longestGapMs = 0;
  for (let first = 0, last = 0; last < begins.length; last += 1) {
    const now = begins[last] ?? 0;
    while (now - (begins[first] ?? 0) >= 1_000) first += 1;
    mostInASecond = Math.max(mostInASecond, last - first + 1);
    if (last > 0) longestGapMs = Math.max(longestGapMs, now - (begins[last - 1] ?? now));
  }
  return { mostInASecond, longestGapMs: Math.round(longestGapMs) };
}
