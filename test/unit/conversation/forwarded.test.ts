import { describe, expect, test } from 'vitest';
import { startChat } from '../../support/chat.ts';
import { shippedCatalogue } from '../../support/shipped-content.ts';

const { messages } = shippedCatalogue();

const FAKE_BANK = {
  url: 'https://vietcombank-xacthuc.top/login',
  title: 'Vietcombank',
  description: 'Xác minh tài khoản ngay hôm nay',
};
const PORTAL = { url: 'https://dichvucong.gov.vn/', description: 'Cổng Dịch vụ công quốc gia' };

describe('a forwarded link', () => {
  test('with signs of a scam gets the answer that the same words get when they are pasted', async () => {
    const forwarded = await startChat().send('link', undefined, FAKE_BANK);
    const pasted = await startChat().say(`${FAKE_BANK.title}\n${FAKE_BANK.description}\n${FAKE_BANK.url}`);
    expect(forwarded.said[0]?.text).toContain('Tin này rất nguy hiểm');
    expect(forwarded.said).toEqual(pasted.said);
    expect(forwarded.plan.engagement).toEqual(pasted.plan.engagement);
  });

  test.each([
    ['address', { url: FAKE_BANK.url }],
    ['title', { url: PORTAL.url, title: 'Đọc mã OTP và mật khẩu ngân hàng gửi lại cho em để nhận tiền' }],
    ['description', { url: PORTAL.url, description: 'Đọc mã OTP và mật khẩu ngân hàng gửi lại cho em để nhận tiền' }],
  ])('is judged by its %s', async (_what, link) => {
    const { plan, text } = await startChat().send('link', undefined, link);
    expect(text).toContain('Tin này rất nguy hiểm');
    expect(plan.engagement).toMatchObject([{ flow: 'scam-check-dangerous' }]);
  });

  test('is judged with the words beside it', async () => {
    const { text } = await startChat().send('link', 'Chị đọc mã OTP gửi lại cho em để em mở khóa tài khoản', PORTAL);
    expect(text).toContain('Tin này rất nguy hiểm');
  });

  test('without a sign gets the answer to links, is not called fine and counts as no scam', async () => {
    const { text, plan, said } = await startChat().send('link', undefined, PORTAL);
    expect(text).toContain(messages.link.replace('{Bác}', 'Bác'));
    expect(text).not.toMatch(/an toàn|yên tâm/u);
    expect(said.at(-1)?.buttons.map(({ title }) => title)).toContain(messages.linkNext);
    expect(plan.engagement).toEqual([]);
  });

  test('without a sign and with a question beside it has the question answered', async () => {
    const ask = shippedCatalogue().card('temporary-residence')?.asks[0] ?? '';
    const { plan } = await startChat().send('link', ask, PORTAL);
    expect(plan.engagement).toMatchObject([{ kind: 'question', flow: 'temporary-residence' }, { kind: 'started' }]);
  });

  test('never comes before a cry for help beside it', async () => {
    const { plan } = await startChat().send('link', 'tôi bấm vào đây rồi bị trừ sạch tiền trong tài khoản', FAKE_BANK);
    expect(plan.engagement[0]).toMatchObject({ flow: 'emergency' });
    expect((await startChat().send('link', 'menu', FAKE_BANK)).text).toContain('1. Dịch vụ công');
  });

  test('ends a question for a name, which it does not answer', async () => {
    const chat = startChat();
    expect((await chat.say('thêm người')).plan.session.asking).toBe('new-person');
    const { plan } = await chat.send('link', undefined, FAKE_BANK);
    expect(plan.session.asking).toBeUndefined();
    await chat.say('Bà Tư');
    expect(chat.resident?.people).toBeUndefined();
  });

  test('leaves a walk so that it can be gone on with', async () => {
    const chat = startChat();
    await chat.say('#card:vneid-register-level-2');
    const { plan } = await chat.send('link', undefined, FAKE_BANK);
    expect(plan.session.flow).toBeNull();
    expect(plan.session.parked?.stack[0]?.id).toBe('vneid-register-level-2');
  });

  test('is kept nowhere: neither in what is counted nor in the session', async () => {
    const { plan } = await startChat().send('link', 'xem giúp', FAKE_BANK);
    expect(JSON.stringify([plan.engagement, plan.session, plan.patch])).not.toMatch(/vietcombank|Xác minh|xem giúp/iu);
  });

  test('is not looked at while a person of the OA is answering', async () => {
    const chat = startChat({ resident: { silencedUntil: Number.MAX_SAFE_INTEGER } });
    const { said, plan } = await chat.send('link', undefined, FAKE_BANK);
    expect(said).toEqual([]);
    expect(plan.engagement).toEqual([]);
  });

  test('at first contact comes with the notice', async () => {
    const { text } = await startChat({ known: false }).send('link', undefined, FAKE_BANK);
    expect(text).toContain('trợ lý tự động');
    expect(text).toContain('Tin này rất nguy hiểm');
  });
});

describe('a business card', () => {
  test('of somebody abroad is called doubtful, of anybody else gets the answer to cards', async () => {
    const abroad = await startChat().send('business-card', undefined, { description: '+15552345678' });
    expect(abroad.text).toContain('Tin này đáng ngờ');
    const { text, plan } = await startChat().send('business-card', undefined, {
      title: 'Cô Lan',
      description: '+84900000001',
    });
    expect(text).toContain('danh thiếp');
    expect(plan.engagement).toEqual([]);
  });
});

describe('words beside a picture', () => {
  const caption = `${FAKE_BANK.title}: ${FAKE_BANK.description} tại ${FAKE_BANK.url}`;

  test.each(['image', 'gif', 'video', 'file'] as const)('(%s) go through the check as pasted ones do', async (kind) => {
    const beside = await startChat().send(kind, caption);
    expect(beside.text).toContain('Tin này rất nguy hiểm');
    expect(beside.said).toEqual((await startChat().say(caption)).said);
  });
});

test('a quoted message is not looked at: nothing but its id comes, and the answer is to the words', async () => {
  const chat = startChat();
  const quoting = { oaId: '1', userId: '2', at: 1, type: 'text', msgId: 'm', quoteMsgId: 'q' } as const;
  const { said } = await chat.event({ ...quoting, text: 'tin này thật không' });
  expect(said).toEqual((await startChat().say('tin này thật không')).said);
});
