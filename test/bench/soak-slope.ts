import { percentile, round } from '../support/load/machine.ts';

/** What a process held at a moment. */
export interface ResourceSample {
  /** Seconds since the load began. */
  readonly atSeconds: number;
  /** Resident memory, 10^6 bytes. */
  readonly rssMb: number;
  /** Used heap of JavaScript, garbage that was not collected yet included, 10^6 bytes. */
  readonly heapMb: number;
  /** Open file descriptors: files and connections. */
  readonly handles: number;
}

/** How much more a process holds at the end than after it settled. */
export interface Slope {
  /**
   * How much higher memory stands at its highest in the second half of the time that counts than in the first; twice,
   * because the halves lie half of that time apart. Of medians of windows. What stays raises the highest twice over, since
   * V8 collects when the old generation has doubled; the lowest lasts a part of a minute and swings by 10 MB by itself.
   */
  readonly rssGrowthMb: number;
  /** The same of the smallest heap, which is what a collection left. */
  readonly heapGrowthMb: number;
  /** The fewest in the last quarter less the fewest in the first: connections come and go, what leaks stays. */
  readonly handleGrowth: number;
  /**
   * The line through all samples that count (least squares), MB an hour. Where memory swings for minutes between two
   * collections, it says more of where in a swing the run ended than of growth.
   */
  readonly rssMbPerHour: number;
}

/**
 * Compares halves, each longer than what V8 needs to fill and collect its old generation: with it memory swings by 75 MB
 * in 8 minutes at 50 messages a second, and a minute compared with another would compare two places in that swing
 * (measured 2026-11-23). Windows have a median each, because one sample may fall into the middle of a batch of sends.
 *
 * @param settledSeconds samples before this are left out: caches fill and code is compiled
 * @param windowSeconds length of a window
 */
export function slopeOf(samples: readonly ResourceSample[], settledSeconds: number, windowSeconds: number): Slope {
  const settled = samples.filter(({ atSeconds }) => atSeconds > settledSeconds);
  const endSeconds = settled.at(-1)?.atSeconds ?? settledSeconds;
  /** Of the samples between two parts of the time that counts, 0 to 1. */
  const between = (from: number, to: number): readonly ResourceSample[] => {
    const at = (part: number): number => settledSeconds + part * (endSeconds - settledSeconds);
    return settled.filter(({ atSeconds }) => atSeconds > at(from) && atSeconds <= at(to));
  };
  const halves = [between(0, 0.5), between(0.5, 1)];
  const rise = (of: (half: readonly ResourceSample[]) => number): number => {
    const [first = 0, second = 0] = halves.map(of);
    return 2 * (second - first);
  };
  const fewest = (part: readonly ResourceSample[]): number => percentile(part.map(handlesOf), 0);
  return {
    rssGrowthMb: round(
      rise((half) => Math.max(...mediansOf(half, windowSeconds))),
      1,
    ),
    heapGrowthMb: round(
      rise((half) => percentile(half.map(heapOf), 0)),
      1,
    ),
    handleGrowth: fewest(between(0.75, 1)) - fewest(between(0, 0.25)),
    rssMbPerHour: round(3_600 * steepness(settled), 1),
  };
}

const heapOf = ({ heapMb }: ResourceSample): number => heapMb;
const handlesOf = ({ handles }: ResourceSample): number => handles;

/** Median memory of each window, oldest first. */
function mediansOf(samples: readonly ResourceSample[], windowSeconds: number): number[] {
  const windows = Map.groupBy(samples, ({ atSeconds }) => Math.ceil(atSeconds / windowSeconds));
  return [...windows.values()].map((window) =>
    percentile(
      window.map(({ rssMb }) => rssMb),
      0.5,
    ),
  );
}

/** MB a second of the least-squares line; 0 for fewer than two samples. */
function steepness(samples: readonly ResourceSample[]): number {
  const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const at = meanOf(samples.map(({ atSeconds }) => atSeconds));
  const rss = meanOf(samples.map(({ rssMb }) => rssMb));
  let above = 0;
  let below = 0;
  for (const { atSeconds, rssMb } of samples) {
    above += (atSeconds - at) * (rssMb - rss);
    below += (atSeconds - at) ** 2;
  }
  return below === 0 ? 0 : above / below;
}
