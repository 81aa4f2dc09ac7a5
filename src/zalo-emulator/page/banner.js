import { clockOffsetMs } from './emulator-time.js';
import { faultCatalogue, isActive } from './fault-catalogue.js';
import { toSpan } from './text.js';
import { attempt, toast } from './toast.js';

const MOVED_MS = 1000;

/** The line at the top while something is not as usual: a moved clock, a fault that strikes. One press ends both. */
export function createBanner(conditions) {
  const banner = document.querySelector('#banner');
  const text = document.querySelector('#banner-text');

  function draw() {
    const offsetMs = clockOffsetMs();
    const names = faultCatalogue.filter(({ read }) => isActive(read(conditions.faults()))).map(({ name }) => name);
    const parts = [];
    if (Math.abs(offsetMs) >= MOVED_MS) {
      parts.push(`đồng hồ ${offsetMs > 0 ? 'nhanh' : 'chậm'} ${toSpan(Math.abs(offsetMs))}`);
    }
    if (names.length > 0) parts.push(`lỗi: ${names.join(', ')}`);
    banner.hidden = parts.length === 0;
    const sentence = parts.length === 0 ? '' : `Đang thử: ${parts.join('; ')}.`;
    if (text.textContent !== sentence) text.textContent = sentence;
  }

  document.querySelector('#banner-end').addEventListener('click', () =>
    attempt(async () => {
      const before = { faults: conditions.faults(), offsetMs: clockOffsetMs() };
      await conditions.setFaults({});
      await conditions.moveClock({ offsetMs: 0 });
      toast('Đã trở lại bình thường.', async () => {
        await conditions.setFaults(before.faults);
        await conditions.moveClock({ offsetMs: before.offsetMs });
      });
    }),
  );
  conditions.onChange(draw);
}
