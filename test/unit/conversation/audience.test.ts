import { describe, expect, test } from 'vitest';
import { type Chat, startChat } from '../../support/chat.ts';
import { MORNING } from '../../support/manual-clock.ts';
import { shippedCatalogue } from '../../support/shipped-content.ts';

const catalogue = shippedCatalogue();
const CARD = 'temporary-residence';

const walkWhole = async (chat: Chat, card = CARD) => {
  let last = await chat.say(`#card:${card}`);
  for (let step = 0; step < (catalogue.card(card)?.steps.length ?? 0); step++) last = await chat.press('Xong');
  return last;
};

describe('the form of address', () => {
  test('is bác until somebody chooses, and nothing has to be chosen', async () => {
    const chat = startChat();
    expect((await chat.say('menu')).text).toContain('Bác cần em giúp việc gì ạ?');
    expect(chat.resident).not.toHaveProperty('address');
  });

  test('chosen in words holds from the same answer on, and can be changed', async () => {
    const chat = startChat();
    expect((await chat.say('gọi tôi là chị')).text).toContain('từ nay em gọi là chị');
    expect((await chat.say('menu')).text).toContain('Chị cần em giúp việc gì ạ?');
    await chat.say('goi toi la ong');
    expect(chat.resident?.address).toBe('ông');
    expect((await chat.say(`#card:${CARD}`)).text).not.toMatch(/(?<!\p{L})bác(?!\p{L})/iu);
  });

  test.each(['cảm ơn em', 'menu', '#menu'])(
    'is asked for once, when a guide was walked to its end and then "%s" is said, with buttons',
    async (text) => {
      const chat = startChat();
      expect((await walkWhole(chat)).text).not.toContain('cho thân');
      const question = (await chat.say(text)).said.find((message) => message.text.includes('cho thân'));
      expect(question?.text).toContain('Em gọi bác thế nào cho thân ạ?');
      expect(question?.buttons.map(({ title }) => title)).toEqual(['Bác', 'Cô', 'Chú', 'Anh', 'Chị']);
      expect(chat.resident?.addressAskedAt).toBe(MORNING);
      await walkWhole(chat);
      expect((await chat.say(text)).text).not.toContain('cho thân');
      await chat.press('Cô');
      expect(chat.resident?.address).toBe('cô');
    },
  );

  test('numbers still mean the menu beside the question', async () => {
    const chat = startChat();
    await walkWhole(chat);
    expect((await chat.say('menu')).said.at(-1)?.text).toContain('1. Dịch vụ công');
    const { text, plan } = await chat.say('1');
    expect(text).toContain('dịch vụ công');
    expect(plan.patch).not.toHaveProperty('address');
  });

  test('is not asked of somebody who has chosen, nor after a scam guide, nor out of nothing', async () => {
    const scam = catalogue.cards().find(({ topic, steps }) => topic === 'scam-safety' && steps.length > 0);
    for (const [chat, card] of [
      [startChat({ resident: { address: 'cô' } }), CARD],
      [startChat(), scam?.slug],
    ] as const) {
      await walkWhole(chat, card);
      expect((await chat.say('menu')).text).not.toContain('cho thân');
    }
    expect((await startChat().say('cảm ơn')).text).not.toContain('cho thân');
  });

  test('a word that is none is never kept', async () => {
    const chat = startChat();
    await chat.say('#address:<script>');
    expect(chat.resident).not.toHaveProperty('address');
  });

  test('chosen in a walk leaves the walk where it is', async () => {
    const chat = startChat();
    await chat.say(`#card:${CARD}`);
    const { plan } = await chat.say('gọi tôi là cô');
    expect(plan.session.flow).not.toBeNull();
    expect((await chat.press('Xong')).text).toContain('Bước 2/');
  });
});

describe('large steps and segments', () => {
  test('"chữ to" is kept and given up again', async () => {
    const chat = startChat();
    expect((await chat.say('chữ to')).text).toContain('mỗi lần một việc nhỏ');
    expect(chat.resident?.largeSteps).toBe(true);
    await chat.say('làm nhanh');
    expect(chat.resident?.largeSteps).toBe(false);
  });

  test('what somebody does in life is kept as one of five words', async () => {
    const chat = startChat();
    await chat.say('tôi là nông dân');
    expect(chat.resident?.segment).toBe('farmer');
  });
});
