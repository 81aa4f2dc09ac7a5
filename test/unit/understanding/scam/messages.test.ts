import { describe, expect, test } from 'vitest';
import { FILES, figuresOf, readMessages, STYLES } from '../../../understanding/evaluate-scam.ts';

const asWritten = (text: string): string => text;
const all = FILES.flatMap(readMessages);

describe('the messages written to judge by', () => {
  test('are at least 1,000, all different, with a kind and a label', () => {
    expect(all.length).toBeGreaterThanOrEqual(1_000);
    expect(new Set(all.map(({ text }) => text.toLowerCase())).size).toBe(all.length);
    expect(
      all.filter(({ kind, label }) => kind === '' || !['scam-hard', 'scam-soft', 'legit'].includes(label)),
    ).toEqual([]);
  });

  test('hold no number of a real person: mobile numbers start with 000', () => {
    const real = all.filter(({ text }) => /(?<!\d)0[35789]\d{8}(?!\d)/u.test(text)).map(({ text }) => text);
    expect(real).toEqual([]);
  });
});

describe.each(FILES)('the messages of %s', (file) => {
  const messages = readMessages(file);

  test.each(Object.keys(STYLES))('keep the goals %s', (style) => {
    const { scamUnknown, hardDangerous, legitDangerous, legitSuspicious, advertSuspicious } = figuresOf(
      messages,
      STYLES[style] ?? asWritten,
    );
    expect(scamUnknown).toBeLessThanOrEqual(2);
    expect(hardDangerous).toBeGreaterThanOrEqual(95);
    expect(legitDangerous).toBeLessThanOrEqual(2);
    expect(legitSuspicious).toBeLessThanOrEqual(10);
    expect(advertSuspicious).toBeLessThanOrEqual(30);
  });
});
