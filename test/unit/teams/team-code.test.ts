import { describe, expect, test } from 'vitest';
import type { Team } from '../../../src/storage/ports.ts';
import { makeCode } from '../../../src/teams/codes.ts';
import { findTeamByTypedCode, livingTeam, TEAM_CODE_LENGTH } from '../../../src/teams/team-code.ts';

const team = (code: string, extra: Partial<Team> = {}): Team => ({
  code,
  name: `Tổ ${code}`,
  provinceCode: '75',
  communeCode: '26000',
  hamlet: 'Ấp 3',
  ...extra,
});
let seed = 7;
const ours = team(makeCode((below) => (seed = (seed * 31 + 11) % 9973) % below, TEAM_CODE_LENGTH));

describe('a typed team code', () => {
  test('is found with o for 0, i and l for 1, in small letters and with spaces', () => {
    const teams = [team('LN03'), team('BH10')];
    for (const typed of ['LNO3', 'in o3', 'LN-O3', 'ln03']) {
      expect(findTeamByTypedCode(typed, teams), typed).toEqual({ team: teams[0] });
    }
    expect(findTeamByTypedCode('bhlo', teams)).toEqual({ team: teams[1] });
  });

  test('that two teams share in such letters offers both', () => {
    const teams = [team('TO01'), team('T001')];
    expect(findTeamByTypedCode('toOl', teams)).toEqual({ maybe: teams });
  });

  test('of ours with one wrong character offers the team it was', () => {
    const at = 2;
    const wrong = ours.code[at] === '7' ? '9' : '7';
    const typed = ours.code.slice(0, at) + wrong + ours.code.slice(at + 1);
    expect(findTeamByTypedCode(typed, [team('LN03'), ours])).toEqual({ maybe: [ours] });
  });

  test('that nobody has is nothing', () => {
    expect(findTeamByTypedCode('ZZ99', [team('LN03'), ours])).toBeUndefined();
    expect(findTeamByTypedCode('', [ours])).toBeUndefined();
  });
});

describe('the living team of a code', () => {
  const line = [
    team('A1', { dissolvedAt: 1, successorCode: 'B2' }),
    team('B2', { dissolvedAt: 2, successorCode: 'C3' }),
    team('C3'),
    team('D4', { dissolvedAt: 1 }),
    team('E5', { dissolvedAt: 1, successorCode: 'F6' }),
    team('F6', { dissolvedAt: 1, successorCode: 'E5' }),
  ];
  const find = (code: string) => line.find((one) => one.code === code);
  test('is itself, the end of its line, or nobody', () => {
    const living = (code: string) => livingTeam(find(code) as Team, find)?.code;
    expect([living('C3'), living('A1'), living('D4'), living('E5')]).toEqual(['C3', 'C3', undefined, undefined]);
  });
});
