import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

const FOLDER = path.resolve(import.meta.dirname, '../../src/storage/sql');
const files = readdirSync(FOLDER).map((name) => ({ name, source: readFileSync(path.join(FOLDER, name), 'utf8') }));

/** Names of generator functions: calling one asks nothing before somebody walks through it. */
const operations = new Set(
  files.flatMap(({ source }) => [...source.matchAll(/function\* (\w+)/gu)].map(([, name]) => name ?? '')),
);

/** Calls of statements and of operations in front of which neither `yield*` stands nor anything that passes them on. */
function unasked(source: string): string[] {
  const calls = new RegExp(
    String.raw`(?<before>yield\* |\*|function\* |=> ?\s*|return |[?:] |[\w.]*\.)?(?<call>\bdb\.(?:get|all|run|write|add|settle|together|holdCampaigns)\(|\b(?:${[...operations].join('|')})\()`,
    'gu',
  );
  const code = source
    .replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gmu, '')
    .replaceAll(/'[^'\n]*'|`[^`]*`/gu, '')
    .replaceAll(/db\.together\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)/gu, '');
  return [...code.matchAll(calls)]
    .filter(({ groups }) => groups?.['before'] === undefined)
    .map(({ groups, index }) => `${groups?.['call']} at line ${code.slice(0, index).split('\n').length}`);
}

describe('queries of the store', () => {
  test('knows the operations it looks for', () => {
    expect(operations.size).toBeGreaterThan(50);
    expect(unasked(`function* f(db) {\n  db.run('x');\n}`)).toEqual(['db.run( at line 2']);
    expect(unasked(`function* f(db) {\n  addTally(db, []);\n}`)).toEqual(['addTally( at line 2']);
    expect(unasked(`function* f(db) {\n  yield* addTally(db, []);\n  return yield* db.get('x');\n}`)).toEqual([]);
  });

  test.each(files)('are asked, each of them, in $name', ({ source }) => {
    expect(unasked(source)).toEqual([]);
  });
});
