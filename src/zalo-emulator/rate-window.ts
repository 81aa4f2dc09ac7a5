/** What the two rate headers say after a call. */
export interface RateReading {
  readonly limit: number;
  /** Calls left in this minute, never below 0. */
  readonly remain: number;
  /** Whether this very call went over the limit. */
  readonly exceeded: boolean;
}

/** Counts OA API calls per clock minute. */
export interface RateWindow {
  /** Counts one call. */
  count(): RateReading;
  /** Reads without counting. */
  read(): RateReading;
}

/**
 * A fixed window of one clock minute: Zalo answers -32 "until the next minute".
 *
 * Source: Zalo docs, "Giới hạn tốc độ gọi API".
 */
export function createRateWindow(limitPerMinute: number, now: () => number): RateWindow {
  let minute = -1;
  let calls = 0;

  function reading(): RateReading {
    return { limit: limitPerMinute, remain: Math.max(0, limitPerMinute - calls), exceeded: calls > limitPerMinute };
  }

  function turnMinute(): void {
    const current = Math.floor(now() / 60_000);
    if (current !== minute) {
      minute = current;
      calls = 0;
    }
  }

  return {
    count() {
      turnMinute();
      calls += 1;
      return reading();
    },
    read() {
      turnMinute();
      return reading();
    },
  };
}
