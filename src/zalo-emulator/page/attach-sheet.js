import { toBase64 } from './api.js';
import { businessCardForm, linkForm } from './attach-forms.js';
import { el, icon, pageUrl } from './dom.js';
import { recordVoice, sampleRecording } from './voice.js';

const MAX_FILE_BYTES = 5 * 1024 * 1024;

const stickers = {
  cuoi: 'Cười',
  'cam-on': 'Cảm ơn',
  'dong-y': 'Đồng ý',
  hoi: 'Muốn hỏi',
  buon: 'Buồn',
  'ngac-nhien': 'Ngạc nhiên',
};

const places = [
  { name: 'Đồng Xoài', latitude: '11.5357402', longitude: '106.8983121' },
  { name: 'Lộc Ninh', latitude: '11.8448', longitude: '106.5911' },
  { name: 'Biên Hòa', latitude: '10.9574', longitude: '106.8427' },
];

/**
 * The sheet under the composer: everything a person can send beside text.
 *
 * `send(input)` posts a message; `complain(text)` shows an error in the chat; `kinds` leaves out what is not in it.
 */
export function createAttachSheet(sheet, { send, complain, kinds, onClose }) {
  let cancelRecording;

  function close() {
    cancelRecording?.();
    cancelRecording = undefined;
    sheet.hidden = true;
    sheet.replaceChildren();
    onClose();
  }

  async function sendAndClose(input) {
    close();
    await send(input);
  }

  async function sendBlob(kind, blob, name) {
    if (blob.size > MAX_FILE_BYTES) return complain('Tệp lớn quá 5 MB, không gửi được.');
    return sendAndClose({ kind, name, bytes: await toBase64(blob) });
  }

  function pickFile(kind, accept) {
    const input = el('input', {
      type: 'file',
      accept,
      class: 'visually-hidden',
      tabindex: '-1',
      'aria-hidden': 'true',
    });
    input.addEventListener('change', () => {
      const file = input.files?.[0];
      if (file !== undefined) void sendBlob(kind, file, file.name);
    });
    sheet.append(input);
    input.click();
  }

  function showStickers() {
    show(
      Object.entries(stickers).map(([id, name]) => {
        const node = el('button', { type: 'button', class: 'sticker-choice', 'aria-label': `Nhãn dán ${name}` });
        node.append(el('img', { src: pageUrl(`sticker-${id}.svg`), alt: '', width: '72', height: '72' }));
        node.addEventListener('click', () => sendAndClose({ kind: 'sticker', stickerId: id }));
        return node;
      }),
    );
  }

  function showPlaces() {
    const rows = places.map(({ name, latitude, longitude }) =>
      choice('location', name, () => sendAndClose({ kind: 'location', latitude, longitude })),
    );
    show([...rows, choice('location', 'Chỗ tôi đang đứng', sendOwnPlace)]);
  }

  function sendOwnPlace() {
    navigator.geolocation.getCurrentPosition(
      ({ coords }) =>
        sendAndClose({
          kind: 'location',
          latitude: coords.latitude.toFixed(7),
          longitude: coords.longitude.toFixed(7),
        }),
      () => complain('Máy chưa cho phép xem vị trí. Bác chọn một nơi có sẵn nhé.'),
    );
  }

  function showVoice() {
    const record = choice('voice', 'Ghi âm', () => startRecording(record));
    const sample = choice('voice', 'Gửi đoạn mẫu', () => sendBlob('voice', sampleRecording(), 'ghi-am-mau.wav'));
    show([record, sample]);
  }

  async function startRecording(record) {
    const recording = await recordVoice((blob) => {
      cancelRecording = undefined;
      void sendBlob('voice', blob, 'ghi-am.webm');
    });
    if (recording === undefined) {
      return complain('Máy chưa cho phép dùng micro. Bác bấm «Gửi đoạn mẫu» để thử nhé.');
    }
    cancelRecording = recording.cancel;
    const stop = choice('voice', 'Đang ghi… Bấm để dừng và gửi', recording.stop);
    stop.classList.add('recording');
    record.replaceWith(stop);
    stop.focus();
    return undefined;
  }

  function show(children) {
    sheet.replaceChildren(...children);
    sheet.querySelector('input, button')?.focus();
  }

  sheet.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') close();
  });

  return {
    isOpen: () => !sheet.hidden,
    close,
    open() {
      sheet.hidden = false;
      const all = [
        ['image', 'Ảnh', () => pickFile('image', 'image/*')],
        ['voice', 'Giọng nói', showVoice],
        ['sticker', 'Nhãn dán', showStickers],
        ['location', 'Vị trí', showPlaces],
        ['file', 'Tệp', () => pickFile('file', '.pdf,.doc,.docx,.xls,.xlsx,.csv,.txt')],
        ['video', 'Video', () => pickFile('video', 'video/*')],
        ['link', 'Liên kết', () => show([linkForm(sendAndClose, close)])],
        ['contact', 'Danh thiếp', () => show([businessCardForm(sendAndClose, close)])],
      ];
      show(all.filter(([kind]) => kinds?.includes(kind) ?? true).map((entry) => choice(...entry)));
    },
  };
}

function choice(iconName, label, onClick) {
  const node = el('button', { type: 'button', class: 'choice' }, icon(iconName), el('span', {}, label));
  node.addEventListener('click', onClick);
  return node;
}
