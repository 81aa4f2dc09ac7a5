import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addPrivacy, erasePersonalData, listPrivacy, seePersonalData } from '../../../src/console/privacy/actions.ts';
import { privacyFeature } from '../../../src/console/privacy/feature.ts';
import { type ConsoleStage, createConsoleStage } from '../../support/console-stage.ts';
import { type ConversationStage, stageConversation } from '../../support/conversation-stage.ts';
import { shippedCatalogue } from '../../support/shipped-content.ts';
import { LAN, OA, TEAM } from '../../support/storage-rows.ts';
import { filesContaining, makeTempDir } from '../../support/temp-dir.ts';

const DAY = 24 * 3_600_000;
const HOME = '/du-lieu-ca-nhan';

let folder: ReturnType<typeof makeTempDir>;
let chat: ConversationStage;
let stage: ConsoleStage;

beforeEach(async () => {
  folder = makeTempDir();
  chat = await stageConversation(path.join(folder.dir, 'data'), shippedCatalogue());
  stage = await createConsoleStage({
    features: [privacyFeature],
    deps: { storage: chat.storage, clock: chat.clock, pseudonymOf: (_oaId, userId) => `p-${userId}` },
  });
  await chat.storage.saveTeams({ oaId: OA, teams: [TEAM], at: chat.clock.now() });
  await chat.say('TO LN03');
});
afterEach(async () => {
  await stage.close();
  await chat.close();
  folder[Symbol.dispose]();
});

/** The code a resident reads out at the counter. */
async function codeOf(userId = LAN): Promise<string> {
  await chat.say('QUYỀN RIÊNG TƯ', userId);
  const said = (await chat.say(chat.payloadOf('Mã để gặp cán bộ'), userId)).join('\n');
  return /\d{4} \d{4}/u.exec(said)?.[0] ?? '';
}

/** A request noted at the counter with the resident's code; its number. */
async function note(kind = 'see', code?: string): Promise<string> {
  const fields = { kind, via: 'counter', receivedOn: '2026-11-22', code: code ?? (await codeOf()) };
  const page = await stage.press(`${HOME}/moi`, `${HOME}/moi`, fields);
  return /Đã ghi nhận yêu cầu ([0-9A-Z]{6})\./u.exec(page.body)?.[1] ?? '';
}

const found = (id: string) => chat.storage.findPrivacyRequest({ oaId: OA, id });
const audit = () => chat.storage.listAudit({ oaId: OA, limit: 50 });

describe('a request at the counter', () => {
  it('is found by the code the resident reads from the chat, and its page shows the dates', async () => {
    const id = await note();
    expect(await found(id)).toMatchObject({ kind: 'see', via: 'counter', userId: LAN });
    const { body } = await stage.open(`${HOME}/${id}`);
    expect(body).toContain('Đã xác định bằng mã');
    // Sunday 22/11: answered by Tuesday, done after ten days.
    expect(body).toContain('24/11/2026');
    expect(body).toContain('02/12/2026');
    expect(body).not.toContain(LAN);
  });

  it('with a wrong code, one that is over, or seven digits says so beside the box and keeps what was chosen', async () => {
    const code = await codeOf();
    await chat.clock.advance(DAY);
    for (const [typed, says] of [
      ['0000 0000', 'không đúng hoặc đã hết hạn'],
      [code, 'không đúng hoặc đã hết hạn'],
      ['1234567', 'Mã gồm 8 chữ số.'],
    ] as const) {
      const page = await stage.press(`${HOME}/moi`, `${HOME}/moi`, { kind: 'erase', via: 'phone', code: typed });
      expect(page.body).toContain(says);
      expect(page.body).toMatch(/value="erase" checked/u);
    }
    expect(await stage.run(listPrivacy, {})).toMatchObject({ requests: [] });
  });

  it('is noted without a code too, but then nothing can be seen or erased', async () => {
    const id = await note('see', '');
    const { body } = await stage.open(`${HOME}/${id}`);
    expect(body).toContain('Chưa xác định');
    expect(body).not.toContain('Xem dữ liệu đang giữ');
    for (const action of [seePersonalData, erasePersonalData]) {
      await expect(stage.run(action, { id, confirm: 'XÓA' })).rejects.toThrow('không gắn với tài khoản nào');
    }
  });

  it('of another day counts from that day; one of tomorrow is refused', async () => {
    const fields = { kind: 'erase', via: 'paper', receivedOn: '2026-11-20' };
    await stage.press(`${HOME}/moi`, `${HOME}/moi`, fields);
    const { requests } = (await stage.run(listPrivacy, {})) as { requests: { replyDueAt: number; dueAt: number }[] };
    // Friday 20/11: over the weekend to Tuesday; twenty days for an erasure.
    expect(requests[0]?.replyDueAt).toBe(Date.parse('2026-11-24T23:59:59.999+07:00'));
    expect(requests[0]?.dueAt).toBe(Date.parse('2026-12-10T23:59:59.999+07:00'));
    const tomorrow = await stage.press(`${HOME}/moi`, `${HOME}/moi`, { ...fields, receivedOn: '2026-11-23' });
    expect(tomorrow.body).toContain('Chọn hôm nay hoặc ngày trước.');
  });

  it('needs to say what and how', async () => {
    const page = await stage.press(`${HOME}/moi`, `${HOME}/moi`, { receivedOn: '2026-11-22' });
    expect(page.body).toContain('Chọn điều người dân yêu cầu.');
    expect(page.body).toContain('Chọn cách yêu cầu đến.');
  });

  it('pressed twice is one request', async () => {
    const code = await codeOf();
    const input = { kind: 'see', via: 'counter', code };
    await stage.run(addPrivacy, input, 'once-key');
    await expect(stage.run(addPrivacy, input, 'once-key')).rejects.toMatchObject({ code: 'ALREADY_DONE' });
    expect((await chat.storage.listPrivacyRequests({ oaId: OA, isOpen: true, limit: 9 })).length).toBe(1);
  });

  it('never takes a number that another request has', async () => {
    const drawn = ['a', 'a', 'a', 'a', 'a', 'a', 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j'];
    const once = async (): Promise<string> => {
      let next = 0;
      const deps = { ...stage.deps, randomId: () => drawn[(next += 1)] ?? `z${next}` };
      const other = await createConsoleStage({ features: [privacyFeature], deps });
      try {
        return ((await other.run(addPrivacy, { kind: 'see', via: 'paper' })) as { id: string }).id;
      } finally {
        await other.close().catch(() => {});
      }
    };
    expect(await once()).not.toBe(await once());
  });
});

describe('what is kept of a person', () => {
  it('is shown by a button, under Vietnamese headings, and every look is recorded without the person', async () => {
    const id = await note();
    const page = await stage.press(`${HOME}/${id}`, `${HOME}/${id}/xem`);
    expect(page.body).toContain('<h2>Tài khoản (1)</h2>');
    expect(page.body).toContain('LN03');
    const looks = (await audit()).filter(({ action }) => action === 'privacy.data');
    expect(looks.map(({ subject }) => subject)).toEqual([`privacy:${id}`]);
    expect(JSON.stringify(await audit())).not.toContain(LAN);
  });

  it('is put right field by field, and the chat speaks with the new form of address', async () => {
    const id = await note('correct');
    const page = await stage.press(`${HOME}/${id}`, `${HOME}/${id}/sua`, { address: 'cô', communeCode: '25270' });
    expect(page.body).toContain('Đã sửa dữ liệu.');
    expect((await chat.storage.loadTurn({ oaId: OA, userId: LAN })).resident).toMatchObject({
      address: 'cô',
      communeCode: '25270',
      teamCode: 'LN03',
    });
    expect((await chat.say('menu')).join('\n').toLowerCase()).toContain('cô');
  });

  it.each([
    [{ address: 'ngài' }, 'Chưa có cách xưng hô này.'],
    [{ communeCode: '99999' }, 'Không có xã mang mã này.'],
    [{ teamCode: 'XX99' }, 'Không có tổ mang mã này.'],
    [{}, 'Chưa có gì để sửa.'],
  ])('refuses %o with a sentence and changes nothing', async (fields, says) => {
    const id = await note('correct');
    const before = await chat.storage.loadTurn({ oaId: OA, userId: LAN });
    const page = await stage.press(`${HOME}/${id}`, `${HOME}/${id}/sua`, fields);
    expect(page.body).toContain(says);
    expect(await chat.storage.loadTurn({ oaId: OA, userId: LAN })).toEqual(before);
  });
});

describe('dates of a request', () => {
  it('are extended once, with a reason', async () => {
    const id = await note();
    const short = await stage.press(`${HOME}/${id}`, `${HOME}/${id}/gia-han`, { why: 'bận' });
    expect(short.body).toContain('Ghi lý do, từ 10 ký tự.');
    const done = await stage.press(`${HOME}/${id}`, `${HOME}/${id}/gia-han`, { why: 'Chờ cơ quan khác gửi hồ sơ.' });
    expect(done.body).toContain('Đã gia hạn.');
    expect(done.body).toContain('17/12/2026');
    expect(done.body).not.toContain(`action="/console${HOME}/${id}/gia-han"`);
    expect((await found(id))?.dueAt).toBe(Date.parse('2026-12-17T23:59:59.999+07:00'));
  });

  it('that were missed are said in words, on the list and on the page', async () => {
    const id = await note();
    await chat.clock.advance(11 * DAY);
    expect((await stage.open(HOME)).body).toContain('Quá hạn 1 ngày');
    expect((await stage.press(`${HOME}/${id}`, `${HOME}/${id}/da-tra-loi`)).body).toContain('Trễ hạn');
  });

  it('are kept when the resident is answered the same day; a second time nothing changes', async () => {
    const id = await note();
    expect((await stage.press(`${HOME}/${id}`, `${HOME}/${id}/da-tra-loi`)).body).toContain('Đúng hạn');
    expect((await stage.open(`${HOME}/${id}`)).body).not.toContain('/da-tra-loi"');
  });
});

describe('the end of a request', () => {
  it('is refused without a ground, and closes with one', async () => {
    const id = await note();
    const close = (fields: Record<string, string>) => stage.press(`${HOME}/${id}`, `${HOME}/${id}/khep`, fields);
    expect((await close({ outcome: 'refused' })).body).toContain('Ghi căn cứ từ chối');
    expect((await found(id))?.closedAt).toBeUndefined();
    expect((await close({ outcome: 'refused', why: 'Không đúng người có quyền.' })).body).toContain('Đã khép');
    expect((await stage.open(`${HOME}?xem=xong`)).body).toContain('Từ chối, đã nêu lý do');
    expect((await stage.open(HOME)).body).toContain('Không có yêu cầu nào đang chờ.');
  });

  it('erases everything with the word XÓA: no byte of the account stays in the data folder', async () => {
    const id = await note('erase');
    const wrong = await stage.press(`${HOME}/${id}`, `${HOME}/${id}/xoa`, { confirm: 'xoá đi' });
    expect(wrong.body).toContain('Gõ chữ XÓA để chắc chắn.');
    expect((await chat.storage.loadTurn({ oaId: OA, userId: LAN })).resident).toBeDefined();
    // As a Vietnamese keyboard may send it: letter and tone mark apart.
    const done = await stage.press(`${HOME}/${id}`, `${HOME}/${id}/xoa`, { confirm: 'xóa'.normalize('NFD') });
    expect(done.body).toContain('Đã xóa hết dữ liệu của người này.');
    expect(await found(id)).toMatchObject({ outcome: 'done', closedBy: 'acc-admin' });
    expect(await found(id)).not.toHaveProperty('userId');
    await chat.storage.checkpoint();
    for (const text of [LAN, `p-${LAN}`]) expect(filesContaining(folder.dir, text)).toEqual([]);
    expect((await stage.open(`${HOME}?xem=xong`)).body).toContain('máy đã xóa ngay 1 tài khoản');
    // Whoever writes again is somebody new.
    expect((await chat.say('xin chào')).join('\n')).toContain('trợ lý');
  });

  it('is the last word: a closed request cannot be extended, corrected or erased', async () => {
    const id = await note();
    await stage.press(`${HOME}/${id}`, `${HOME}/${id}/khep`, { outcome: 'done' });
    await expect(stage.run(erasePersonalData, { id, confirm: 'XÓA' })).rejects.toThrow('đã khép lại rồi');
    expect((await stage.open(`${HOME}/${id}`)).body).not.toContain('<form method="post" action="/console/du-lieu');
  });

  it('a number nobody has is said plainly', async () => {
    const page = await stage.open(`${HOME}/ZZZZZZ`);
    expect(page.body).toContain('Không có yêu cầu mang số này.');
  });
});
