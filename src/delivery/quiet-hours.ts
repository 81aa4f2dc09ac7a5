import { vietnamMinuteOfDay } from '../shared/clock.ts';
import type { Storage } from '../storage/ports.ts';

/** When announcements may go out, minutes since midnight in Viet Nam. */
export interface QuietHours {
  readonly fromMinute: number;
  readonly toMinute: number;
}

/** 07:00–21:00: inside Zalo's own 06:00–21:59 and the hours of Decree 91/2020, kept as a courtesy. */
export const defaultQuietHours: QuietHours = { fromMinute: 7 * 60, toMinute: 21 * 60 };

/** True outside the allowed hours. Answers never ask this. */
export function isQuiet(at: number, allowed: QuietHours): boolean {
  const minute = vietnamMinuteOfDay(at);
  return minute < allowed.fromMinute || minute >= allowed.toMinute;
}

/** When the allowed hours that `at` lies in end; `at` itself when it is quiet. */
export function endOfAllowed(at: number, allowed: QuietHours): number {
  if (isQuiet(at, allowed)) return at;
  return Math.floor(at / 60_000) * 60_000 + (allowed.toMinute - vietnamMinuteOfDay(at)) * 60_000;
}

/** The first allowed moment at or after `at`. */
export function nextAllowed(at: number, allowed: QuietHours): number {
  const minute = vietnamMinuteOfDay(at);
  if (!isQuiet(at, allowed)) return at;
  const startOfMinute = Math.floor(at / 60_000) * 60_000;
  const minutesAhead = minute < allowed.fromMinute ? allowed.fromMinute - minute : 1_440 - minute + allowed.fromMinute;
  return startOfMinute + minutesAhead * 60_000;
}

/** Keys of the hours, minutes since midnight in Viet Nam; both or neither. */
export const ANNOUNCEMENT_HOURS_KEYS = { from: 'announcement-from-minute', to: 'announcement-to-minute' } as const;

/** The hours of this installation; `fallback` where none, or none that can be used, are set. */
export async function readAnnouncementHours(
  storage: Pick<Storage, 'readMeta'>,
  fallback: QuietHours = defaultQuietHours,
): Promise<QuietHours> {
  const minute = async (key: string, other: number): Promise<number> => {
    const text = (await storage.readMeta({ key })) ?? '';
    return /^\d{1,4}$/u.test(text) ? Number(text) : other;
  };
  const fromMinute = await minute(ANNOUNCEMENT_HOURS_KEYS.from, fallback.fromMinute);
  const toMinute = await minute(ANNOUNCEMENT_HOURS_KEYS.to, fallback.toMinute);
  return fromMinute < toMinute ? { fromMinute, toMinute } : fallback;
}
