import { callProblem, receiverOf } from '../records.js';
import { toClockWithSeconds } from '../text.js';
import { attempt } from '../toast.js';
import { createLogList } from './log-list.js';
import { callView } from './record-views.js';

/** Tab «Lệnh gọi API»: each call of the OA, the refused ones too. */
export function createCallList({ people, records }) {
  const nameOf = (call) => {
    const id = receiverOf(call);
    return id === undefined ? '' : people.nameOf(id);
  };
  const list = createLogList({
    bodyId: 'calls',
    caption: 'Các lệnh OA gọi tới Zalo',
    columns: ['Lúc', 'Người', 'Lệnh', 'Kết quả', 'Mất'],
    items: records.calls,
    isBad: (call) => callProblem(call) !== undefined,
    view: callView,
    searchOf: (call) => `${nameOf(call)} ${receiverOf(call) ?? ''} ${call.path}`,
    toRow: (call) => [
      toClockWithSeconds(call.atMs),
      nameOf(call),
      `${call.method} ${call.path.split('?')[0]}`,
      callProblem(call) ?? 'thành công',
      `${Math.round(call.durationMs)} ms`,
    ],
  });
  records.onChange((kind) => (kind === 'calls' ? list.refresh() : undefined));
  return {
    ...list,
    show() {
      list.show();
      void attempt(() => records.ensure());
    },
  };
}
