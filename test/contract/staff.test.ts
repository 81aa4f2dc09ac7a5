import { DatabaseSync } from 'node:sqlite';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { CHAIN_BEGINNING, followChain } from '../../src/storage/audit-chain.ts';
import type { Storage } from '../../src/storage/ports.ts';
import { DATABASE_FILE } from '../../src/storage/sqlite/open.ts';
import type { StaffAccount, StaffChange, StaffKey, StaffSession, StaffWrite } from '../../src/storage/staff-ports.ts';
import { MORNING } from '../support/manual-clock.ts';
import { storageAdapters } from '../support/storage-adapters.ts';
import { anEvent, aTurn, commitTurn, HOA, LAN, OA } from '../support/storage-rows.ts';
import { makeTempDir } from '../support/temp-dir.ts';

const MINUTE = 60_000;

const anAccount = (changes: Partial<StaffAccount> = {}): StaffAccount => ({
  ...{ id: 'a1', oaId: OA, login: 'admin', name: 'Nguyễn Thị Mai', role: 'admin', passwordHash: '$argon2id$x' },
  ...{ mustChangePassword: false, recoveryHashes: [], failures: 0, createdAt: MORNING },
  ...changes,
});

const aSession = (changes: Partial<StaffSession> = {}): StaffSession => ({
  ...{ idHash: 's1', oaId: OA, accountId: 'a1', createdAt: MORNING, lastSeenAt: MORNING },
  ...{ expiresAt: MORNING + 720 * MINUTE, isComplete: true },
  ...changes,
});

const aKey = (changes: Partial<StaffKey> = {}): StaffKey => ({
  ...{ id: 'k1', oaId: OA, hash: 'h1', name: 'Cổng tỉnh', scopes: ['audit.view'], accountId: 'a1', createdAt: MORNING },
  ...changes,
});

const aChange = (writes: readonly StaffWrite[] = [], changes: Partial<StaffChange> = {}): StaffChange => ({
  ...{ oaId: OA, at: MORNING, actor: 'a1', action: 'accounts.add', subject: 'account:a2', detail: '{"role":"editor"}' },
  writes,
  ...changes,
});

const changed = expect.objectContaining({ code: 'STAFF_CHANGED' });

describe.each(storageAdapters)('staff in the $name store', (adapter) => {
  let folder: ReturnType<typeof makeTempDir>;
  let storage: Storage;

  beforeEach(async () => {
    folder = makeTempDir();
    storage = await adapter.open(folder.dir);
  });

  afterEach(async () => {
    await storage.close();
    folder[Symbol.dispose]();
  });

  describe('accounts', () => {
    test('an account comes back as it was kept, by id and by login', async () => {
      const account = anAccount({
        ...{
          communeCode: '25270',
          mustChangePassword: true,
          totpKey: 'sealed',
          totpStep: 7,
          recoveryHashes: ['r1', 'r2'],
        },
        ...{
          failures: 3,
          lockedUntil: MORNING + 1,
          lastSignInAt: MORNING + 2,
          disabledAt: MORNING + 3,
          zaloUserId: LAN,
        },
      });
      await storage.addStaff(account);
      await storage.addStaff(anAccount({ id: 'a2', login: 'biên.tập' }));

      expect(await storage.findStaff({ oaId: OA, id: 'a1' })).toEqual(account);
      expect(await storage.findStaff({ oaId: OA, login: 'admin' })).toEqual(account);
      expect(await storage.findStaff({ oaId: OA, login: 'nobody' })).toBeUndefined();
      expect(await storage.findStaff({ oaId: OA })).toBeUndefined();
      expect(await storage.findStaff({ oaId: 'another', id: 'a1' })).toBeUndefined();
      expect((await storage.listStaff({ oaId: OA })).map(({ id }) => id)).toEqual(['a1', 'a2']);
    });

    test('a patch changes what it names, clears with null and leaves the rest', async () => {
      await storage.addStaff(anAccount({ totpKey: 'sealed', totpStep: 7, failures: 3 }));
      await storage.patchStaff({
        ...{ oaId: OA, id: 'a1' },
        patch: { totpKey: null, totpStep: null, failures: 0, mustChangePassword: true, recoveryHashes: ['r'] },
      });
      expect(await storage.findStaff({ oaId: OA, id: 'a1' })).toEqual(
        anAccount({ mustChangePassword: true, recoveryHashes: ['r'] }),
      );
    });

    test('a login belongs to one account alone', async () => {
      await storage.addStaff(anAccount());
      await expect(storage.addStaff(anAccount({ id: 'a2' }))).rejects.toThrow(changed);
      await storage.addStaff(anAccount({ id: 'a2', login: 'mai' }));
      await expect(storage.patchStaff({ oaId: OA, id: 'a2', patch: { login: 'admin' } })).rejects.toThrow(changed);
      await storage.addStaff(anAccount({ oaId: 'another', id: 'a1' }));
      expect(await storage.listStaff({ oaId: OA })).toHaveLength(2);
    });

    test('a try to sign in that another one overtook changes nothing', async () => {
      const account = anAccount({ failures: 2, totpStep: 7, recoveryHashes: ['r1', 'r2'] });
      await storage.addStaff(account);
      const fail = (seen: Parameters<Storage['patchStaff']>[0]['seen']) =>
        storage.patchStaff({ oaId: OA, id: 'a1', patch: { failures: 3 }, ...(seen ? { seen } : {}) });
      for (const other of [{ failures: 1 }, { totpStep: 8 }, { recoveryHashes: ['r2'] }])
        await expect(fail({ ...account, ...other })).rejects.toThrow(changed);
      expect(await storage.findStaff({ oaId: OA, id: 'a1' })).toEqual(account);
      await fail(account);
      await expect(fail(account)).rejects.toThrow(changed);
      expect(await storage.findStaff({ oaId: OA, id: 'a1' })).toMatchObject({ failures: 3 });
    });

    test('an unknown account cannot be changed', async () => {
      await expect(storage.patchStaff({ oaId: OA, id: 'nobody', patch: { name: 'x' } })).rejects.toThrow(
        expect.objectContaining({ code: 'STAFF_UNKNOWN' }),
      );
    });

    test.each([{ role: 'editor' as const }, { disabledAt: MORNING }])(
      'the last administrator stays: %j',
      async (patch) => {
        await storage.addStaff(anAccount());
        await storage.addStaff(anAccount({ id: 'a2', login: 'b', role: 'editor' }));
        await storage.addStaff(anAccount({ id: 'a3', login: 'c', disabledAt: MORNING }));
        await expect(storage.patchStaff({ oaId: OA, id: 'a1', patch })).rejects.toThrow(changed);
        expect(await storage.findStaff({ oaId: OA, id: 'a1' })).toEqual(anAccount());

        await storage.addStaff(anAccount({ id: 'a4', login: 'd' }));
        await storage.patchStaff({ oaId: OA, id: 'a1', patch });
        expect(await storage.findStaff({ oaId: OA, id: 'a1' })).toMatchObject(patch);
      },
    );

    test('erasing a resident unlinks the account that was theirs', async () => {
      await storage.addStaff(anAccount({ zaloUserId: LAN }));
      await storage.eraseResident({ oaId: OA, userId: LAN, pseudonym: 'p', at: MORNING, via: 'command' });
      expect(await storage.findStaff({ oaId: OA, id: 'a1' })).toEqual(anAccount());
    });
  });

  describe('sessions', () => {
    test('a session is found by its hash, moves on, and stays ended', async () => {
      await storage.saveStaffSession(aSession());
      await storage.touchStaffSession({ idHash: 's1', at: MORNING + MINUTE });
      await storage.touchStaffSession({ idHash: 's1', at: MORNING });
      expect(await storage.findStaffSession({ idHash: 's1' })).toEqual(aSession({ lastSeenAt: MORNING + MINUTE }));

      expect(await storage.endStaffSessions({ oaId: OA, idHash: 's1' })).toEqual({ ended: 1 });
      await storage.touchStaffSession({ idHash: 's1', at: MORNING + 2 * MINUTE });
      expect(await storage.findStaffSession({ idHash: 's1' })).toBeUndefined();
    });

    test('ending all of an account keeps the one named, and other accounts', async () => {
      for (const idHash of ['s1', 's2', 's3']) await storage.saveStaffSession(aSession({ idHash }));
      await storage.saveStaffSession(aSession({ idHash: 'other', accountId: 'a2' }));
      expect(await storage.endStaffSessions({ oaId: OA })).toEqual({ ended: 0 });
      expect(await storage.endStaffSessions({ oaId: OA, accountId: 'a1', exceptHash: 's2' })).toEqual({ ended: 2 });
      expect(await storage.listStaffSessions({ oaId: OA, accountId: 'a1' })).toEqual([aSession({ idHash: 's2' })]);
      expect(await storage.listStaffSessions({ oaId: OA, accountId: 'a2' })).toHaveLength(1);
    });

    test('sessions that ran out go when somebody signs in', async () => {
      await storage.saveStaffSession(aSession({ expiresAt: MORNING + 5 }));
      await storage.saveStaffSession(aSession({ idHash: 's2', lastSeenAt: MORNING + 5 }));
      expect(await storage.findStaffSession({ idHash: 's1' })).toBeUndefined();
      expect(await storage.findStaffSession({ idHash: 's2' })).toBeDefined();
    });
  });

  describe('keys of the API', () => {
    test('a key comes back by its hash; once revoked it stays so, whoever notes its use', async () => {
      await storage.saveStaffKey(aKey({ expiresAt: MORNING + 9 }));
      expect(await storage.findStaffKey({ hash: 'h1' })).toEqual(aKey({ expiresAt: MORNING + 9 }));
      await storage.saveStaffKey(aKey({ revokedAt: MORNING + 1 }));
      await storage.saveStaffKey(aKey({ lastUsedAt: MORNING + 2 }));
      expect(await storage.listStaffKeys({ oaId: OA })).toEqual([
        aKey({ revokedAt: MORNING + 1, lastUsedAt: MORNING + 2 }),
      ]);
      expect(await storage.findStaffKey({ hash: 'h2' })).toBeUndefined();
    });
  });

  describe('codes that link a Zalo account', () => {
    const link = (changes = {}) =>
      storage.saveStaffLink({ oaId: OA, accountId: 'a1', codeHash: 'c1', expiresAt: MORNING + MINUTE, ...changes });
    const find = (at = MORNING, codeHash = 'c1') => storage.findStaffLink({ oaId: OA, codeHash, at });

    test('a code leads to its account until it runs out or a new one is made', async () => {
      await storage.addStaff(anAccount());
      await link();
      expect(await find()).toEqual({ accountId: 'a1', name: 'Nguyễn Thị Mai' });
      expect(await find(MORNING + MINUTE)).toBeUndefined();
      await link({ codeHash: 'c2' });
      expect(await find()).toBeUndefined();
      expect(await find(MORNING, 'c2')).toBeDefined();
    });

    test('a turn links the writer, once, and takes the number from an account that had it', async () => {
      await storage.addStaff(anAccount());
      await storage.addStaff(anAccount({ id: 'a2', login: 'b', zaloUserId: LAN }));
      await link();
      const args = { oaId: OA, userId: LAN, codeHash: 'c1', at: MORNING } as const;
      const { id } = await storage.acceptEvent(anEvent());
      await commitTurn(storage, aTurn(id ?? 0, { effects: [{ operation: 'linkStaff', args }] }));
      expect(await storage.findStaff({ oaId: OA, id: 'a1' })).toEqual(anAccount({ zaloUserId: LAN }));
      expect(await storage.findStaff({ oaId: OA, id: 'a2' })).not.toHaveProperty('zaloUserId');
      await expect(storage.linkStaff({ ...args, userId: HOA })).rejects.toThrow(changed);
    });

    test('nobody is linked to a disabled account', async () => {
      await storage.addStaff(anAccount({ disabledAt: MORNING }));
      await link();
      expect(await find()).toBeUndefined();
    });
  });

  describe('changes and their record', () => {
    const add = (id: string, login = id): StaffWrite => ({ operation: 'addStaff', args: anAccount({ id, login }) });
    const lines = () => storage.readAudit({ afterSeq: 0, limit: 100 });

    test('the writes and the line are one: results come in order, the line is sealed', async () => {
      const { isRepeat, results } = await storage.staffChange(
        aChange([{ operation: 'acceptEvent', args: anEvent() }, add('a2'), { operation: 'counts', args: undefined }]),
      );
      expect(isRepeat).toBe(false);
      expect(results).toEqual([{ id: expect.any(Number) }, null, expect.objectContaining({ outboxPending: 0 })]);
      const { writes: _writes, ...told } = aChange();
      expect(await lines()).toEqual([
        { ...told, seq: 1, previousHash: '0'.repeat(64), hash: expect.stringMatching(/^[0-9a-f]{64}$/u) },
      ]);
      expect(followChain(CHAIN_BEGINNING, await lines())).not.toHaveProperty('brokenSeq');
    });

    test('one write that fails undoes all of them, and the line', async () => {
      await expect(storage.staffChange(aChange([add('a2'), add('a3', 'a2')]))).rejects.toThrow(changed);
      expect(await storage.listStaff({ oaId: OA })).toEqual([]);
      expect(await lines()).toEqual([]);
    });

    test('an event of a change that failed may come again', async () => {
      const event: StaffWrite = { operation: 'acceptEvent', args: anEvent({ key: 'told-once' }) };
      await storage.addStaff(anAccount());
      await expect(storage.staffChange(aChange([event, add('a2', 'admin')]))).rejects.toThrow(changed);
      const { results } = await storage.staffChange(aChange([event]));
      expect(results).toEqual([{ id: expect.any(Number) }]);
    });

    test('the same key a second time changes nothing; another person may use it', async () => {
      const first = aChange([add('a2')], { onceKey: 'k' });
      expect((await storage.staffChange(first)).isRepeat).toBe(false);
      expect(await storage.staffChange(first)).toEqual({ isRepeat: true, results: [] });
      expect((await storage.staffChange(aChange([add('a3')], { onceKey: 'k', actor: 'a9' }))).isRepeat).toBe(false);
      expect(await lines()).toHaveLength(2);
    });

    test('two requests with one key at the same moment have one effect', async () => {
      const change = aChange([add('a2')], { onceKey: 'k' });
      const both = await Promise.all([storage.staffChange(change), storage.staffChange(change)]);
      expect(both.map(({ isRepeat }) => isRepeat).toSorted()).toEqual([false, true]);
      expect(await lines()).toHaveLength(1);
    });

    test('the record is read newest first, by actor, action, subject, time and page', async () => {
      for (const [index, action] of ['accounts.add', 'accounts.edit', 'accountsx', 'keys.add'].entries()) {
        await storage.staffChange(
          aChange([], { action, actor: `a${index % 2}`, subject: `s:${index}`, at: MORNING + index }),
        );
      }
      const seqs = async (filter: Partial<Parameters<Storage['listAudit']>[0]>) =>
        (await storage.listAudit({ oaId: OA, limit: 10, ...filter })).map(({ seq }) => seq);
      expect(await seqs({})).toEqual([4, 3, 2, 1]);
      expect(await seqs({ limit: 2, beforeSeq: 4 })).toEqual([3, 2]);
      expect(await seqs({ actor: 'a1' })).toEqual([4, 2]);
      expect(await seqs({ action: 'accounts' })).toEqual([2, 1]);
      expect(await seqs({ action: 'accounts.edit' })).toEqual([2]);
      expect(await seqs({ subject: 's:2' })).toEqual([3]);
      expect(await seqs({ fromAt: MORNING + 1, toAt: MORNING + 3 })).toEqual([3, 2]);
      expect(await seqs({ oaId: 'another' })).toEqual([]);
      expect((await storage.readAudit({ afterSeq: 2, limit: 1 })).map(({ seq }) => seq)).toEqual([3]);
    });
  });
});

describe('the record in the SQLite file', () => {
  const LINES = 5;

  async function recordedIn(dir: string): Promise<void> {
    const [adapter] = storageAdapters;
    const storage = await adapter!.open(dir);
    for (let at = 1; at <= LINES; at++) await storage.staffChange(aChange([], { at, detail: `{"n":${at}}` }));
    await storage.close();
  }

  async function brokenAfter(sql: string): Promise<number | undefined> {
    using folder = makeTempDir();
    await recordedIn(folder.dir);
    const database = new DatabaseSync(path.join(folder.dir, DATABASE_FILE));
    database.exec('drop trigger audit_stays_as_written; drop trigger audit_stays_complete');
    database.exec(sql);
    database.close();
    const storage = await storageAdapters[0]!.open(folder.dir);
    const { brokenSeq } = followChain(CHAIN_BEGINNING, await storage.readAudit({ afterSeq: 0, limit: 100 }));
    await storage.close();
    return brokenSeq;
  }

  test.each(['update audit_entry set detail = detail where seq = 2', 'delete from audit_entry where seq = 2'])(
    'no line is ever changed or deleted: %s',
    async (sql) => {
      using folder = makeTempDir();
      await recordedIn(folder.dir);
      const database = new DatabaseSync(path.join(folder.dir, DATABASE_FILE));
      expect(() => database.exec(sql)).toThrow(/lines of the record of staff are never/u);
      database.close();
    },
  );

  test('an untouched chain is whole', async () => {
    expect(await brokenAfter('select 1')).toBeUndefined();
  });

  test.each([
    ['another time', 'update audit_entry set at = at + 1 where seq = 3', 3],
    ['another person', `update audit_entry set actor = 'x' where seq = 1`, 1],
    ['another seal', `update audit_entry set hash = '${'a'.repeat(64)}' where seq = 5`, 5],
    ['a line taken out', 'delete from audit_entry where seq = 2', 2],
    [
      'two lines swapped',
      'update audit_entry set seq = 9 where seq = 2; update audit_entry set seq = 2 where seq = 3; update audit_entry set seq = 3 where seq = 9',
      2,
    ],
    ['the beginning cut off', 'delete from audit_entry where seq < 3', 1],
  ])('the chain breaks where somebody forged it: %s', async (_what, sql, seq) => {
    expect(await brokenAfter(sql)).toBe(seq);
  });
});
