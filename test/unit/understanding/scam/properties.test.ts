import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MAX_LINKS } from '../../../../src/understanding/scam/links.ts';
import { loadScamCheck } from '../../../../src/understanding/scam/load.ts';
import { readMessage } from '../../../../src/understanding/scam/message.ts';
import { ROOT } from '../../../guards/repository.ts';
import { readMessages } from '../../../understanding/evaluate-scam.ts';

const scamCheck = loadScamCheck(ROOT);
const LONGEST = 65_536;
/** What is read of a document: 1,600 characters, each folded into at most two, each a word at most, short forms as three. */
const MOST_WORDS = 3 * 3_200;

const fragments = readMessages('scam-messages.tsv').map(({ text }) => text);
/** Pieces of real messages, cut anywhere and joined with anything. */
const torn = fc
  .array(
    fc.oneof(
      fc.constantFrom(...fragments).chain((text) => fc.nat(text.length).map((at) => text.slice(at))),
      fc.string({ unit: 'binary', maxLength: 12 }),
    ),
    { maxLength: 12 },
  )
  .map((pieces) => pieces.join(''));
/** Evidence that lies in an address: no words can take it back. */
const EVIDENCE = ['https://vietcombank.vn-khoathe.top/a', 'http://a.example/x.apk', 'https://bidv-capnhat.online'];
const HARD = new Set(
  'fake-host listed-link apk outside-store asks-secret remote-control safe-account threat-and-transfer accident-money bail-money fee-with-threat curious-link login-elsewhere not-their-page strange-link-login'.split(
    ' ',
  ),
);
const isHard = (id: string): boolean => HARD.has(id);
const anything = fc.oneof(fc.string({ unit: 'binary', maxLength: 400 }), fc.string({ maxLength: 400 }), torn);

describe('the scam check, given any text', () => {
  test('answers with a verdict, 1–4 reasons and 3–5 actions, and never throws', () => {
    fc.assert(
      fc.property(anything, (text) => {
        const { verdict, reasons, actions } = scamCheck.check(text);
        expect(['dangerous', 'suspicious', 'unknown']).toContain(verdict);
        expect(reasons.length).toBeGreaterThanOrEqual(1);
        expect(reasons.length).toBeLessThanOrEqual(4);
        expect(actions.length).toBeGreaterThanOrEqual(3);
        expect(actions.length).toBeLessThanOrEqual(5);
        expect([...reasons.map(({ text }) => text), ...actions].filter((said) => said === '')).toEqual([]);
      }),
      { numRuns: 400 },
    );
  });

  test('never says safe, and repeats nothing of the message', () => {
    fc.assert(
      fc.property(anything, (text) => {
        const marked = `zqzq${text}zqzq`;
        const { reasons, actions } = scamCheck.check(marked);
        const said = [...reasons.map((reason) => reason.text), ...actions].join('\n');
        expect(said).not.toMatch(/an toàn|safe/iu);
        expect(said).not.toContain('zqzq');
      }),
      { numRuns: 300 },
    );
  });

  test('calls nothing dangerous without naming hard evidence', () => {
    fc.assert(
      fc.property(anything, (text) => {
        const { verdict, reasons } = scamCheck.check(text);
        expect(verdict === 'dangerous').toBe(reasons.some(({ id }) => isHard(id)) && verdict !== 'suspicious');
      }),
      { numRuns: 300 },
    );
  });

  test('is not calmed by words around hard evidence, whatever they are', () => {
    fc.assert(
      fc.property(fc.constantFrom(...EVIDENCE), torn, (evidence, around) => {
        // A sentence of its own; what surrounds it stays short enough to be read whole.
        const text = `${evidence}. ${around.slice(0, 300)}`;
        expect(scamCheck.check(text).verdict).toBe('dangerous');
      }),
      { numRuns: 200 },
    );
  });

  test('gives the same answer again', () => {
    fc.assert(
      fc.property(torn, (text) => {
        expect(scamCheck.check(text)).toEqual(scamCheck.check(text));
      }),
      { numRuns: 150 },
    );
  });

  test.each([
    ['one letter', 'a'.repeat(LONGEST)],
    ['dots', 'a.'.repeat(LONGEST / 2)],
    ['dots with spaces', 'a . '.repeat(LONGEST / 4)],
    ['digits', '1 2.'.repeat(LONGEST / 4)],
    ['addresses', 'https://x.top/a '.repeat(LONGEST / 16)],
    ['marks', 'ấ̃'.repeat(LONGEST / 3)],
    ['letters that fold into eighteen', 'ﷺ'.repeat(LONGEST)],
    ['letters one by one', 'h t t p s : / / '.repeat(LONGEST / 16)],
    ['half characters', '\ud83d'.repeat(LONGEST)],
    ['line ends', '\n'.repeat(LONGEST)],
    ['messages', fragments.join(' ').slice(0, LONGEST)],
    ['more than is read', 'chuyển tiền '.repeat(LONGEST)],
  ])('reads a bounded part of 64 kB of %s', (_what, text) => {
    const { words, links } = readMessage(text);
    expect(words.length).toBeLessThanOrEqual(MOST_WORDS);
    expect(links.length).toBeLessThanOrEqual(MAX_LINKS);
    expect(scamCheck.check(text).actions.length).toBeGreaterThanOrEqual(3);
  });

  test('reads the words of the beginning and the end of a document, and of its middle the addresses alone', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 20_000 }), (middle) => {
        const document = (between: string): string =>
          `${'Kính gửi quý khách. '.repeat(100)}${between}${'Trân trọng cảm ơn. '.repeat(100)}`;
        expect(readMessage(document(middle)).words).toEqual(readMessage(document('')).words);
      }),
      { numRuns: 50 },
    );
    const long = `${'Kính gửi quý khách. '.repeat(1_500)}https://vietcombank.vn-khoathe.top/a ${'Cảm ơn. '.repeat(3_000)}`;
    expect(scamCheck.check(long).verdict).toBe('dangerous');
  });

  test('opens nothing: its code knows no network, and reads files only when it is made', () => {
    const folder = join(ROOT, 'src/understanding/scam');
    const sources = readdirSync(folder).map((name) => ({ name, code: readFileSync(join(folder, name), 'utf8') }));
    const imported = sources.flatMap(({ name, code }) =>
      [...code.matchAll(/from '([^.'][^']*)'/gu)].map(([, from]) => `${name}: ${from}`),
    );
    expect(imported.toSorted()).toEqual(['impostors.ts: node:url', 'load.ts: node:fs', 'load.ts: node:path']);
    expect(sources.filter(({ code }) => /\bfetch\(|WebSocket|import\(/u.test(code)).map(({ name }) => name)).toEqual(
      [],
    );
  });
});
