import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Action } from '../../../src/console/action.ts';
import {
  approveMember,
  changeRole,
  getMember,
  listMembers,
  refuseMember,
  removeMember,
  restoreMember,
} from '../../../src/console/members/actions.ts';
import { membersFeature } from '../../../src/console/members/feature.ts';
import { dissolveTeam } from '../../../src/console/teams/dissolve-actions.ts';
import { teamsFeature } from '../../../src/console/teams/feature.ts';
import { createInvite } from '../../../src/console/teams/invite-actions.ts';
import { doMembers } from '../../../src/members-command.ts';
import { loadPlaces } from '../../../src/teams/places.ts';
import { memberRef } from '../../../src/teams/registry.ts';
import { type ConsoleStage, createConsoleStage, OFFICER } from '../../support/console-stage.ts';
import { type ConversationStage, stageConversation } from '../../support/conversation-stage.ts';
import { rootDir, shippedCatalogue } from '../../support/shipped-content.ts';
import { anEvent, aTurn, HOA, LAN, OA, TEAM } from '../../support/storage-rows.ts';
import { makeTempDir } from '../../support/temp-dir.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const refOf = (userId: string): string => memberRef(OA, userId);

let folder: ReturnType<typeof makeTempDir>;
let chat: ConversationStage;
let stage: ConsoleStage;

beforeEach(async () => {
  folder = makeTempDir();
  chat = await stageConversation(path.join(folder.dir, 'data'), shippedCatalogue());
  stage = await createConsoleStage({
    features: [teamsFeature, membersFeature],
    deps: { storage: chat.storage, clock: chat.clock },
  });
  await chat.storage.saveTeams({ oaId: OA, teams: [TEAM, { ...TEAM, code: 'TB01', communeCode: '25280' }], at: 1 });
});
afterEach(async () => {
  await stage.close();
  await chat.close();
  folder[Symbol.dispose]();
});

const memberOf = (userId: string) => chat.storage.findMember({ oaId: OA, userId });

/** Somebody who joined with a code of the console. */
async function join(userId: string, name: string, role: 'member' | 'leader' = 'member', team = 'LN03'): Promise<void> {
  const { invite } = (await stage.run(createInvite, { team, name, role })) as { invite: { code: string } };
  await chat.say(`VÀO TỔ ${invite.code}`, userId);
}

/** What somebody is told within a minute. */
const toldTo = async (userId: string): Promise<string> => (await chat.wait(MINUTE, userId)).join('\n');

describe('people of a team that moves or ends', () => {
  const toldSoFar = async (): Promise<string> => {
    await chat.wait(MINUTE, LAN);
    return chat.sentTo(LAN).join('\n');
  };

  beforeEach(async () => {
    Object.assign(stage.deps.helpDesk, chat.helpDesk);
    await join(LAN, 'Lê Thị Lan', 'leader');
  });

  it('read where the team is now, and where they are', async () => {
    await stage.press('/to/LN03/chuyen-xa', '/to/LN03/chuyen-xa', { commune: '25280' });
    expect(await toldSoFar()).toContain('nay thuộc Xã Lộc Thạnh. Mã tổ và việc của bác ở tổ vẫn như cũ.');
    await stage.press('/to/LN03/giai-the', '/to/LN03/giai-the', { successor: 'TB01', confirmed: 'yes' });
    expect(await toldSoFar()).toMatch(/đã giải thể, bác nay là tổ trưởng của .+/u);
  });

  it('read that it is over where no team takes them over', async () => {
    await stage.press('/to/LN03/giai-the', '/to/LN03/giai-the', { confirmed: 'yes' });
    expect(await toldSoFar()).toContain('đã giải thể. Em cảm ơn bác');
  });
});

describe('somebody who waits', () => {
  it('stands on the list, is approved by a button, and is told so in the chat', async () => {
    await join(LAN, 'Lê Thị Lan', 'leader');
    await join(HOA, 'Trần Thị Hoa');
    expect(await memberOf(HOA)).toMatchObject({ state: 'pending' });
    const list = await stage.open('/thanh-vien');
    expect(list.body).toContain('Chờ duyệt: 1 người');
    expect(list.body).toContain('Trần Thị Hoa');
    const done = await stage.press('/thanh-vien', `/thanh-vien/${refOf(HOA)}/duyet`);
    expect(done.body).toContain('Đã duyệt Trần Thị Hoa. Trợ lý báo cho người này trên Zalo.');
    expect(await memberOf(HOA)).toMatchObject({ state: 'active' });
    expect(await toldTo(HOA)).toContain('đã được duyệt vào Tổ công nghệ số ấp 3');
    expect(await toldTo(HOA)).toBe('');
  });

  it('is turned away, and is told so', async () => {
    await join(LAN, 'Lê Thị Lan', 'leader');
    await join(HOA, 'Trần Thị Hoa');
    await stage.run(refuseMember, { ref: refOf(HOA) });
    expect(await toldTo(HOA)).toContain('chưa được duyệt');
    await expect(stage.run(approveMember, { ref: refOf(HOA) })).rejects.toThrow('không còn trong tổ');
  });

  it('is approved once by a double click, and a second press shows what is true now', async () => {
    await join(LAN, 'Lê Thị Lan', 'leader');
    await join(HOA, 'Trần Thị Hoa');
    await stage.run(approveMember, { ref: refOf(HOA) }, 'once');
    await expect(stage.run(approveMember, { ref: refOf(HOA) }, 'once')).rejects.toThrow('đang làm ở tổ rồi');
    expect(await stage.storage.listAudit({ oaId: OA, limit: 5 })).toEqual([]);
    const lines = await chat.storage.listAudit({ oaId: OA, limit: 5, action: 'members.approve' });
    expect(lines).toHaveLength(1);
    expect(lines[0]?.subject).toBe(`member:p-${OA}-${HOA}`);
    expect(JSON.stringify(lines)).not.toContain('Hoa');
  });
});

describe('somebody of a team', () => {
  beforeEach(async () => {
    await join(LAN, 'Lê Thị Lan', 'leader');
    await join(HOA, 'Trần Thị Hoa');
    await stage.run(approveMember, { ref: refOf(HOA) });
    await chat.wait(MINUTE);
  });

  it('is taken out and back again by a link on the page, and is told both', async () => {
    const out = await stage.press(`/thanh-vien/${refOf(HOA)}`, `/thanh-vien/${refOf(HOA)}/dua-ra`);
    expect(out.body).toContain('Đã đưa ra khỏi tổ: Trần Thị Hoa.');
    expect(out.body).toContain('1 người đã thôi');
    expect(await toldTo(HOA)).toContain('không còn trong Tổ công nghệ số ấp 3');
    const back = await stage.press('/to/LN03', `/thanh-vien/${refOf(HOA)}/nhan-lai`);
    expect(back.body).toContain('Đã nhận lại Trần Thị Hoa.');
    const told = await toldTo(HOA);
    expect(told).toContain('lại ở trong Tổ công nghệ số ấp 3');
    expect(told).not.toContain('bấm nhầm');
  });

  it('becomes leader in place of the present one; both are told what they are now', async () => {
    await stage.press(`/thanh-vien/${refOf(HOA)}`, `/thanh-vien/${refOf(HOA)}/vai-tro`, { role: 'leader' });
    expect([(await memberOf(LAN))?.role, (await memberOf(HOA))?.role]).toEqual(['member', 'leader']);
    const before = chat.sentTo(LAN).length;
    expect(await toldTo(HOA)).toContain('nay là tổ trưởng của Tổ công nghệ số ấp 3');
    expect(chat.sentTo(LAN).slice(before).join('\n')).toContain('nay là thành viên');
    await stage.run(changeRole, { ref: refOf(HOA), role: 'member' });
    expect(await memberOf(HOA)).toMatchObject({ role: 'member' });
    expect(await toldTo(HOA)).toContain('nay là thành viên');
    await expect(stage.run(changeRole, { ref: refOf(HOA), role: 'member' })).rejects.toThrow('vai trò đó rồi');
  });

  it('is told of what the command line does as well', async () => {
    const place = {
      ...{ storage: chat.storage, oaId: OA, places: loadPlaces(rootDir), now: chat.clock.now() },
      claim: async () => undefined,
      say: () => undefined,
    };
    const nothing = { team: undefined, commune: undefined, name: undefined, role: undefined };
    await doMembers(
      ['remove', refOf(HOA)],
      { ...nothing, file: undefined, out: undefined, dryRun: false, skipBad: false },
      place,
    );
    expect(await toldTo(HOA)).toContain('không còn trong');
  });

  it('who has not written for a week is not told, and the page asks for a call', async () => {
    await chat.wait(8 * DAY);
    const list = (await stage.run(listMembers, { state: 'unreachable' })) as { total: number };
    expect(list.total).toBe(2);
    const out = await stage.press(`/thanh-vien/${refOf(HOA)}`, `/thanh-vien/${refOf(HOA)}/dua-ra`);
    expect(out.body).toContain('nhờ bạn gọi điện báo');
    expect(await toldTo(HOA)).toBe('');
  });

  it('is told in the morning of what was done at night', async () => {
    await chat.wait(14 * 60 * MINUTE);
    await stage.run(removeMember, { ref: refOf(HOA) });
    expect(await toldTo(HOA)).toBe('');
    await chat.wait(9 * 60 * MINUTE);
    expect(await chat.wait(MINUTE, HOA)).toEqual([]);
    expect(chat.sentTo(HOA).at(-1)).toContain('không còn trong');
  });
});

describe('a resident of a team that was dissolved at the console', () => {
  it('is of the successor in the next turn, also while their conversation is in memory', async () => {
    await chat.storage.saveTeams({ oaId: OA, teams: [{ ...TEAM, code: 'LN01' }], at: 1 });
    const { id = 0 } = await chat.storage.acceptEvent(anEvent({ userId: HOA }));
    await chat.storage.commitTurn(aTurn(id, { userId: HOA, resident: { teamCode: 'LN03', teamAt: 1 } }));
    const teamCode = async () => (await chat.storage.loadTurn({ oaId: OA, userId: HOA })).resident?.teamCode;
    expect(await teamCode()).toBe('LN03');
    await stage.run(dissolveTeam, { code: 'LN03', successor: 'LN01', confirmed: 'yes' });
    expect(await teamCode()).toBe('LN01');
  });
});

describe('a commune officer', () => {
  it.each([
    ['get', getMember, {}],
    ['approve', approveMember, {}],
    ['refuse', refuseMember, {}],
    ['remove', removeMember, {}],
    ['restore', restoreMember, {}],
    ['role', changeRole, { role: 'leader' }],
  ] as [string, Action, object][])('does not even find people of other communes: %s', async (_name, action, more) => {
    await join(LAN, 'Người xã khác', 'leader', 'TB01');
    stage.signIn(OFFICER);
    await expect(stage.run(action, { ref: refOf(LAN), ...more })).rejects.toMatchObject({ code: 'MEMBER_UNKNOWN' });
    expect((await stage.open('/thanh-vien?state=active&commune=25280')).body).not.toContain('Người xã khác');
    expect((await stage.open(`/thanh-vien/${refOf(LAN)}`)).statusCode).toBe(404);
    expect(await memberOf(LAN)).toMatchObject({ state: 'active', role: 'leader' });
  });

  it('does not decide about other officers of the commune', async () => {
    const officer = { oaId: OA, userId: LAN, role: 'officer', teamCode: '', communeCode: '25270' } as const;
    await chat.storage.saveMember({ ...officer, state: 'pending', name: 'Cô Sáu', joinedAt: 1 });
    stage.signIn(OFFICER);
    await expect(stage.run(approveMember, { ref: refOf(LAN) })).rejects.toThrow('Cán bộ xã do tỉnh duyệt');
    expect((await stage.open('/thanh-vien')).body).toContain('Do tỉnh quản lý');
  });
});
