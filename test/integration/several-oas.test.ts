import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createOaSecretBox } from '../../src/oa-secrets.ts';
import { systemClock } from '../../src/shared/clock.ts';
import { loadPseudonymKey } from '../../src/teams/pseudonym.ts';
import { IDENTITY, startTestApp, type TestApp } from '../support/app.ts';
import { eventually } from '../support/eventually.ts';
import { signWebhook, textWebhook } from '../support/load/webhook-body.ts';
import { TOKEN } from '../support/scripted-zalo.ts';
import { TEAM } from '../support/storage-rows.ts';

const LAN = '3691470258369147025';
const HOA = '3691470258369147026';
/** An OA of another app, with keys of its own. */
const COMMUNE = {
  ...{ appId: '5550000000000000077', appSecret: 'the app secret of the commune', oaId: '5550000000000000001' },
  ...{ oaSecret: 'the oa secret of the commune', accessToken: 'commune-access', refreshToken: 'commune-refresh' },
};
/** The machine's clock, on which the list of OAs is looked at every 20 ms. */
const hurriedClock = {
  now: systemClock.now,
  after: (delayMs: number, run: () => void) => systemClock.after(delayMs === 3_000 ? 20 : delayMs, run),
};

describe('an OA beside the first', () => {
  let app: TestApp;
  beforeEach(async () => {
    app = await startTestApp({ clock: hurriedClock, env: { PUBLIC_URL: 'https://tro-ly.example.vn' } });
  });
  afterEach(() => app.close());

  /** As another server that shares the database would add it. */
  const add = async (tokens = true): Promise<void> => {
    const box = createOaSecretBox(loadPseudonymKey(app.dataDir));
    const { oaId, appId, accessToken, refreshToken } = COMMUNE;
    const sealed = box.seal(oaId, COMMUNE);
    await app.app.storage.addOa({ oaId, appId, name: 'OA xã', ...sealed, addedAt: systemClock.now() });
    if (!tokens) return;
    const expiresAt = systemClock.now() + 3_600_000;
    await app.app.storage.saveOaTokens({ oaId, accessToken, refreshToken, expiresAt });
  };
  const sayTo = (identity: typeof COMMUNE, text: string, userId = LAN) => {
    const { body, signature } = textWebhook(identity, userId, text, systemClock.now());
    return app.post(body, signature);
  };
  const served = () => eventually(async () => expect((await sayTo(COMMUNE, 'xin chào')).status).toBe(200));
  const sends = () => app.zalo.calls.filter(({ userId }) => userId !== undefined);

  test('is served within seconds without a restart, with its own token, and after a restart', async () => {
    expect(await sayTo(COMMUNE, 'xin chào')).toMatchObject({ status: 401 });
    await add();
    await served();
    await eventually(() => expect(sends()).toHaveLength(2));
    expect(new Set(sends().map(({ accessToken }) => accessToken))).toEqual(new Set(['commune-access']));
    await app.restart();
    expect(await sayTo(COMMUNE, 'menu')).toMatchObject({ status: 200 });
    await eventually(() => expect(sends()).toHaveLength(3));
    expect(sends().at(-1)).toMatchObject({ accessToken: 'commune-access', userId: LAN });
  });

  test('keeps the same person apart from the first OA: each has a conversation of its own', async () => {
    await add();
    await served();
    await app.say(LAN, 'xin chào');
    await eventually(() => expect(sends()).toHaveLength(4));
    const ofFirst = sends().find(({ accessToken }) => accessToken === 'access-1');
    expect(ofFirst?.text).toContain('trợ lý tự động');
    for (const { oaId } of [COMMUNE, IDENTITY])
      expect((await app.app.storage.loadTurn({ oaId, userId: LAN })).session.version).toBe(1);
  });

  test('takes no event that another app signed, and no event of its app for the first OA', async () => {
    await add();
    await served();
    expect(await sayTo({ ...COMMUNE, appId: IDENTITY.appId, oaSecret: IDENTITY.oaSecret }, 'x')).toMatchObject({
      status: 401,
    });
    expect(await sayTo({ ...COMMUNE, oaId: IDENTITY.oaId }, 'x')).toMatchObject({ status: 401 });
    expect(await sayTo({ ...COMMUNE, oaId: '1231231231231231231' }, 'x')).toMatchObject({ status: 403 });
  });

  test('paused it takes nothing in and sends nothing; going on it answers what waited', async () => {
    await add();
    await served();
    await eventually(() => expect(sends()).toHaveLength(2));
    await app.app.storage.patchOa({ oaId: COMMUNE.oaId, patch: { state: 'paused' } });
    await eventually(async () => expect((await sayTo(COMMUNE, 'menu')).status).toBe(403));
    expect(await app.say(LAN, 'xin chào')).toMatchObject({ status: 200 });
    await app.app.storage.patchOa({ oaId: COMMUNE.oaId, patch: { state: 'serving' } });
    await served();
  });

  test('removed it is not served any more, and nothing of its keys is left in the store', async () => {
    await add();
    await served();
    await app.app.storage.removeOa({ oaId: COMMUNE.oaId });
    await eventually(async () => expect((await sayTo(COMMUNE, 'menu')).status).toBe(401));
    expect(await app.app.storage.loadOa({ oaId: COMMUNE.oaId })).toEqual({ oaId: COMMUNE.oaId });
  });

  test('whoever watches sees which OA cannot send and when each was last heard; paused it is not watched', async () => {
    const seriesOf = async (name: string): Promise<Record<string, number>> =>
      Object.fromEntries(
        [...(await app.metrics()).matchAll(new RegExp(`^${name}\\{oa="(\\d+)"\\} (\\S+)$`, 'gmu'))].map(
          ([, oa, value]) => [oa, Number(value)],
        ),
      );
    await add(false);
    await served();
    await eventually(async () =>
      expect(await seriesOf('bot_oa_token_usable')).toEqual({ [IDENTITY.oaId]: 1, [COMMUNE.oaId]: 0 }),
    );
    expect(await app.metric('bot_zalo_token_usable')).toBe(0);
    const heard = await seriesOf('bot_oa_last_webhook_timestamp_seconds');
    expect(heard[IDENTITY.oaId]).toBe(0);
    expect(Math.abs((heard[COMMUNE.oaId] ?? 0) - systemClock.now() / 1000)).toBeLessThan(60);
    await app.app.storage.patchOa({ oaId: COMMUNE.oaId, patch: { state: 'paused' } });
    await eventually(async () => expect(await seriesOf('bot_oa_token_usable')).toEqual({ [IDENTITY.oaId]: 1 }));
    expect(await app.metric('bot_zalo_token_usable')).toBe(1);
  });

  test('an OA whose grant is dead counts as unable to send, until new tokens have reached somebody', async () => {
    app.zalo.answer = ({ path, accessToken, body }) => {
      if (path === TOKEN && body['refresh_token'] === COMMUNE.refreshToken)
        return { json: { error: -14014, error_name: 'Invalid refresh token', error_description: 'Invalid' } };
      return accessToken === COMMUNE.accessToken
        ? { json: { error: -216, message: 'Access token is invalid' } }
        : undefined;
    };
    await add();
    await served();
    await eventually(async () => expect(await app.metric('bot_zalo_token_usable')).toBe(0));
    // As another server would, on whose console somebody consented again.
    const expiresAt = systemClock.now() + 3_600_000;
    const fresh = { accessToken: 'commune-again', refreshToken: 'commune-refresh-2', expiresAt };
    await app.app.storage.saveOaTokens({ oaId: COMMUNE.oaId, ...fresh });
    // Somebody else: what waits for the first is tried again later.
    await sayTo(COMMUNE, 'xin chào', HOA);
    await eventually(async () => expect(await app.metric('bot_zalo_token_usable')).toBe(1));
    expect(sends().findLast(({ userId }) => userId === HOA)).toMatchObject({ accessToken: 'commune-again' });
  });

  test('a withdrawal that names no OA erases the resident of the app that signed it, not their namesake', async () => {
    await add();
    await served();
    await app.say(LAN, 'xin chào');
    await eventually(() => expect(sends()).toHaveLength(4));
    const event = { app_id: COMMUNE.appId, event_name: 'user_withdraw', user_id_by_app: LAN };
    const body = JSON.stringify({ ...event, timestamp: String(systemClock.now()) });
    const timestamp = String(JSON.parse(body).timestamp);
    expect(await app.post(body, signWebhook(COMMUNE, body, timestamp))).toMatchObject({ status: 200 });
    const versionAt = async (oaId: string) => (await app.app.storage.loadTurn({ oaId, userId: LAN })).session.version;
    expect(await versionAt(COMMUNE.oaId)).toBe(0);
    expect(await versionAt(IDENTITY.oaId)).toBe(1);
  });

  test('the page of a team leads to the OA of the team', async () => {
    await add();
    await served();
    await app.app.storage.saveTeams({ oaId: COMMUNE.oaId, teams: [TEAM], at: systemClock.now() });
    const page = await (await fetch(`${app.app.url}/t/${TEAM.code}`)).text();
    expect(page).toContain(`zalo.me/${COMMUNE.oaId}`);
    expect(page).not.toContain(`zalo.me/${IDENTITY.oaId}`);
  });

  test('neither its keys nor its tokens are ever logged or kept in the open', async () => {
    await add();
    await served();
    for (const secret of [COMMUNE.appSecret, COMMUNE.oaSecret, COMMUNE.accessToken])
      expect(app.log()).not.toContain(secret);
    const [row] = await app.app.storage.listOas();
    expect(JSON.stringify(row)).not.toContain(COMMUNE.appSecret);
    expect(JSON.stringify(row)).not.toContain(COMMUNE.oaSecret);
  });

  test('whose keys were sealed under another key is not served, and the log says what to do', async () => {
    const sealed = createOaSecretBox('another key altogether').seal(COMMUNE.oaId, COMMUNE);
    await app.app.storage.addOa({ ...sealed, oaId: COMMUNE.oaId, appId: COMMUNE.appId, name: 'x', addedAt: 1 });
    await eventually(() => expect(app.log()).toContain('OA_SECRETS_SEALED'));
    expect(await app.say(LAN, 'xin chào')).toMatchObject({ status: 200 });
  });
});
