import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildCatalogue } from '../../../src/catalog/build.ts';
import { sampleFile } from '../../support/shipped-content.ts';

const today = '2026-11-22';
const cardFile = 'content/answers/public-services/make-account.md';
const flowFile = 'flows/public-services/open-account.yaml';

/** A flow file with these steps; the card `make-account` stands beside it. */
function problemsOf(...flows: (readonly [id: string, steps: string])[]): string[] {
  const sources = flows.map(([id, steps]) => ({
    file: `flows/public-services/${id}.yaml`,
    text: `id: ${id}\ntopic: public-services\ntitle: Mẫu\nasks: [a ${id}, b ${id}, c ${id}, d ${id}, e ${id}]\nstart: s\nsteps:\n${steps}\n`,
  }));
  const card = { file: cardFile, text: sampleFile(cardFile).replace('related: [first-hour]', 'related: []') };
  return buildCatalogue([card, ...sources], today, 'start')
    .problems.filter(({ file }) => file.startsWith('flows/'))
    .map(({ problem }) => problem);
}

describe('loops', () => {
  it('are fine when a card waits in them', () => {
    const steps =
      '  s: { type: guide, card: make-account, next: t, stuck: z }\n  t: { type: say, text: Nữa, next: s }\n  z: { type: end }';
    expect(problemsOf(['walker', steps])).toEqual([]);
  });

  const caller = (inner: string): string =>
    `  s: { type: call, flow: ${inner}, next: t }\n  t: { type: branch, cases: [{ when: { var: x, equals: y }, next: z }], else: s }\n  z: { type: end }`;

  it('are fine when a called flow waits in them', () => {
    const inner = '  s: { type: ask, text: Sao ạ?, save: x, next: z, giveUp: z }\n  z: { type: end }';
    expect(problemsOf(['outer', caller('inner')], ['inner', inner])).toEqual([]);
  });

  it('are refused when the called flow can run through without waiting', () => {
    const inner = '  s: { type: say, text: Dạ, next: z }\n  z: { type: end }';
    expect(problemsOf(['outer', caller('inner')], ['inner', inner])).toEqual([
      expect.stringContaining('chạy vòng mãi') as string,
    ]);
  });
});

describe('calls', () => {
  const chain = (length: number): (readonly [string, string])[] =>
    Array.from({ length: length + 1 }, (_unused, level) => [
      `level-${level}`,
      level === length
        ? '  s: { type: end, text: Đáy }'
        : `  s: { type: call, flow: level-${level + 1}, next: z }\n  z: { type: end }`,
    ]);

  it('may stand four inside each other, not five', () => {
    expect(problemsOf(...chain(4))).toEqual([]);
    expect(problemsOf(...chain(5))).toEqual([expect.stringContaining('lồng nhau quá 4 lớp') as string]);
  });
});

describe('files made of anything', () => {
  it('are refused with file and line, never with a crash', () => {
    const lines = [...sampleFile(cardFile).split('\n'), ...sampleFile(flowFile).split('\n')];
    const scrambled = fc
      .array(fc.oneof(fc.constantFrom(...lines), fc.string({ unit: 'binary', maxLength: 40 })), { maxLength: 30 })
      .map((some) => some.join('\n'));
    fc.assert(
      fc.property(scrambled, (text) => {
        const { catalogue, problems } = buildCatalogue(
          [
            { file: cardFile, text: `---\n${text}` },
            { file: flowFile, text },
          ],
          today,
        );
        expect(catalogue).toBeUndefined();
        for (const { file, line, problem, fix } of problems) {
          expect(file).not.toBe('');
          expect(line).toBeGreaterThanOrEqual(1);
          expect(problem).not.toBe('');
          expect(fix).not.toBe('');
        }
      }),
      { numRuns: 300 },
    );
  });
});
