import { WINDOW_MS } from '../../broadcasts/reach.ts';
import { vietnamDay } from '../../shared/clock.ts';
import { AppError } from '../../shared/errors.ts';
import type { DeskCase } from '../../storage/desk-ports.ts';
import type { Demand } from '../../storage/ports.ts';
import type { ActionContext } from '../action.ts';
import type { ConsoleDeps } from '../deps.ts';

type Reader = Pick<ActionContext, 'actor' | 'at' | 'deps'>;

const DAY_MS = 24 * 3_600_000;
/** Older ones are for `bot demand`: nobody waits for an answer any more. */
const KEPT_DAYS = 90;
const MOST_KEPT = 500;
/** Read at once when an asker is looked for. */
const PAGE = 2_000;

/** Open questions with what the desk did; first those whose asker can surely be written to, the longest waiting first. */
export async function keptQuestions({
  deps,
  at,
}: Reader): Promise<readonly { readonly demand: Demand; readonly kept?: DeskCase }[]> {
  const { storage, oaId } = deps;
  const fromDay = vietnamDay(at - KEPT_DAYS * DAY_MS);
  const open = await storage.listDemand({ oaId, fromDay, state: 'open', limit: MOST_KEPT });
  const cases = await storage.listDeskCases({ oaId, kind: 'demand', refs: open.map(({ id }) => String(id)) });
  const kept = new Map(cases.map((one) => [one.ref, one]));
  const fresh = (demand: Demand): boolean => at - demand.at < WINDOW_MS;
  return open
    .map((demand) => {
      const one = kept.get(String(demand.id));
      return { demand, ...(one ? { kept: one } : {}) };
    })
    .filter((one) => one.kept?.closedAt === undefined)
    .toSorted((a, b) =>
      fresh(a.demand) === fresh(b.demand)
        ? fresh(a.demand)
          ? a.demand.at - b.demand.at
          : b.demand.at - a.demand.at
        : Number(fresh(b.demand)) - Number(fresh(a.demand)),
    );
}

/** A kept question with the pseudonym of whoever asked. Throws QUESTION_UNKNOWN. */
export async function keptOf(
  { deps }: Reader,
  id: string,
): Promise<{ readonly demand: Demand; readonly pseudonym: string }> {
  const number = /^\d{1,15}$/u.test(id) ? Number(id) : 0;
  const found = await deps.storage.findDeskDemand({ oaId: deps.oaId, id: number });
  if (found) return found;
  throw new AppError(
    'QUESTION_UNKNOWN',
    `There is no kept question "${id}". It may have been erased by whoever asked.`,
  );
}

/**
 * Whoever asked, if they wrote within the window. The question was kept under a pseudonym that leads back to nobody, so
 * those who can be written to are gone through: 200,000 take about a second, in pages that leave room for others.
 */
export async function findAsker(deps: ConsoleDeps, pseudonym: string, at: number): Promise<string | undefined> {
  const { storage, oaId } = deps;
  for (let afterUserId = ''; ; ) {
    const page = await storage.listDeskReachable({ oaId, since: at - WINDOW_MS + 1, afterUserId, limit: PAGE });
    const found = page.find((userId) => deps.pseudonymOf(oaId, userId) === pseudonym);
    if (found !== undefined || page.length < PAGE) return found;
    afterUserId = page.at(-1) ?? '';
  }
}
