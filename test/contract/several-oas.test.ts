import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { AppError } from '../../src/shared/errors.ts';
import type { Storage } from '../../src/storage/ports.ts';
import type { StaffAccount } from '../../src/storage/staff-ports.ts';
import { anAnnouncement, claimAll, pending } from '../support/announcements.ts';
import { MORNING } from '../support/manual-clock.ts';
import { storageAdapters } from '../support/storage-adapters.ts';
import { anEvent, aTurn, LAN, OA } from '../support/storage-rows.ts';
import { makeTempDir } from '../support/temp-dir.ts';

const COMMUNE = '5550000000000000001';
const ADDED = {
  ...{ oaId: COMMUNE, appId: '42', name: 'OA xã Long Nguyên', appSecret: 'sealed-a', oaSecret: 'sealed-b' },
  addedAt: MORNING,
};
const anAccount = (changes: Partial<StaffAccount>): StaffAccount => ({
  ...{ id: 'a1', oaId: OA, login: 'admin', name: 'Nguyễn Thị Mai', role: 'admin', passwordHash: '$argon2id$x' },
  ...{ mustChangePassword: false, recoveryHashes: [], failures: 0, createdAt: MORNING },
  ...changes,
});
const code = (name: string) => expect.objectContaining<Partial<AppError>>({ code: name as AppError['code'] });

describe.each(storageAdapters)('several OAs in the $name store', (adapter) => {
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

  test('an OA is added, renamed, paused and removed; its keys and tokens go with it', async () => {
    expect(await storage.listOas()).toEqual([]);
    await storage.addOa(ADDED);
    await storage.saveOaTokens({ oaId: COMMUNE, accessToken: 'a', refreshToken: 'r', expiresAt: 5 });
    expect(await storage.listOas()).toEqual([{ ...ADDED, state: 'serving' }]);
    await expect(storage.addOa(ADDED)).rejects.toThrow(code('OA_CHANGED'));
    await storage.patchOa({ oaId: COMMUNE, patch: { state: 'paused', name: 'OA xã' } });
    expect(await storage.listOas()).toEqual([{ ...ADDED, name: 'OA xã', state: 'paused' }]);
    await storage.removeOa({ oaId: COMMUNE });
    expect(await storage.listOas()).toEqual([]);
    expect(await storage.loadOa({ oaId: COMMUNE })).toEqual({ oaId: COMMUNE });
    await expect(storage.removeOa({ oaId: COMMUNE })).rejects.toThrow(code('OA_CHANGED'));
    await expect(storage.patchOa({ oaId: COMMUNE, patch: { name: 'x' } })).rejects.toThrow(code('OA_CHANGED'));
    await storage.addOa({ ...ADDED, name: 'Lần hai' });
    expect(await storage.listOas()).toEqual([{ ...ADDED, name: 'Lần hai', state: 'serving' }]);
  });

  test('the first OA, whose tokens are kept beside the others, is not among the added ones', async () => {
    await storage.saveOaTokens({ oaId: OA, accessToken: 'a', expiresAt: 5 });
    expect(await storage.listOas()).toEqual([]);
    await expect(storage.patchOa({ oaId: OA, patch: { state: 'paused' } })).rejects.toThrow(code('OA_CHANGED'));
  });

  test('recipients are claimed for one OA alone, or for all', async () => {
    for (const oaId of [OA, COMMUNE]) {
      const resident = { teamCode: '', lastInteractionAt: MORNING };
      const { id = 0 } = await storage.acceptEvent(anEvent({ oaId }));
      await storage.commitTurn(aTurn(id, { oaId, resident }));
      await storage.saveAnnouncement(anAnnouncement({ id: `of ${oaId}`, oaId }));
      const recipients = { announcementId: `of ${oaId}`, dueAt: MORNING, at: MORNING, recipients: pending([LAN]) };
      await storage.addRecipients({ oaId, ...recipients });
    }
    const claimedFor = async (of: { readonly oaId?: string }) =>
      (await claimAll(storage, MORNING, of)).map(({ oaId }) => oaId);
    expect(await claimedFor({ oaId: 'another' })).toEqual([]);
    expect(await claimedFor({ oaId: COMMUNE })).toEqual([COMMUNE]);
    expect(await claimedFor({})).toEqual([OA]);
  });

  test('an account works for its own OA alone, unless it works for every one', async () => {
    await storage.addStaff(anAccount({ everyOa: true, zaloUserId: LAN }));
    await storage.addStaff(anAccount({ id: 'a2', login: 'xa', oaId: COMMUNE, role: 'editor' }));
    expect((await storage.listStaff({ oaId: COMMUNE })).map(({ id }) => id)).toEqual(['a1', 'a2']);
    expect((await storage.listStaff({ oaId: OA })).map(({ id }) => id)).toEqual(['a1']);
    expect(await storage.findStaff({ oaId: OA, id: 'a2' })).toBeUndefined();
    expect((await storage.findStaff({ login: 'xa' }))?.oaId).toBe(COMMUNE);
    // Zalo knows the same person by another id at another OA.
    expect((await storage.findStaff({ oaId: COMMUNE, id: 'a1' }))?.zaloUserId).toBeUndefined();
    expect((await storage.findStaff({ oaId: OA, id: 'a1' }))?.zaloUserId).toBe(LAN);
    await storage.patchStaff({ oaId: COMMUNE, id: 'a1', patch: { name: 'Chị Mai' } });
    expect((await storage.findStaff({ id: 'a1' }))?.name).toBe('Chị Mai');
    await expect(storage.patchStaff({ oaId: OA, id: 'a2', patch: { name: 'x' } })).rejects.toThrow(
      code('STAFF_UNKNOWN'),
    );
  });

  test('somebody is always left who manages every OA, whoever manages single ones', async () => {
    await storage.addStaff(anAccount({ everyOa: true }));
    await storage.addStaff(anAccount({ id: 'a2', login: 'xa' }));
    for (const patch of [{ disabledAt: 1 }, { role: 'editor' as const }, { everyOa: null }])
      await expect(storage.patchStaff({ oaId: OA, id: 'a1', patch })).rejects.toThrow(code('STAFF_CHANGED'));
    await storage.patchStaff({ oaId: OA, id: 'a2', patch: { everyOa: true } });
    await storage.patchStaff({ oaId: OA, id: 'a1', patch: { everyOa: null } });
  });

  test('a browser moves to another OA, and its sessions end from any OA its account works for', async () => {
    await storage.addStaff(anAccount({ everyOa: true }));
    await storage.addStaff(anAccount({ id: 'a2', login: 'b' }));
    const session = { oaId: OA, createdAt: 1, lastSeenAt: 1, expiresAt: MORNING, isComplete: true };
    await storage.saveStaffSession({ ...session, idHash: 's1', accountId: 'a1' });
    await storage.saveStaffSession({ ...session, idHash: 's2', accountId: 'a2' });
    await storage.moveStaffSession({ idHash: 's1', oaId: COMMUNE });
    expect((await storage.findStaffSession({ idHash: 's1' }))?.atOaId).toBe(COMMUNE);
    expect(await storage.listStaffSessions({ oaId: COMMUNE, accountId: 'a1' })).toHaveLength(1);
    expect(await storage.listStaffSessions({ oaId: COMMUNE, accountId: 'a2' })).toEqual([]);
    expect(await storage.endStaffSessions({ oaId: COMMUNE, accountId: 'a2' })).toEqual({ ended: 0 });
    expect(await storage.endStaffSessions({ oaId: COMMUNE, accountId: 'a1' })).toEqual({ ended: 1 });
  });
});
