import { describe, expect, test } from 'vitest';
import { cardPage } from '../../../../src/web/pages/card-page.ts';
import { createTeamFinder } from '../../../../src/web/pages/find-team.ts';
import { layout } from '../../../../src/web/pages/layout.ts';
import type { Team } from '../../../../src/storage/ports.ts';
import { createManualClock } from '../../../support/manual-clock.ts';
import { publicCard, publicSite } from '../../../support/public-site.ts';

const TEAM = { code: 'LN03', name: 'Tổ 3 <b>' };

describe('the block of a team', () => {
  test('explains in the demo why there is no code, and leads to the chat page instead', () => {
    const { oaId: _oaId, ...demo } = publicSite();
    const page = layout(cardPage(publicCard(), demo, { team: TEAM, isChatOpen: true }), demo);
    expect(page).toContain('bản dùng thử');
    expect(page).toContain('href="https://example.vn/"');
    expect(page).not.toMatch(/<svg|<script|zalo\.me|chat=1/u);
  });

  test('escapes the name of a team wherever it stands', () => {
    const page = layout(cardPage(publicCard(), publicSite(), { team: TEAM, isChatOpen: false }), publicSite());
    expect(page).toContain('Tổ 3 &lt;b&gt; gửi bác');
    expect(page).not.toContain('3 <b>');
  });
});

describe('finding a team by the code in an address', () => {
  const clock = createManualClock();
  let asked = 0;
  const team = (code: string, more: Partial<Team> = {}): Team => ({
    code,
    name: `Tổ ${code}`,
    provinceCode: '75',
    communeCode: '25270',
    hamlet: '',
    ...more,
  });
  const teams = [team('LN03'), team('AO1'), team('A01'), team('RING', { dissolvedAt: 1, successorCode: 'RING' })];
  const find = createTeamFinder({
    clock,
    findTeam: async (code) => teams.find((one) => one.code === code),
    listTeams: async () => {
      asked += 1;
      return teams;
    },
  });

  test('offers every team of a code whose look-alikes are several', async () => {
    expect(await find('A0I')).toEqual({
      kind: 'unknown',
      maybe: [
        { code: 'AO1', name: 'Tổ AO1' },
        { code: 'A01', name: 'Tổ A01' },
      ],
    });
  });

  test.each(['../../etc', 'L', 'LN03 OR 1', 'a'.repeat(13), ''])(
    'knows nothing of "%s" and asks nobody',
    async (code) => {
      const before = asked;
      expect(await find(code)).toEqual({ kind: 'unknown', maybe: [] });
      expect(asked).toBe(before);
    },
  );

  test('asks for all teams once a minute, however many codes are guessed', async () => {
    await clock.advance(60_000);
    const before = asked;
    for (let guess = 10; guess < 60; guess += 1) await find(`ZZ${guess}`);
    expect(asked).toBe(before + 1);
    await clock.advance(60_000);
    await find('ZZ99');
    expect(asked).toBe(before + 2);
  });

  test('of a ring of successors is gone', async () => {
    expect(await find('RING')).toEqual({ kind: 'gone', name: 'Tổ RING' });
  });
});
