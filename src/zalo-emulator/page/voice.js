/**
 * Starts a recording from the microphone; `onDone(blob)` gets it after `stop()`, nothing after `cancel()`. Resolves to
 * undefined when the browser or the person does not allow it.
 */
export async function recordVoice(onDone) {
  let stream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  } catch {
    return undefined;
  }
  const recorder = new MediaRecorder(stream);
  const chunks = [];
  let cancelled = false;
  recorder.addEventListener('dataavailable', ({ data }) => chunks.push(data));
  recorder.addEventListener('stop', () => {
    for (const track of stream.getTracks()) track.stop();
    if (!cancelled) onDone(new Blob(chunks, { type: recorder.mimeType }));
  });
  recorder.start();
  return {
    stop: () => recorder.stop(),
    cancel() {
      cancelled = true;
      if (recorder.state !== 'inactive') recorder.stop();
    },
  };
}

/** One second of a soft tone as WAV (8 kHz, 8 bit), for machines without a microphone. */
export function sampleRecording() {
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
