import { api } from '../api.js';
import { confirmLoss } from '../dialog.js';
import { button, el } from '../dom.js';
import { toFileTime } from '../text.js';
import { attempt, saveFile, toast } from '../toast.js';
import { createRecordingPart } from './recording-part.js';

/** Tab «Ghi và lưu»: a recorded session, and the whole state as a file. */
export function createKeepingTab() {
  const recording = createRecordingPart();
  const file = el('input', {
    type: 'file',
    accept: '.json,application/json',
    class: 'visually-hidden',
    tabindex: '-1',
  });
  file.setAttribute('aria-label', 'Tệp ảnh chụp trạng thái');
  file.addEventListener('change', () => void attempt(restore));

  async function save() {
    const snapshot = await api.snapshot();
    saveFile(`zalo-emulator-${toFileTime()}.json`, JSON.stringify(snapshot));
    toast('Đã tải ảnh chụp trạng thái.');
  }

  async function restore() {
    const [chosen] = file.files;
    file.value = '';
    if (chosen === undefined) return;
    const snapshot = parse(await chosen.text());
    if (snapshot === undefined) return toast('Tệp này không phải JSON, không nạp được.');
    const text = 'Mọi người, tin nhắn, nhóm, đồng hồ và thiết lập hiện tại được thay bằng những gì trong tệp.';
    if (!(await confirmLoss('Nạp lại trạng thái?', text, 'Nạp lại'))) return;
    const before = await api.snapshot();
    await api.restore(snapshot);
    toast('Đã nạp lại trạng thái.', () => api.restore(before));
  }

  return {
    node: el(
      'div',
      { class: 'stack' },
      recording.node,
      el('h3', {}, 'Ảnh chụp trạng thái'),
      el(
        'p',
        { class: 'hint' },
        'Toàn bộ người, tin nhắn, nhóm, tệp, token và thiết lập trong một tệp JSON, để nạp lại sau.',
      ),
      el(
        'div',
        { class: 'button-row' },
        button('Tải ảnh chụp trạng thái', () => attempt(save)),
        button('Nạp lại từ tệp', () => file.click()),
        file,
      ),
    ),
    show: recording.show,
  };
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
