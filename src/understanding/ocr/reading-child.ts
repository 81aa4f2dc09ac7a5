import tesseract from 'tesseract.js';
import type { ReadingAnswer, ReadingOrder } from './reading-process.ts';

/** The other side of `startReadingProcess`. Everything comes from the disk: with a folder for the data nothing is fetched. */
const [, , languageData = ''] = process.argv;

const worker = tesseract.createWorker('vie', tesseract.OEM.LSTM_ONLY, {
  langPath: languageData,
  cacheMethod: 'none',
  gzip: true,
  logger: () => {},
  // Without it a picture that cannot be decoded ends the process; it rejects below all the same.
  errorHandler: () => {},
});

async function answer({ id, bytes }: ReadingOrder): Promise<ReadingAnswer> {
  try {
    const { data } = await (await worker).recognize(Buffer.from(bytes));
    return { id, text: data.text, confidence: data.confidence };
  } catch (error) {
    return { id, problem: error instanceof Error ? error.message : String(error) };
  }
}

// A start that fails is answered with the first picture.
worker.catch(() => {});
process.on('disconnect', () => process.exit());
process.on('message', (order: ReadingOrder) => {
  void answer(order).then((ready) => process.send?.(ready));
});
