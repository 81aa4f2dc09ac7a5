import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  countAudience,
  EVERYBODY,
  INTEREST_DAYS,
  INTEREST_NOTICE,
  readAudience,
} from '../../src/broadcasts/audience.ts';
import type { AudienceFilter } from '../../src/storage/announcement-ports.ts';
import type { AudiencePerson } from '../../src/storage/audience-ports.ts';
import type { ResidentPatch, Storage } from '../../src/storage/ports.ts';
import type { Member } from '../../src/storage/team-ports.ts';
import { MORNING } from '../support/manual-clock.ts';
import { storageAdapters } from '../support/storage-adapters.ts';
import { anEngagement, commitTurn, HOA, LAN, OA, TEAM } from '../support/storage-rows.ts';
import { filesContaining, makeTempDir } from '../support/temp-dir.ts';

const DAY_MS = 24 * 3_600_000;
const OTHER_TEAM = { ...TEAM, code: 'X1', communeCode: '25273', provinceCode: '79', name: 'Tổ X1' };

describe.each(storageAdapters)('audiences in the $name store', (adapter) => {
  let folder: ReturnType<typeof makeTempDir>;
  let storage: Storage;

  beforeEach(async () => {
    folder = makeTempDir();
    storage = await adapter.open(folder.dir);
    await storage.saveTeams({ oaId: OA, teams: [TEAM, OTHER_TEAM], at: MORNING });
  });

  afterEach(async () => {
    await storage.close();
    folder[Symbol.dispose]();
  });

  const resident = (userId: string, patch: ResidentPatch = {}): Promise<readonly number[]> =>
    commitTurn(storage, { userId, resident: { lastInteractionAt: MORNING, ...patch } });
  const page = (filter: Partial<AudienceFilter> = {}, changes: object = {}) =>
    storage.listAudiencePage({
      ...{
        oaId: OA,
        filter: { ...EVERYBODY, ...filter },
        category: 'training',
        at: MORNING,
        afterUserId: '',
        look: 100,
      },
      ...changes,
    });
  const idsIn = async (filter: Partial<AudienceFilter>): Promise<string[]> =>
    (await page(filter)).people.map(({ userId }) => userId);
  const count = (filter: Partial<AudienceFilter> = {}) =>
    countAudience({ storage, oaId: OA, filter: { ...EVERYBODY, ...filter }, at: MORNING });
  const member = (userId: string, changes: Partial<Member> = {}) =>
    storage.saveMember({
      ...{ oaId: OA, userId, role: 'member', state: 'active', teamCode: TEAM.code, communeCode: TEAM.communeCode },
      ...{ name: 'Lê Thị Chín', joinedAt: MORNING },
      ...changes,
    });

  test('a resident comes with everything a plan asks', async () => {
    await resident(LAN, { teamCode: 'LN03', communeCode: '99999', following: true, consent: 'yes', handoverAt: 5 });
    await resident(HOA, { communeCode: '25280', following: false, optOutAt: 7, lastInteractionAt: 0 });
    await storage.saveRefusedCategories({ oaId: OA, userId: LAN, categories: ['training'], at: MORNING });
    expect((await page()).people).toEqual([
      {
        ...{ userId: LAN, lastInteractionAt: MORNING, optedOut: false, refused: true, waiting: true, consents: true },
        ...{ following: true, teamCode: 'LN03', communeCode: '25270' },
      },
      {
        ...{ userId: HOA, lastInteractionAt: 0, optedOut: true, refused: false, waiting: false, consents: false },
        ...{ following: false, communeCode: '25280' },
      },
    ]);
    expect((await page({}, { category: 'safety' })).people.map(({ refused }) => refused)).toEqual([false, false]);
    expect((await page({}, { oaId: 'another' })).people).toEqual([]);
  });

  test('every list that is not empty narrows: communes, teams, segments, activity, followers', async () => {
    await resident('a', { teamCode: 'LN03', segment: 'farmer' });
    await resident('b', { teamCode: 'X1', segment: 'elderly', following: true });
    await resident('c', { communeCode: '25270', segment: 'farmer', following: true });
    await resident('d', { teamCode: 'X1', communeCode: '25270' });
    await resident('e', { teamCode: 'GONE', communeCode: '25270', lastInteractionAt: MORNING - 8 * DAY_MS });
    expect(await idsIn({})).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(await idsIn({ communes: ['25270'] })).toEqual(['a', 'c', 'e']);
    expect(await idsIn({ communes: ['25270', '25273', '1'] })).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(await idsIn({ teams: ['X1', 'LN03'] })).toEqual(['a', 'b', 'd']);
    expect(await idsIn({ teams: ['X1'], communes: ['25270'] })).toEqual([]);
    expect(await idsIn({ segments: ['farmer', 'student'] })).toEqual(['a', 'c']);
    expect(await idsIn({ activeWithinDays: 7 })).toEqual(['a', 'b', 'c', 'd']);
    expect(await idsIn({ activeWithinDays: 8, communes: ['25270'] })).toEqual(['a', 'c', 'e']);
    expect(await idsIn({ onlyFollowers: true })).toEqual(['b', 'c']);
    expect(await idsIn({ onlyFollowers: true, segments: ['farmer'], communes: ['25270'] })).toEqual(['c']);
    for (const filter of [{}, { communes: ['25270'] }, { teams: ['X1'] }, { onlyFollowers: true }])
      expect(await count(filter), JSON.stringify(filter)).toBe((await idsIn(filter)).length);
  });

  test('stretch by stretch everybody is met once, in the order of their ids, whatever the length', async () => {
    const ids = Array.from({ length: 23 }, (_, index) => `u${String(index).padStart(3, '0')}`);
    for (const [index, userId] of ids.entries()) await resident(userId, { following: index % 3 === 0 });
    const wanted = ids.filter((_, index) => index % 3 === 0);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 30 }), async (look) => {
        const met: AudiencePerson[] = [];
        let looked = 0;
        let counted = 0;
        for (let afterUserId = '', done = false; !done; ) {
          const next = await page({ onlyFollowers: true }, { afterUserId, look });
          const { count: found } = await storage.countAudiencePage({
            ...{ oaId: OA, filter: { ...EVERYBODY, onlyFollowers: true }, at: MORNING, afterUserId, look },
          });
          met.push(...next.people);
          looked += next.looked;
          counted += found;
          ({ lastUserId: afterUserId, done } = next);
        }
        expect(met.map(({ userId }) => userId)).toEqual(wanted);
        expect(looked).toBe(23);
        expect(counted).toBe(wanted.length);
      }),
      { numRuns: 30 },
    );
  });

  test('somebody who comes or goes while it is read is neither twice in it nor do they hide anybody', async () => {
    for (const userId of ['a', 'c', 'e', 'g']) await resident(userId);
    const met: string[] = [];
    const first = await page({}, { look: 2 });
    met.push(...first.people.map(({ userId }) => userId));
    await resident('b');
    await storage.eraseResident({ oaId: OA, userId: 'c', pseudonym: 'p', at: MORNING, via: 'command' });
    const rest = await page({}, { afterUserId: first.lastUserId });
    met.push(...rest.people.map(({ userId }) => userId));
    expect(met).toEqual(['a', 'c', 'e', 'g']);
    expect(rest.done).toBe(true);
  });

  describe('by interests', () => {
    const used = (userId: string, topic: string, at = MORNING, textVersion = INTEREST_NOTICE) =>
      commitTurn(storage, {
        ...{ userId, at, resident: { lastInteractionAt: MORNING, consent: 'yes' }, pseudonym: `p-${userId}` },
        engagement: [anEngagement({ topic })],
        consent: { textVersion, choice: 'yes', at },
      });
    const read = async (interests: readonly string[]) => {
      const found: string[] = [];
      let unknown = 0;
      const filter = { ...EVERYBODY, interests };
      const pseudonymOf = (_oaId: string, userId: string): string => `p-${userId}`;
      const request = { storage, oaId: OA, filter, category: 'news', at: MORNING, pseudonymOf } as const;
      for await (const { people, unknownInterest } of readAudience(request)) {
        found.push(...people.map(({ userId }) => userId));
        unknown += unknownInterest;
      }
      expect(await countAudience(request)).toBe(found.length);
      return { found, unknown };
    };

    test('holds those who agreed to it and used one of the topics of late', async () => {
      await used('a', 'e-payments');
      await used('b', 'public-services');
      await used('c', 'e-payments', MORNING - (INTEREST_DAYS + 2) * DAY_MS);
      await used('c2', 'e-payments', MORNING, '2026-11-22-2');
      await resident('d', { consent: 'no' });
      await resident('e');
      expect(await read(['e-payments'])).toEqual({ found: ['a'], unknown: 3 });
      expect(await read(['e-payments', 'public-services', 'scam-safety'])).toEqual({ found: ['a', 'b'], unknown: 3 });
      expect(await read([])).toEqual({ found: ['a', 'b', 'c', 'c2', 'd', 'e'], unknown: 0 });
    });

    test('forgets whoever takes their agreement back, and counts nothing of those who gave none', async () => {
      await used('a', 'e-payments');
      await commitTurn(storage, {
        ...{ userId: 'b', engagement: [anEngagement({ topic: 'e-payments' })] },
        resident: { lastInteractionAt: MORNING },
      });
      expect((await read(['e-payments'])).found).toEqual(['a']);
      await commitTurn(storage, { userId: 'a', resident: { consent: 'no' }, forgetPseudonym: 'p-a' });
      expect(await read(['e-payments'])).toEqual({ found: [], unknown: 2 });
    });

    test('cannot be read without the key of the pseudonyms', async () => {
      const request = { storage, oaId: OA, filter: { ...EVERYBODY, interests: ['e-payments'] }, at: MORNING };
      await expect(countAudience(request)).rejects.toThrow(TypeError);
    });
  });

  test('teams that can pass it on are those with a member who wrote in time and refuses nothing', async () => {
    const further = ['LN04', 'LN05'].map((code) => ({ ...TEAM, code, name: `Tổ ${code}` }));
    await storage.saveTeams({ oaId: OA, teams: further, at: MORNING });
    await storage.dissolveTeam({ oaId: OA, code: 'LN05', at: MORNING });
    await resident('m1', { lastInteractionAt: MORNING - 6 * DAY_MS });
    await resident('m2', { lastInteractionAt: MORNING - 8 * DAY_MS });
    await resident('m3', { optOutAt: 5 });
    await resident('m4');
    await member('m1');
    await member('m2');
    await member('m3', { teamCode: 'X1' });
    await member('m4', { teamCode: 'X1', state: 'pending' });
    const args = { oaId: OA, windowStart: MORNING - 7 * DAY_MS, filter: { communes: [], teams: [] } };
    expect(await storage.listPassingTeams(args)).toEqual({ reachable: ['LN03'], members: 1, unreachable: 2 });
    expect(await storage.listPassingTeams({ ...args, filter: { communes: ['25273'], teams: [] } })).toEqual({
      ...{ reachable: [], members: 0, unreachable: 1 },
    });
    expect(await storage.listPassingTeams({ ...args, filter: { communes: ['25270'], teams: ['LN03'] } })).toEqual({
      ...{ reachable: ['LN03'], members: 1, unreachable: 0 },
    });
  });

  test('provinces are those of the teams in these places', async () => {
    const provinces = (communes: string[], teams: string[]) =>
      storage.listAudienceProvinces({ oaId: OA, filter: { communes, teams } });
    expect(await provinces([], [])).toEqual(['75', '79']);
    expect(await provinces(['25273'], [])).toEqual(['79']);
    expect(await provinces([], ['LN03'])).toEqual(['75']);
  });

  describe('refusals by category', () => {
    const refused = () => storage.listRefusedCategories({ oaId: OA, userId: LAN });

    test('are exactly those saved last, and of one resident', async () => {
      expect(await refused()).toEqual([]);
      await storage.saveRefusedCategories({ oaId: OA, userId: LAN, categories: ['news', 'training'], at: 1 });
      expect(await refused()).toEqual(['training', 'news']);
      await storage.saveRefusedCategories({ oaId: OA, userId: LAN, categories: ['training'], at: 2 });
      expect(await refused()).toEqual(['training']);
      expect(await storage.listRefusedCategories({ oaId: OA, userId: HOA })).toEqual([]);
      expect(await storage.listRefusedCategories({ oaId: 'another', userId: LAN })).toEqual([]);
    });

    test('go with a turn or not at all', async () => {
      const effects = [
        {
          operation: 'saveRefusedCategories',
          args: { oaId: OA, userId: LAN, categories: ['news'], at: MORNING },
        },
      ] as const;
      await expect(commitTurn(storage, { expectedVersion: 9, effects })).rejects.toThrow('refused: conflict');
      expect(await refused()).toEqual([]);
      await commitTurn(storage, { effects });
      expect(await refused()).toEqual(['news']);
    });

    test('go with the resident, from the disk too', async () => {
      const userId = '7770007770007770001';
      await resident(userId);
      await storage.saveRefusedCategories({ oaId: OA, userId, categories: ['news', 'safety'], at: 1 });
      await storage.eraseResident({ oaId: OA, userId, pseudonym: 'p', at: MORNING, via: 'user_withdraw' });
      expect(await storage.listRefusedCategories({ oaId: OA, userId })).toEqual([]);
      await storage.checkpoint();
      await storage.close();
      expect(filesContaining(folder.dir, userId)).toEqual([]);
      storage = await adapter.open(folder.dir);
    });
  });
});
