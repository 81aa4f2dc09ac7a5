import * as z from 'zod';
import { ZaloMessageError } from '../errors.ts';
import type { OaCall } from '../oa-call.ts';
import { idText, readData } from '../reply-shapes.ts';
import { requireIds } from './list-arguments.ts';
import { ZALO_CITY_CODES, type ZaloCityCode } from './zalo-city-codes.ts';

/** 0: 0-12 years, 1: 13-17, 2: 18-24, 3: 25-34, 4: 35-44, 5: 45-54, 6: 55-64, 7: 65 and older. */
export type BroadcastAge = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7;

/** 0: everybody, 1: men, 2: women. */
export type BroadcastGender = 0 | 1 | 2;

/** 0: the North, 1: the Centre, 2: the South. */
export type BroadcastLocation = 0 | 1 | 2;

/** 1: iOS, 2: Android, 3: Windows Phone. */
export type BroadcastPlatform = 1 | 2 | 3;

/**
 * Which followers a broadcast goes to: those who match every list given. At least one list, none of them empty;
 * `{ gender: [0] }` means everybody. `cities` overrides `locations`. There is no targeting by tag or district.
 */
export interface BroadcastTarget {
  readonly ages?: readonly BroadcastAge[];
  readonly gender?: readonly BroadcastGender[];
  readonly locations?: readonly BroadcastLocation[];
  readonly cities?: readonly ZaloCityCode[];
  readonly platform?: readonly BroadcastPlatform[];
}

/** Articles to all followers, or to a part of them. */
export interface BroadcastCalls {
  /**
   * Broadcasts one to five published articles. Zalo reviews it for about 30 minutes and delivers from 06:00 to 21:59
   * (-234 otherwise), to a follower at most once a day and so often a month as the package allows. There is no call
   * that tells how many it reached. Not idempotent: on an error with `mayHaveBeenDelivered`, look in OA Manager first.
   *
   * Throws `ZaloMessageError` for a target or articles outside the documented values. `POST /v2.0/oa/message` for every
   * type of OA. Source: page "Gửi tin Truyền thông Broadcast", 2026-11.
   */
  send(
    oaId: string,
    broadcast: { readonly target: BroadcastTarget; readonly articleIds: readonly string[] },
  ): Promise<{ readonly messageId: string }>;
}

/** Most articles of one broadcast. */
export const BROADCAST_ARTICLE_LIMIT = 5;

const PATH = '/v2.0/oa/message';

const TARGET_VALUES: Record<keyof BroadcastTarget, ReadonlySet<number>> = {
  ages: new Set([0, 1, 2, 3, 4, 5, 6, 7]),
  gender: new Set([0, 1, 2]),
  locations: new Set([0, 1, 2]),
  cities: new Set(Object.keys(ZALO_CITY_CODES).map(Number)),
  platform: new Set([1, 2, 3]),
};

const TARGET_KEYS = Object.keys(TARGET_VALUES) as (keyof BroadcastTarget)[];

const receipt = z.object({ message_id: idText });

/** {@link BroadcastCalls} over an authenticated call. */
export function createBroadcastCalls(call: OaCall): BroadcastCalls {
  return {
    async send(oaId, { target, articleIds }) {
      const elements = requireIds('articleIds', articleIds, BROADCAST_ARTICLE_LIMIT).map((id) => ({
        media_type: 'article',
        attachment_id: id,
      }));
      const json = {
        recipient: { target: targetFields(target) },
        message: { attachment: { type: 'template', payload: { template_type: 'media', elements } } },
      };
      const body = await call(oaId, { host: 'api', method: 'POST', path: PATH, json });
      return { messageId: readData(receipt, body, `POST ${PATH}`).message_id };
    },
  };
}

function targetFields(target: BroadcastTarget): Record<string, string> {
  const given = TARGET_KEYS.flatMap((key) => {
    const values = target[key];
    return values === undefined ? [] : [[key, targetValue(key, values)] as const];
  });
  if (given.length > 0) return Object.fromEntries(given);
  throw new ZaloMessageError(
    'target',
    'names nobody; expected at least one of ages, gender, locations, cities, platform. Everybody is gender 0.',
  );
}

function targetValue(key: keyof BroadcastTarget, values: readonly number[]): string {
  const allowed = TARGET_VALUES[key];
  if (values.length === 0) {
    throw new ZaloMessageError(`target.${key}`, 'is an empty list; expected at least one value, or no list at all.');
  }
  for (const [index, value] of values.entries()) {
    if (!allowed.has(value)) {
      throw new ZaloMessageError(
        `target.${key}[${index}]`,
        `is ${value}; expected one of ${Math.min(...allowed)} to ${Math.max(...allowed)}.`,
      );
    }
  }
  return [...new Set(values)].join(',');
}
