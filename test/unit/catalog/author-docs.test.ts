import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { checkContent } from '../../../src/catalog/check.ts';
import { rules } from '../../../src/catalog/rules/index.ts';
import { flowSchema } from '../../../src/catalog/schemas.ts';
import { expressionFunctions } from '../../../src/flow-engine/expression-functions.ts';
import { stepTypes } from '../../../src/flow-engine/steps/index.ts';
import { rootDir } from '../../support/shipped-content.ts';

const page = (name: string): string => readFileSync(path.join(rootDir, 'docs', name), 'utf8');
const blocks = (text: string, language: string): string[] =>
  [...text.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gmu'))].map(([, block = '']) => block);

interface Named {
  readonly type?: string;
  readonly input?: string;
}

describe('docs/content-format.md', () => {
  const format = page('content-format.md');
  const section = format.slice(format.indexOf('\n## Flow:'), format.indexOf('\n## Messages:'));
  const examples = blocks(section, 'yaml').map((block) => parse(block) as Record<string, unknown>);
  const whole = examples.filter((example) => 'steps' in example);
  const alone = examples.filter((example) => !('steps' in example)) as Record<string, Named>[];

  it('shows an example of every step type', () => {
    const shown = alone.flatMap((example) => Object.values(example).map(({ type }) => type));
    expect([...new Set(shown)].toSorted()).toEqual([...stepTypes].toSorted());
  });

  it('explains every step type in words', () => {
    expect(stepTypes.filter((type) => !section.includes(`\`${type}\``))).toEqual([]);
  });

  it('names every function of expressions, every reserved variable, every input and every segment', () => {
    const inputs = ['choice', 'text', 'number', 'money', 'date', 'phone', 'place', 'photo', 'location'];
    const reserved = ['segment', 'largeSteps', 'assisted', 'address'];
    const segments = ['trader', 'parent', 'elderly', 'farmer', 'student'];
    const names = [...inputs, ...reserved, ...segments].map((name) => `\`${name}\``);
    const functions = Object.values(expressionFunctions).map(({ usage }) => `\`${usage.split(': ')[0]}\``);
    expect([...names, ...functions].filter((name) => !section.includes(name))).toEqual([]);
  });

  it('shows only whole flows and steps that the schema of flows takes', () => {
    expect(whole).toHaveLength(1);
    const around = { id: 'sample', topic: 'e-payments', title: 'x', asks: ['x'], start: 'step' };
    const flows = [...whole, ...alone.map((steps) => ({ ...around, steps }))];
    const refused = flows.map((flow) => flowSchema.safeParse(flow)).filter(({ success }) => !success);
    expect(refused.map(({ error }) => error?.issues)).toEqual([]);
  });
});

describe('docs/soan-noi-dung.md', () => {
  const guide = page('soan-noi-dung.md');
  const [card = ''] = blocks(guide, 'markdown');
  const [, name = '', folder = ''] = /tệp mới `(\S+\.md)` trong thư mục `(\S+)`/u.exec(guide) ?? [];
  const place = `${folder}/${name}`;

  it('shows a card in which the linter finds nothing, at the place it names', async () => {
    const dir = mkdtempSync(path.join(tmpdir(), 'guide-'));
    try {
      for (const part of ['content', 'flows'])
        cpSync(path.join(rootDir, part), path.join(dir, part), { recursive: true });
      const before = await checkContent(dir, '2026-11-22');
      writeFileSync(path.join(dir, place), card);
      const after = await checkContent(dir, '2026-11-22');
      expect(after.counts.cards).toBe(before.counts.cards + 1);
      expect([...after.errors, ...after.warnings].filter(({ file }) => file === place)).toEqual([]);
      expect(after.errors).toEqual(before.errors);
    } finally {
      rmSync(dir, { recursive: true, force: true });
    }
  });

  const table = guide.slice(guide.indexOf('| hay gặp |'), guide.indexOf('## Thử trên'));
  const rows = [...table.matchAll(/^\| `([a-z-]+)` \| (.+) \| (.+) \|$/gmu)].map(
    ([, rule = '', problem = '', fix = '']) => ({ rule, problem, fix }),
  );

  it('explains only rules that exist', () => {
    expect(rows.length).toBeGreaterThan(9);
    expect(rows.filter(({ rule }) => !rules.some(({ id }) => id === rule))).toEqual([]);
  });

  it.each(rows)('quotes what is said of $rule word by word, with … for what differs', ({ rule, problem, fix }) => {
    const file = path.join(rootDir, 'test/fixtures/broken-content', rule, 'expected.yaml');
    const said = parse(readFileSync(file, 'utf8')) as { readonly problem: string; readonly fix: string };
    const missing = (quoted: string, whole: string): string[] =>
      quoted.split('…').filter((part) => !whole.includes(part.trim()));
    expect([...missing(problem, said.problem), ...missing(fix, said.fix)]).toEqual([]);
  });
});
