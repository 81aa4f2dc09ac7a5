import fc from 'fast-check';
import { parse } from 'csv-parse/sync';
import { readSheet } from 'read-excel-file/universal';
import { describe, expect, it } from 'vitest';
import { tableXlsx } from '../../../src/teams/period-report-xlsx.ts';
import { csvCell, harmlessText } from '../../../src/shared/spreadsheet-text.ts';
import { hostileStrings } from '../../support/hostile-strings.ts';

/** What spreadsheets run, after what they may skip. */
const RUNS = /^[\s\p{Cc}\p{Cf}]*[=+\-@＝＋－＠]/u;

describe('a cell of a file for spreadsheets', () => {
  it.each(['=1+1', '+1', '-1', '@SUM(1)', '\t=1', '\r=1', '\n=1', ' =1', '\u200B=1', '＝1', '\u0000=1'])(
    'never begins as a formula: %j',
    (text) => {
      expect(harmlessText(text)).toBe(`'${text}`);
    },
  );

  it.each(['Tổ công nghệ số ấp 3', 'a=1', '1-2', '', '7:30', "d'Arc"])('stays as it is otherwise: %j', (text) => {
    expect(harmlessText(text)).toBe(text);
  });

  it('leaves numbers numbers, also those below nothing', () => {
    expect(csvCell(-5)).toBe('-5');
  });

  it('comes back from a reader of CSV as one cell, whatever it holds', () => {
    const anyText = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom(...hostileStrings));
    fc.assert(
      fc.property(fc.array(anyText, { minLength: 2, maxLength: 4 }), (texts) => {
        const line = `${texts.map(csvCell).join(',')}\r\n`;
        const [cells = [], ...more] = parse(line, { relax_column_count: true, record_delimiter: '\r\n' });
        expect(more).toEqual([]);
        expect(cells).toEqual(texts.map(harmlessText));
        for (const cell of cells) expect(RUNS.test(cell)).toBe(false);
      }),
      { numRuns: 500 },
    );
  });

  it('makes a workbook that opens, whatever it holds, with every cell in its place', async () => {
    const columns = [
      { title: 'Chữ', widthChars: 20, isNumber: false },
      { title: 'Số', widthChars: 8, isNumber: true },
    ];
    const rows = hostileStrings.map((text, index) => [text, index]);
    const bytes = await tableXlsx('Số liệu', hostileStrings.slice(-6), { columns, rows });
    const read = (await readSheet(new Uint8Array(bytes).buffer)) as readonly (readonly unknown[])[];
    const body = read.slice(-hostileStrings.length);
    expect(body.map(([, index]) => index)).toEqual(hostileStrings.map((_, index) => index));
    for (const [cell] of body) expect(RUNS.test(String(cell))).toBe(false);
  });
});
