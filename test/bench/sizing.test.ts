import { describe, expect, it } from 'vitest';
import { ASSUMED, type Measured, needOf } from './sizing.ts';

const measured: Measured = {
  ...{ cpuMsPerMessage: 0.5, databaseCpuMsPerMessage: 0.25, redisCpuMsPerMessage: 0.02, rssMb: 200 },
  ...{ bytesPerResident: 1_000, bytesPerMessage: 500, bytesPerEvent: 300 },
};
/** Numbers that are easy to follow: 100 messages a second at the peak. */
const scale = { teams: 100, residents: 1_000_000, eventsPerDay: 1_200_000 };

describe('what an installation needs', () => {
  it('follows the busiest minute, not the mean of the day', () => {
    const { messagesPerSecond, peakMessagesPerSecond } = needOf(scale, measured, 'embedded');
    expect(messagesPerSecond).toBeCloseTo(13.9, 1);
    expect(peakMessagesPerSecond).toBeCloseTo(100, 6);
  });

  it('gives a core twice the work it will have', () => {
    const { serverCores, databaseCores, redisCores } = needOf(scale, measured, 'shared');
    expect([serverCores, databaseCores, redisCores].map((cores) => Number(cores.toFixed(3)))).toEqual([
      0.1, 0.05, 0.004,
    ]);
  });

  it('has a second server where several can be, so that one may fail', () => {
    expect(needOf(scale, measured, 'embedded').servers).toBe(1);
    expect(needOf(scale, measured, 'shared').servers).toBe(2);
    expect(needOf({ ...scale, eventsPerDay: 30_000_000 }, measured, 'shared').servers).toBe(3);
  });

  it('keeps messages for days and engagement for the retention time', () => {
    const need = needOf(scale, measured, 'shared');
    expect(need.residentGb).toBeCloseTo(1, 6);
    expect(need.messageGb).toBeCloseTo(1.2e6 * 3 * 500 * 1e-9, 6);
    expect(need.eventGb).toBeCloseTo(0.6e6 * 365 * 300 * 1e-9, 6);
    expect(need.eventGbPerMonth * 12).toBeCloseTo(need.eventGb, 6);
    expect(need.diskGb).toBeCloseTo(need.residentGb + need.messageGb + need.eventGb, 6);
  });

  it('counts the keys in memory on SQLite alone', () => {
    const keysGb = (1.2e6 * 3 * 2 * 14) / 1e9;
    expect(needOf(scale, measured, 'embedded').memoryGb).toBeCloseTo(0.2 + keysGb, 6);
    expect(needOf(scale, measured, 'shared').memoryGb).toBeCloseTo(0.4, 6);
  });

  it('needs as many apps as the calls of the busiest minute ask', () => {
    expect(needOf(scale, measured, 'shared').peakCallsPerMinute).toBeCloseTo(7_200, 6);
    expect(needOf(scale, measured, 'shared').apps).toBe(2);
    expect(needOf({ ...scale, eventsPerDay: 12_000 }, measured, 'shared').apps).toBe(1);
  });

  it('sends announcements with the calls that answers leave, and says when there are none', () => {
    const free = needOf({ ...scale, eventsPerDay: 0 }, measured, 'shared').announcementDays;
    expect(free).toBeCloseTo(1_000_000 / (4_000 * 60 * 14), 6);
    expect(needOf(scale, measured, 'shared').announcementDays).toBeGreaterThan(free);
    expect(needOf({ ...scale, eventsPerDay: 10_000_000 }, measured, 'shared').announcementDays).toBe(Infinity);
  });

  it('needs half the servers when a core may be used twice as much', () => {
    const busy = needOf({ ...scale, eventsPerDay: 60_000_000 }, measured, 'shared');
    const full = needOf({ ...scale, eventsPerDay: 60_000_000 }, measured, 'shared', { ...ASSUMED, utilisation: 1 });
    expect([busy.servers, full.servers]).toEqual([5, 3]);
  });
});
