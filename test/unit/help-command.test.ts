import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { doHelp, type HelpOptions } from '../../src/help-command.ts';
import type { HelpRequest } from '../../src/storage/help-ports.ts';
import type { Storage } from '../../src/storage/ports.ts';
import { openSqliteStorage } from '../../src/storage/sqlite/open.ts';
import type { Member } from '../../src/storage/team-ports.ts';
import { loadPlaces } from '../../src/teams/places.ts';
import { MORNING } from '../support/manual-clock.ts';
import { rootDir } from '../support/shipped-content.ts';
import { commitTurn, LAN, OA, TEAM } from '../support/storage-rows.ts';
import { makeTempDir } from '../support/temp-dir.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const places = loadPlaces(rootDir);
const NEAR = { ...TEAM, code: 'LN04', name: 'Tổ công nghệ số ấp 4', hamlet: 'Ấp 4' };

describe('bot help', () => {
  let folder: ReturnType<typeof makeTempDir>;
  let storage: Storage;
  let claims = 0;

  beforeEach(async () => {
    folder = makeTempDir();
    storage = await openSqliteStorage(folder.dir);
    claims = 0;
    await storage.saveTeams({ oaId: OA, teams: [TEAM, NEAR], at: MORNING });
    await join('user-chin', 'Lê Thị Chín', MORNING - 8 * DAY);
    await join('user-muoi', 'Ông Mười', MORNING - MINUTE);
    await join('user-tu', 'Bà Tư', MORNING - MINUTE, { teamCode: NEAR.code });
    await join('user-sau', 'Cô Sáu', 0, { role: 'officer', teamCode: '' });
  });

  afterEach(async () => {
    await storage.close();
    folder[Symbol.dispose]();
  });

  async function join(userId: string, name: string, lastInteractionAt: number, changes: Partial<Member> = {}) {
    await storage.saveMember({
      ...{ oaId: OA, userId, name, role: 'member', state: 'active', teamCode: TEAM.code },
      ...{ communeCode: TEAM.communeCode, joinedAt: MORNING },
      ...changes,
    });
    await commitTurn(storage, { userId, resident: { lastInteractionAt } });
  }

  const keep = (changes: Partial<HelpRequest> = {}) =>
    storage.saveHelp({
      request: {
        ...{ oaId: OA, id: 'h1', version: 0, userId: LAN, topic: 'e-payments', flow: 'pay-by-qr', step: '' },
        ...{ teamCode: TEAM.code, communeCode: TEAM.communeCode, at: MORNING - 30 * MINUTE, state: 'desk' },
        ...{ reminders: 0, offers: [], phone: '0912345678', phoneAt: MORNING },
        ...changes,
      },
    });

  async function run(words: readonly string[], options: Partial<HelpOptions> = {}): Promise<string> {
    const lines: string[] = [];
    await doHelp(
      words,
      { team: undefined, commune: undefined, ...options },
      {
        ...{ storage, oaId: OA, places, now: MORNING },
        say: (text) => void lines.push(text),
        claim: async () => void (claims += 1),
      },
    );
    return lines.join('\n');
  }

  test('lists who waits and who has it, names whom to phone, and never shows a number or an id of Zalo', async () => {
    await keep();
    await keep({ id: 'h2', userId: 'u2', state: 'accepted', acceptedBy: 'user-muoi', waitedMinutes: 4 });
    await keep({ id: 'h3', userId: 'u3', state: 'done' });
    const said = await run(['list']);
    expect(said).toContain('h1\t22/11/2026 08:30\t30 phút\tLN03\te-payments · pay-by-qr\tCHỜ CÁN BỘ TRỰC');
    expect(said).toContain('Cần gọi điện vì chưa nhắn được: Lê Thị Chín (LN03); Cô Sáu (cán bộ xã)');
    expect(said).toContain('h2\t22/11/2026 08:30\t4 phút\tLN03\te-payments · pay-by-qr\tcó người nhận: Ông Mười');
    expect(said.match(/Cần gọi điện/gu)).toHaveLength(1);
    expect(said).not.toMatch(/h3|0912|user-|3691470258/u);
  });

  test('narrows the list to a team or a commune', async () => {
    await keep();
    expect(await run(['list'], { team: 'ln04' })).toContain('Không có yêu cầu nào');
    expect(await run(['list'], { commune: '1' })).toContain('Không có yêu cầu nào');
    expect(await run(['list'], { team: 'ln03' })).toContain('h1');
    expect(await run(['list'], { commune: TEAM.communeCode })).toContain('h1');
  });

  test('hands a request to a team, whose people are next', async () => {
    await keep();
    expect(await run(['hand', 'h1'], { team: 'ln04' })).toContain('Đã chuyển yêu cầu h1 cho Tổ công nghệ số ấp 4');
    expect(await storage.findHelp({ oaId: OA, id: 'h1' })).toMatchObject({
      ...{ state: 'open', handedTo: 'LN04', dueAt: MORNING, teamCode: 'LN03', phone: '0912345678' },
    });
    expect(claims).toBe(1);
  });

  test.each([
    ['an unknown request', ['hand', 'h9'], { team: 'LN04' }, 'HELP_UNKNOWN'],
    ['an unknown team', ['hand', 'h1'], { team: 'LN77' }, 'TEAM_UNKNOWN'],
    ['a team of which everybody was asked', ['hand', 'h1'], { team: 'LN03' }, 'HELP_NOBODY'],
    ['one that somebody has', ['hand', 'h2'], { team: 'LN04' }, 'HELP_CHANGED'],
    ['no team', ['hand', 'h1'], {}, 'CLI_USAGE'],
    ['another word', ['lists'], {}, 'CLI_USAGE'],
  ])('changes nothing for %s', async (_what, words, options, code) => {
    await keep({ offers: [{ userId: 'user-muoi', stage: 'team', at: MORNING, answer: 'busy', answeredAt: MORNING }] });
    await keep({ id: 'h2', userId: 'u2', state: 'accepted', acceptedBy: 'user-muoi' });
    await expect(run(words, options)).rejects.toMatchObject({ code });
    expect(claims).toBe(0);
    expect(await storage.findHelp({ oaId: OA, id: 'h1' })).toMatchObject({ state: 'desk', version: 1 });
  });

  test('says whom to phone where nobody of the team can be written to', async () => {
    await keep({ offers: [{ userId: 'user-muoi', stage: 'team', at: MORNING, answer: 'busy', answeredAt: MORNING }] });
    await expect(run(['hand', 'h1'], { team: 'LN03' })).rejects.toThrow('Lê Thị Chín');
  });
});
