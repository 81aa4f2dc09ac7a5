import { DatabaseSync } from 'node:sqlite';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ensureFirstAdmin, FIRST_LOGIN } from '../../../src/console/access/first-admin.ts';
import { isPassword } from '../../../src/console/access/passwords.ts';
import { doAudit, doStaff, type StaffOrder } from '../../../src/staff-command.ts';
import type { Storage } from '../../../src/storage/ports.ts';
import { DATABASE_FILE, openSqliteStorage } from '../../../src/storage/sqlite/open.ts';
import { createManualClock, MORNING } from '../../support/manual-clock.ts';
import { OA } from '../../support/storage-rows.ts';
import { makeTempDir } from '../../support/temp-dir.ts';

let folder: ReturnType<typeof makeTempDir>;
let storage: Storage;
let said: string[];
let claims: number;

beforeEach(async () => {
  folder = makeTempDir();
  storage = await openSqliteStorage(folder.dir);
  said = [];
  claims = 0;
});
afterEach(async () => {
  await storage.close();
  folder[Symbol.dispose]();
});

const say = (text: string): void => void said.push(text);
const staff = (words: string, options: Partial<StaffOrder> = {}) =>
  doStaff({
    ...{
      storage,
      oaId: OA,
      now: MORNING,
      words: words.split(' '),
      name: undefined,
      role: undefined,
      commune: undefined,
    },
    ...{ communeName: (code: string) => (code === '25270' ? 'Xã Long Thành' : undefined), say },
    claim: async () => void (claims += 1),
    ...options,
  });
const find = (login: string) => storage.findStaff({ oaId: OA, login });
const usage = expect.objectContaining({ code: 'CLI_USAGE' });

describe('bot staff', () => {
  test('adds an account with a one-time password and lists it', async () => {
    await staff('add son', { name: 'Anh Sơn', role: 'commune-officer', commune: '25270' });
    const password = /lần này: (\S+)/u.exec(said.join('\n'))?.[1] ?? '';
    const account = await find('son');
    expect(account).toMatchObject({ role: 'commune-officer', communeCode: '25270', mustChangePassword: true });
    expect(await isPassword(password, account?.passwordHash ?? '')).toBe(true);
    expect(claims).toBe(1);
    said = [];
    await staff('list');
    expect(said).toEqual(['son\tAnh Sơn\tCán bộ xã Xã Long Thành\tĐang dùng\tchưa đăng nhập lần nào']);
  });

  test.each([
    ['add X!', { name: 'Anh Sơn', role: 'admin' }],
    ['add son', { name: '', role: 'admin' }],
    ['add son', { name: 'Anh Sơn', role: 'boss' }],
    ['add son', { name: 'Anh Sơn', role: 'commune-officer' }],
    ['add son', { name: 'Anh Sơn', role: 'commune-officer', commune: '99999' }],
    ['add son', { name: 'Anh Sơn', role: 'admin', commune: '25270' }],
    ['promote son', {}],
  ])('refuses %s %j before anything is written', async (words, options) => {
    await expect(staff(words, options)).rejects.toThrow(usage);
    expect(claims).toBe(0);
    expect(await storage.listStaff({ oaId: OA })).toEqual([]);
  });

  test('helps somebody who cannot get in', async () => {
    await staff('add son', { name: 'Anh Sơn', role: 'admin' });
    const { id } = (await find('son')) ?? { id: '' };
    const locked = { failures: 5, lockedUntil: MORNING + 1, totpKey: 'k', totpStep: 1, recoveryHashes: ['r'] };
    await storage.patchStaff({ oaId: OA, id, patch: locked });
    await staff('unlock SON');
    expect(await find('son')).toMatchObject({ failures: 0, totpKey: 'k' });
    expect(await find('son')).not.toHaveProperty('lockedUntil');
    await staff('reset-second-factor son');
    expect(await find('son')).not.toHaveProperty('totpKey');
    said = [];
    await staff('reset-password son');
    expect(
      await isPassword(/lần này: (\S+)/u.exec(said[0] ?? '')?.[1] ?? '', (await find('son'))?.passwordHash ?? ''),
    ).toBe(true);
    await expect(staff('disable son')).rejects.toThrow(expect.objectContaining({ code: 'STAFF_CHANGED' }));
    await expect(staff('unlock nobody')).rejects.toThrow(expect.objectContaining({ code: 'STAFF_UNKNOWN' }));
    const lines = await storage.readAudit({ afterSeq: 0, limit: 10 });
    expect(lines.map(({ actor, action }) => `${actor} ${action}`)).toEqual([
      'command-line accounts.add',
      'command-line accounts.unlock',
      'command-line accounts.reset-second-factor',
      'command-line accounts.reset-password',
    ]);
  });
});

describe('bot audit verify', () => {
  const verify = (noted?: string) => doAudit({ storage, words: ['verify', ...(noted ? [noted] : [])], say });
  const record = async () => {
    for (let at = 1; at <= 5; at += 1) {
      await storage.staffChange({ oaId: OA, at, actor: 'a', action: 'x.y', subject: '', detail: '{}', writes: [] });
    }
  };
  const forge = async (sql: string) => {
    await storage.close();
    const database = new DatabaseSync(path.join(folder.dir, DATABASE_FILE));
    database.exec(`drop trigger audit_stays_as_written; drop trigger audit_stays_complete; ${sql}`);
    database.close();
    storage = await openSqliteStorage(folder.dir);
  };

  test('says how many lines are whole, and what to note down', async () => {
    expect(await verify()).toBe(true);
    expect(said).toEqual(['Nhật ký còn nguyên vẹn: 0 dòng.']);
    await record();
    said = [];
    expect(await verify()).toBe(true);
    expect(said[0]).toBe('Nhật ký còn nguyên vẹn: 5 dòng.');
    const noted = /verify (\S+)$/u.exec(said[1] ?? '')?.[1];
    expect(await verify(noted)).toBe(true);
  });

  test('names the first line that is not', async () => {
    await record();
    await forge(`update audit_entry set detail = '{"x":1}' where seq = 3`);
    expect(await verify()).toBe(false);
    expect(said).toEqual(['Nhật ký đã bị sửa hoặc mất dòng: 2 dòng đầu còn nguyên, hỏng từ dòng số 3.']);
  });

  test('finds an end that was cut off, by the line noted down before', async () => {
    await record();
    await verify();
    const noted = /verify (\S+)$/u.exec(said[1] ?? '')?.[1];
    await forge('delete from audit_entry where seq >= 4');
    expect(await verify()).toBe(true);
    expect(await verify(noted)).toBe(false);
    expect(said.at(-1)).toContain('phần cuối đã bị cắt hoặc thay');
  });

  test('refuses what it does not know', async () => {
    await expect(doAudit({ storage, words: ['erase'], say })).rejects.toThrow(usage);
    await expect(verify('nonsense')).rejects.toThrow(usage);
  });
});

describe('the first administrator', () => {
  const ensure = (mode: 'demo' | 'production', givenPassword?: string) =>
    ensureFirstAdmin({ storage, oaId: OA, mode, clock: createManualClock(), givenPassword });

  test('gets a made-up password in the demo, once', async () => {
    const first = await ensure('demo');
    expect(await isPassword(first?.password ?? '', (await find(FIRST_LOGIN))?.passwordHash ?? '')).toBe(true);
    expect(await ensure('demo')).toBeUndefined();
    expect(await storage.listStaff({ oaId: OA })).toHaveLength(1);
  });

  test('gets the password of the environment, which is told to nobody', async () => {
    expect(await ensure('production', 'con trâu gặm cỏ non')).toEqual({ login: 'admin' });
    expect(await find('admin')).toMatchObject({ role: 'admin', mustChangePassword: false });
    expect(await ensure('production', 'một mật khẩu khác hẳn')).toBeUndefined();
    expect(await isPassword('con trâu gặm cỏ non', (await find('admin'))?.passwordHash ?? '')).toBe(true);
  });

  test('is not made in production without a password, and not with a weak one', async () => {
    expect(await ensure('production')).toBeUndefined();
    await expect(ensure('production', 'password1234')).rejects.toThrow(
      expect.objectContaining({ code: 'CONFIG_INVALID' }),
    );
    await expect(ensure('production', 'password1234')).rejects.not.toThrow(/password1234/u);
    expect(await storage.listStaff({ oaId: OA })).toEqual([]);
  });
});
