import { toBase64 } from './api.js';
import { el, icon, pageUrl } from './text.js';

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
 * The sheet under the composer: picture, voice, sticker, place, file.
 *
 * `send(input)` posts a message; `complain(text)` shows an error in the chat.
 */
export function createAttachSheet(sheet, { send, complain, onClose }) {
  let cancelRecording;

  function close() {
    cancelRecording?.();
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
        const button = el('button', { type: 'button', class: 'sticker-choice', 'aria-label': `Nhãn dán ${name}` });
        button.append(el('img', { src: pageUrl(`sticker-${id}.svg`), alt: '', width: '72', height: '72' }));
        button.addEventListener('click', () => sendAndClose({ kind: 'sticker', stickerId: id }));
        return button;
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

  async function startRecording(button) {
    let stream;
    try {
      stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    } catch {
      return complain('Máy chưa cho phép dùng micro. Bác bấm «Gửi đoạn mẫu» để thử nhé.');
    }
    const recorder = new MediaRecorder(stream);
    const chunks = [];
    recorder.addEventListener('dataavailable', ({ data }) => chunks.push(data));
    let cancelled = false;
    cancelRecording = () => {
      cancelled = true;
      recorder.stop();
    };
    recorder.addEventListener('stop', () => {
      cancelRecording = undefined;
      for (const track of stream.getTracks()) track.stop();
      if (!cancelled) void sendBlob('voice', new Blob(chunks, { type: recorder.mimeType }), 'ghi-am.webm');
    });
    recorder.start();
    const stop = choice('voice', 'Đang ghi… Bấm để dừng và gửi', () => recorder.stop());
    stop.classList.add('recording');
    button.replaceWith(stop);
    stop.focus();
    return undefined;
  }

  function show(children) {
    sheet.replaceChildren(...children);
    sheet.querySelector('button')?.focus();
  }

  sheet.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') close();
  });

  return {
    isOpen: () => !sheet.hidden,
    close,
    open() {
      sheet.hidden = false;
      show([
        choice('image', 'Ảnh', () => pickFile('image', 'image/*')),
        choice('voice', 'Giọng nói', showVoice),
        choice('sticker', 'Nhãn dán', showStickers),
        choice('location', 'Vị trí', showPlaces),
        choice('file', 'Tệp', () => pickFile('file', '.pdf,.doc,.docx,.xls,.xlsx,.csv,.txt')),
      ]);
    },
  };
}

function choice(iconName, label, onClick) {
  const button = el('button', { type: 'button', class: 'choice' }, icon(iconName), el('span', {}, label));
  button.addEventListener('click', onClick);
  return button;
}

/** One second of a soft tone as WAV (8 kHz, 8 bit), for machines without a microphone. */
function sampleRecording() {
  const rate = 8000;
  const header = new DataView(new ArrayBuffer(44));
  const ascii = (offset, text) => [...text].forEach((letter, i) => header.setUint8(offset + i, letter.charCodeAt(0)));
  ascii(0, 'RIFF');
  header.setUint32(4, 36 + rate, true);
  ascii(8, 'WAVEfmt ');
  header.setUint32(16, 16, true);
  header.setUint16(20, 1, true);
  header.setUint16(22, 1, true);
  header.setUint32(24, rate, true);
  header.setUint32(28, rate, true);
  header.setUint16(32, 1, true);
  header.setUint16(34, 8, true);
  ascii(36, 'data');
  header.setUint32(40, rate, true);
  const samples = Uint8Array.from({ length: rate }, (_, i) => 128 + 24 * Math.sin((2 * Math.PI * 330 * i) / rate));
  return new Blob([header, samples], { type: 'audio/wav' });
}
