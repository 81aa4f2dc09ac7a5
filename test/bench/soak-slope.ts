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
  /** Median of the last minute less median of the first minute that counts. */
  readonly rssGrowthMb: number;
  /** The same of the smallest heap of each minute, which is what a collection left. */
  readonly heapGrowthMb: number;
  readonly handleGrowth: number;
  /** The line through all samples that count (least squares), MB an hour: says whether growth goes on. */
  readonly rssMbPerHour: number;
}

/**
 * Compares whole windows, because one sample may fall into the middle of a collection or of a batch of sends.
 *
 * @param settledSeconds samples before this are left out: caches fill and code is compiled
 * @param windowSeconds length of the two windows that are compared
 */
export function slopeOf(samples: readonly ResourceSample[], settledSeconds: number, windowSeconds: number): Slope {
  const settled = samples.filter(({ atSeconds }) => atSeconds >= settledSeconds);
  const endSeconds = settled.at(-1)?.atSeconds ?? 0;
  const first = settled.filter(({ atSeconds }) => atSeconds < settledSeconds + windowSeconds);
  const last = settled.filter(({ atSeconds }) => atSeconds > endSeconds - windowSeconds);
  const growth = (of: (sample: ResourceSample) => number): number =>
    percentile(last.map(of), 0.5) - percentile(first.map(of), 0.5);
  return {
    rssGrowthMb: round(
      growth(({ rssMb }) => rssMb),
      1,
    ),
    heapGrowthMb: round(percentile(last.map(heapOf), 0) - percentile(first.map(heapOf), 0), 1),
    handleGrowth: growth(({ handles }) => handles),
    rssMbPerHour: round(3_600 * steepness(settled), 1),
  };
}

const heapOf = ({ heapMb }: ResourceSample): number => heapMb;

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
