import { vietnamDay } from '../../src/shared/clock.ts';
import type { EngagementEvent, Storage } from '../../src/storage/ports.ts';
import { anEngagement, anEvent, aTurn, OA } from './storage-rows.ts';

let people = 0;

/** Somebody new of the team writes at this moment, and this is counted. */
export async function happen(
  storage: Storage,
  at: number,
  teamCode: string,
  ...events: readonly Partial<EngagementEvent>[]
): Promise<void> {
  people += 1;
  const userId = `dashboard-${people}`;
  const { id = 0 } = await storage.acceptEvent(anEvent({ key: `dashboard-${people}`, userId, receivedAt: at }));
  await storage.commitTurn(
    aTurn(id, {
      ...{ userId, at, resident: { teamCode, lastInteractionAt: at } },
      engagement: events.map((event) => anEngagement(event)),
    }),
  );
}

/** Folds everything the dashboard reads, as the background does. */
export async function foldDashboard(storage: Storage, now: number): Promise<void> {
  while ((await storage.rollTallies({ limit: 5_000 })).more);
  while ((await storage.rollGuides({ oaId: OA, before: vietnamDay(now), teams: 500 })).more);
}
