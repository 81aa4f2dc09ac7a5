import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { loadScamCheck } from '../../../../src/understanding/scam/load.ts';
import { ROOT } from '../../../guards/repository.ts';
import { readMessages } from '../../../understanding/evaluate-scam.ts';

const scamCheck = loadScamCheck(ROOT);
const LONGEST = 65_536;
/** Generous against a busy machine; the bench measures 0.2 ms a message and 3 ms for 64 kB. */
const SLOW_MS = 50;

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
    ['half characters', '\ud83d'.repeat(LONGEST)],
    ['line ends', '\n'.repeat(LONGEST)],
    ['messages', fragments.join(' ').slice(0, LONGEST)],
    ['more than is read', 'chuyển tiền '.repeat(LONGEST)],
  ])('is done in time with 64 kB of %s', (_what, text) => {
    const times = Array.from({ length: 5 }, () => {
      const from = performance.now();
      scamCheck.check(text);
      return performance.now() - from;
    });
    expect(Math.min(...times)).toBeLessThan(SLOW_MS);
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
