import { describe, expect, test } from 'vitest';
import { anInbound, type Chat, startChat as startShippedChat } from '../../support/chat.ts';
import { shippedCatalogue } from '../../support/shipped-content.ts';
import { shippedUnderstanding, understandingThat } from '../../support/shipped-understanding.ts';

const { messages } = shippedCatalogue();

const UNKNOWN = 'lắp nước sạch cho nhà mới ở ấp 3';

/** The shipped understanding, which never comes to know these, whatever the cards will say. */
const understanding = understandingThat((text) => {
  if (text.includes('qwertyu')) return { decision: 'unknown', hits: [] };
  if (!text.includes('nước sạch')) return shippedUnderstanding().understand(text);
  const entries = ['pay-electricity-water-bills', 'permanent-residence', 'temporary-residence'];
  const hits = entries.flatMap((id) => {
    const entry = shippedCatalogue()
      .entries()
      .find((one) => one.id === id);
    return entry ? [{ entry, confidence: 0.08 }] : [];
  });
  return { decision: 'unknown', hits };
});

const startChat = (options: Parameters<typeof startShippedChat>[0] = {}): Chat =>
  startShippedChat({ understanding, ...options });

const HOUR_MS = 3_600_000;

const offers = (turn: { readonly said: readonly { readonly buttons: readonly { readonly title: string }[] }[] }) =>
  turn.said.flatMap(({ buttons }) => buttons).filter(({ title }) => title === messages.keepQuestion).length;

const sessionOf = async (chat: Chat): Promise<unknown> => {
  const { plan } = await chat.event(anInbound({ type: 'receipt' }));
  return plan.session;
};

describe('a question the bot does not know', () => {
  test('may be given to us with a button, after being told what becomes of it, and never more than five buttons', async () => {
    const turn = await startChat().say(UNKNOWN);
    expect(offers(turn)).toBe(1);
    expect(turn.text).toContain('không kèm tên');
    expect(turn.said).toHaveLength(1);
    expect(turn.said[0]?.buttons.map(({ title }) => title)).toEqual([
      expect.any(String),
      expect.any(String),
      messages.noneOfThese,
      messages.keepQuestion,
      messages.backToMenu,
    ]);
    expect(turn.plan.demand).toBeUndefined();
    expect(JSON.stringify(turn.plan.engagement)).not.toContain('nước sạch');
  });

  test('without any known word has the button behind the subjects', async () => {
    const turn = await startChat().say('qwertyuiop zxcvb asdfgh');
    expect(turn.said.map(({ buttons }) => buttons.length)).toEqual([5, 1]);
    expect(offers(turn)).toBe(1);
    expect((await startChat().say('qwertyuiop zxcvb')).said).toHaveLength(1);
  });

  test('is kept when the button is pressed next, with the guide that came nearest and thanks that say how to erase it', async () => {
    const chat = startChat();
    await chat.say(UNKNOWN);
    const { plan, text } = await chat.press(messages.keepQuestion);
    expect(plan.demand).toEqual({ text: UNKNOWN, nearest: 'pay-electricity-water-bills' });
    expect(text).toContain('XÓA DỮ LIỆU');
    expect(text).toContain('không biết bác là ai');
    expect(JSON.stringify(plan.session)).not.toContain('nước sạch');
  });

  test.each(['4', 'số bốn', messages.keepQuestion])('is kept on "%s" too', async (words) => {
    const chat = startChat();
    await chat.say(UNKNOWN);
    expect((await chat.say(words)).plan.demand?.text).toBe(UNKNOWN);
  });

  test.each(['menu', 'cảm ơn em', 'DỪNG', 'làm căn cước ở đâu', 'XÓA DỮ LIỆU'])(
    'is gone when "%s" comes between, and the button says so',
    async (words) => {
      const chat = startChat();
      await chat.say(UNKNOWN);
      const payload = chat.payloadOf(messages.keepQuestion);
      expect(JSON.stringify((await chat.say(words)).plan.session)).not.toContain('nước sạch');
      const pressed = await chat.say(payload);
      expect(pressed.plan.demand).toBeUndefined();
      expect(pressed.text).toContain('nhắn lại câu hỏi');
    },
  );

  test('is kept once: the same button again keeps nothing', async () => {
    const chat = startChat();
    await chat.say(UNKNOWN);
    await chat.press(messages.keepQuestion);
    expect((await chat.press(messages.keepQuestion)).plan.demand).toBeUndefined();
  });

  test('waits through what Zalo reports on its own, but not through a picture, or words of a person of the OA', async () => {
    const chat = startChat();
    await chat.say(UNKNOWN);
    expect(JSON.stringify(await sessionOf(chat))).toContain('nước sạch');
    await chat.send('image');
    expect(JSON.stringify(await sessionOf(chat))).not.toContain('nước sạch');
    await chat.say(UNKNOWN);
    await chat.event(anInbound({ type: 'echo', messageId: 'z', adminId: '9' }));
    expect(JSON.stringify(await sessionOf(chat))).not.toContain('nước sạch');
  });

  test('waits an hour at most', async () => {
    const chat = startChat();
    await chat.say(UNKNOWN);
    chat.now += HOUR_MS;
    const { plan } = await chat.press(messages.keepQuestion);
    expect(plan.demand).toBeUndefined();
    expect(JSON.stringify(plan.session)).not.toContain('nước sạch');
  });

  test('is kept without what leads to a person', async () => {
    const chat = startChat();
    await chat.say(`${UNKNOWN} gọi 0912 345 678 hay lan.tran@gmail.com?`);
    expect((await chat.press(messages.keepQuestion)).plan.demand?.text).toBe(
      `${UNKNOWN} gọi [số điện thoại] hay [thư điện tử]?`,
    );
  });
});

test('a long unknown question is kept to 300 characters, cut after a word', async () => {
  const chat = startChat();
  const turn = await chat.say(`${Array.from({ length: 90 }, () => 'qwertyu zxcvbn').join(' ')}?`);
  expect(offers(turn)).toBe(1);
  const text = (await chat.press(messages.keepQuestion)).plan.demand?.text ?? '';
  expect(text.length).toBeLessThanOrEqual(300);
  expect(text.length).toBeGreaterThan(280);
  expect(text).toMatch(/^qwertyu .*(?:qwertyu|zxcvbn)$/u);
});

describe('the button is not offered', () => {
  test('while a team member helps somebody', async () => {
    const chat = startChat({ resident: { teamCode: 'LN03' } });
    await chat.say('#ho-tro');
    const turn = await chat.say(UNKNOWN);
    expect(offers(turn)).toBe(0);
    expect(turn.text).toContain('em chưa biết');
    expect(JSON.stringify(turn.plan.session)).not.toContain('nước sạch');
  });

  test('to somebody who said that they are a child, in that flow or long after it', async () => {
    const chat = startChat();
    const said = await chat.say('em 13 tuổi');
    expect(said.plan.forgetCounted).toBe(true);
    await chat.say('menu');
    expect(offers(await chat.say(UNKNOWN))).toBe(0);
    await chat.say('#card:temporary-residence');
    await chat.say('menu');
    expect(offers(await chat.say(UNKNOWN))).toBe(0);
  });

  test('to pupils and students, nor to whoever left the words for children a moment ago', async () => {
    expect(offers(await startChat({ resident: { segment: 'student' } }).say(UNKNOWN))).toBe(0);
    expect(offers(await startChat({ resident: { segment: 'farmer' } }).say(UNKNOWN))).toBe(1);
    const chat = startChat();
    await chat.say('#flow:under-16');
    await chat.say('menu');
    expect(offers(await chat.say(UNKNOWN))).toBe(0);
  });

  test('for words with a secret in them', async () => {
    const turn = await startChat().say(`${UNKNOWN} mật khẩu: Nuoc@2026`);
    expect(offers(turn)).toBe(0);
    expect(JSON.stringify(turn.plan.session)).not.toContain('nước sạch');
  });

  test('to somebody whose first hour after a scam was just interrupted', async () => {
    const chat = startChat();
    await chat.say('tôi vừa bị lừa chuyển khoản mất 20 triệu');
    await chat.say('menu');
    expect(offers(await chat.say(UNKNOWN))).toBe(0);
  });

  test('to somebody who is asked to choose among guides', async () => {
    expect(offers(await startChat().say('lừa đảo'))).toBe(0);
  });
});
