import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { newDraft } from '../../../src/broadcasts/lifecycle.ts';
import { approveAnnouncement } from '../../../src/console/announcements/actions.ts';
import { announcementsFeature } from '../../../src/console/announcements/feature.ts';
import type { Actor } from '../../../src/console/permissions.ts';
import { newAccount } from '../../../src/console/access/first-admin.ts';
import type { Announcement } from '../../../src/storage/announcement-ports.ts';
import { ADMIN, type ConsoleStage, createConsoleStage, OFFICER } from '../../support/console-stage.ts';
import { aContent } from '../../support/announcements.ts';
import { OA, TEAM } from '../../support/storage-rows.ts';

const EDITOR: Actor = { id: 'acc-editor', accountId: 'acc-editor', name: 'Anh Nam', role: 'editor' };
const APPROVER: Actor = { id: 'acc-approver', accountId: 'acc-approver', name: 'Chị Thảo', role: 'approver' };
const ANALYST: Actor = { id: 'acc-analyst', accountId: 'acc-analyst', name: 'Anh Bình', role: 'analyst' };

const FIELDS = {
  title: 'Cảnh báo giả danh điện lực',
  category: 'safety',
  text: 'Kính gửi {bác}, mấy hôm nay có người giả danh điện lực gọi đòi chuyển tiền. Điện lực không thu tiền qua điện thoại.',
  lanes: ['direct', 'cascade'],
};

let stage: ConsoleStage;
let sentTests: string[];
beforeEach(async () => {
  sentTests = [];
  stage = await createConsoleStage({ features: [announcementsFeature], actor: EDITOR });
  Object.assign(stage.deps.zalo, { sendTest: async (userId: string) => void sentTests.push(userId) });
});
afterEach(() => stage.close());

/** Residents who wrote an hour ago. */
async function residents(count: number): Promise<void> {
  const at = stage.clock.now();
  for (let index = 0; index < count; index += 1) {
    await stage.storage.correctResident({
      oaId: OA,
      userId: `resident-${String(index).padStart(4, '0')}`,
      patch: { lastInteractionAt: at - 3_600_000 },
      at,
    });
  }
}

const all = async (): Promise<readonly Announcement[]> => stage.storage.listAnnouncements({ oaId: OA });
async function only(): Promise<Announcement> {
  const [first] = await all();
  if (!first) throw new Error('There is no announcement.');
  return first;
}
const draft = async (fields: Record<string, string | string[]> = {}): Promise<string> => {
  await stage.press('/thong-bao/moi', '/thong-bao/moi', { ...FIELDS, ...fields });
  return (await only()).id;
};
const step = (id: string, name: string, fields: Record<string, string> = {}) =>
  stage.press(`/thong-bao/${id}`, `/thong-bao/${id}/${name}`, fields);

describe('composing', () => {
  it('keeps a draft and shows it as residents will see it', async () => {
    const shown = await stage.press('/thong-bao/moi', '/thong-bao/moi', FIELDS);
    expect(shown.body).toContain('Đã lưu bản nháp');
    expect(shown.body).toContain('Kính gửi bác, mấy hôm nay');
    expect((await only()).content).toMatchObject({ title: FIELDS.title, category: 'safety', lanes: FIELDS.lanes });
  });

  it('says beside each field what is wrong, keeps what was typed and saves nothing', async () => {
    const shown = await stage.press('/thong-bao/moi', '/thong-bao/moi', {
      ...FIELDS,
      title: 'A',
      text: 'Bấm vào https://bit.ly/abc để nhận quà của tỉnh',
      budgetVnd: 'nhiều',
      startAt: '2026-11-20T08:00',
    });
    expect(shown.statusCode).toBe(400);
    expect(shown.body).toContain('Tên cần ít nhất 3 ký tự.');
    expect(shown.body).toContain('Ghi số tiền bằng đồng, ví dụ 500.000.');
    expect(shown.body).toContain('https://bit.ly/abc');
    expect(await all()).toEqual([]);
  });

  it.each([
    ['a shortened link', { text: 'Bà con xem hướng dẫn tại https://bit.ly/abc nhé.' }, 'Link rút gọn'],
    ['an unknown field', { text: 'Kính gửi {họ tên}, mời bà con đến nhà văn hóa.' }, 'Không có trường {họ tên}'],
    ['a request for a secret', { text: 'Bà con nhắn mã OTP cho cán bộ để được nhận tiền hỗ trợ nhé.' }, 'OTP'],
    ['an hour that is over', { startAt: '2026-11-20T08:00' }, 'Giờ gửi đã qua'],
    ['an emergency without a reason', { isEmergency: '1', emergencyReason: '' }, 'Chưa điền'],
    ['no way to send', { lanes: [] as string[] }, 'ít nhất một cách gửi'],
  ])('refuses %s with a sentence', async (_name, fields, sentence) => {
    const shown = await stage.press('/thong-bao/moi', '/thong-bao/moi', { ...FIELDS, ...fields } as never);
    expect(shown.statusCode).toBe(400);
    expect(shown.body).toContain(sentence);
    expect(await all()).toEqual([]);
  });

  it('takes a picture of the right kind and refuses another', async () => {
    const png = Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), Buffer.alloc(100)]);
    const fields = {
      title: FIELDS.title,
      category: 'safety',
      text: FIELDS.text,
      lanes: 'direct',
      pictureAlt: 'Tờ rơi',
    };
    const refused = await stage.upload('/thong-bao/moi', '/thong-bao/moi', fields, {
      picture: { name: 'a.png', type: 'image/png', bytes: Buffer.from('GIF89a not a picture') },
    });
    expect(refused.body).toContain('Ảnh phải là JPG hoặc PNG');
    expect(await all()).toEqual([]);
    await stage.upload('/thong-bao/moi', '/thong-bao/moi', fields, {
      picture: { name: 'a.png', type: 'image/png', bytes: png },
    });
    const { picture } = (await only()).content;
    expect(picture).toMatchObject({ mime: 'image/png', alt: 'Tờ rơi' });
    const served = await stage.open(`/thong-bao/anh/${picture?.file ?? ''}`);
    expect(served.headers['content-type']).toBe('image/png');
    expect(served.rawPayload.equals(png)).toBe(true);
  });

  it('draws the bubble while somebody types, however unfinished', async () => {
    const shown = await stage.press('/thong-bao/moi', '/thong-bao/moi', { title: '' });
    expect(shown.statusCode).toBe(400);
    const html = (await stage.run(
      announcementsFeature.actions.find(({ name }) => name === 'announcements.preview') as never,
      { content: { text: 'Chào {bác} <b>', buttons: [{ title: 'Xem' }] } },
    )) as { html: string };
    expect(html.html).toContain('Chào bác &lt;b&gt;');
    expect(html.html).toContain('<li>Xem</li>');
  });

  it('is refused to whom it is not given', async () => {
    stage.signIn(ANALYST);
    expect((await stage.open('/thong-bao/moi')).statusCode).toBe(403);
  });

  it('needs approval again after an edit', async () => {
    await residents(3);
    const id = await draft();
    await step(id, 'trinh');
    expect((await only()).state).toBe('approved');
    await stage.press(`/thong-bao/${id}/sua`, `/thong-bao/${id}/sua`, { ...FIELDS, title: 'Tên khác hẳn', id });
    expect(await only()).toMatchObject({ state: 'draft', approvals: [], content: { title: 'Tên khác hẳn' } });
  });

  it('refuses an edit of what somebody else changed meanwhile', async () => {
    const id = await draft();
    const shown = await stage.press(`/thong-bao/${id}/sua`, `/thong-bao/${id}/sua`, { ...FIELDS, id, version: '7' });
    expect(shown.body).toContain('vừa được người khác sửa');
  });
});

describe('the plan', () => {
  it('says whom it reaches, what it costs and how many have to approve', async () => {
    await residents(3);
    const id = await draft();
    const { body } = await stage.open(`/thong-bao/${id}/ke-hoach`);
    expect(body).toContain('Nhắn trực tiếp được: 3 người');
    expect(body).toContain('không cần người thứ hai duyệt');
  });

  it('says that nobody is reached, and then nothing can be submitted', async () => {
    const id = await draft();
    expect((await stage.open(`/thong-bao/${id}/ke-hoach`)).body).toContain('Không có ai để gửi');
    expect((await step(id, 'trinh')).body).toContain('Không có ai để gửi');
    expect(await only()).toMatchObject({ state: 'draft', version: 1 });
  });
});

describe('approval and sending', () => {
  it('needs a second person above the set size, who is not the author', async () => {
    await residents(4);
    await stage.storage.writeMeta({ key: 'announcement-approval-above', value: '3' });
    const id = await draft();
    await step(id, 'trinh');
    expect(await only()).toMatchObject({ state: 'draft', approvalsNeeded: 1 });
    stage.signIn({ ...EDITOR, role: 'approver' });
    expect((await stage.open(`/thong-bao/${id}`)).body).not.toContain(`/thong-bao/${id}/duyet`);
    await expect(stage.run(approveAnnouncement, { id })).rejects.toThrow('Người soạn không tự duyệt được');
    stage.signIn(APPROVER);
    expect((await step(id, 'duyet', { note: 'Đã gọi điện lực xác minh' })).body).toContain('Đã ghi nhận bạn duyệt');
    expect((await only()).state).toBe('approved');
    await step(id, 'gui');
    expect((await only()).state).toBe('sending');
  });

  it('needs two people and a reason for an emergency, whatever its size', async () => {
    await residents(1);
    const id = await draft({ isEmergency: '1', emergencyReason: 'Đang có đợt lừa đảo giả danh điện lực ở ba xã' });
    await step(id, 'trinh');
    stage.signIn(APPROVER);
    await step(id, 'duyet');
    expect((await only()).state).toBe('draft');
    expect((await stage.open(`/thong-bao/${id}`)).body).toContain('1/2');
    stage.signIn(ADMIN);
    await step(id, 'duyet');
    expect((await only()).state).toBe('approved');
  });

  it('goes back to its author with a word', async () => {
    await residents(4);
    await stage.storage.writeMeta({ key: 'announcement-approval-above', value: '3' });
    const id = await draft();
    await step(id, 'trinh');
    stage.signIn(APPROVER);
    await step(id, 'tra-lai', { why: 'Thêm số điện thoại của điện lực' });
    expect(await only()).toMatchObject({ state: 'draft', approvals: [] });
    expect((await only()).submittedAt).toBeUndefined();
  });

  it('waits for its hour, and can be paused, continued and cancelled', async () => {
    await residents(2);
    const id = await draft({ startAt: '2026-11-23T08:00' });
    await step(id, 'trinh');
    await step(id, 'gui');
    expect(await only()).toMatchObject({ state: 'scheduled', dueAt: Date.parse('2026-11-23T08:00:00+07:00') });
    await step(id, 'gui', { isNow: '1' });
    expect((await only()).state).toBe('sending');
    await step(id, 'dung');
    expect((await only()).state).toBe('paused');
    await step(id, 'tiep');
    expect((await only()).state).toBe('sending');
    expect((await step(id, 'huy')).body).toContain('Đã hủy');
    expect((await only()).state).toBe('cancelled');
  });

  it('cannot start with a picture that has expired, and says why', async () => {
    await residents(2);
    const png = Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), Buffer.alloc(100)]);
    const fields = {
      title: FIELDS.title,
      category: 'safety',
      text: FIELDS.text,
      lanes: 'direct',
      pictureAlt: 'Tờ rơi',
    };
    await stage.upload('/thong-bao/moi', '/thong-bao/moi', fields, {
      picture: { name: 'a.png', type: 'image/png', bytes: png },
    });
    const { id } = await only();
    await step(id, 'trinh');
    await stage.clock.advance(31 * 86_400_000);
    await stage.storage.correctResident({
      oaId: OA,
      userId: 'resident-0000',
      patch: { lastInteractionAt: stage.clock.now() },
      at: stage.clock.now(),
    });
    const shown = await step(id, 'gui');
    expect(shown.body).toContain('Ảnh đã hết hạn');
    expect((await only()).state).toBe('approved');
  });

  it('starts once, however often the button is pressed', async () => {
    await residents(2);
    const id = await draft();
    await step(id, 'trinh');
    const fields = { _csrf: 'csrf-token', _once: 'same-press', version: String((await only()).version) };
    const press = () =>
      stage.server.inject({
        method: 'POST',
        url: `/console/thong-bao/${id}/gui`,
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        payload: new URLSearchParams(fields).toString(),
      });
    const [first, second] = [await press(), await press()];
    expect(first.statusCode).toBe(303);
    expect([303, 400, 409]).toContain(second.statusCode);
    const starts = await stage.storage.listAudit({ oaId: OA, action: 'announcements.start', limit: 10 });
    expect(starts).toHaveLength(1);
  });

  it('is seen by an officer only when it concerns their commune, and not before it is decided', async () => {
    await residents(1);
    await stage.storage.saveTeams({ oaId: OA, teams: [{ ...TEAM, code: 'XA99', communeCode: '27712' }], at: 1 });
    const id = await draft({ communes: ['25270'] });
    await stage.clock.advance(1_000);
    const ofTeam = await draft({ title: 'Riêng tổ XA99', teams: 'XA99' });
    stage.signIn(OFFICER);
    expect((await stage.open('/thong-bao')).body).not.toContain(FIELDS.title);
    expect((await stage.open(`/thong-bao/${id}`)).body).not.toContain(FIELDS.title);
    for (const one of [id, ofTeam]) {
      const found = await stage.storage.findAnnouncement({ id: one });
      if (found) await stage.storage.saveAnnouncement({ ...found, id: `${one}-xong`, state: 'approved' });
    }
    expect((await stage.open(`/thong-bao/${id}-xong`)).body).toContain(FIELDS.title);
    expect((await stage.open('/thong-bao')).body).not.toContain('Riêng tổ XA99');
    expect((await stage.open(`/thong-bao/${ofTeam}-xong`)).body).not.toContain('Riêng tổ XA99');
    stage.signIn({ ...OFFICER, communeCode: '27712' });
    expect((await stage.open(`/thong-bao/${id}-xong`)).body).not.toContain(FIELDS.title);
    expect((await stage.open('/thong-bao')).body).not.toContain(FIELDS.title);
    expect((await stage.open('/thong-bao')).body).toContain('Riêng tổ XA99');
  });

  it('lists its people to an officer only when it is for their commune alone', async () => {
    for (const [id, communes] of [
      ['mine', ['25270']],
      ['everybody', []],
    ] as const) {
      const content = aContent({ audience: { communes, teams: [], segments: [], interests: [] } });
      const made = newDraft({ id, oaId: OA, content, by: 'acc-editor', at: stage.clock.now() });
      await stage.storage.saveAnnouncement({ ...made, state: 'sent' });
    }
    stage.signIn(OFFICER);
    expect((await stage.open('/thong-bao/mine/nguoi-nhan')).statusCode).toBe(200);
    expect((await stage.open('/thong-bao/everybody/nguoi-nhan')).body).toContain('chỉ cán bộ tỉnh xem được');
    expect((await stage.open('/thong-bao/everybody')).body).not.toContain('nguoi-nhan');
  });

  it('stays reachable behind any number of tips, which have a page of their own', async () => {
    const at = stage.clock.now();
    const make = async (id: string, createdAt: number, ready: boolean): Promise<void> => {
      const content = { ...aContent({ title: `Số ${id}` }), ...(ready ? { ready: '[]' } : {}) };
      await stage.storage.saveAnnouncement({
        ...newDraft({ id, oaId: OA, content, by: 'acc-editor', at: createdAt }),
      });
    };
    for (let index = 0; index < 70; index += 1) await make(`meo-${index}`, at + 1_000 + index, true);
    for (let index = 0; index < 35; index += 1) await make(`tin-${index}`, at + index, false);
    const first = await stage.open('/thong-bao');
    expect(first.body).toContain('Số tin-34');
    expect(first.body).not.toContain('Số meo-');
    const next = /href="\/console(\/thong-bao\?xem=&amp;truoc=[^"]+)"/u.exec(first.body)?.[1] ?? '';
    expect((await stage.open(next.replaceAll('&amp;', '&'))).body).toContain('Số tin-0<');
  });

  it('takes a budget as people write it: 500.000 is half a million', async () => {
    await draft({ budgetVnd: '500.000' });
    expect((await only()).content.budgetVnd).toBe(500_000);
  });
});

describe('a test message', () => {
  it('goes to the own linked account alone, and to nobody without one', async () => {
    const id = await draft();
    expect((await step(id, 'thu')).body).toContain('chưa nối tài khoản Zalo');
    const account = await newAccount({
      ...{ oaId: OA, login: 'nam', name: 'Anh Nam', role: 'editor', createdAt: stage.clock.now() },
      password: 'a long enough pass phrase',
      mustChangePassword: false,
    });
    await stage.storage.addStaff({ ...account, id: EDITOR.accountId, zaloUserId: 'my-own-zalo' });
    expect((await step(id, 'thu')).body).toContain('Đã gửi thử vào Zalo của bạn');
    expect(sentTests).toEqual(['my-own-zalo']);
  });
});
