let aheadOfBrowserMs = 0;
let aheadOfRealTimeMs = 0;
const listeners = new Set();

/** The emulator's time in ms since 1970: it can be moved on, and the browser's own clock may be wrong. */
export const emulatorNow = () => Date.now() + aheadOfBrowserMs;

/** How far the emulator's clock was moved from real time, in ms. */
export const clockOffsetMs = () => aheadOfRealTimeMs;

/** Takes over what `/api/clock` answered. */
export function setClock({ nowMs, offsetMs }) {
  aheadOfBrowserMs = nowMs - Date.now();
  const moved = offsetMs !== aheadOfRealTimeMs;
  aheadOfRealTimeMs = offsetMs;
  if (moved) for (const listener of listeners) listener();
}

/** Hears that the clock was moved. */
export const onClockMoved = (listener) => listeners.add(listener);
