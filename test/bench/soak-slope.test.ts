import { describe, expect, it } from 'vitest';
import { type ResourceSample, slopeOf } from './soak-slope.ts';

/** A sample each 10 s for `minutes`. */
function samplesOf(minutes: number, at: (seconds: number) => Partial<ResourceSample>): ResourceSample[] {
  return Array.from({ length: minutes * 6 }, (_, index) => {
    const atSeconds = (index + 1) * 10;
    return { atSeconds, rssMb: 100, heapMb: 50, handles: 40, ...at(atSeconds) };
  });
}

describe('the slope of a soak', () => {
  it('is nothing where memory is flat, however it swings', () => {
    const samples = samplesOf(30, (seconds) => ({ rssMb: seconds % 20 === 0 ? 110 : 100 }));
    expect(slopeOf(samples, 600, 60)).toMatchObject({ rssGrowthMb: 0, heapGrowthMb: 0, handleGrowth: 0 });
  });

  it('leaves out what grows before the bot settled', () => {
    const samples = samplesOf(30, (seconds) => ({ rssMb: Math.min(seconds, 600) }));
    expect(slopeOf(samples, 600, 60).rssGrowthMb).toBe(0);
  });

  it('finds steady growth, as a difference and an hour', () => {
    const samples = samplesOf(30, (seconds) => ({ rssMb: 100 + seconds / 60 }));
    const { rssGrowthMb, rssMbPerHour } = slopeOf(samples, 600, 60);
    expect(rssGrowthMb).toBeGreaterThanOrEqual(19);
    expect(rssMbPerHour).toBe(60);
  });

  it('is not fooled by one sample that stands out at the end', () => {
    const samples = samplesOf(30, (seconds) => (seconds === 1_800 ? { rssMb: 300, handles: 90 } : {}));
    expect(slopeOf(samples, 600, 60)).toMatchObject({ rssGrowthMb: 0, handleGrowth: 0 });
  });

  it('compares the heap after collections, not the garbage between them', () => {
    const samples = samplesOf(30, (seconds) => ({ heapMb: seconds % 60 === 0 ? 50 : 50 + seconds / 60 }));
    expect(slopeOf(samples, 600, 60).heapGrowthMb).toBe(0);
  });

  it('counts handles that stay open', () => {
    expect(
      slopeOf(
        samplesOf(30, (seconds) => ({ handles: 40 + Math.floor(seconds / 300) })),
        600,
        60,
      ).handleGrowth,
    ).toBe(3);
  });
});
