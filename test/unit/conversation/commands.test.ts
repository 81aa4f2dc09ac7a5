import { describe, expect, test } from 'vitest';
import { anInbound, startChat } from '../../support/chat.ts';
import { MORNING } from '../../support/manual-clock.ts';
import { shippedCatalogue } from '../../support/shipped-content.ts';
import { TEAM } from '../../support/storage-rows.ts';

const { messages } = shippedCatalogue();

describe('DỪNG outside a walk', () => {
  test('refuses announcements, NHẬN TIN takes them again', async () => {
    const chat = startChat();
    expect((await chat.say('DỪNG')).text).toContain('không gửi thông báo');
    expect(chat.resident?.optOutAt).toBe(MORNING);
    await chat.say('NHẬN TIN');
    expect(chat.resident?.optOutAt).toBeUndefined();
  });

  test('"từ chối nhận tin" refuses announcements in a walk too', async () => {
    const chat = startChat();
    await chat.say('#card:temporary-residence');
    await chat.say('từ chối nhận tin');
    expect(chat.resident?.optOutAt).toBe(MORNING);
  });
});

describe('GẶP NGƯỜI', () => {
  test('records the wish once, and says the second time that it still waits', async () => {
    const chat = startChat();
    const first = await chat.say('GẶP NGƯỜI');
    expect(first.plan.engagement).toMatchObject([{ kind: 'handover' }]);
    expect(chat.resident?.handoverAt).toBe(MORNING);
    chat.now += 60_000;
    const second = await chat.say('gap nguoi');
    expect(second.plan.engagement).toEqual([]);
    expect(second.text).toContain('vẫn đang chờ');
    expect(chat.resident?.handoverAt).toBe(MORNING);
  });

  test('is over when a person has written', async () => {
    const chat = startChat();
    await chat.say('GẶP NGƯỜI');
    await chat.event(anInbound({ type: 'echo', messageId: 'z', adminId: '9' }));
    expect(chat.resident?.handoverAt).toBeUndefined();
  });
});

describe('XÓA DỮ LIỆU', () => {
  test('asks before it erases, and erases on the button', async () => {
    const chat = startChat();
    const asked = await chat.say('XÓA DỮ LIỆU');
    expect(asked.plan.erase).toBeUndefined();
    expect(asked.said[0]?.buttons.map(({ title }) => title)).toEqual([messages.eraseConfirm, messages.eraseCancel]);
    const erased = await chat.press(messages.eraseConfirm);
    expect(erased.plan.erase).toBe(true);
    expect(erased.text).toContain('đã xóa hết dữ liệu');
    expect(erased.said).toHaveLength(1);
  });

  test.each(['1', 'xóa ngay', 'Xoa ngay'])('erases on "%s"', async (words) => {
    const chat = startChat();
    await chat.say('xoa du lieu');
    expect((await chat.say(words)).plan.erase).toBe(true);
  });

  test.each(['2', 'không xóa', 'không', 'thôi', 'menu', 'làm căn cước ở đâu'])(
    'does not erase on "%s"',
    async (words) => {
      const chat = startChat();
      await chat.say('XÓA DỮ LIỆU');
      const turn = await chat.say(words);
      expect(turn.plan.erase).toBeUndefined();
      expect(turn.said.length).toBeGreaterThan(0);
    },
  );

  test('of somebody unknown erases too, and the next message is a first contact', async () => {
    const chat = startChat({ known: false });
    await chat.say('XÓA DỮ LIỆU');
    expect((await chat.press(messages.eraseConfirm)).plan.erase).toBe(true);
    expect((await chat.say('xin chào')).text).toContain('trợ lý tự động');
  });

  test('happens at once for a withdrawal in Zalo, without a word', async () => {
    const { plan, said } = await startChat().event(anInbound({ type: 'withdraw' }));
    expect(plan.erase).toBe(true);
    expect(said).toEqual([]);
  });
});

describe('TO and a code', () => {
  test('credits the resident to the team, once', async () => {
    const chat = startChat();
    const { text, plan } = await chat.say('TO ln03');
    expect(text).toContain(TEAM.name);
    expect(plan.patch).toMatchObject({ teamCode: 'LN03', teamAt: MORNING });
    const again = await chat.say('tổ LN03');
    expect(again.text).toContain('đã ở');
    expect(again.plan.patch).not.toHaveProperty('teamCode');
  });

  test('of no team says so and changes nothing', async () => {
    const { text, plan } = await startChat().say('TO XX99');
    expect(text).toContain('không tìm thấy tổ');
    expect(plan.patch).not.toHaveProperty('teamCode');
  });

  test('without a code says how', async () => expect((await startChat().say('TO')).text).toContain('TO LN03'));

  test('works inside a walk without ending it', async () => {
    const chat = startChat();
    await chat.say('#card:temporary-residence');
    const { plan } = await chat.say('TO LN03');
    expect(plan.patch.teamCode).toBe('LN03');
    expect(plan.session.flow).not.toBeNull();
  });

  test('on the landing page of a team credits without a message having been typed', async () => {
    const chat = startChat();
    const widget = anInbound({ type: 'widget', accepted: true, pageUrl: 'https://tro-ly.example.vn/t/ln03/vneid' });
    expect((await chat.event(widget)).plan.patch).toMatchObject({ teamCode: 'LN03' });
    expect((await startChat().event(anInbound({ type: 'widget', accepted: true, pageUrl: 'nonsense' }))).said).toEqual(
      [],
    );
  });
});

test('QUYỀN RIÊNG TƯ says what is kept and how to erase it', async () => {
  const { text } = await startChat().say('quyền riêng tư');
  expect(text).toContain('XÓA DỮ LIỆU');
});
