import { describe, expect, it } from 'vitest';
import type { GuideCard } from '../../../../src/flow-engine/types.ts';
import { cardOf, definitionsOf, Walk } from '../../../support/flow-definitions.ts';

const noon = (day: string): number => Date.parse(`${day}T05:00:00Z`);
const firstWords = (overrides: Partial<GuideCard>, now: number): string =>
  new Walk(definitionsOf([], [cardOf({ reviewAfter: '2027-05-22', ...overrides })]), { now }).startCard().said[0] ?? '';

const line = 'Thông tin này đang được kiểm tra lại.';

describe('a card past its review', () => {
  it('still answers, but says so and names the official place first', () => {
    expect(firstWords({}, noon('2027-05-23'))).toMatch(
      new RegExp(`^${line} Bác hỏi nơi chính thức trước nhé: Công an xã, phường\\.\n\nCâu trả lời cho bác\\.`, 'u'),
    );
  });

  it('says nothing of it on the last day, and where nobody knows the time', () => {
    expect(firstWords({}, noon('2027-05-22'))).not.toContain(line);
    expect(firstWords({}, 0)).not.toContain(line);
  });

  it('names no place when the card has none', () => {
    const { help: _help, ...card } = cardOf({ reviewAfter: '2027-05-22' });
    const said = new Walk(definitionsOf([], [card]), { now: noon('2027-06-01') }).startCard().said[0];
    expect(said).toMatch(new RegExp(`^${line}\n\nCâu trả lời`, 'u'));
  });

  it('keeps the first line of a scam card: the bank before everything else', () => {
    const said = firstWords({ topic: 'scam-safety', answer: 'Gọi ngay ngân hàng.' }, noon('2027-06-01'));
    expect(said).toMatch(new RegExp(`^Gọi ngay ngân hàng\\.\n\n${line}`, 'u'));
  });
});
