import Fastify from 'fastify';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { oasFeature } from '../../../src/console/oas/feature.ts';
import { callbackPlugin } from '../../../src/console/settings/callback.ts';
import { CONSENT_STATE_KEY } from '../../../src/console/settings/connect-actions.ts';
import { withOaSettings } from '../../../src/storage/oa-settings.ts';
import type { AddedOa } from '../../../src/storage/oa-ports.ts';
import { aConsoleOa, consoleOas } from '../../support/console-oas.ts';
import { ADMIN, type ConsoleStage, createConsoleStage } from '../../support/console-stage.ts';
import { MORNING } from '../../support/manual-clock.ts';
import { OA } from '../../support/storage-rows.ts';

const COMMUNE = '5550000000000000001';
const FIRST = aConsoleOa({ oaId: OA, isFirst: true, appId: '111' });

let stage: ConsoleStage;
let rows: readonly AddedOa[];

beforeEach(async () => {
  rows = [];
  const refresh = async (): Promise<void> => {
    rows = await stage.storage.listOas();
  };
  const oas = consoleOas(
    () => [FIRST, ...rows.map((row) => aConsoleOa({ ...row, isPaused: row.state === 'paused' }))],
    refresh,
  );
  stage = await createConsoleStage({ features: [oasFeature], deps: { oas } });
});
afterEach(() => stage.close());

const add = (fields: Readonly<Record<string, string>> = {}) =>
  stage.press('/oa/them', '/oa/them', { name: 'OA xã Long Nguyên', oaId: COMMUNE, ...fields });

describe('an OA', () => {
  test('of the same app is added with its id alone; of another app with keys of its own, sealed and never shown', async () => {
    expect((await add()).body).toContain('Đã thêm OA');
    expect(rows[0]).toMatchObject({ oaId: COMMUNE, appId: 'first-app', appSecret: `sealed ${COMMUNE} first-secret` });
    const half = await add({ oaId: '5550000000000000002', appId: '77777', appSecret: 'app-secret-77' });
    expect(half.body).toContain('Ứng dụng khác thì cần khóa của chính nó.');
    expect(half.body).not.toContain('app-secret-77');
    const keys = { appId: '77777', appSecret: 'app-secret-77', oaSecret: 'oa-secret-77' };
    await add({ oaId: '5550000000000000002', ...keys });
    expect(rows[1]).toMatchObject({ appId: '77777', oaSecret: 'sealed 5550000000000000002 oa-secret-77' });
    for (const page of ['/oa', '/oa/5550000000000000002'])
      expect((await stage.open(page)).body).not.toMatch(/app-secret-77|oa-secret-77|sealed/u);
    expect(JSON.stringify(await stage.storage.listAudit({ oaId: OA, limit: 9 }))).not.toContain('secret-77');
  });

  test('that is there already, or an id that is none, is refused beside its field', async () => {
    await add();
    expect((await add()).body).toContain('OA này đã có trong danh sách.');
    expect((await add({ oaId: OA })).body).toContain('OA này đã có trong danh sách.');
    expect((await add({ oaId: 'xin chào' })).body).toContain('chỉ gồm chữ số');
    expect(rows).toHaveLength(1);
  });

  test('is renamed, gets new keys, is paused, goes on, and is removed once its id is typed again', async () => {
    await add();
    const at = `/oa/${COMMUNE}`;
    await stage.press(at, `${at}/sua`, { name: 'Tên khác' });
    expect(rows[0]).toMatchObject({ name: 'Tên khác', oaSecret: `sealed ${COMMUNE} first-oa-secret` });
    await stage.press(at, `${at}/sua`, { name: 'Tên khác', appSecret: 'new-app-secret', oaSecret: 'new-oa-secret' });
    expect(rows[0]?.oaSecret).toBe(`sealed ${COMMUNE} new-oa-secret`);
    expect((await stage.press(at, `${at}/sua`, { name: 'x y', appSecret: 'one-key-alone' })).body).toContain(
      'cả hai khóa',
    );
    await stage.press(at, `${at}/tam-dung`);
    expect(rows[0]?.state).toBe('paused');
    await stage.press(at, `${at}/chay-lai`);
    expect(rows[0]?.state).toBe('serving');
    expect((await stage.press(at, `${at}/go`, { confirm: '123' })).body).toContain('Ghi lại đúng mã OA');
    await stage.press(at, `${at}/go`, { confirm: COMMUNE });
    expect(rows).toEqual([]);
  });

  test('that is the first stays as the environment has it', async () => {
    const { body } = await stage.open(`/oa/${OA}`);
    expect(body).toContain('cấu hình máy chủ');
    for (const form of ['tam-dung', 'go', 'sua']) expect(body).not.toContain(`/oa/${OA}/${form}`);
  });

  test('is not added to the demo, and not by who works for one OA', async () => {
    const { everyOa: _everyOa, ...local } = ADMIN;
    stage.signIn(local);
    expect((await stage.open('/oa/them')).statusCode).toBe(403);
    const demo = await createConsoleStage({ features: [oasFeature], deps: { mode: 'demo' } });
    const page = await demo.press('/oa/them', '/oa/them', { name: 'OA xã', oaId: COMMUNE });
    expect(page.body).toContain('Bản dùng thử chỉ có một OA.');
    await demo.close();
  });
});

describe('a consent', () => {
  test('begun for one OA is good for that one alone, and its tokens go to that one', async () => {
    const codes: string[] = [];
    const exchanging = (oaId: string) => ({
      ...stage.deps,
      oaId,
      storage: oaId === OA ? stage.storage : withOaSettings(stage.storage, oaId),
      zalo: { ...stage.deps.zalo, exchangeCode: async (code: string) => void codes.push(`${oaId} ${code}`) },
    });
    const rooms = new Map([OA, COMMUNE].map((oaId) => [oaId, exchanging(oaId)]));
    const server = Fastify();
    await server.register(callbackPlugin, { deps: exchanging(OA), depsOf: (oaId) => rooms.get(oaId) });
    const back = async (oaId: string) =>
      (await server.inject(`/callback?code=c1&oa_id=${oaId}&state=a-state-of-16-chars`)).headers['location'];
    const begin = (oaId: string) =>
      exchanging(oaId).storage.writeMeta({
        key: CONSENT_STATE_KEY,
        value: JSON.stringify({ state: 'a-state-of-16-chars', at: MORNING, oaId }),
      });
    await begin(OA);
    expect(await back(COMMUNE)).not.toContain('xong');
    await begin(COMMUNE);
    expect(await back(COMMUNE)).toContain('ket-qua=xong');
    expect(codes).toEqual([`${COMMUNE} c1`]);
    await server.close();
  });
});
