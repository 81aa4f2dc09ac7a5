import * as z from 'zod';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Refusal } from '../../../src/console/action.ts';
import { actionsOf } from '../../../src/console/api/openapi.ts';
import { features } from '../../../src/console/features.ts';
import { type Actor, may, type Permission, permissions } from '../../../src/console/permissions.ts';
import { STAFF_ROLES, type StaffRole } from '../../../src/storage/staff-ports.ts';
import { type ConsoleStage, createConsoleStage } from '../../support/console-stage.ts';
import { MORNING } from '../../support/manual-clock.ts';
import { LAN, OA, TEAM } from '../../support/storage-rows.ts';

/** Everybody who may ask: each role, and nobody. */
const EVERYBODY = [...STAFF_ROLES, undefined] as const;
/** Stands in whatever belongs to another commune. */
const ELSEWHERE = 'Ấp Của Xã Khác';
const OTHER_TEAM = { ...TEAM, code: 'LN99', name: `Tổ ${ELSEWHERE}`, hamlet: ELSEWHERE, communeCode: '25280' };
const FORBIDDEN = 'Tài khoản của bạn không được mở trang này.';

let stage: ConsoleStage;
let calls = 0;

beforeAll(async () => {
  stage = await createConsoleStage({ features });
  const { storage } = stage;
  for (const role of STAFF_ROLES) {
    await storage.addStaff({
      ...{ id: `acc-${role}`, oaId: OA, login: role, name: role, role, passwordHash: '', mustChangePassword: false },
      ...{ recoveryHashes: [], failures: 0, createdAt: MORNING },
    });
  }
  await storage.saveTeams({ oaId: OA, teams: [TEAM, OTHER_TEAM], at: MORNING });
  await storage.saveMemberQuestion({
    ...{ oaId: OA, id: 'q-elsewhere', userId: LAN, teamCode: 'LN99', communeCode: '25280', text: ELSEWHERE },
    ...{ at: MORNING, level: 'province' },
  });
  await storage.saveHelp({
    request: {
      ...{ oaId: OA, id: 'h-elsewhere', version: 0, userId: LAN, topic: 'e-payments', flow: 'pay-by-qr', step: '2' },
      ...{ teamCode: 'LN99', communeCode: '25280', at: MORNING, state: 'open', reminders: 0, offers: [] },
    },
  });
});
afterAll(() => stage.close());

const actorOf = (role: StaffRole, scopes?: readonly string[]): Actor => ({
  ...{ id: `acc-${role}-${(calls += 1)}`, accountId: `acc-${role}`, name: role, role },
  ...(role === 'commune-officer' ? { communeCode: TEAM.communeCode } : {}),
  ...(role === 'admin' ? { everyOa: true } : {}),
  ...(scopes ? { scopes } : {}),
});

/** Parts of an address that name something of another commune, or nothing at all. */
const FILLED: Readonly<Record<string, string>> = { code: 'LN99', team: 'LN99', commune: '25280', communeCode: '25280' };
const filled = (path: string): string =>
  path.replaceAll(/:(\w+)/gu, (_, name: string) => FILLED[name] ?? 'h-elsewhere');
const url = (path: string): string => (path === '/' ? '/console' : `/console${filled(path)}`);

const isListed = (role: StaffRole | undefined, permission: Permission): boolean =>
  role !== undefined && (permissions[permission] as readonly StaffRole[]).includes(role);

const sees = (role: StaffRole | undefined): void => stage.signIn(role && actorOf(role));

type Answer = { readonly statusCode: number; readonly body: string; readonly headers: Record<string, unknown> };

/** What became of somebody at a door of the browser. */
function outcome({ statusCode, body, headers }: Answer): 'in' | 'forbidden' | 'to sign-in' | 'broken' {
  if (String(headers['location'] ?? '').startsWith('/console/dang-nhap')) return 'to sign-in';
  if (statusCode === 403 && body.includes(FORBIDDEN)) return 'forbidden';
  return statusCode >= 500 ? 'broken' : 'in';
}

const expected = (role: StaffRole | undefined, permission: Permission): string => {
  if (role === undefined) return 'to sign-in';
  return isListed(role, permission) ? 'in' : 'forbidden';
};

const pages = features.flatMap((feature) => feature.pages);
const forms = features.flatMap((feature) => feature.forms);
const actions = actionsOf(features);

describe.each(EVERYBODY)('%s', (role) => {
  test.each(pages.map((page) => [page.path, page.permission] as const))('page %s (%s)', async (path, permission) => {
    sees(role);
    expect(outcome(await stage.server.inject(url(path)))).toBe(expected(role, permission));
  });

  const post = (path: string, csrf: string) =>
    stage.server.inject({
      ...{ method: 'POST', url: url(path), payload: `_csrf=${csrf}&_once=once-${(calls += 1)}` },
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });

  test.each(forms.map(({ path, action }) => [path, action.permission] as const))(
    'form %s (%s)',
    async (path, permission) => {
      sees(role);
      const before = (await stage.storage.readAudit({ afterSeq: 0, limit: 100_000 })).length;
      const answer = await post(path, 'csrf-token');
      expect(outcome(answer)).toBe(expected(role, permission));
      if (!isListed(role, permission)) {
        expect(await stage.storage.readAudit({ afterSeq: 0, limit: 100_000 })).toHaveLength(before);
      }
    },
  );

  const callApi = async (action: (typeof actions)[number], actor: Actor | undefined) => {
    stage.useKey(actor);
    const { method, path } = action.route;
    const answer = await stage.server.inject({
      ...{ method, url: `/console/api/v1${filled(path)}` },
      ...(method === 'GET' || method === 'DELETE' ? {} : { payload: {} }),
    });
    stage.useKey(undefined);
    return { status: answer.statusCode, code: (answer.json() as { error?: { code?: string } } | null)?.error?.code };
  };

  test.each(actions.map((action) => [action.name, action.permission, action] as const))(
    'call %s (%s)',
    async (_name, permission, action) => {
      const { status, code } = await callApi(action, role && actorOf(role));
      if (role === undefined) return expect({ status, code }).toEqual({ status: 401, code: 'NOT_SIGNED_IN' });
      if (!isListed(role, permission)) return expect({ status, code }).toEqual({ status: 403, code: 'NOT_ALLOWED' });
      expect(code).not.toBe('NOT_ALLOWED');
      expect(status).toBeLessThan(500);
      const others = (Object.keys(permissions) as Permission[]).filter((one) => one !== permission);
      expect(await callApi(action, actorOf(role, others))).toEqual({ status: 403, code: 'NOT_ALLOWED' });
    },
  );
});

describe('the token of a form', () => {
  test('stands before every action: none runs with a forged one, each runs with the right one', async () => {
    let ran = 0;
    const watched = forms.map((form) => ({
      ...form,
      action: {
        ...form.action,
        input: z.unknown(),
        run: async () => {
          ran += 1;
          throw new Refusal('watched');
        },
      },
    }));
    const alone = await createConsoleStage({ features: [{ nav: [], pages, forms: watched, actions: [] }] });
    const runsOf = async (path: string, token: string): Promise<number> => {
      ran = 0;
      await alone.server.inject({
        ...{ method: 'POST', url: url(path), payload: `_csrf=${token}&_once=once-${(calls += 1)}` },
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      });
      return ran;
    };
    const runs = [];
    for (const { path } of forms) runs.push([path, await runsOf(path, 'forged'), await runsOf(path, 'csrf-token')]);
    await alone.close();
    expect(runs).toEqual(forms.map(({ path }) => [path, 0, 1]));
  });
});

describe('the table of permissions', () => {
  test('refuses what is not listed: an unknown role, permission or scope', () => {
    expect(may({ ...actorOf('admin'), role: 'guest' as StaffRole }, 'self')).toBe(false);
    expect(may(actorOf('admin'), 'everything' as Permission)).toBe(false);
    expect(may(actorOf('admin', []), 'self')).toBe(false);
  });

  test('every page, form and action has a name of its own', () => {
    for (const names of [
      pages.map(({ path }) => path),
      forms.map(({ path }) => path),
      actions.map(({ name }) => name),
      actions.map(({ route }) => `${route.method} ${route.path.replaceAll(/:\w+/gu, ':')}`),
    ]) {
      expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
    }
  });

  test('every action of a form or page is in the API too', () => {
    const named = new Set(actions.map(({ name }) => name));
    expect(forms.map(({ action }) => action.name).filter((name) => !named.has(name))).toEqual([]);
  });
});

describe('an officer of one commune', () => {
  const ASKED = new URLSearchParams({
    ...FILLED,
    xa: '25280',
    to: 'LN99',
    scope: 'c',
    unit: '25280',
    id: 'LN99',
  }).toString();
  const own = (permission: Permission): boolean => isListed('commune-officer', permission);

  test.each(pages.filter(({ permission }) => own(permission)).map(({ path }) => path))(
    'sees nothing of another commune on %s, whatever is asked',
    async (path) => {
      sees('commune-officer');
      for (const query of ['', `?${ASKED}`]) {
        const { body } = await stage.server.inject(`${url(path)}${query}`);
        expect(body).not.toContain(ELSEWHERE);
      }
    },
  );

  test.each(
    actions.filter(({ permission, route }) => own(permission) && route.method === 'GET').map((one) => [one.route.path]),
  )('reads nothing of another commune by %s, whatever is asked', async (path) => {
    stage.useKey(actorOf('commune-officer'));
    const bodies = [];
    for (const query of ['', `?${ASKED}`]) {
      bodies.push((await stage.server.inject(`/console/api/v1${filled(path)}${query}`)).body);
    }
    stage.useKey(undefined);
    expect(bodies.join('')).not.toContain(ELSEWHERE);
    expect(bodies.join('')).not.toContain('h-elsewhere"');
  });

  test('an administrator sees what the officer must not, so the test above can fail', async () => {
    sees('admin');
    const bodies = [];
    for (const { path, permission } of pages) {
      if (own(permission)) bodies.push((await stage.server.inject(`${url(path)}?${ASKED}`)).body);
    }
    expect(bodies.join('')).toContain(ELSEWHERE);
  });
});
