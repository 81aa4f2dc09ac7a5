import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  addAccount,
  disableAccount,
  editAccount,
  enableAccount,
  resetPassword,
  resetSecondFactor,
} from '../../../src/console/accounts/account-actions.ts';
import { accountsFeature } from '../../../src/console/accounts/feature.ts';
import { checkAudit, exportAudit, listAudit } from '../../../src/console/accounts/audit-actions.ts';
import { isPassword } from '../../../src/console/access/passwords.ts';
import type { StaffAccount } from '../../../src/storage/staff-ports.ts';
import { ADMIN, type ConsoleStage, createConsoleStage } from '../../support/console-stage.ts';
import { MORNING } from '../../support/manual-clock.ts';
import { LAN, OA } from '../../support/storage-rows.ts';

let stage: ConsoleStage;

const anAccount = (changes: Partial<StaffAccount> = {}): StaffAccount => ({
  ...{ id: ADMIN.accountId, oaId: OA, login: 'hanh', name: 'Chị Hạnh', role: 'admin', passwordHash: 'x' },
  ...{ mustChangePassword: false, recoveryHashes: [], failures: 0, createdAt: MORNING },
  ...changes,
});

beforeEach(async () => {
  stage = await createConsoleStage({ features: [accountsFeature] });
  await stage.storage.addStaff(anAccount());
});
afterEach(() => stage.close());

const find = (id: string) => stage.storage.findStaff({ oaId: OA, id });
const lan = { login: 'Lan.Tran', name: 'Chị Lan', role: 'editor' } as const;

describe('accounts', () => {
  test('are added with a one-time password that is shown once', async () => {
    const shown = await stage.press('/can-bo/them', '/can-bo/them', lan);
    expect(shown.statusCode).toBe(200);
    const password = /<code class="secret">([^<]+)<\/code>/u.exec(shown.body)?.[1] ?? '';
    const added = await stage.storage.findStaff({ oaId: OA, login: 'lan.tran' });
    expect(added).toMatchObject({ name: 'Chị Lan', role: 'editor', mustChangePassword: true });
    expect(await isPassword(password, added?.passwordHash ?? '')).toBe(true);
    expect((await stage.open('/can-bo')).body).not.toContain(password);
    expect(JSON.stringify(await stage.storage.readAudit({ afterSeq: 0, limit: 9 }))).not.toContain(password);
  });

  test.each([
    [{ ...lan, login: 'á b' }, 'Tên đăng nhập gồm'],
    [{ ...lan, login: 'HANH' }, 'đã có người dùng'],
    [{ ...lan, name: '' }, 'Chưa điền.'],
    [{ ...lan, role: 'boss' }, 'Chọn một vai trò.'],
    [{ ...lan, role: 'commune-officer' }, 'Chọn xã của cán bộ này.'],
    [{ ...lan, role: 'commune-officer', communeCode: '99999' }, 'Không có xã mang mã «99999»'],
  ])('what cannot be is said beside the field, as typed: %j', async (fields, sentence) => {
    const again = await stage.press('/can-bo/them', '/can-bo/them', fields);
    expect(again.statusCode).toBe(400);
    expect(again.body).toContain(sentence);
    expect(again.body).toContain(`value="${fields.login}"`);
    expect(await stage.storage.listStaff({ oaId: OA })).toHaveLength(1);
  });

  test('only commune officers have a commune', async () => {
    const { id } = (await stage.run(addAccount, { ...lan, role: 'commune-officer', communeCode: '25270' })) as {
      id: string;
    };
    expect(await find(id)).toMatchObject({ communeCode: '25270' });
    await stage.run(editAccount, { id, name: 'Chị Lan', role: 'analyst', communeCode: '25270' });
    expect(await find(id)).not.toHaveProperty('communeCode');
  });

  test('a new password and a lost telephone end every session', async () => {
    await stage.storage.addStaff(
      anAccount({ id: 'a2', login: 'b', totpKey: 'sealed', totpStep: 3, recoveryHashes: ['r'] }),
    );
    const session = {
      oaId: OA,
      accountId: 'a2',
      createdAt: MORNING,
      lastSeenAt: MORNING,
      expiresAt: MORNING * 2,
      isComplete: true,
    };
    const sessions = () => stage.storage.listStaffSessions({ oaId: OA, accountId: 'a2' });
    await stage.storage.saveStaffSession({ ...session, idHash: 's1' });
    await stage.run(resetSecondFactor, { id: 'a2' });
    expect(await sessions()).toEqual([]);
    expect(await find('a2')).toEqual(anAccount({ id: 'a2', login: 'b' }));

    await stage.storage.saveStaffSession({ ...session, idHash: 's2' });
    const { password } = (await stage.run(resetPassword, { id: 'a2' })) as { password: string };
    expect(await sessions()).toEqual([]);
    expect(await isPassword(password, (await find('a2'))?.passwordHash ?? '')).toBe(true);
    expect(await find('a2')).toMatchObject({ mustChangePassword: true });
  });

  test('the last administrator can neither be disabled nor made something else', async () => {
    const again = await stage.press(`/can-bo/${ADMIN.accountId}`, `/can-bo/${ADMIN.accountId}/ngung`);
    expect(again.statusCode).toBe(409);
    expect(again.body).toContain('quản trị viên cuối cùng');
    await expect(stage.run(editAccount, { id: ADMIN.accountId, name: 'Chị Hạnh', role: 'editor' })).rejects.toThrow(
      expect.objectContaining({ code: 'STAFF_CHANGED' }),
    );
    expect(await find(ADMIN.accountId)).toEqual(anAccount());
    await stage.storage.addStaff(anAccount({ id: 'a2', login: 'b' }));
    await stage.run(disableAccount, { id: ADMIN.accountId });
    expect(await find(ADMIN.accountId)).toMatchObject({ disabledAt: MORNING });
    await stage.run(enableAccount, { id: ADMIN.accountId });
    expect(await find(ADMIN.accountId)).toEqual(anAccount());
  });

  test('hostile names are shown as text', async () => {
    await stage.run(editAccount, { id: ADMIN.accountId, name: '<img src=x onerror=alert(1)>', role: 'admin' });
    for (const page of ['/can-bo', `/can-bo/${ADMIN.accountId}`, '/tai-khoan', '/nhat-ky']) {
      const { body } = await stage.open(page);
      expect(body).not.toContain('<img');
      expect(body).toContain('&lt;img src=x onerror=alert(1)&gt;');
    }
  });
});

describe('the own account', () => {
  test('a code links the own Zalo account, and the page unlinks it', async () => {
    const shown = await stage.press('/tai-khoan', '/tai-khoan/zalo');
    expect(shown.body).toMatch(/<code class="secret">NOI \d{6}<\/code>/u);
    await stage.storage.patchStaff({ oaId: OA, id: ADMIN.accountId, patch: { zaloUserId: LAN } });
    const page = await stage.open('/tai-khoan');
    expect(page.body).toContain('Đã liên kết.');
    expect(page.body).not.toContain(LAN);
    await stage.press('/tai-khoan', '/tai-khoan/bo-zalo');
    expect(await find(ADMIN.accountId)).not.toHaveProperty('zaloUserId');
  });

  test('the password is asked for before it is changed; wrong ones count', async () => {
    const fields = { current: 'sai', password: 'mưa rơi trên mái lá', again: 'mưa rơi trên mái lá' };
    for (let time = 1; time <= 5; time += 1) {
      const again = await stage.press('/tai-khoan', '/tai-khoan/mat-khau', fields);
      expect(again.body).toContain('Mật khẩu chưa đúng.');
      expect(again.body).not.toContain('mưa rơi');
    }
    expect((await stage.press('/tai-khoan', '/tai-khoan/mat-khau', fields)).body).toContain('tạm khóa');
    expect(await find(ADMIN.accountId)).toMatchObject({ failures: 5, passwordHash: 'x' });
  });
});

describe('the record', () => {
  const change = (action: string, at: number, detail = '{}') =>
    stage.storage.staffChange({ oaId: OA, at, actor: ADMIN.id, action, subject: 'x:1', detail, writes: [] });

  test('is read by person, action and day, in pages', async () => {
    for (let index = 0; index < 60; index += 1) await change('teams.edit', MORNING - 86_400_000);
    await change('keys.add', MORNING);
    const first = (await stage.run(listAudit, {})) as { lines: { action: string; actorName: string }[]; next?: number };
    expect(first.lines).toHaveLength(50);
    expect(first.lines[0]).toMatchObject({ action: 'keys.add', actorName: 'Chị Hạnh' });
    const second = (await stage.run(listAudit, { before: first.next })) as typeof first;
    expect(second.lines).toHaveLength(11);
    expect(second.next).toBeUndefined();
    const today = (await stage.run(listAudit, { day: '2026-11-22' })) as typeof first;
    expect(today.lines.map(({ action }) => action)).toEqual(['keys.add']);
    expect((await stage.open('/nhat-ky?day=2026-11-22&action=teams')).body).toContain('Không có dòng nào.');
    expect((await stage.open('/nhat-ky?day=nonsense&before=x')).statusCode).toBe(200);
  });

  test('is exported for Excel without formulas, and the export stands in it', async () => {
    await change('teams.edit', MORNING, '=HYPERLINK("x")');
    const file = await stage.open('/nhat-ky/tai-ve');
    expect(file.headers['content-disposition']).toBe('attachment; filename="nhat-ky-2026-11-22.csv"');
    expect(file.body.startsWith('\uFEFFSố,Lúc,')).toBe(true);
    expect(file.body).toContain(`"'=HYPERLINK(""x"")"`);
    const [line] = await stage.storage.listAudit({ oaId: OA, limit: 1 });
    expect(line).toMatchObject({ action: 'audit.export', actor: ADMIN.id });
    const { csv } = (await stage.run(exportAudit, { day: '2026-11-21' })) as { csv: string };
    expect(csv.trim().split('\r\n')).toHaveLength(1);
  });

  test('is checked from the page, over more lines than are read at once', async () => {
    await Promise.all(Array.from({ length: 1_500 }, () => change('x.y', MORNING)));
    expect(await stage.run(checkAudit, {})).toEqual({
      lines: 1_500,
      lastHash: expect.stringMatching(/^[0-9a-f]{64}$/u),
    });
    expect((await stage.open('/nhat-ky/kiem-tra')).body).toContain('Nhật ký còn nguyên vẹn: 1.500 dòng');
  });
});
