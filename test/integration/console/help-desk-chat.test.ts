import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { answerHelp } from '../../../src/console/help-desk/answer-actions.ts';
import { claimHelp } from '../../../src/console/help-desk/claim-actions.ts';
import { helpDeskFeature } from '../../../src/console/help-desk/feature.ts';
import type { Actor } from '../../../src/console/permissions.ts';
import { type ConsoleStage, createConsoleStage } from '../../support/console-stage.ts';
import { type ConversationStage, stageConversation } from '../../support/conversation-stage.ts';
import { eventually } from '../../support/eventually.ts';
import { shippedCatalogue } from '../../support/shipped-content.ts';
import { LAN, OA, TEAM } from '../../support/storage-rows.ts';
import { filesContaining, makeTempDir } from '../../support/temp-dir.ts';

const MINUTE = 60_000;
const CHIN = 'user-chin';
const HANH: Actor = { id: 'hanh', accountId: 'hanh', name: 'Chị Hạnh', role: 'help-desk' };
const ANSWER = 'Bác mở VNeID, bấm vào hình người ở góc trên nhé.';

describe('a resident and the help desk', () => {
  let folder: ReturnType<typeof makeTempDir>;
  let chat: ConversationStage;
  let desk: ConsoleStage;

  const openDesk = () =>
    createConsoleStage({
      features: [helpDeskFeature],
      actor: HANH,
      deps: { storage: chat.storage, clock: chat.clock, helpDesk: chat.helpDesk },
    });
  beforeEach(async () => {
    folder = makeTempDir();
    chat = await stageConversation(folder.dir, shippedCatalogue());
    desk = await openDesk();
  });
  afterEach(async () => {
    await desk.close();
    await chat.close();
    folder[Symbol.dispose]();
  });

  const press = (title: string): Promise<string[]> => chat.say(chat.payloadOf(title));
  const live = async () => {
    const found = await chat.storage.findLiveHelp({ oaId: OA, userId: LAN });
    if (!found) throw new Error('the resident has no request');
    return found;
  };
  const heard = (part: string): number => chat.sentTo(LAN).filter((text) => text.includes(part)).length;
  const quiet = () => eventually(async () => expect((await chat.storage.counts()).outboxPending).toBe(0));

  it('asked, taken in hand, answered with exactly one message, asked whether it helped, and done', async () => {
    await chat.say('#card:vneid-register-level-2');
    await chat.say('GẶP NGƯỜI');
    const { id } = await live();
    const page = `/tro-giup/${id}`;
    expect((await desk.open('/tro-giup')).body).toContain('bước 1');
    await desk.press(page, `${page}/nhan`);
    await chat.clock.advance(3 * MINUTE);
    await desk.press(page, `${page}/tra-loi`, { text: ANSWER, answers: '0', card: 'vneid-register-level-2' });
    await quiet();
    expect(heard(ANSWER)).toBe(1);
    expect(heard('— Cán bộ hỗ trợ')).toBe(1);
    await chat.clock.advance(MINUTE);
    // The bot keeps out of it.
    expect(await chat.say('dạ bác làm rồi mà nó báo lỗi')).toEqual([]);
    expect((await desk.open('/tro-giup')).body).toContain('Người dân nhắn lại');
    await desk.press(page, `${page}/tra-loi`, { text: 'Bác tắt máy, mở lại giúp em.', answers: '1' });
    await quiet();
    await desk.press(page, `${page}/dong`, { outcome: 'solved', ask: '1' });
    await eventually(() => expect(heard('Bác đã làm được chưa ạ')).toBe(1));
    expect((await press('Đã được giúp')).at(-1)).toContain('em mừng quá');
    expect(await chat.storage.findHelp({ oaId: OA, id })).toMatchObject({
      state: 'done',
      feedback: 'good',
      waitedMinutes: 3,
    });
    expect(heard(ANSWER)).toBe(1);
    expect((await desk.open(page)).body).toContain('đã được giúp');
  });

  it('presses the guide the desk sent, and the bot goes on with it at once', async () => {
    await chat.say('GẶP NGƯỜI');
    const { id } = await live();
    await desk.run(answerHelp, { id, text: ANSWER, card: 'vneid-register-level-2', answers: 0 });
    await quiet();
    const title = shippedCatalogue().card('vneid-register-level-2')?.title ?? '';
    const said = await press(`Xem từng bước: ${title}`);
    expect(said.join('\n')).toContain('Bước 1');
    expect((await chat.storage.loadTurn({ oaId: OA, userId: LAN })).resident).not.toHaveProperty('silencedUntil');
  });

  it('says that it did not help, and waits at the desk again', async () => {
    await chat.say('GẶP NGƯỜI');
    const { id } = await live();
    await desk.run(answerHelp, { id, text: ANSWER, answers: 0 });
    const page = `/tro-giup/${id}`;
    await desk.press(page, `${page}/dong`, { outcome: 'solved', ask: '1' });
    await eventually(() => expect(heard('Bác đã làm được chưa ạ')).toBe(1));
    await press('Chưa được');
    expect(await live()).toMatchObject({ id, state: 'desk', feedback: 'bad' });
    const { body } = await desk.open('/tro-giup');
    expect(body).toContain('Chờ cán bộ trực');
    await desk.run(answerHelp, { id, text: 'Em xin lỗi bác, bác thử lại nhé.', answers: 1 });
    await quiet();
    expect(heard('Em xin lỗi bác, bác thử lại nhé.')).toBe(1);
  });

  it('who is with a team is taken over, and the member who was asked learns it', async () => {
    await chat.storage.saveTeams({ oaId: OA, teams: [TEAM], at: 1 });
    const place = { teamCode: TEAM.code, communeCode: TEAM.communeCode };
    await chat.storage.saveMember({
      oaId: OA,
      userId: CHIN,
      name: 'Chín',
      role: 'member',
      state: 'active',
      joinedAt: 1,
      ...place,
    });
    await chat.say('menu', CHIN);
    await chat.say('TO LN03');
    await chat.say('GẶP NGƯỜI');
    const { id, state } = await live();
    expect(state).toBe('offered');
    await desk.run(claimHelp, { id });
    await eventually(() => expect(chat.sentTo(CHIN).at(-1)).toContain('đã có người khác nhận'));
    expect((await chat.say(chat.payloadOf('Nhận'), CHIN)).at(-1)).toBeDefined();
  });

  it('is answered although the process is killed between the press and the sending, and once', async () => {
    await chat.say('GẶP NGƯỜI');
    const { id } = await live();
    const page = `/tro-giup/${id}`;
    await desk.close();
    desk = await createConsoleStage({
      features: [helpDeskFeature],
      actor: HANH,
      deps: { storage: chat.storage, clock: chat.clock, helpDesk: { ...chat.helpDesk, deliver: () => {} } },
    });
    await desk.press(page, `${page}/nhan`);
    await desk.press(page, `${page}/tra-loi`, { text: ANSWER, answers: '0' });
    expect(heard(ANSWER)).toBe(0);
    await chat.restart({ killed: true });
    await quiet();
    expect(heard(ANSWER)).toBe(1);
  });

  it('leaves nothing of the answer when they are erased', async () => {
    await chat.say('GẶP NGƯỜI');
    const { id } = await live();
    await desk.run(answerHelp, { id, text: ANSWER, answers: 0 });
    await quiet();
    await chat.say('xóa dữ liệu');
    await press('Xóa ngay');
    await chat.storage.checkpoint();
    expect(filesContaining(folder.dir, LAN)).toEqual([]);
    expect(filesContaining(folder.dir, ANSWER)).toEqual([]);
    await expect(desk.run(answerHelp, { id, text: ANSWER, answers: 1 })).rejects.toThrow('khép lại');
    expect((await desk.open(`/tro-giup/${id}`)).body).toContain('đã xóa dữ liệu');
  });
});
