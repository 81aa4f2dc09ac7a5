import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fold } from '../../../src/shared/vietnamese.ts';
import { isEmergency } from '../../../src/understanding/emergency.ts';
import { parsePattern, readConcepts, says } from '../../../src/understanding/emergency-match.ts';
import { FRAMES, SIGNS } from '../../../src/understanding/emergency-signs.ts';
import { emergencyWords, readMarks } from '../../../src/understanding/emergency-words.ts';
import { EMERGENCIES, NO_EMERGENCIES } from './emergency-phrasings.ts';

/** "lo" and "da" as somebody in a hurry types them: "loooo", "daaaa". */
const drawOut = (text: string): string =>
  text.replace(/(?<=[^aeiouy\s])(?<last>[aio])(?=\s|$)/giu, '$<last>$<last>$<last>$<last>');

const WAYS: readonly (readonly [string, (text: string) => string])[] = [
  ['as written', (text) => text],
  ['without marks', fold],
  ['in capitals', (text) => text.toUpperCase()],
  ['in capitals without marks', (text) => fold(text).toUpperCase()],
  ['with letters drawn out', (text) => drawOut(fold(text))],
  ['with decomposed marks', (text) => text.normalize('NFD')],
  ['with signs and emoji around', (text) => `😭😭 ${text} !!! 🙏`],
];

const wrong = (texts: readonly string[], wanted: boolean, typed: (text: string) => string): readonly string[] =>
  texts.filter((text) => isEmergency(typed(text)) !== wanted);

const reads = (text: string) => readConcepts(emergencyWords(text), readMarks(text));

describe('an emergency', () => {
  test('is tried in at least 400 phrasings', () => expect(EMERGENCIES.length).toBeGreaterThanOrEqual(400));

  test.each(WAYS)('is heard %s', (_, typed) => expect(wrong(EMERGENCIES, true, typed)).toEqual([]));

  test('is heard in words that the caller has read', () => {
    expect(isEmergency('má tui bị gạt', ['me', 'toi', 'bi', 'lua'])).toBe(true);
    expect(isEmergency('má tui bị gạt', ['me', 'toi', 'khoe'])).toBe(false);
  });
});

describe('no emergency', () => {
  test.each(WAYS)('is what only sounds like one, %s', (_, typed) =>
    expect(wrong(NO_EMERGENCIES, false, typed)).toEqual([]),
  );

  test('is a word that only lost its marks', () => {
    expect(isEmergency('chúng bắt cóc con tôi')).toBe(true);
    expect(isEmergency('họ bắt cọc con bò năm triệu')).toBe(false);
    expect(isEmergency('tiền mất hết rồi')).toBe(true);
    expect(isEmergency('trả bằng tiền mặt rồi')).toBe(false);
  });
});

describe('a sign', () => {
  test.each(
    Object.values(SIGNS)
      .flat()
      .map(([, pattern, example]) => [pattern, example] as const),
  )('%s is found in %j', (pattern, example) => expect(says(reads(example), parsePattern(pattern), true)).toBe(true));

  test.each(FRAMES.map(({ pattern, example }) => [pattern, example] as const))(
    'and the frame %s in %j, which is no emergency',
    (pattern, example) => {
      expect(says(reads(example), parsePattern(pattern), false)).toBe(true);
      expect(isEmergency(example)).toBe(false);
    },
  );

  test('is taken back by "chưa" and "không" right before it', () => {
    const pattern = parsePattern('JUST 4 SEND');
    expect(says(reads('tôi vừa chuyển'), pattern, true)).toBe(true);
    expect(says(reads('tôi vừa định mà chưa chuyển'), pattern, true)).toBe(false);
  });
});

describe('any text', () => {
  test('has an answer', () =>
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), fc.option(fc.array(fc.string())), (text, words) => {
        expect(typeof isEmergency(text, words ?? undefined)).toBe('boolean');
      }),
    ));

  test('of words of emergencies in any order has an answer', () => {
    const words = [...new Set(EMERGENCIES.flatMap((text) => text.split(' ')))];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...words), { maxLength: 60 }), (list) => {
        const text = list.join(' ');
        expect(isEmergency(text.toUpperCase())).toBe(isEmergency(text));
      }),
    );
  });

  test('is answered when it is empty, only signs, or 64 kB long', () => {
    for (const text of ['', '   ', '!!!', '😭', '\u0000\uD800']) expect(isEmergency(text), text).toBe(false);
    expect(isEmergency('tôi vừa bị lừa mất tiền '.repeat(2_700))).toBe(true);
  });
});
