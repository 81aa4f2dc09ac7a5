import { vietnamDay } from '../shared/clock.ts';
import { plusDays } from '../shared/periods.ts';
import type { AnnouncementCategory, AudienceFilter } from '../storage/announcement-ports.ts';
import type { AudiencePerson, StretchEnd } from '../storage/audience-ports.ts';
import type { Storage } from '../storage/ports.ts';

/** Days back in which a topic must have been used to be an interest: half a year, less than any retention of events. */
export const INTEREST_DAYS = 180;

/** The first version of the notice that says that announcements are chosen by what somebody uses: earlier ones said the opposite. */
export const INTEREST_NOTICE = '2026-11-22-3';

/** Residents looked at in one call while others wait for the store: about 5 ms (measured 2026-11-22). */
const LOOK = 1_000;
/** The same where interests are looked up: each of them is a reading of its own. */
const LOOK_INTERESTS = 250;
/** The same for counting alone. */
const LOOK_COUNTING = 10_000;

/** Whose audience, in whose words. */
export interface AudienceRequest {
  readonly storage: Pick<Storage, 'listAudiencePage' | 'countAudiencePage' | 'listInterested'>;
  readonly oaId: string;
  readonly filter: AudienceFilter;
  readonly category: AnnouncementCategory;
  /** The hour for which it is asked: `activeWithinDays` counts back from it. */
  readonly at: number;
  /** The keyed pseudonym under which somebody's use is kept; needed for `filter.interests`. */
  readonly pseudonymOf?: (oaId: string, userId: string) => string;
}

/** A page of an audience. */
export interface AudiencePage extends StretchEnd {
  readonly people: readonly AudiencePerson[];
  /** People who fit in all but the interests, of whom nothing is known because they did not agree to be counted. */
  readonly unknownInterest: number;
}

/**
 * Residents of an audience, page by page in the order of their ids, from behind `afterUserId` on: flat memory at any
 * size, and no call keeps answers waiting. Throws TypeError for interests without `pseudonymOf`.
 */
export async function* readAudience(request: AudienceRequest, afterUserId = ''): AsyncGenerator<AudiencePage, void> {
  const { storage, oaId, filter, category, at } = request;
  const look = filter.interests.length > 0 ? LOOK_INTERESTS : LOOK;
  const notice = filter.interests.length > 0 ? { noticeSince: INTEREST_NOTICE } : {};
  for (let from = afterUserId; ; ) {
    const stretch = { oaId, filter, category, at, afterUserId: from, look, ...notice };
    const page = await storage.listAudiencePage(stretch);
    yield { ...page, ...(await withInterest(request, page.people)) };
    if (page.done) return;
    from = page.lastUserId;
  }
}

/**
 * Interests are looked up by pseudonym, for those who agreed alone, and kept nowhere: no row says what an account used.
 */
async function withInterest(
  { storage, oaId, filter, at, pseudonymOf }: AudienceRequest,
  people: readonly AudiencePerson[],
): Promise<Pick<AudiencePage, 'people' | 'unknownInterest'>> {
  if (filter.interests.length === 0) return { people, unknownInterest: 0 };
  if (!pseudonymOf) throw new TypeError('an audience by interests needs pseudonymOf');
  const known = people.filter(({ consents }) => consents);
  const unknownInterest = people.length - known.length;
  if (known.length === 0) return { people: [], unknownInterest };
  const pseudonyms = known.map(({ userId }) => pseudonymOf(oaId, userId));
  const interested = new Set(
    await storage.listInterested({
      oaId,
      pseudonyms,
      topics: filter.interests,
      sinceDay: plusDays(vietnamDay(at), -INTEREST_DAYS),
    }),
  );
  return { people: known.filter((_person, index) => interested.has(pseudonyms[index] ?? '')), unknownInterest };
}

/**
 * How many residents fit, for a form that is being filled in: 1,000,000 in under a second without interests. Says in
 * between how far it is.
 */
export async function countAudience(
  request: Omit<AudienceRequest, 'category'>,
  onProgress?: (soFar: { readonly count: number; readonly looked: number }) => void,
): Promise<number> {
  const { storage, oaId, filter, at } = request;
  let count = 0;
  let looked = 0;
  if (filter.interests.length > 0) {
    for await (const page of readAudience({ ...request, category: 'news' })) {
      count += page.people.length;
      looked += page.looked;
      onProgress?.({ count, looked });
    }
    return count;
  }
  for (let afterUserId = ''; ; ) {
    const page = await storage.countAudiencePage({ oaId, filter, at, afterUserId, look: LOOK_COUNTING });
    count += page.count;
    looked += page.looked;
    onProgress?.({ count, looked });
    if (page.done) return count;
    afterUserId = page.lastUserId;
  }
}

/** An audience of everybody the OA knows. */
export const EVERYBODY: AudienceFilter = { communes: [], teams: [], segments: [], interests: [] };
