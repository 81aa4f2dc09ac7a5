import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createPrinter, type Printer } from '../../../src/handouts/index.ts';
import type { Sheet } from '../../../src/handouts/sheet.ts';
import { createManualClock, type ManualClock } from '../../support/manual-clock.ts';
import { readPdf } from '../../support/pdf-text.ts';
import { publicCard } from '../../support/public-site.ts';

const sheet: Sheet = { card: publicCard(), printedOn: '2026-11-22', oaName: 'Trợ lý số', pictures: new Map() };
const broken: Sheet = { ...sheet, pictures: new Map([[2, Buffer.from('no picture')]]) };
/** A thread starts and loads pdfkit and fonts. */
const THREAD_TIMEOUT_MS = 30_000;

describe('createPrinter', { timeout: THREAD_TIMEOUT_MS }, () => {
  let clock: ManualClock;
  let printer: Printer;
  beforeEach(() => {
    clock = createManualClock();
    printer = createPrinter(clock);
  });
  afterEach(() => printer.close());

  it('gives each order its own sheet', async () => {
    const [large, small] = await Promise.all([printer.print(sheet, 'a4'), printer.print(sheet, 'a6')]);
    expect(readPdf(large).pages[0]?.widthPt).toBeCloseTo(595, 0);
    expect(readPdf(small).pages[0]?.widthPt).toBeCloseTo(298, 0);
  });

  it('says what went wrong with one sheet, and makes the next', async () => {
    await expect(printer.print(broken, 'a4')).rejects.toMatchObject({
      code: 'HANDOUT_FAILED',
      message: expect.stringContaining('Unknown image format'),
    });
    await expect(printer.print(sheet, 'a6')).resolves.toBeInstanceOf(Buffer);
  });

  it('ends the idle thread after a minute and starts another when it is needed', async () => {
    await printer.print(sheet, 'a6');
    expect(clock.timers()).toBe(1);
    await clock.advance(60_000);
    expect(clock.timers()).toBe(0);
    await expect(printer.print(sheet, 'a6')).resolves.toBeInstanceOf(Buffer);
  });

  it('fails what is not ready when the server stops, and nothing hangs', async () => {
    const order = printer.print(sheet, 'a4');
    const refused = expect(order).rejects.toMatchObject({ code: 'HANDOUT_FAILED' });
    await printer.close();
    await refused;
  });
});
