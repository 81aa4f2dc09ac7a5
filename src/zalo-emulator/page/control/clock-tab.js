import { button, el } from '../dom.js';
import { clockOffsetMs, emulatorNow } from '../emulator-time.js';
import { toFullTime, toSpan } from '../text.js';
import { attempt } from '../toast.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** Viet Nam keeps one offset all year. */
const VIETNAM_OFFSET_MS = 7 * HOUR_MS;

/** How long it is until the next 22:00 in Viet Nam, in ms. */
export function untilTenPm(nowMs) {
  const sinceMidnightMs = (nowMs + VIETNAM_OFFSET_MS) % DAY_MS;
  return (22 * HOUR_MS - sinceMidnightMs + DAY_MS) % DAY_MS || DAY_MS;
}

/** Tab «Đồng hồ»: the emulator's time, and skipping some of it. */
export function createClockTab({ conditions }) {
  const time = el('p', { class: 'big', id: 'emulator-time' });
  const offset = el('p', { class: 'hint', role: 'status' });
  const back = button('Về giờ thật', () => attempt(() => conditions.moveClock({ offsetMs: 0 })));
  let timer;

  const skip = (label, msOf) =>
    button(label, () => attempt(() => conditions.moveClock({ advanceMs: Math.round(msOf(emulatorNow())) })));

  function draw() {
    time.textContent = toFullTime(emulatorNow());
    const movedMs = clockOffsetMs();
    back.hidden = Math.abs(movedMs) < 1000;
    const text = back.hidden
      ? 'Đúng giờ thật của máy.'
      : `Chạy ${movedMs > 0 ? 'trước' : 'sau'} giờ thật ${toSpan(Math.abs(movedMs))}.`;
    if (offset.textContent !== text) offset.textContent = text;
  }

  conditions.onChange(draw);
  return {
    node: el(
      'div',
      { class: 'stack' },
      time,
      offset,
      el(
        'div',
        { class: 'button-row' },
        skip('Qua 1 giờ', () => HOUR_MS),
        skip('Qua 1 ngày', () => DAY_MS),
        skip('Qua 7 ngày 1 phút', () => 7 * DAY_MS + MINUTE_MS),
        skip('Tới 22:00', untilTenPm),
        back,
      ),
      el(
        'p',
        { class: 'hint' },
        'Mọi hạn của Zalo (48 giờ, 7 ngày, token, gửi lại webhook) theo đồng hồ này; việc tới hạn chạy ngay khi bấm. Trợ lý vẫn theo giờ thật của máy nó.',
      ),
    ),
    show() {
      draw();
      timer = setInterval(draw, 1000);
    },
    hide: () => clearInterval(timer),
  };
}
