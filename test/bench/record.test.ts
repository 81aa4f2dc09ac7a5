import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { verdictOf } from './goals.ts';
import { type BenchRecord, readRecords, record, replaceBetween, tableOf, withRecord } from './record.ts';

const machine = {
  ...{ cpu: 'Some | CPU', cores: 2, node: 'v24.21.0', date: '2026-11-22T19:00:12.000Z' },
  ...{ loadAverage: 0.3, busyPercent: 7 },
};

function recordOf(command: string, figures: Record<string, unknown>): BenchRecord {
  return { command, name: command.split(' ')[0] ?? '', figures, machine };
}

describe('recorded figures', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'tro-ly-so-records-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('replace those of the same command and leave the others', () => {
    const before = [recordOf('turns', { p99Ms: 90 }), recordOf('turns --chats 1000', { p99Ms: 900 })];
    const after = withRecord(before, recordOf('turns', { p99Ms: 50 }));
    expect(after.map(({ command, figures }) => [command, figures['p99Ms']])).toEqual([
      ['turns', 50],
      ['turns --chats 1000', 900],
    ]);
  });

  it('are kept, and drawn into the page without touching its words', () => {
    const files = { records: join(folder, 'figures.json'), page: join(folder, 'figures.md') };
    writeFileSync(files.page, '# Figures\n\n<!-- begin figures -->\nold\n<!-- end figures -->\n\nWords.\n');
    record(recordOf('engine', { turnsPerCoreSecond: 100_000, stateBytesP95: 243 }), files);
    expect(readRecords(files.records)).toEqual([
      recordOf('engine', { turnsPerCoreSecond: 100_000, stateBytesP95: 243 }),
    ]);
    const page = readFileSync(files.page, 'utf8');
    expect(page).toContain('| `engine` | turnsPerCoreSecond 100000, stateBytesP95 243 |');
    expect(page).not.toContain('old');
    expect(page.endsWith('<!-- end figures -->\n\nWords.\n')).toBe(true);
  });

  it('refuse a page without a place for the table', () => {
    expect(() => replaceBetween('# Figures\n', 'figures', 'table')).toThrow('<!-- begin figures -->');
  });

  it('say of each goal whether it was met', () => {
    const table = tableOf([
      recordOf('turns', { chats: 50, database: 'sqlite', inFlowCpuMsPerMessage: 0.25, msgPerSecond: 2_900 }),
    ]);
    expect(table).toContain('| **no**, **not measured**, yes, **not measured** |');
    expect(table).toContain('| 2026-11-22 19:00 | 0.3, 7 % busy | 2 × Some / CPU, Node 24.21.0 |');
  });
});

describe('a goal', () => {
  it('counts its own value as met', () => {
    expect(verdictOf({ figure: 'p99Ms', is: 'at most', value: 60 }, { p99Ms: 60 })).toBe('met');
    expect(verdictOf({ figure: 'ratio', is: 'at least', value: 0.5 }, { ratio: 0.5 })).toBe('met');
  });

  it('is not met by a figure that is not there or is no number', () => {
    const goal = { figure: 'p99Ms', is: 'at most', value: 60 } as const;
    expect([verdictOf(goal, {}), verdictOf(goal, { p99Ms: null }), verdictOf(goal, { p99Ms: Number.NaN })]).toEqual([
      'missing',
      'missing',
      'missing',
    ]);
  });
});
