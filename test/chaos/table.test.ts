import { expect, test } from 'vitest';
import { CHAOS_RUNS, WHAT_HAPPENS } from './registry.ts';
import { type TableLine, withRow } from './table.ts';

const EMPTY = `# Chaos

| run | what happens | lost | doubled | misordered | unknown (copies) | recovery, ms | posts | holds | played |
|---|---|---|---|---|---|---|---|---|---|

The end.
`;

const aLine = (changes: Partial<TableLine>): TableLine => ({
  ...{ name: 'kill', holds: true, lost: 0, doubled: 0, misordered: 0, unknown: 3, recoveryMsMax: 7_000 },
  ...{ store: 'sqlite', command: 'npm run chaos -- kill', doubledUnknown: 1, doubledInWindow: 1 },
  posts: { late: 0, acceptMsMax: 90, otherStatus: 0, refused: 5, broken: 0 },
  machine: { date: '2026-11-22T19:30:00.000Z', loadAverage: 1.5 },
  ...changes,
});

const rowsIn = (text: string): string[] =>
  text
    .split('\n')
    .filter((line) => /^\| [a-z]/u.test(line))
    .slice(1);

test('a run gets one row a store, in the order of the runs, and the text around the table stays', () => {
  const lines = [
    aLine({}),
    aLine({ name: 'burst', posts: { late: 2, acceptMsMax: 2_100, otherStatus: 0, refused: 0, broken: 0 } }),
    aLine({ store: 'postgresql' }),
    aLine({ unknown: 4, holds: false }),
  ];
  const text = lines.reduce(withRow, EMPTY);
  const rows = rowsIn(text);
  expect(rows.map((row) => row.split('|')[1]?.trim())).toEqual([
    'burst · SQLite',
    'kill · PostgreSQL',
    'kill · SQLite',
  ]);
  expect(rows[0]).toContain('| slowest 200 2100 ms, 2 late | yes |');
  expect(rows[2]).toContain(
    '| 0 | 0 | 0 | 4 (2) | 7000 | slowest 200 90 ms, 5 refused | **no** | 2026-11-22 19:30, load 1.5: `npm run chaos -- kill` |',
  );
  expect(text.startsWith('# Chaos\n')).toBe(true);
  expect(text.endsWith('\n\nThe end.\n')).toBe(true);
});

test('every run says what happens in it', () => {
  expect(CHAOS_RUNS.filter(({ name }) => WHAT_HAPPENS[name] === undefined)).toEqual([]);
});
