import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fold } from '../../../src/shared/vietnamese.ts';
import { buildIndex } from '../../../src/understanding/retrieval.ts';
import { shippedUnderstanding } from '../../support/shipped-understanding.ts';
import { shippedCatalogue } from '../../support/shipped-content.ts';

const entries = shippedCatalogue().entries();
const index = buildIndex(entries);
const understanding = shippedUnderstanding();

describe('search over the shipped catalogue', () => {
  test.each(entries.map((entry) => [entry.id, entry] as const))(
    'finds %s at rank 1 by its title and each of its asks',
    (_id, entry) => {
      for (const ask of [entry.title, ...entry.asks]) {
        for (const typed of [ask, fold(ask), `  ${ask.toUpperCase()}?`]) {
          const [first] = index.search(typed, 3);
          expect(first?.entry.id, typed).toBe(entry.id);
          expect(first?.confidence, typed).toBe(1);
        }
      }
    },
  );

  test('finds nothing for words nobody wrote about', () => expect(index.search('qwertyuiop zxcvb', 3)).toEqual([]));

  test('gives at most as many as asked for, best first, never the same entry twice', () =>
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom(...entries.flatMap(({ asks }) => asks))),
        fc.integer({ min: 1, max: 5 }),
        (text, limit) => {
          const hits = index.search(text, limit);
          expect(hits.length).toBeLessThanOrEqual(limit);
          expect(new Set(hits.map(({ entry }) => entry.id)).size).toBe(hits.length);
          for (const [position, { confidence }] of hits.entries()) {
            expect(confidence).toBeGreaterThan(0);
            expect(confidence).toBeLessThanOrEqual(hits[position - 1]?.confidence ?? 1);
          }
        },
      ),
    ));
});

describe('understanding', () => {
  test.each(['xin chào', 'Chào em', 'alo', 'hello', 'chao ad', 'em ơi', 'Kính chào trợ lý'])(
    '%j is a greeting',
    (text) => expect(understanding.understand(text).decision).toBe('greeting'),
  );

  test.each([
    'cảm ơn',
    'cam on em',
    'dạ cảm ơn',
    'Vâng cảm ơn nhiều',
    'ok cảm ơn',
    'thanks',
    'xong rồi',
    'ok',
    'dạ',
    'xong rồi em',
  ])('%j is thanks', (text) => expect(understanding.understand(text).decision).toBe('thanks'));

  test('a greeting with a question is the question', () => {
    const meaning = understanding.understand('chào em, làm sao để đăng ký tạm trú');
    expect(['answer', 'clarify']).toContain(meaning.decision);
  });

  test('the very words of an ask start its entry, unless they are an emergency', () => {
    for (const entry of entries) {
      for (const ask of entry.asks) {
        const meaning = understanding.understand(ask);
        if (meaning.decision === 'emergency') {
          // Money that leaves an account by itself is one, whatever card it is written on.
          expect([entry.topic, entry.id], ask).toEqual(
            expect.arrayContaining([expect.stringMatching(/^(?:scam-safety|lock-account-emergency)$/u)]),
          );
          continue;
        }
        expect(meaning, ask).toMatchObject({ decision: 'answer', hit: { entry: { id: entry.id } } });
      }
    }
  });

  test.each([
    'lam sao de nhan tien cua con gui',
    'làm sao để nhận tiền của con gửi',
    'con gui tien ve toi nhan the nao',
  ])('%j starts the guide to receiving money, not one to paying', (text) =>
    expect(understanding.understand(text)).toMatchObject({
      decision: 'answer',
      hit: { entry: { id: 'receive-money-from-family' } },
    }),
  );

  test.each(['co nguoi bao quet ma moi nhan duoc tien', 'nguoi ta gui ma bao quet de nhan tien'])(
    '%j starts the guide to codes of strangers, not one to paying',
    (text) =>
      expect(understanding.understand(text)).toMatchObject({
        decision: 'answer',
        hit: { entry: { id: 'scam-qr-code' } },
      }),
  );

  test('nothing known is unknown, and so is an empty text', () => {
    expect(understanding.understand('qwertyuiop zxcvb')).toEqual({ decision: 'unknown', hits: [] });
    expect(understanding.understand('').decision).toBe('unknown');
  });

  test('clarify never offers more than three', () => {
    const meaning = understanding.understand('quên mật khẩu');
    expect(meaning.decision).toBe('clarify');
    expect('hits' in meaning && meaning.hits.length).toBeLessThanOrEqual(3);
  });

  test('has a meaning for any text', () =>
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        expect(['emergency', 'greeting', 'thanks', 'smalltalk', 'answer', 'clarify', 'declined', 'unknown']).toContain(
          understanding.understand(text).decision,
        );
      }),
    ));
});
