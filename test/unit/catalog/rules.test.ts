import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { rules } from '../../../src/catalog/rules/index.ts';
import { rootDir } from '../../support/shipped-content.ts';

const fixtures = readdirSync(path.join(rootDir, 'test/fixtures/broken-content'));
const manual = readFileSync(path.join(rootDir, 'docs/lint-rules.md'), 'utf8');

interface Row {
  readonly id: string;
  readonly severity: string;
  readonly start: string;
  readonly says: string;
}

const rows: Row[] = [...manual.matchAll(/^\| `([a-z-]+)` \| (\w+) \| (\S*) ?\| (.+) \|$/gmu)].map(
  ([, id = '', severity = '', start = '', says = '']) => ({ id, severity, start, says }),
);

describe('every rule', () => {
  it('has an id of its own in small letters and hyphens', () => {
    const ids = rules.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id) => !/^[a-z]+(?:-[a-z]+)*$/u.test(id))).toEqual([]);
  });

  it('has a fixture that breaks it, named as the rule', () => {
    expect(rules.map(({ id }) => id).filter((id) => !fixtures.includes(id))).toEqual([]);
  });

  it('is the rule of its fixtures: no fixture belongs to none', () => {
    const ids = new Set(rules.map(({ id }) => id));
    expect(fixtures.filter((name) => !ids.has(name.split('--')[0] ?? ''))).toEqual([]);
  });

  it('has a row in docs/lint-rules.md, in the same order, with what to write instead', () => {
    expect(rows.map(({ id, severity, start }) => `${id} ${severity} ${start}`)).toEqual(
      rules.map(({ id, severity, stopsStart }) => `${id} ${severity} ${stopsStart ? 'yes' : 'no'}`),
    );
    for (const { id, says } of rows) expect(says.split(' | '), id).toHaveLength(2);
  });

  it('stops a start only as an error', () => {
    expect(rules.filter(({ stopsStart, severity }) => stopsStart && severity === 'warning')).toEqual([]);
  });
});
