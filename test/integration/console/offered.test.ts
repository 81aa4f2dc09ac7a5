import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { features } from '../../../src/console/features.ts';
import { type Actor, may } from '../../../src/console/permissions.ts';
import { STAFF_ROLES, type StaffRole } from '../../../src/storage/staff-ports.ts';
import { formsIn, pageOf, unescaped } from '../../support/console-crawler.ts';
import { type ConsoleStage, createConsoleStage } from '../../support/console-stage.ts';
import { fillHostileWorld } from '../../support/hostile-world.ts';
import { MORNING } from '../../support/manual-clock.ts';
import { OA, TEAM } from '../../support/storage-rows.ts';

const NAMES = [
  'Bác Lan',
  'Cô Hoa',
  'Chú Chín',
  'Anh Mười',
  'Chị Tư',
  'Bà Sáu',
  'Ông Bảy',
  'Em Tám',
  'Dì Út',
  'Cậu Hai',
];
/** Addresses of one page that are opened: enough for each state of a thing. */
const MOST_OF_A_PAGE = 12;

let stage: ConsoleStage;

beforeAll(async () => {
  stage = await createConsoleStage({ features });
  await fillHostileWorld(stage.storage, NAMES, 'acc-editor');
  for (const role of STAFF_ROLES) {
    await stage.storage.addStaff({
      ...{ id: `acc-${role}`, oaId: OA, login: role, name: role, role, passwordHash: '', mustChangePassword: false },
      ...{ recoveryHashes: [], failures: 0, createdAt: MORNING },
    });
  }
});
afterAll(() => stage.close());

const actorOf = (role: StaffRole): Actor => ({
  ...{ id: `acc-${role}`, accountId: `acc-${role}`, name: role, role },
  ...(role === 'commune-officer' ? { communeCode: TEAM.communeCode } : {}),
});

const forms = features
  .flatMap((feature) => feature.forms)
  .map(({ path, action }) => ({ action, shape: new RegExp(`^/console${path.replaceAll(/:\w+/gu, '[^/]+')}$`, 'u') }));

/** Follows what the pages offer this person, from the first page on. */
async function walk(role: StaffRole) {
  const actor = actorOf(role);
  stage.signIn(actor);
  const counts = new Map<string, number>();
  const seen = new Set<string>();
  const deadEnds: string[] = [];
  const uselessForms: string[] = [];
  const queue: { readonly to: string; readonly from: string }[] = [{ to: '/console', from: 'the start' }];
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    const { to, from } = next;
    const page = pageOf(to);
    if (seen.has(to) || /^\/console\/(?:assets|api)(?:\/|$)/u.test(to)) continue;
    seen.add(to);
    if (page !== undefined) {
      const count = (counts.get(page) ?? 0) + 1;
      counts.set(page, count);
      if (count > MOST_OF_A_PAGE) continue;
    }
    const answer = await stage.server.inject(to);
    if (answer.statusCode >= 400) deadEnds.push(`${from} leads to ${to} (${answer.statusCode})`);
    if (!(answer.headers['content-type'] ?? '').includes('html')) continue;
    for (const form of formsIn(answer.body)) {
      const known = forms.find(({ shape }) => shape.test(form.action));
      if (form.method === 'post' && known && !may(actor, known.action.permission)) {
        uselessForms.push(`${page} offers ${form.action}`);
      }
    }
    for (const [, link = ''] of answer.body.matchAll(/\shref="(\/console[^"#]*)/gu)) {
      queue.push({ to: unescaped(link), from: page ?? to });
    }
  }
  return { opened: seen.size, deadEnds: [...new Set(deadEnds)], uselessForms: [...new Set(uselessForms)] };
}

describe('what the console offers', () => {
  it.each(STAFF_ROLES)(
    '%s may do: no link ends at a refusal or at nothing, no form is refused',
    async (role) => {
      const { opened, deadEnds, uselessForms } = await walk(role);
      expect(opened).toBeGreaterThan(30);
      expect(deadEnds).toEqual([]);
      expect(uselessForms).toEqual([]);
    },
    120_000,
  );
});
