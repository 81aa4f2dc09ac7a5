/** Counts what is under way and tells when nothing is. */
export interface BusyCount {
  begin(): void;
  end(): void;
  /** Resolves when nothing is under way; at once when nothing is now. */
  idle(): Promise<void>;
}

/** A {@link BusyCount} at zero. */
export function createBusyCount(): BusyCount {
  let count = 0;
  let listeners: Array<() => void> = [];
  return {
    begin() {
      count += 1;
    },
    end() {
      count -= 1;
      if (count > 0) return;
      const waiting = listeners;
      listeners = [];
      for (const resolve of waiting) resolve();
    },
    async idle() {
      while (count > 0) await new Promise<void>((resolve) => listeners.push(resolve));
    },
  };
}
