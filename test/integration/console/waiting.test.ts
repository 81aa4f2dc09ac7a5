import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DEED_KINDS, deedName, detailWords, subjectName } from '../../../src/console/accounts/deed-words.ts';
import { newDraft } from '../../../src/broadcasts/lifecycle.ts';
import { closePrivacy } from '../../../src/console/privacy/actions.ts';
import { features } from '../../../src/console/features.ts';
import { PERMISSION_WORDS, permissions } from '../../../src/console/permissions.ts';
import { newPrivacyRequest } from '../../../src/teams/privacy-requests.ts';
import { aContent } from '../../support/announcements.ts';
import { ADMIN, type ConsoleStage, createConsoleStage, OFFICER } from '../../support/console-stage.ts';
import { aMember, anEntry, saveTeamOfTwo } from '../../support/field-log-rows.ts';
import { HOA, LAN, OA, TEAM } from '../../support/storage-rows.ts';

let stage: ConsoleStage;
beforeEach(async () => {
  stage = await createConsoleStage({ features });
});
afterEach(() => stage.close());

/** The number behind an entry of the side navigation; '' for none. */
async function mark(label: string): Promise<string> {
  const { body } = await stage.open('/cai-dat');
  const side = body.slice(body.indexOf('<nav class="side"'));
  return new RegExp(`>${label} <span class="waiting">([^<]*)<`, 'u').exec(side)?.[1] ?? '';
}

describe('the numbers of the navigation', () => {
  it('stand where something waits, and nowhere else', async () => {
    const at = stage.clock.now();
    await saveTeamOfTwo(stage.storage);
    await stage.storage.saveMember(aMember({ userId: 'new-1', state: 'pending', name: 'Cô Tư' }));
    await stage.storage.saveMember(aMember({ userId: 'new-2', state: 'pending', name: 'Chú Năm' }));
    await stage.storage.saveFieldLog(anEntry({ userId: HOA, flag: 'too-many' }));
    await stage.storage.addPrivacyRequest(
      newPrivacyRequest({ oaId: OA, id: 'PR1', kind: 'see', via: 'counter', receivedAt: at, userId: LAN }),
    );
    const draft = newDraft({ id: 'a-1', oaId: OA, content: aContent(), by: 'acc-editor', at });
    await stage.storage.saveAnnouncement({ ...draft, submittedBy: 'acc-editor', submittedAt: at });
    expect(await mark('Thành viên')).toBe('2');
    expect(await mark('Sổ ghi nhận')).toBe('1');
    expect(await mark('Dữ liệu cá nhân')).toBe('1');
    expect(await mark('Thông báo')).toBe('1');
    expect(await mark('Trợ giúp')).toBe('');
    const home = (await stage.open('/')).body;
    expect(home).toContain('Người chờ duyệt vào tổ');
    expect(home).toContain('Mục ghi nhận cần xem lại');
    expect(home.indexOf('Cần làm ngay')).toBeLessThan(home.indexOf('Số liệu trong ngày'));
  });

  it('leave out what somebody may not decide, or wrote themselves', async () => {
    const at = stage.clock.now();
    const draft = newDraft({ id: 'a-1', oaId: OA, content: aContent(), by: ADMIN.accountId, at });
    await stage.storage.saveAnnouncement({ ...draft, submittedBy: ADMIN.accountId, submittedAt: at });
    expect(await mark('Thông báo')).toBe('');
    stage.signIn({ ...ADMIN, accountId: 'acc-other' });
    expect(await mark('Thông báo')).toBe('1');
    stage.signIn({ ...ADMIN, accountId: 'acc-editor', role: 'editor' });
    expect(await mark('Thông báo')).toBe('');
  });

  it('are those of their own commune for an officer', async () => {
    await stage.storage.saveTeams({
      ...{ oaId: OA, at: 1 },
      teams: [TEAM, { ...TEAM, code: 'XA99', communeCode: '25280' }],
    });
    await stage.storage.saveMember(aMember({ userId: 'here', state: 'pending' }));
    await stage.storage.saveMember(
      aMember({ userId: 'there', state: 'pending', teamCode: 'XA99', communeCode: '25280' }),
    );
    expect(await mark('Thành viên')).toBe('2');
    stage.signIn(OFFICER);
    expect(await mark('Thành viên')).toBe('1');
  });

  it('are counted at most every ten seconds, and stop at 99+', async () => {
    await saveTeamOfTwo(stage.storage);
    for (let index = 0; index < 120; index += 1) {
      await stage.storage.saveMember(aMember({ userId: `new-${index}`, state: 'pending' }));
    }
    expect(await mark('Thành viên')).toBe('99+');
    for (let index = 0; index < 119; index += 1) {
      await stage.storage.saveMember(aMember({ userId: `new-${index}`, state: 'active' }));
    }
    await stage.clock.advance(9_000);
    expect(await mark('Thành viên')).toBe('99+');
    await stage.clock.advance(2_000);
    expect(await mark('Thành viên')).toBe('1');
  });

  it('never bring a page down with them', async () => {
    Object.assign(stage.storage, {
      listPrivacyRequests: async () => {
        throw new Error('the disk is full');
      },
    });
    expect((await stage.open('/cai-dat')).statusCode).toBe(200);
  });
});

describe('the hours of the desk', () => {
  it('are a setting that waiting times follow', async () => {
    const set = (fields: Record<string, string>) =>
      stage.press('/cai-dat/nhom/gio-truc', '/cai-dat/nhom/gio-truc', fields);
    expect((await set({ morningFrom: '11:00', morningTo: '8:00' })).body).toContain(
      'Giờ kết thúc buổi sáng phải sau giờ bắt đầu.',
    );
    await set({ morningFrom: '8:00', morningTo: '11:00', afternoonFrom: '13:30', afternoonTo: '16:30', lastDay: '7' });
    expect((await stage.open('/cai-dat/nhom/gio-truc')).body).toMatch(/value="7" selected/u);
    // A Sunday, which the desk works now: from 07:00 to 12:00 are the three hours of the morning.
    await stage.clock.advance(Date.parse('2026-11-29T07:00:00+07:00') - stage.clock.now());
    const asked = stage.clock.now();
    await stage.storage.saveTeams({ oaId: OA, teams: [TEAM], at: asked });
    await stage.storage.saveHelp({
      request: {
        ...{ oaId: OA, id: 'h-1', version: 0, userId: LAN, topic: '', flow: '', step: '', reminders: 0, offers: [] },
        ...{ teamCode: TEAM.code, communeCode: TEAM.communeCode, at: asked, state: 'desk', deskAt: asked },
      },
    });
    await stage.clock.advance(5 * 3_600_000);
    expect((await stage.open('/tro-giup')).body).toContain('3 giờ trong giờ làm việc');
  });

  it('can be read, not changed, by an editor', async () => {
    stage.signIn({ ...ADMIN, role: 'editor' });
    const { body } = await stage.open('/cai-dat/nhom/gio-truc');
    expect(body).toContain('Thứ Hai đến thứ Sáu');
    expect(body).not.toContain('<form method="post" action="/console/cai-dat');
  });
});

describe('the words of the record and of permissions', () => {
  it('exist for everything that leaves a line, and for every permission', () => {
    const names = features
      .flatMap(({ actions }) => actions)
      .filter(({ route }) => route.method !== 'GET')
      .map(({ name }) => name);
    const recordedReads = ['dashboard.export', 'dashboard.report', 'audit.export', 'field-log.export', 'privacy.data'];
    const signIns = ['sign-in', 'sign-in.recovery', 'sign-in.refused', 'sign-out', 'second-factor.set-up'];
    const known = [...names, ...recordedReads, ...signIns, 'password.change', 'settings.consent-done'];
    expect(known.filter((name) => deedName(name) === name)).toEqual([]);
    expect(Object.keys(permissions).filter((one) => !(one in PERMISSION_WORDS))).toEqual([]);
    for (const { value } of DEED_KINDS) expect(known.some((name) => name.startsWith(value))).toBe(true);
  });

  it('keep no number of a person that staff wrote into a reason', async () => {
    const at = stage.clock.now();
    await stage.storage.addPrivacyRequest(
      newPrivacyRequest({ oaId: OA, id: 'PR1', kind: 'see', via: 'counter', receivedAt: at, userId: LAN }),
    );
    await stage.run(closePrivacy, { id: 'PR1', outcome: 'refused', why: 'Đã gọi số 0912345678 mà không ai nghe' });
    const [line] = await stage.storage.listAudit({ oaId: OA, limit: 1 });
    expect(line?.detail).toContain('không ai nghe');
    expect(line?.detail).not.toContain('0912345678');
  });

  it('say a line in Vietnamese', () => {
    expect(subjectName('team:LN03')).toBe('Tổ LN03');
    expect(detailWords('{"rows":1200,"kind":"csv"}')).toBe('số dòng: 1.200; loại: csv');
    expect(detailWords('{"before":{"name":"Ấp 1"},"after":{"name":"Ấp 2"},"looked":true}')).toBe(
      'trước: (tên: Ấp 1); sau: (tên: Ấp 2); looked: có',
    );
    expect(detailWords('not json')).toBe('not json');
  });
});
