import { emulatorNow } from './emulator-time.js';

const timeZone = 'Asia/Ho_Chi_Minh';
const clock = new Intl.DateTimeFormat('vi-VN', { hour: '2-digit', minute: '2-digit', timeZone });
const clockWithSeconds = new Intl.DateTimeFormat('vi-VN', { timeStyle: 'medium', timeZone });
const calendar = new Intl.DateTimeFormat('vi-VN', { dateStyle: 'short', timeZone });
const weekday = new Intl.DateTimeFormat('vi-VN', { weekday: 'long', timeZone });
const longDate = new Intl.DateTimeFormat('vi-VN', { day: 'numeric', month: 'numeric', year: 'numeric', timeZone });
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

export const toClock = (ms) => clock.format(ms);
export const toClockWithSeconds = (ms) => clockWithSeconds.format(ms);
/** "Chủ Nhật 22/11/2026, 13:05:09". */
export const toFullTime = (ms) => `${weekday.format(ms)} ${longDate.format(ms)}, ${clockWithSeconds.format(ms)}`;

/** "Hôm nay", "Hôm qua" or the date, by the emulator's clock and in Vietnam's time zone. */
export function toDay(ms, nowMs = emulatorNow()) {
  const day = calendar.format(ms);
  if (day === calendar.format(nowMs)) return 'Hôm nay';
  return day === calendar.format(nowMs - DAY_MS) ? 'Hôm qua' : day;
}

/** "7 ngày 1 phút": whole days, hours and minutes; less than a minute in seconds. */
export function toSpan(ms) {
  if (ms < MINUTE_MS) return `${Math.round(ms / 1000)} giây`;
  const parts = [
    [Math.floor(ms / DAY_MS), 'ngày'],
    [Math.floor((ms % DAY_MS) / HOUR_MS), 'giờ'],
    [Math.floor((ms % HOUR_MS) / MINUTE_MS), 'phút'],
  ];
  return parts.flatMap(([count, unit]) => (count === 0 ? [] : [`${count} ${unit}`])).join(' ');
}

export function toSize(bytes) {
  if (bytes < 1024) return `${bytes} byte`;
  const kilobytes = bytes / 1024;
  return kilobytes < 1024 ? `${Math.round(kilobytes)} kB` : `${(kilobytes / 1024).toFixed(1).replace('.', ',')} MB`;
}

/** Time in Viet Nam for a file's name: 2026-11-22-0930. */
export function toFileTime(ms = emulatorNow()) {
  return new Date(ms + 7 * HOUR_MS).toISOString().slice(0, 16).replace('T', '-').replace(':', '');
}

/** Lower case without marks, so that "bac ba" finds "Bác Ba". */
export function toSearchable(text) {
  return text.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '').replaceAll('đ', 'd');
}
