import * as z from 'zod';
import type { ResidentTraits } from '../chat-model.ts';
import { OUTSIDE_VIETNAM_CODE, zaloRegion } from './zalo-cities.ts';

/** Codes as a comma list, one number, or a list (a write-up of 2026 shows lists). */
function codes(min: number, max: number) {
  return z
    .union([z.string(), z.number(), z.array(z.union([z.string(), z.number()]))])
    .transform((value) => (Array.isArray(value) ? value : String(value).split(',')).map(toCode))
    .pipe(z.array(z.int().min(min).max(max)).min(1))
    .optional();
}

function toCode(value: string | number): number {
  const text = String(value).trim();
  return /^\d+$/.test(text) ? Number(text) : Number.NaN;
}

/**
 * `recipient.target` of a broadcast; a missing key does not narrow the choice, `cities` overrides `locations`.
 *
 * Source: Zalo docs, "Gửi tin Truyền thông Broadcast".
 */
export const broadcastTargetShape = z.object({
  ages: codes(0, 7),
  gender: codes(0, 2),
  locations: codes(0, 2),
  cities: codes(0, OUTSIDE_VIETNAM_CODE),
  platform: codes(1, 3),
});

/** A target after reading. */
export type BroadcastTarget = z.infer<typeof broadcastTargetShape>;

const lastAgeOfGroup = [12, 17, 24, 34, 44, 54, 64, Infinity] as const;

/** Whether somebody with these traits is meant; `whenUnknown` decides for a trait nobody has told. */
export function isTargeted(target: BroadcastTarget, traits: ResidentTraits, whenUnknown: boolean): boolean {
  const { ageYears, gender, cityCode, platform } = traits;
  const ageGroup = ageYears === undefined ? undefined : lastAgeOfGroup.findIndex((last) => ageYears <= last);
  const includes = (wanted: readonly number[] | undefined, value: number | undefined) =>
    wanted === undefined || (value === undefined ? whenUnknown : wanted.includes(value));
  const isPlaceMeant =
    target.cities === undefined && cityCode !== undefined
      ? target.locations === undefined || target.locations.some((region) => region === zaloRegion(cityCode))
      : includes(target.cities ?? target.locations, cityCode);
  return (
    includes(target.ages, ageGroup) &&
    (target.gender?.includes(0) === true || includes(target.gender, gender)) &&
    isPlaceMeant &&
    includes(target.platform, platform)
  );
}
