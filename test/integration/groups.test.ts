import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startEmulator, type RunningEmulator } from 'zalo-emulator';
import { saveGroupSettings } from '../../src/teams/group-settings.ts';
import { systemClock } from '../../src/shared/clock.ts';
import { IDENTITY, startTestApp, type TestApp } from '../support/app.ts';
import { eventually } from '../support/eventually.ts';
import { filesContaining } from '../support/temp-dir.ts';

const SLUG = 'vneid-register-level-2';
const QUESTION = '# làm tài khoản VNeID mức 2';

describe('a group chat of the OA', () => {
  let zalo: RunningEmulator;
  let running: TestApp;
  let groupId: string;
  let ba: string;
  /** What is added to the machine's clock. */
  let later = 0;

  beforeEach(async () => {
    later = 0;
    zalo = await startEmulator({
      ...IDENTITY,
      accessToken: 'access-1',
      refreshToken: 'refresh-1',
      chatPage: false,
      settings: { groupFirstMembersMustKnowOa: false },
    });
    running = await startTestApp({
      env: { ZALO_API_URL: zalo.url, ZALO_OAUTH_URL: zalo.url, PUBLIC_URL: 'https://example.vn' },
      clock: { now: () => Date.now() + later, after: systemClock.after },
    });
    zalo.emulator.setWebhookUrl(`${running.app.url}/webhook/zalo`);
    await running.app.storage.saveTeams({
      oaId: IDENTITY.oaId,
      at: 1,
      teams: [{ code: 'LN03', name: 'Tổ công nghệ số ấp 3', provinceCode: '75', communeCode: '25270', hamlet: 'Ấp 3' }],
    });
    const [first, second] = zalo.emulator.residents();
    ba = first?.id ?? '';
    groupId = zalo.emulator.groups.create({ name: 'Ấp 3', description: '', memberIds: [ba, second?.id ?? ''] }).id;
  });
  afterEach(async () => {
    await running.close();
    await zalo.close();
  });

  const switchOn = (): Promise<void> => saveGroupSettings(running.app.storage, IDENTITY.oaId, { on: true, names: [] });
  const link = () => running.app.storage.saveTeamGroup({ oaId: IDENTITY.oaId, groupId, teamCode: 'LN03' });
  const ask = (text: string): unknown => zalo.emulator.inGroup.send(groupId, ba, { kind: 'text', text });
  const answers = () => zalo.emulator.groups.history(groupId).filter(({ from }) => from === 'oa');
  /** The webhook of the last message has come and whatever it led to is done. */
  const settled = async (): Promise<void> => {
    await eventually(() => {
      const last = zalo.emulator.groups.history(groupId).findLast(({ from }) => from === 'resident');
      expect(last?.state).toBe('received');
    });
    await eventually(async () =>
      expect(await running.app.storage.counts()).toMatchObject({ inboxPending: 0, outboxPending: 0, outboxSending: 0 }),
    );
  };

  it('is not read, stored or counted while groups are off', async () => {
    const before = await running.metrics();
    ask(`${QUESTION} qwertz`);
    await settled();
    expect(answers()).toEqual([]);
    await running.app.storage.checkpoint();
    expect(filesContaining(running.dataDir, groupId)).toEqual([]);
    expect(filesContaining(running.dataDir, ba)).toEqual([]);
    expect(running.log()).not.toContain('qwertz');
    const lines = (text: string): string[] => text.split('\n').filter((line) => line.startsWith('bot_webhooks_total'));
    expect(lines(await running.metrics())).toEqual(lines(before));
    expect(await running.metrics()).not.toContain('user_send_group');
  });

  it('is answered when it calls the bot: one card with the team’s page and its cover', async () => {
    await switchOn();
    await link();
    ask(QUESTION);
    await eventually(() => expect(answers()).toHaveLength(1));
    const [answer] = answers();
    expect(answer?.text).toContain(`https://example.vn/t/LN03/${SLUG}`);
    expect(answer?.text).toContain('nhắn riêng cho Zalo Trợ lý số');
    expect(answer?.kind).toBe('image');
    await settled();
    expect(answers()).toHaveLength(1);
  });

  it('keeps what its members say to each other to itself, also while groups are on', async () => {
    await switchOn();
    await link();
    ask('Chiều nay họp thôn, qwertz 0912345678');
    await settled();
    expect(answers()).toEqual([]);
    await running.app.storage.checkpoint();
    expect(filesContaining(running.dataDir, ba)).toEqual([]);
    expect(filesContaining(running.dataDir, 'qwertz')).toEqual([]);
  });

  it('is answered once in ten seconds, and again after that', async () => {
    await switchOn();
    ask(QUESTION);
    ask('# chuyển nhầm tiền');
    await eventually(() => expect(answers()).toHaveLength(1));
    await settled();
    expect(answers()).toHaveLength(1);
    later = 10_000;
    ask(QUESTION);
    await eventually(() => expect(answers()).toHaveLength(2));
  });

  it('leaves neither the question nor who asked behind', async () => {
    await switchOn();
    ask('# làm tài khoản VNeID mức 2 cho ông qwertz');
    await eventually(() => expect(answers()).toHaveLength(1));
    await settled();
    await running.app.storage.checkpoint();
    expect(filesContaining(running.dataDir, 'qwertz')).toEqual([]);
    expect(filesContaining(running.dataDir, ba)).toEqual([]);
    expect(answers()[0]?.text).not.toContain('qwertz');
  });

  it('credits its team for somebody who agreed to be counted, and tells them so in private', async () => {
    await switchOn();
    await link();
    const teamOf = async () =>
      (await running.app.storage.loadTurn({ oaId: IDENTITY.oaId, userId: ba })).resident?.teamCode;
    const privately = (): string[] =>
      zalo.emulator.history(ba).flatMap(({ from, text = '' }) => (from === 'oa' ? [text] : []));
    ask(QUESTION);
    await eventually(() => expect(answers()).toHaveLength(1));
    await settled();
    expect(await teamOf()).toBeUndefined();
    zalo.emulator.as.send(ba, { kind: 'text', text: 'đồng ý' });
    await eventually(() => expect(privately().length).toBeGreaterThan(0));
    await settled();
    later = 10_000;
    ask(QUESTION);
    await eventually(async () => expect(await teamOf()).toBe('LN03'));
    await eventually(() => expect(privately().at(-1)).toContain('vừa hỏi em trong nhóm Zalo của tổ'));
  });

  it('gets the answer after Zalo was too busy for it', async () => {
    await switchOn();
    zalo.emulator.setFaults({ rateStorm: { nextCount: 1, on: 'send' } });
    ask(QUESTION);
    await eventually(() => expect(answers()).toHaveLength(1), 5_000);
  });

  it('gets one copy when Zalo’s reply was lost: its echo says that it arrived', async () => {
    await switchOn();
    zalo.emulator.setFaults({ html502: { nextCount: 1, delivered: true } });
    ask(QUESTION);
    await eventually(() => expect(answers()).toHaveLength(1));
    await eventually(async () =>
      expect(await running.app.storage.counts()).toMatchObject({ outboxUnknown: 0, outboxSending: 0, unknownTotal: 1 }),
    );
    expect(answers()).toHaveLength(1);
  });
});
