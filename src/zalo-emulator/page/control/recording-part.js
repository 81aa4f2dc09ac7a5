import { api } from '../api.js';
import { confirmLoss } from '../dialog.js';
import { button, el } from '../dom.js';
import { toFileTime } from '../text.js';
import { attempt, saveFile, toast } from '../toast.js';

/** «Ghi lại»: everything that happens from start to stop, as a JSON session to keep or play again. */
export function createRecordingPart() {
  const state = el('p', { role: 'status' });
  const start = button('Ghi lại', () => attempt(begin));
  const stop = button('Dừng', () => attempt(end));
  const save = button('Tải về', () => attempt(download));
  let isRecording = false;
  let hasSession = false;
  let isKnown = true;

  async function begin() {
    const text = 'Bản ghi đang giữ sẽ mất khi bắt đầu bản mới. Bác có thể bấm «Tải về» trước.';
    if (hasSession && !(await confirmLoss('Ghi bản mới?', text, 'Ghi bản mới'))) return;
    await api.startRecording();
    isRecording = true;
    hasSession = false;
    draw();
  }

  async function end() {
    await api.stopRecording();
    isRecording = false;
    hasSession = true;
    draw();
    toast('Đã dừng ghi. Bấm «Tải về» để giữ bản ghi.');
  }

  async function download() {
    saveFile(`zalo-session-${toFileTime()}.json`, JSON.stringify(await api.recording(), null, 2));
  }

  function draw() {
    start.disabled = !isKnown || isRecording;
    stop.disabled = !isRecording;
    save.disabled = !hasSession;
    state.textContent = !isKnown
      ? 'Bản giả lập này không có phần ghi lại.'
      : isRecording
        ? 'Đang ghi…'
        : hasSession
          ? 'Có một bản ghi.'
          : 'Chưa ghi gì.';
  }

  draw();
  return {
    node: el(
      'div',
      { class: 'stack' },
      el('h3', {}, 'Ghi lại một buổi'),
      state,
      el('div', { class: 'button-row' }, start, stop, save),
    ),
    async show() {
      await attempt(load);
    },
  };

  async function load() {
    try {
      const session = await api.recording();
      isRecording = session?.isRecording === true;
      hasSession = !isRecording && Object.keys(session ?? {}).some((key) => key !== 'isRecording');
    } catch (error) {
      // A code comes from the emulator: nothing is recorded yet. Without one there is no such path.
      if (error.status !== 404) throw error;
      isKnown = error.code !== 'http 404';
    }
    draw();
  }
}
