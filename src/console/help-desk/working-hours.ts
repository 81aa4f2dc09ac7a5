import type { Storage } from '../../storage/ports.ts';
import { OFFICE_HOURS, type WorkingHours } from './working-time.ts';

/** Settings of `readMeta`: minutes since midnight, and the last day of the week (5 = Friday, 6 = Saturday, 7 = Sunday). */
export const WORKING_HOURS_KEYS = {
  morningFrom: 'help-desk-morning-from',
  morningTo: 'help-desk-morning-to',
  afternoonFrom: 'help-desk-afternoon-from',
  afternoonTo: 'help-desk-afternoon-to',
  lastDay: 'help-desk-last-day',
} as const;

/** Days of the week by the last one that is worked, Monday first; 0 = Sunday. */
const DAYS = [1, 2, 3, 4, 5, 6, 0] as const;
const DEFAULT_LAST_DAY = 5;

/** When the desk is staffed: as set, else office hours (Monday to Friday, 07:30–11:30 and 13:00–17:00). */
export async function readWorkingHours(storage: Pick<Storage, 'readMeta'>): Promise<WorkingHours> {
  const read = async (key: string, fallback: number): Promise<number> => {
    const value = Number((await storage.readMeta({ key })) || Number.NaN);
    return Number.isInteger(value) && value >= 0 ? value : fallback;
  };
  const [[morningFrom, morningTo] = [0, 0], [afternoonFrom, afternoonTo] = [0, 0]] = OFFICE_HOURS.spans;
  const [beginsAt, pausesAt, goesOnAt, endsAt, lastDay] = await Promise.all([
    read(WORKING_HOURS_KEYS.morningFrom, morningFrom),
    read(WORKING_HOURS_KEYS.morningTo, morningTo),
    read(WORKING_HOURS_KEYS.afternoonFrom, afternoonFrom),
    read(WORKING_HOURS_KEYS.afternoonTo, afternoonTo),
    read(WORKING_HOURS_KEYS.lastDay, DEFAULT_LAST_DAY),
  ]);
  return {
    days: DAYS.slice(0, lastDay),
    spans: [
      [beginsAt, pausesAt],
      [goesOnAt, endsAt],
    ],
  };
}
