import { describe, expect, test } from 'vitest';
import { firstSentence, guideIntro } from '../../../src/catalog/guide-intro.ts';
import { shippedCatalogue } from '../../support/shipped-content.ts';

const catalogue = shippedCatalogue();

describe('what is said of a guide', () => {
  test('is there for every shipped card and flow: a title and fixed first words', () => {
    for (const { id, kind } of catalogue.entries()) {
      const intro = guideIntro(catalogue, id);
      expect(intro, id).toMatchObject({ id, kind, title: expect.stringMatching(/\S/u) });
      expect(intro?.lead, id).toMatch(/\S/u);
      expect(intro?.lead.replaceAll(/\{[Bb]ác\}/gu, ''), id).not.toMatch(/[{}]/u);
    }
  });

  test('is nothing for a guide that does not exist', () => {
    expect(guideIntro(catalogue, 'no-such-guide')).toBeUndefined();
  });
});

describe('the first sentence', () => {
  test.each([
    ['Một câu. Hai câu.', 'Một câu.'],
    ['Mở dichvucong.gov.vn rồi bấm. Xong.', 'Mở dichvucong.gov.vn rồi bấm.'],
    ['Gọi 1900.0368 nhé! Rồi chờ.', 'Gọi 1900.0368 nhé!'],
    ['Không có dấu chấm\nDòng hai.', 'Không có dấu chấm'],
    ['', ''],
  ])('of "%s" is "%s"', (text, sentence) => {
    expect(firstSentence(text)).toBe(sentence);
  });
});
