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

  it('is nothing where memory swings between collections, wherever in a swing the run ends', () => {
    for (let shift = 0; shift < 480; shift += 30) {
      const samples = samplesOf(30, (seconds) => ({ rssMb: 250 + ((seconds + shift) % 480) / 6 }));
      expect(Math.abs(slopeOf(samples, 600, 60).rssGrowthMb)).toBeLessThan(5);
    }
  });

  it('finds growth beneath a swing', () => {
    for (let shift = 0; shift < 480; shift += 30) {
      const samples = samplesOf(30, (seconds) => ({ rssMb: 250 + ((seconds + shift) % 480) / 6 + seconds / 60 }));
      expect(slopeOf(samples, 600, 60).rssGrowthMb).toBeGreaterThan(15);
    }
  });

  it('compares what is needed at most: a collection that leaves more for a moment is no growth', () => {
    const risen = (at: 'low' | 'high') => (seconds: number) => {
      const isHigh = seconds % 300 < 120;
      return { rssMb: (isHigh ? 300 : 200) + (seconds > 1_200 && isHigh === (at === 'high') ? 10 : 0) };
    };
    expect(slopeOf(samplesOf(30, risen('low')), 600, 60).rssGrowthMb).toBe(0);
    expect(slopeOf(samplesOf(30, risen('high')), 600, 60).rssGrowthMb).toBe(20);
  });

  it('counts no connections that come and go', () => {
    const samples = samplesOf(30, (seconds) => ({ handles: seconds > 1_700 && seconds % 60 > 0 ? 55 : 40 }));
    expect(slopeOf(samples, 600, 60).handleGrowth).toBe(0);
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
