import { ZaloMessageError } from '../errors.ts';
import type { MessageApi } from '../ports.ts';
import { defined } from '../reply-shapes.ts';
import { isCalendarDay, requireText, requireWithin } from './request-checks.ts';

/**
 * Limits of `user/getlist` (v3): users in one call, and the last offset. Together they end at 10,000 users.
 * Source: pages "Truy xuất ...", 2026-09.
 */
export const USER_LIST_LIMITS = { count: 50, offset: 9951 } as const;

type DayStamp = `${number}_${number}_${number}`;

/**
 * When users last interacted: today, yesterday, the last 7 or 30 days, or `YYYY_MM_DD:YYYY_MM_DD` (see
 * {@link interactionBetween}). Days of Viet Nam, UTC+7.
 */
export type InteractionPeriod = 'TODAY' | 'YESTERDAY' | 'L7D' | 'L30D' | `${DayStamp}:${DayStamp}`;

/** Which users to list. A state agency's OA is served by v2, which knows `tagName` alone. */
export interface UserListFilter {
  readonly tagName?: string;
  readonly lastInteractionPeriod?: InteractionPeriod;
  readonly isFollower?: boolean;
}

/** One page of such a list. */
export interface UserListQuery extends UserListFilter {
  /** Position of the first user, 0 (default) to 9951. */
  readonly offset?: number;
  /** 1 to 50, default 50. */
  readonly count?: number;
}

/** A page of users, from either generation of the API. */
export interface UserPage {
  readonly userIds: readonly string[];
  /** How many match in all, where given. */
  readonly total?: number;
  /** The API that answered. */
  readonly api: MessageApi;
}

/** How to walk through a whole list. */
export interface UserWalkOptions {
  /** Where to begin, default 0: to go on after an error, the number of users received so far, down to a whole 50. */
  readonly offset?: number;
  /** Awaited before each further page, to spread the calls over time. Pages are read one at a time in any case. */
  readonly betweenPages?: () => Promise<void>;
}

/**
 * A list is longer than Zalo's offset reaches. Thrown after every user that can be reached was given; `readCount` of
 * them, of `total`. Narrow the list by tag or by last interaction and walk each part.
 */
export class ZaloListLimitError extends Error {
  override readonly name = 'ZaloListLimitError';
  readonly code = 'ZALO_LIST_LIMIT';
  readonly limit = USER_LIST_LIMITS.offset;
  readonly readCount: number;
  readonly total?: number;

  constructor(readCount: number, total?: number) {
    super(
      `ZALO_LIST_LIMIT: ${readCount} users of ${total ?? 'an unknown number'} were read; Zalo's list ends at offset ` +
        `${USER_LIST_LIMITS.offset}. Narrow it by tagName or lastInteractionPeriod and read each part.`,
    );
    this.readCount = readCount;
    if (total !== undefined) this.total = total;
  }
}

/**
 * The period from one day to another, both included, each `yyyy-MM-dd`: `interactionBetween('2026-11-01', '2026-11-22')`
 * is `2026_11_01:2026_11_22`. Throws `ZaloMessageError` on a day that does not exist or a period that runs backwards.
 */
export function interactionBetween(firstDay: string, lastDay: string): InteractionPeriod {
  const [first, last] = [dayStamp('firstDay', firstDay, '-'), dayStamp('lastDay', lastDay, '-')];
  // stamps have fixed widths, so their order as text is their order in time
  if (last >= first) return `${first}:${last}`;
  throw new ZaloMessageError('lastDay', 'is before firstDay; expected the same day or a later one.');
}

/** The `data` of a v3 `getlist`. Throws `ZaloMessageError`. */
export function v3ListInput(query: UserListQuery): object {
  const { offset = 0, count = USER_LIST_LIMITS.count } = query;
  return defined({
    offset: requireWithin('offset', offset, { min: 0, max: USER_LIST_LIMITS.offset }),
    count: requireWithin('count', count, { min: 1, max: USER_LIST_LIMITS.count }),
    tag_name: query.tagName === undefined ? undefined : requireText('tagName', query.tagName),
    last_interaction_period: checkedPeriod(query.lastInteractionPeriod),
    // the documentation prints this boolean as a string
    is_follower: query.isFollower === undefined ? undefined : String(query.isFollower),
  });
}

/** Throws `ZaloMessageError` when a filter has no counterpart on v2: leaving it out would list other users. */
export function checkV2Filter(filter: UserListFilter): void {
  checkedPeriod(filter.lastInteractionPeriod);
  const unknown =
    filter.lastInteractionPeriod !== undefined
      ? 'lastInteractionPeriod'
      : filter.isFollower === false
        ? 'isFollower'
        : undefined;
  if (unknown === undefined) return;
  throw new ZaloMessageError(
    unknown,
    'is not known to the v2 API, which serves this OA and lists followers. Leave it out.',
  );
}

/** Every user of a list, page by page; {@link ZaloListLimitError} at its end when there are more than can be reached. */
export async function* walkUsers(
  readPage: (query: UserListQuery) => Promise<UserPage>,
  filter: UserListFilter,
  options: UserWalkOptions,
): AsyncGenerator<string, void, undefined> {
  const { count, offset: lastOffset } = USER_LIST_LIMITS;
  let readCount = 0;
  for (let offset = options.offset ?? 0; ; offset += count) {
    const { userIds, total, api } = await readPage({ ...filter, offset, count });
    yield* userIds;
    readCount += userIds.length;
    const next = offset + count;
    const isLast = total === undefined ? userIds.length < count : userIds.length === 0 || next >= total;
    if (isLast) return;
    if (api === 'v3' && next > lastOffset) throw new ZaloListLimitError(readCount, total);
    await options.betweenPages?.();
  }
}

function checkedPeriod(period: InteractionPeriod | undefined): InteractionPeriod | undefined {
  if (period === undefined || ['TODAY', 'YESTERDAY', 'L7D', 'L30D'].includes(period)) return period;
  const [first = '', last = '', ...rest] = period.split(':');
  const field = 'lastInteractionPeriod';
  const inOrder = dayStamp(field, first, '_') <= dayStamp(field, last, '_');
  if (inOrder && rest.length === 0) return period;
  throw new ZaloMessageError(field, 'is not a period; expected YYYY_MM_DD:YYYY_MM_DD with the earlier day first.');
}

function dayStamp(field: string, day: string, separator: '-' | '_'): DayStamp {
  const parts = day.split(separator);
  const [year = '', month = '', date = ''] = parts;
  const hasForm = parts.length === 3 && /^\d{4} \d{2} \d{2}$/.test(parts.join(' '));
  if (hasForm && isCalendarDay(Number(year), Number(month), Number(date))) {
    return `${year}_${month}_${date}` as DayStamp;
  }
  throw new ZaloMessageError(field, `has no day of the calendar; expected one like 2026${separator}11${separator}22.`);
}
