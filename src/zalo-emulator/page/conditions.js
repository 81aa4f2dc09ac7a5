import { api } from './api.js';
import { throttle } from './dom.js';
import { setClock } from './emulator-time.js';

const AFTER_STRIKE_MS = 500;

/** The clock and the faults as they stand, read again whenever the emulator says that they changed. */
export function createConditions() {
  const listeners = new Set();
  let faults = {};
  let stormTimer;

  function take(next) {
    faults = next;
    clearTimeout(stormTimer);
    const { forMs = 0 } = faults.rateStorm ?? {};
    if (forMs > 0) stormTimer = setTimeout(loadFaults, forMs + 100);
    tell();
  }

  function tell() {
    for (const listener of listeners) listener();
  }

  const loadFaults = async () => take(await api.faults());

  async function loadClock() {
    setClock(await api.clock());
    tell();
  }

  return {
    faults: () => faults,
    onChange: (listener) => listeners.add(listener),
    load: () => Promise.all([loadClock(), loadFaults()]),
    loadClock,
    loadFaults,
    /** A fault that has struck may have used up its count. */
    afterStrike: throttle(() => void loadFaults().catch(() => undefined), AFTER_STRIKE_MS),
    async setFaults(next) {
      take(await api.setFaults(next));
    },
    /** Changes one fault: what is left of the others' counts may differ from what the page last heard. */
    async changeFaults(change) {
      take(await api.setFaults(change(await api.faults())));
    },
    async moveClock(change) {
      setClock(await api.moveClock(change));
      tell();
    },
  };
}
