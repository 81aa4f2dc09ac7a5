import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

const FOLDER = path.resolve(import.meta.dirname, '../../src/storage/sql');
const files = readdirSync(FOLDER).map((name) => ({ name, source: readFileSync(path.join(FOLDER, name), 'utf8') }));

const definedIn = (source: string): string[] =>
  [...source.matchAll(/function\* (\w+)/gu)].map(([, name]) => name ?? '');
const everywhere = new Set(files.flatMap(({ source }) => definedIn(source)));

/** Names of generator functions this file knows: calling one asks nothing before somebody walks through it. */
function operationsOf(source: string): string[] {
  const imported = [...source.matchAll(/import \{([^}]*)\} from '\.\//gu)].flatMap(
    ([, names]) => names?.match(/\w+/gu) ?? [],
  );
  return [...new Set([...definedIn(source), ...imported.filter((name) => everywhere.has(name))])];
}

/** Calls of statements and of operations in front of which neither `yield*` stands nor anything that passes them on. */
function unasked(source: string): string[] {
  const names = operationsOf(source).join('|') || 'nothing';
  const calls = new RegExp(
    String.raw`(?<before>yield\* |\*|function\* |=> ?\s*|return |[?:] |[\w.]*\.)?(?<call>\bdb\.(?:get|all|run|write|add|settle|together|holdCampaigns)\(|\b(?:${names})\()`,
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
    expect(everywhere.size).toBeGreaterThan(50);
    expect(unasked(`function* f(db) {\n  db.run('x');\n}`)).toEqual(['db.run( at line 2']);
    expect(unasked(`import { addTally } from './tally.ts';\nfunction* f(db) {\n  addTally(db, []);\n}`)).toEqual([
      'addTally( at line 3',
    ]);
    expect(
      unasked(
        `import { addTally } from './tally.ts';\nfunction* f(db) {\n  yield* addTally(db, []);\n  return yield* db.get('x');\n}`,
      ),
    ).toEqual([]);
  });

  test.each(files)('are asked, each of them, in $name', ({ source }) => {
    expect(unasked(source)).toEqual([]);
  });
});
