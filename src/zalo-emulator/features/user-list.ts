import * as z from 'zod';
import { accept, refuse, refuseField } from '../api-answers.ts';
import type { ApiAnswer } from '../api-answers.ts';
import type { Resident } from '../chat-model.ts';
import type { EmulatorParts } from '../parts.ts';
import { flag, looseText, readFields, wholeNumber } from './field-reading.ts';
import { isKnown } from './known-users.ts';
import type { TagBook } from './tags.ts';
import { parseVietnamDay, startOfVietnamDay, vietnamDay } from './vietnam-time.ts';

/** Limits of the list calls. Source: Zalo docs, "Truy xuất danh sách người dùng": 10,000 users in pages of 50. */
export const userListLimits = { count: 50, offset: 9951 } as const;

const listShape = z.object({
  offset: wholeNumber.default(0),
  count: wholeNumber,
  tag_name: looseText.optional(),
  last_interaction_period: z.string().optional(),
  is_follower: flag.optional(),
});

/** `GET /v3.0/oa/user/getlist`. */
export function listUsers(parts: EmulatorParts, tags: TagBook, data: unknown): ApiAnswer {
  const { settings } = parts.options;
  const read = readFields(settings, listShape, data);
  if (!read.ok) return read.refusal;
  const { offset, count, tag_name: tagName, last_interaction_period: period, is_follower: isFollower } = read.value;
  if (count > userListLimits.count || offset > userListLimits.offset) return refuse(settings.listLimitCode);
  const range = period === undefined ? undefined : parsePeriod(period, parts.options.now());
  if (range === 'invalid') return refuseField(settings.invalidFieldCode, 'last_interaction_period');
  const users = parts.book
    .residents()
    .filter(
      (resident) =>
        isKnown(resident) &&
        (isFollower === undefined || resident.follows === isFollower) &&
        (tagName === undefined || tags.has(tagName, resident.id)) &&
        (range === undefined || isWithin(resident, range)),
    );
  return accept({ total: users.length, count, offset, users: toUserIds(users.slice(offset, offset + count)) });
}

const followersShape = z.object({
  offset: wholeNumber.default(0),
  count: wholeNumber,
  tag_name: looseText.optional(),
});

/** `GET /v2.0/oa/getfollowers`. */
export function listFollowers(parts: EmulatorParts, tags: TagBook, data: unknown): ApiAnswer {
  const { settings } = parts.options;
  const read = readFields(settings, followersShape, data);
  if (!read.ok) return read.refusal;
  const { offset, count, tag_name: tagName } = read.value;
  if (count > userListLimits.count) return refuse(settings.listLimitCode);
  const followers = parts.book
    .residents()
    .filter(({ id, follows }) => follows && (tagName === undefined || tags.has(tagName, id)));
  return accept({ total: followers.length, followers: toUserIds(followers.slice(offset, offset + count)) });
}

function toUserIds(residents: readonly Resident[]): readonly object[] {
  return residents.map(({ id }) => ({ user_id: id }));
}

interface Period {
  readonly fromMs: number;
  readonly beforeMs: number;
}

function isWithin({ lastInteractionAtMs }: Resident, { fromMs, beforeMs }: Period): boolean {
  return lastInteractionAtMs !== undefined && lastInteractionAtMs >= fromMs && lastInteractionAtMs < beforeMs;
}

/** Whole days in Viet Nam; `L7D` and `L30D` end with today. */
function parsePeriod(text: string, nowMs: number): Period | 'invalid' {
  const today = vietnamDay(nowMs);
  switch (text) {
    case 'TODAY':
      return toPeriod(today, today);
    case 'YESTERDAY':
      return toPeriod(today - 1, today - 1);
    case 'L7D':
      return toPeriod(today - 6, today);
    case 'L30D':
      return toPeriod(today - 29, today);
    default: {
      const [from, until, ...more] = text.split(':').map(parseVietnamDay);
      return from === undefined || until === undefined || more.length > 0 || from > until
        ? 'invalid'
        : toPeriod(from, until);
    }
  }
}

function toPeriod(firstDay: number, lastDay: number): Period {
  return { fromMs: startOfVietnamDay(firstDay), beforeMs: startOfVietnamDay(lastDay + 1) };
}
