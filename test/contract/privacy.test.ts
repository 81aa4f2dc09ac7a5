import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { PrivacyRequest } from '../../src/storage/privacy-ports.ts';
import type { Storage } from '../../src/storage/ports.ts';
import { newPrivacyRequest } from '../../src/teams/privacy-requests.ts';
import { MORNING } from '../support/manual-clock.ts';
import { storageAdapters } from '../support/storage-adapters.ts';
import { anEngagement, commitTurn, HOA, LAN, OA, TEAM } from '../support/storage-rows.ts';
import { filesContaining, makeTempDir } from '../support/temp-dir.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const aRequest = (changes: Partial<PrivacyRequest> = {}): PrivacyRequest => ({
  ...newPrivacyRequest({ oaId: OA, id: 'D7K2M9', kind: 'see', via: 'chat', receivedAt: MORNING, userId: LAN }),
  ...changes,
});

describe.each(storageAdapters)('requests about personal data in the $name store', (adapter) => {
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

  const found = (id = 'D7K2M9') => storage.findPrivacyRequest({ oaId: OA, id });
  const listed = async (isOpen: boolean) =>
    (await storage.listPrivacyRequests({ oaId: OA, isOpen, limit: 10 })).map(({ id }) => id);
  const changeTo = (patch: object, expectedVersion = 1) =>
    storage.changePrivacyRequest({ oaId: OA, id: 'D7K2M9', expectedVersion, patch });

  test('one is kept whole and read back as it was', async () => {
    const request = aRequest();
    expect(await storage.addPrivacyRequest(request)).toEqual({ created: true });
    expect(await found()).toEqual(request);
    const { userId: _none, ...nameless } = aRequest({ id: 'A1B2C3' });
    await storage.addPrivacyRequest(nameless);
    expect(await found('A1B2C3')).toEqual(nameless);
    expect(await storage.findPrivacyRequest({ oaId: 'another', id: 'D7K2M9' })).toBeUndefined();
  });

  test('a taken number changes nothing', async () => {
    await storage.addPrivacyRequest(aRequest());
    expect(await storage.addPrivacyRequest(aRequest({ userId: HOA, kind: 'erase' }))).toEqual({ created: false });
    expect(await found()).toMatchObject({ userId: LAN, kind: 'see' });
  });

  test('open ones come by due date, closed ones the latest first', async () => {
    await storage.addPrivacyRequest(aRequest({ id: 'LATE', dueAt: MORNING + 9 * DAY }));
    await storage.addPrivacyRequest(aRequest({ id: 'D7K2M9', dueAt: MORNING + DAY }));
    await storage.addPrivacyRequest(aRequest({ id: 'NEXT', dueAt: MORNING + 2 * DAY }));
    expect(await listed(true)).toEqual(['D7K2M9', 'NEXT', 'LATE']);
    await changeTo({ closedAt: MORNING + HOUR, outcome: 'done', closedBy: 'acc-hanh' });
    const args = { oaId: OA, id: 'LATE', expectedVersion: 1, patch: { closedAt: MORNING + 2 * HOUR } } as const;
    await storage.changePrivacyRequest(args);
    expect(await listed(true)).toEqual(['NEXT']);
    expect(await listed(false)).toEqual(['LATE', 'D7K2M9']);
    expect(await found()).toMatchObject({ version: 2, outcome: 'done', closedBy: 'acc-hanh' });
  });

  test('of two changes based on one version, one is refused and changes nothing', async () => {
    await storage.addPrivacyRequest(aRequest());
    const results = await Promise.allSettled([
      changeTo({ repliedAt: MORNING + 1 }),
      changeTo({ repliedAt: MORNING + 2 }),
    ]);
    expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    const [refused] = results.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []));
    expect(refused).toMatchObject({ code: 'PRIVACY_CHANGED' });
    expect((await found())?.version).toBe(2);
  });

  test('a change of a number nobody has is refused by name', async () => {
    await expect(changeTo({ repliedAt: 1 })).rejects.toMatchObject({ code: 'PRIVACY_UNKNOWN' });
  });

  test('a code leads to its account until it is over or another is given', async () => {
    const code = (codeHash: string, at: number) => storage.findPrivacyCode({ oaId: OA, codeHash, at });
    await storage.givePrivacyCode({ oaId: OA, userId: LAN, codeHash: 'one', expiresAt: MORNING + DAY });
    expect(await code('one', MORNING)).toEqual({ userId: LAN });
    expect(await code('one', MORNING + DAY)).toBeUndefined();
    await storage.givePrivacyCode({ oaId: OA, userId: LAN, codeHash: 'two', expiresAt: MORNING + DAY });
    expect(await code('one', MORNING)).toBeUndefined();
    expect(await code('two', MORNING)).toEqual({ userId: LAN });
  });

  test('digits that two people were given lead to neither', async () => {
    for (const userId of [LAN, HOA]) {
      await storage.givePrivacyCode({ oaId: OA, userId, codeHash: 'same', expiresAt: MORNING + DAY });
    }
    expect(await storage.findPrivacyCode({ oaId: OA, codeHash: 'same', at: MORNING })).toBeUndefined();
  });

  test('everything kept of a person is shown, nothing of anybody else, and codes and hashes are left out', async () => {
    await storage.saveTeams({ oaId: OA, teams: [TEAM], at: MORNING });
    for (const [userId, address] of [
      [LAN, 'cô'],
      [HOA, 'chú'],
    ] as const) {
      await commitTurn(storage, {
        userId,
        resident: { address, teamCode: TEAM.code },
        engagement: [anEngagement({ step: userId })],
        pseudonym: `p-${userId}`,
        consent: { textVersion: 'v1', choice: 'yes', at: MORNING },
      });
      await storage.givePrivacyCode({ oaId: OA, userId, codeHash: `hash-${userId}`, expiresAt: MORNING + DAY });
    }
    await storage.addPrivacyRequest(aRequest());
    const sections = await storage.readPersonalData({ oaId: OA, userId: LAN, pseudonym: `p-${LAN}` });
    const all = JSON.stringify(sections);
    expect(sections.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['resident', 'session', 'consent', 'requests', 'engagement']),
    );
    expect(sections.find(({ name }) => name === 'resident')?.rows).toEqual([
      expect.objectContaining({ address: 'cô', team_code: 'LN03' }),
    ]);
    expect(all).not.toContain(HOA);
    expect(all).not.toContain('chú');
    expect(all).not.toContain('hash-');
    expect(await storage.readPersonalData({ oaId: OA, userId: 'nobody', pseudonym: 'p-nobody' })).toEqual([]);
  });

  test('a correction changes what was said and leaves the rest', async () => {
    await commitTurn(storage, { resident: { address: 'cô', communeCode: '25270' } });
    const patch = { address: 'bà' };
    await storage.correctResident({ oaId: OA, userId: LAN, patch, at: MORNING });
    const { resident } = await storage.loadTurn({ oaId: OA, userId: LAN });
    expect(resident).toMatchObject({ address: 'bà', communeCode: '25270' });
  });

  test('after an erasure the request stays without the account, the code is gone, and no byte names it', async () => {
    await commitTurn(storage, { resident: { address: 'cô' } });
    await storage.addPrivacyRequest(aRequest());
    await storage.givePrivacyCode({ oaId: OA, userId: LAN, codeHash: 'the-hash', expiresAt: MORNING + DAY });
    await storage.eraseResident({ oaId: OA, userId: LAN, pseudonym: 'p', at: MORNING, via: 'privacy-desk' });
    await storage.checkpoint();
    expect(await found()).not.toHaveProperty('userId');
    expect(await storage.findPrivacyCode({ oaId: OA, codeHash: 'the-hash', at: MORNING })).toBeUndefined();
    for (const text of [LAN, 'the-hash']) expect(filesContaining(folder.dir, text)).toEqual([]);
    expect(await storage.countErasures({ oaId: OA, since: MORNING })).toEqual([{ via: 'privacy-desk', count: 1 }]);
    expect(await storage.countErasures({ oaId: OA, since: MORNING + 1 })).toEqual([]);
  });

  test('codes that are over go, and requests closed long ago; open ones stay however old', async () => {
    await storage.givePrivacyCode({ oaId: OA, userId: LAN, codeHash: 'old', expiresAt: MORNING - 1 });
    await storage.addPrivacyRequest(aRequest({ id: 'OPEN' }));
    await storage.addPrivacyRequest(aRequest());
    await changeTo({ closedAt: MORNING, outcome: 'refused' });
    const at = MORNING + 400 * DAY;
    await storage.purge({ at, inboxBefore: at - DAY, historyBefore: at - 365 * DAY });
    expect(await listed(true)).toEqual(['OPEN']);
    expect(await listed(false)).toEqual([]);
    expect(await storage.findPrivacyCode({ oaId: OA, codeHash: 'old', at: 0 })).toBeUndefined();
  });
});
