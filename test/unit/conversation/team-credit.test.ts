import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type ConversationStage, stageConversation } from '../../support/conversation-stage.ts';
import { shippedCatalogue } from '../../support/shipped-content.ts';
import { LAN, OA } from '../../support/storage-rows.ts';
import { makeTempDir } from '../../support/temp-dir.ts';

const DAY_MS = 24 * 3_600_000;
const { messages } = shippedCatalogue();
let folder: ReturnType<typeof makeTempDir>;
let stage: ConversationStage;

beforeEach(async () => {
  folder = makeTempDir();
  stage = await stageConversation(folder.dir, shippedCatalogue());
  const team = (code: string, extra = {}) => ({
    code,
    name: `Tổ ${code}`,
    provinceCode: '75',
    communeCode: '26368',
    hamlet: 'Ấp 3',
    ...extra,
  });
  await stage.storage.saveTeams({
    oaId: OA,
    at: 1,
    teams: [team('LN03'), team('LN04'), team('CU01')],
  });
  await stage.storage.dissolveTeam({ oaId: OA, code: 'CU01', at: 5 });
});

afterEach(async () => {
  await stage.close();
  folder[Symbol.dispose]();
});

const creditedTo = async (): Promise<string | undefined> =>
  (await stage.storage.loadTurn({ oaId: OA, userId: LAN })).resident?.teamCode;
const last = (texts: readonly string[]): string => texts.at(-1) ?? '';

describe('the code of a team', () => {
  test('credits whoever types it, also with O for 0', async () => {
    expect(last(await stage.say('to lno3'))).toContain('Tổ LN03');
    expect(await creditedTo()).toBe('LN03');
  });

  test('of another team is asked about, and changes only by a button', async () => {
    await stage.say('TO LN03');
    expect(last(await stage.say('TO LN04'))).toContain('đổi sang Tổ LN04');
    expect(await creditedTo()).toBe('LN03');
    expect(last(await stage.say(stage.payloadOf('Giữ Tổ LN03')))).toContain('giữ nguyên tổ cũ');
    expect(await creditedTo()).toBe('LN03');
    await stage.say('TO LN04');
    await stage.say('1');
    expect(await creditedTo()).toBe('LN04');
  });

  test('of another team counts at once when 90 days have passed', async () => {
    await stage.say('TO LN03');
    await stage.wait(90 * DAY_MS);
    await stage.say('TO LN04');
    expect(await creditedTo()).toBe('LN04');
  });

  test('of a dissolved team without a successor says so kindly', async () => {
    expect(last(await stage.say('TO CU01'))).toContain('đã thôi hoạt động');
    expect(await creditedTo()).toBeUndefined();
  });

  test('that nobody has tells what to try next', async () => {
    expect(last(await stage.say('TO ZZ99'))).toBe(
      messages.teamUnknown.replaceAll('{Bác}', 'Bác').replaceAll('{bác}', 'bác'),
    );
  });
});

describe('the widget on a team’s page', () => {
  const press = (code: string) =>
    stage.send({
      type: 'widget',
      accepted: true,
      pageUrl: `https://trolyso.example.vn/t/${code}/vneid-register-level-2`,
    });

  test('credits the team of the page, and takes nobody from another', async () => {
    await press('LN03');
    expect(await creditedTo()).toBe('LN03');
    expect(await press('LN04')).toEqual([]);
    expect(await creditedTo()).toBe('LN03');
  });
});

describe('a member’s own account', () => {
  test('is credited to their team and not counted as somebody reached', async () => {
    const figures = async () =>
      (await stage.storage.indicatorTable({ oaId: OA, scope: 't', span: 'm', period: '2026-11', units: ['LN03'] }))[0]
        ?.values;
    await stage.storage.saveMember({
      oaId: OA,
      userId: LAN,
      role: 'member',
      state: 'active',
      teamCode: 'LN03',
      communeCode: '26368',
      name: 'Lan',
      joinedAt: 1,
    });
    await stage.say('TO LN03');
    await stage.say('TO LN03', 'another');
    await stage.storage.rollTallies({ limit: 1_000 });
    expect(await creditedTo()).toBe('LN03');
    expect((await figures())?.['credited']).toBe(1);
  });
});
