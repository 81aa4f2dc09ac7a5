import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fold } from '../../../src/shared/vietnamese.ts';
import { isEmergency } from '../../../src/understanding/emergency.ts';
import { parsePattern, readConcepts, says } from '../../../src/understanding/emergency-match.ts';
import { FRAMES, SIGNS } from '../../../src/understanding/emergency-signs.ts';
import { emergencyFeatures, FEATURE_NUMBERS } from '../../../src/understanding/emergency-features.ts';
import { readEmergencyModel } from '../../../src/understanding/emergency-model.ts';
import { soundOf } from '../../../src/understanding/emergency-sound.ts';
import { emergencyWords, readMarks } from '../../../src/understanding/emergency-words.ts';
import { rootDir } from '../../support/shipped-content.ts';
import { isInPartEmergency } from '../../understanding/emergency-guides.ts';
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

/** Messages that the points were never fitted to. */
const heldOut = (file: string): readonly string[] =>
  readFileSync(path.join(rootDir, 'test/fixtures/understanding', file), 'utf8')
    .split('\n')
    .map((line) => line.split('\t'))
    .flatMap(([label = '', , text]) => (text === undefined || isInPartEmergency(label) ? [] : text));

const shareHeard = (texts: readonly string[]): number =>
  texts.filter((text) => isEmergency(text)).length / texts.length;

const reads = (text: string) => readConcepts(emergencyWords(text), readMarks(text));

describe('an emergency', () => {
  test('is tried in at least 400 phrasings', () => expect(EMERGENCIES.length).toBeGreaterThanOrEqual(400));

  test.each(WAYS)('is heard %s, 99 times in 100', (_, typed) => {
    const missed = wrong(EMERGENCIES, true, typed);
    expect(missed.length / EMERGENCIES.length, missed.join('\n')).toBeLessThanOrEqual(0.01);
  });

  test('is heard in 97 of 100 messages that nothing was fitted to', () =>
    expect(shareHeard(heldOut('emergency.tsv'))).toBeGreaterThanOrEqual(0.97));

  test('is heard in words that the caller has read', () => {
    expect(isEmergency('má tui bị gạt', ['me', 'toi', 'bi', 'lua'])).toBe(true);
    expect(isEmergency('má tui bị gạt', ['me', 'toi', 'khoe'])).toBe(false);
  });
});

describe('no emergency', () => {
  test.each(WAYS)('is what only sounds like one, %s, 98 times in 100', (_, typed) => {
    const alarms = wrong(NO_EMERGENCIES, false, typed);
    expect(alarms.length / NO_EMERGENCIES.length, alarms.join('\n')).toBeLessThanOrEqual(0.02);
  });

  test('is heard in at most 2 of 100 such messages that nothing was fitted to', () =>
    expect(shareHeard(heldOut('not-emergency.tsv'))).toBeLessThanOrEqual(0.02));

  test('is heard in at most 12 of 1,000 ordinary messages about guides that nothing was fitted to', () => {
    const topics = ['e-commerce', 'public-services', 'e-payments', 'other-platforms', 'scam-safety', 'smalltalk'];
    expect(shareHeard(topics.flatMap((topic) => heldOut(`${topic}.tsv`)))).toBeLessThanOrEqual(0.012);
  });

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

describe('the sound of a word', () => {
  test.each([
    ['nua', 'lua'],
    ['tieng', 'tien'],
    ['ngui', 'nguoi'],
    ['xim', 'sim'],
    ['bac', 'bat'],
    ['gion', 'don'],
  ])('of %j is that of %j', (one, other) => expect(soundOf(one)).toBe(soundOf(other)));

  test('keeps apart what sounds different', () => {
    expect(soundOf('lua')).not.toBe(soundOf('mua'));
    expect(soundOf('tien')).not.toBe(soundOf('dien'));
  });
});

describe('features', () => {
  test('are numbers of the table, each once, and none for a text without words', () =>
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        const features = emergencyFeatures(text);
        expect(new Set(features).size).toBe(features.length);
        for (const feature of features) expect(feature >= 0 && feature < FEATURE_NUMBERS).toBe(true);
        if (emergencyWords(text).length === 0) expect(features).toEqual([]);
      }),
    ));
});

describe('the file of the model', () => {
  const head = '# remark\nkinds\t!danger\tharmless\nscale\t0.5\nbias\t0\t0\n';
  const row = (feature: number, ...points: number[]): string =>
    `${feature.toString(36)}\t${Buffer.from(Int8Array.from(points).buffer).toString('base64')}\n`;

  test('is log odds of the dangers against the rest', () => {
    const model = readEmergencyModel(head + row(7, 16, -16) + row(40_000, -4, 4));
    expect(model.score([])).toBeCloseTo(0);
    expect(model.score([7])).toBeCloseTo((0.5 * 32) / Math.sqrt(8));
    expect(model.score([7, 40_000])).toBeCloseTo((0.5 * 24) / Math.sqrt(8));
    expect(model.score([1, 2, 3])).toBeCloseTo(0);
  });

  test('is refused when a row is too short or names no feature', () => {
    expect(() => readEmergencyModel(head + row(7, 1))).toThrow(/EMERGENCY_MODEL_BROKEN.*"7"/u);
    expect(() => readEmergencyModel(`${head}zzzzzz\tAAA=\n`)).toThrow(/EMERGENCY_MODEL_BROKEN/u);
  });
});
