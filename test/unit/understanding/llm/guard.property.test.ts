import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { loadCatalogueSync } from '../../../../src/catalog/index.ts';
import { type RetrievedCard, toRetrievedCard } from '../../../../src/understanding/llm/card.ts';
import { judge, MAX_CHARACTERS, type Rejection } from '../../../../src/understanding/llm/guard/judge.ts';
import { instructionsFor } from '../../../../src/understanding/llm/prompts.ts';
import { ROOT } from '../../../guards/repository.ts';
import { policeCard, residenceCard } from './drafts.ts';

const RUNS = 300;

const rephrased = (text: string, card: RetrievedCard = residenceCard): Rejection | undefined =>
  judge({ cards: [card.id], text }, { use: 'rephrase', cards: [card], instructions: instructionsFor('rephrase') });
const summarised = (text: string): Rejection | undefined =>
  judge({ cards: [policeCard.id], text }, { use: 'summarise', cards: [policeCard], instructions: '' });

/** Texts the guard lets through, to be poisoned. */
const harmless = fc.constantFrom(
  'Bác nộp tạm trú trong VNeID, hoặc ra Công an xã, phường nơi đang ở.',
  'Ở nơi khác từ 30 ngày trở lên thì bác phải đăng ký tạm trú.',
  'Bác mở VNeID, vào mục "Thủ tục hành chính", rồi chọn đăng ký tạm trú.',
);
const digitsOf = (min: number, max: number) =>
  fc.array(fc.integer({ min: 0, max: 9 }), { minLength: min, maxLength: max }).map((digits) => digits.join(''));

/** Numbers no card of the tests knows, as people write them. */
const foreignNumber = fc.oneof(
  digitsOf(9, 11).map((digits) => `0${digits}`),
  digitsOf(9, 11).map((digits) => digits.replaceAll(/(\d{2})(?=\d)/gu, '$1 ')),
  digitsOf(8, 10).map((digits) => digits.replaceAll(/(\d{3})(?=\d)/gu, '$1.')),
  fc.integer({ min: 8, max: 999 }).map((amount) => `${amount} nghìn`),
  fc.integer({ min: 4, max: 29 }).map((days) => `${days} ngày`),
  fc.tuple(fc.integer({ min: 1, max: 28 }), fc.integer({ min: 1, max: 12 })).map(([day, month]) => `${day}/${month}`),
);

describe('the guard', () => {
  test('has a verdict on any text whatever, for every use', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 2_000 }), (text) => {
        for (const verdict of [rephrased(text), summarised(text)]) expect(typeof verdict).not.toBe('object');
        if (text.length > MAX_CHARACTERS.rephrase) expect(rephrased(text)).toBe('too-long');
      }),
      { numRuns: RUNS },
    );
  });

  test('lets through what it is about to poison', () => {
    fc.assert(
      fc.property(harmless, (text) => {
        expect(rephrased(text)).toBeUndefined();
      }),
    );
  });

  test('refuses any number a card does not know, wherever it stands', () => {
    fc.assert(
      fc.property(harmless, foreignNumber, fc.boolean(), (text, number, first) => {
        expect(rephrased(first ? `Gọi ${number}. ${text}` : `${text} Gọi ${number} nhé.`)).toBe('number');
      }),
      { numRuns: RUNS },
    );
  });

  test('refuses any web address a card does not know', () => {
    const part = fc.stringMatching(/^[a-z][a-z0-9-]{0,8}[a-z0-9]$/u);
    const address = fc.tuple(part, fc.constantFrom('vn', 'com', 'top', 'gov.vn.cc'), fc.constantFrom('', 'https://'));
    fc.assert(
      fc.property(harmless, address, (text, [name, tld, scheme]) => {
        expect(rephrased(`${text} Bác vào ${scheme}${name}.${tld} nhé.`)).toBe('link');
      }),
      { numRuns: RUNS },
    );
  });

  test('refuses every request for a secret, whoever is to get it', () => {
    const verb = fc.constantFrom('gửi', 'đọc', 'nhắn', 'cung cấp', 'đưa', 'chụp', 'doc', 'gui', 'nói');
    const secret = fc.constantFrom(
      'mã OTP',
      'mật khẩu',
      'mã xác nhận',
      'số thẻ',
      'mã PIN',
      'số tài khoản',
      'ảnh căn cước',
      'mat khau',
      'CVV',
    );
    const receiver = fc.constantFrom('', ' cho em', ' cho cán bộ', ' vào đây', ' qua Zalo', ' để kiểm tra');
    const lead = fc.constantFrom('', 'Bác ', 'Bác nhớ ', 'Đừng lo, ', 'Không sao bác ', 'Rồi bác ');
    fc.assert(
      fc.property(harmless, lead, verb, secret, receiver, (text, start, give, what, whom) => {
        const verdict = rephrased(`${text} ${start}${give} ${what}${whom}.`);
        expect(['secret-request', 'link', 'safe-verdict']).toContain(verdict);
      }),
      { numRuns: RUNS },
    );
  });

  test('refuses "an toàn" as a verdict of a summary in any spelling of its case and spaces', () => {
    const spelled = fc.constantFrom('an toàn', 'AN TOÀN', 'an  toàn', 'an\u0020toa\u0300n', 'an toan', 'An Toàn');
    const around = fc.constantFrom(['là ', ''], ['rất ', ' nhé'], ['tuyệt đối ', ''], ['hoàn toàn ', ' với bác']);
    fc.assert(
      fc.property(spelled, around, (word, [before, after]) => {
        expect(summarised(`Tin nhắn này tự xưng công an, ${before}${word}${after}.`)).toBe('safe-verdict');
      }),
    );
  });

  test('is of one mind about composed and decomposed letters', () => {
    const texts = fc.constantFrom(
      'Bác đăng ký tạm trú trong VNeID rồi đọc mã OTP cho em.',
      'Bác nộp tạm trú trong VNeID, hoặc ra Công an xã, phường nơi đang ở.',
      'Bác nộp tạm trú trong VNeID, lệ phí hai trăm nghìn đồng.',
    );
    fc.assert(
      fc.property(texts, (text) => {
        expect(rephrased(text.normalize('NFD'))).toBe(rephrased(text));
      }),
    );
  });

  test('stays quick on texts made to be slow', () => {
    const unit = fc.constantFrom('0.', '1 ', 'a.', 'a ', 'không ', 'gửi mã ', '.!? ', '"(', 'một ', 'x'.repeat(40));
    fc.assert(
      fc.property(fc.array(unit, { minLength: 1, maxLength: 4 }), (units) => {
        const text = units.join('').repeat(700).slice(0, MAX_CHARACTERS.rephrase);
        // Of the processor, not of the clock: a machine that does other work besides makes no text slow.
        const before = process.cpuUsage();
        rephrased(text);
        const { user, system } = process.cpuUsage(before);
        expect((user + system) / 1_000).toBeLessThan(200);
      }),
      { numRuns: RUNS },
    );
  });
});

describe('the cards as they are written', () => {
  const cards = loadCatalogueSync(ROOT).cards();

  test('pass the guard with their own opening answer and warning, every one', () => {
    const refused = cards.flatMap((card) =>
      [card.answer, card.warning ?? card.answer].flatMap((text) => {
        const filled = text.replaceAll('{bác}', 'bác').replaceAll('{Bác}', 'Bác');
        const verdict =
          filled.length > MAX_CHARACTERS.rephrase ? undefined : rephrased(filled, toRetrievedCard(card.slug, card));
        return verdict === undefined ? [] : [`${card.slug}: ${verdict}`];
      }),
    );
    expect(cards.length).toBeGreaterThan(10);
    expect(refused).toEqual([]);
  });
});
