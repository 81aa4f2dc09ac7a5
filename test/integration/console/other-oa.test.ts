import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { actionsOf } from '../../../src/console/api/openapi.ts';
import { features } from '../../../src/console/features.ts';
import { withOaSettings } from '../../../src/storage/oa-settings.ts';
import type { Storage } from '../../../src/storage/ports.ts';
import { aContent, anAnnouncement } from '../../support/announcements.ts';
import { aConsoleOa, consoleOas } from '../../support/console-oas.ts';
import { ADMIN, type ConsoleStage, createConsoleStage } from '../../support/console-stage.ts';
import { MORNING } from '../../support/manual-clock.ts';
import { openSqliteStorage } from '../../../src/storage/sqlite/open.ts';
import { anEvent, aTurn, HOA, LAN, OA, TEAM } from '../../support/storage-rows.ts';
import { makeTempDir } from '../../support/temp-dir.ts';

const COMMUNE = '5550000000000000001';
/** Stands in whatever belongs to the first OA. */
const MARK = 'Chỉ Của OA Đầu';
const folder = makeTempDir();

let storage: Storage;
let stage: ConsoleStage;

async function seed(): Promise<void> {
  await storage.saveTeams({ oaId: OA, teams: [{ ...TEAM, name: MARK, hamlet: MARK }], at: MORNING });
  const { id = 0 } = await storage.acceptEvent(anEvent());
  await storage.commitTurn(aTurn(id, { resident: { teamCode: TEAM.code } }));
  await storage.addStaff({
    ...{ id: 'x1', oaId: OA, login: 'nguoi-khac', name: MARK, role: 'editor', passwordHash: '', failures: 0 },
    ...{ mustChangePassword: false, recoveryHashes: [], createdAt: MORNING },
  });
  await storage.saveAnnouncement(
    anAnnouncement({ id: 'x1', oaId: OA, content: aContent({ title: MARK, text: MARK }), state: 'draft' }),
  );
  await storage.saveStaffKey({
    ...{ id: 'x1', oaId: OA, hash: 'h', name: MARK, scopes: [], accountId: 'x1', createdAt: MORNING },
  });
  await storage.saveMemberQuestion({
    ...{ oaId: OA, id: 'x1', userId: HOA, teamCode: TEAM.code, communeCode: TEAM.communeCode, text: MARK, at: MORNING },
    level: 'province',
  });
  await storage.saveHelp({
    request: {
      ...{ oaId: OA, id: 'x1', version: 0, userId: LAN, topic: 'e-payments', flow: 'pay-by-qr', step: '2', offers: [] },
      ...{ teamCode: TEAM.code, communeCode: TEAM.communeCode, at: MORNING, state: 'open', reminders: 0 },
    },
  });
}

/** Everything of the first OA that a console shows or changes. */
const ofFirst = () =>
  Promise.all([
    ...[storage.listTeams({ oaId: OA }), storage.listStaff({ oaId: OA }), storage.listStaffKeys({ oaId: OA })],
    ...[storage.listMembers({ oaId: OA, limit: 100 }), storage.listAnnouncements({ oaId: OA, limit: 100 })],
    storage.listMemberQuestions({ oaId: OA, limit: 100 }),
    storage.listHelp({ oaId: OA, states: ['open', 'offered', 'claimed', 'done', 'closed', 'cancelled'] as never }),
    ...[storage.listAudit({ oaId: OA, limit: 1_000 }), storage.loadTurn({ oaId: OA, userId: LAN })],
    storage.loadOa({ oaId: OA }),
  ]);

beforeAll(async () => {
  storage = await openSqliteStorage(folder.dir);
  await seed();
  const oas = consoleOas(() => [aConsoleOa({ oaId: OA, isFirst: true }), aConsoleOa({ oaId: COMMUNE })]);
  const { everyOa: _everyOa, ...local } = ADMIN;
  stage = await createConsoleStage({
    features,
    actor: local,
    deps: { oaId: COMMUNE, oas, storage: withOaSettings(storage, COMMUNE) },
  });
});
afterAll(async () => {
  await stage.close();
  await storage.close();
  folder[Symbol.dispose]();
});

const FILLED: Readonly<Record<string, string>> = { code: TEAM.code, team: TEAM.code, teamCode: TEAM.code, id: 'x1' };
const filled = (path: string): string => path.replaceAll(/:(\w+)/gu, (_, name: string) => FILLED[name] ?? 'x1');
/** Enough for most actions to get past the form. */
const TYPED = {
  ...{ name: 'Tên mới', title: 'Tiêu đề mới', text: 'Một câu dài vừa đủ để được nhận.', reason: 'vì thế' },
  ...{ role: 'admin', state: 'closed', note: 'ghi', code: TEAM.code, teamCode: TEAM.code, team: TEAM.code, id: 'x1' },
  ...{ to: TEAM.code, successor: TEAM.code, userId: LAN, ref: 'x1', hamlet: 'Ấp mới', communeCode: TEAM.communeCode },
};

const pages = features.flatMap((feature) => feature.pages.map(({ path }) => path));
const actions = actionsOf(features);

describe('at another OA an administrator of that one', () => {
  test.each(pages)('sees nothing of the first OA on %s', async (path) => {
    const answer = await stage.server.inject(path === '/' ? '/console' : `/console${filled(path)}`);
    expect(answer.statusCode).toBeLessThan(500);
    expect(answer.body).not.toContain(MARK);
  });

  test('changes nothing there by any action, whatever they name', async () => {
    const before = await ofFirst();
    expect(JSON.stringify(before)).toContain(MARK);
    const { everyOa: _everyOa, ...local } = ADMIN;
    let done = 0;
    for (const [index, { route }] of actions.entries()) {
      stage.useKey({ ...local, id: `key:${index}` });
      const url = `/console/api/v1${filled(route.path)}`;
      const hasBody = route.method !== 'GET' && route.method !== 'DELETE';
      const answer = await stage.server.inject({ method: route.method, url, ...(hasBody ? { payload: TYPED } : {}) });
      if (answer.statusCode < 300) done += 1;
      expect({ url, body: answer.body.includes(MARK), isBroken: answer.statusCode >= 500 }).toEqual({
        ...{ url, body: false, isBroken: false },
      });
    }
    expect(done).toBeGreaterThan(actions.length / 4);
    expect(await ofFirst()).toEqual(before);
  });
});
