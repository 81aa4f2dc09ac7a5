import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { COMMANDS_OF_ALL } from './all.ts';
import { commandOf } from './command.ts';
import { SOURCES } from './sizing-page.ts';

describe('bench all', () => {
  it('plays every bench there is', () => {
    const { stderr } = spawnSync(process.execPath, [join(import.meta.dirname, 'run.ts'), 'no-such-bench'], {
      encoding: 'utf8',
    });
    const names = /Use one of: ([a-z, -]+?), e\.g\./u.exec(stderr)?.[1]?.split(', ') ?? [];
    const played = new Set(COMMANDS_OF_ALL.map((command) => command.split(' ')[0]));
    expect(names.length).toBeGreaterThan(5);
    expect(names.filter((name) => name !== 'all' && !played.has(name))).toEqual([]);
  });

  it('records each command under the words it is written with, once', () => {
    expect(COMMANDS_OF_ALL.map((command) => commandOf(command.split(' ')))).toEqual(COMMANDS_OF_ALL);
    expect(new Set(COMMANDS_OF_ALL).size).toBe(COMMANDS_OF_ALL.length);
  });

  it('measures what the sizing page is calculated from, before it calculates', () => {
    const needed = Object.values(SOURCES).flatMap(({ turns, disk }) => [turns, disk]);
    const measured = COMMANDS_OF_ALL.slice(0, COMMANDS_OF_ALL.indexOf('sizing'));
    expect(needed.filter((command) => !measured.includes(command))).toEqual([]);
  });
});
