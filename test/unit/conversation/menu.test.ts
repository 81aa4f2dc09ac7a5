import { describe, expect, test } from 'vitest';
import type { Catalogue } from '../../../src/catalog/index.ts';
import { startChat } from '../../support/chat.ts';
import { cardOf, flowOf } from '../../support/flow-definitions.ts';
import { shippedCatalogue } from '../../support/shipped-content.ts';
import { catalogueOf } from '../../support/small-catalogue.ts';

const catalogue = shippedCatalogue();
const { messages } = catalogue;

/** The shipped content as it would be without subject menus. */
const plain: Catalogue = {
  ...catalogue,
  flow: (id) => (catalogue.topics.some((topic) => topic === id) ? undefined : catalogue.flow(id)),
  flows: () => catalogue.flows().filter(({ id, topic }) => id !== topic),
  entries: () => catalogue.entries().filter(({ id, topic }) => id !== topic),
};

describe('the menu', () => {
  test.each(['MENU', 'menu', 'xin chào', 'Bắt đầu'])(
    '"%s" lists the five subjects as numbers and buttons',
    async (text) => {
      const { said } = await startChat().say(text);
      expect(said).toHaveLength(1);
      expect(said[0]?.buttons).toHaveLength(5);
      for (const number of [1, 2, 3, 4, 5]) expect(said[0]?.text).toContain(`\n${number}. `);
    },
  );

  test.each(['1', 'một', 'so 1', 'Số 1 ạ', 'chọn số một'])('"%s" opens the first subject', async (text) => {
    const chat = startChat();
    await chat.say('menu');
    expect((await chat.say(text)).text).toContain('Về dịch vụ công');
  });

  test('the button of a subject and its typed name open the same list', async () => {
    for (const title of [messages.topicScamSafety, messages.topicEPayments]) {
      const chat = startChat();
      await chat.say('menu');
      const pressed = await chat.press(title);
      const typing = startChat();
      await typing.say('menu');
      expect((await typing.say(title.toUpperCase())).text).toBe(pressed.text);
    }
  });

  test('a number outside the list says so and offers the list again', async () => {
    const chat = startChat();
    await chat.say('menu');
    const { text } = await chat.say('9');
    expect(text).toContain('Số này không có trong danh sách');
    expect(text).toContain('1. Dịch vụ công');
    expect((await chat.say('1')).text).toContain('Về dịch vụ công');
  });

  test('every subject begins with a flow that asks on, and each of its numbers leads somewhere', async () => {
    for (const [index] of catalogue.topics.entries()) {
      const chat = startChat();
      await chat.say('menu');
      const list = await chat.say(String(index + 1));
      const numbers = [...list.text.matchAll(/^(\d)\. .+$/gmu)].map(([, number = '']) => number);
      expect(numbers.length).toBeGreaterThanOrEqual(3);
      for (const number of numbers) {
        const again = startChat();
        await again.say('menu');
        await again.say(String(index + 1));
        const { text } = await again.say(number);
        expect(text).not.toBe('');
        expect(text).not.toBe(list.text);
      }
    }
  });

  test('a subject without a flow of its own lists its guides, and each number starts what it names', async () => {
    for (const [index] of catalogue.topics.entries()) {
      const chat = startChat({ catalogue: plain });
      await chat.say('menu');
      const list = await chat.say(String(index + 1));
      const titles = [...list.text.matchAll(/^(\d+)\. (.+)$/gmu)].map(([, number = '', title = '']) => ({
        number,
        title,
      }));
      expect(titles.length).toBeGreaterThanOrEqual(3);
      // Five guides fill the five buttons; otherwise the way back comes last.
      const guides = titles.length === 5 && titles.at(-1)?.title !== messages.backToMenu ? titles : titles.slice(0, -1);
      if (guides.length < titles.length) expect(titles.at(-1)?.title).toBe(messages.backToMenu);
      for (const { number, title } of guides) {
        const again = startChat({ catalogue: plain });
        await again.say('menu');
        await again.say(String(index + 1));
        const started = await again.say(number);
        const entry = catalogue.entries().find((candidate) => candidate.title === title);
        expect(entry, title).toBeDefined();
        expect(
          started.plan.engagement.some(({ kind, flow }) => kind === 'started' && flow === entry?.id),
          title,
        ).toBe(true);
      }
    }
  });

  test('a number after an answer without a list says so and shows the menu', async () => {
    const chat = startChat();
    await chat.say('#flow:before-you-start');
    const { text } = await chat.say('2');
    expect(text).toContain('Số này không có trong danh sách');
    expect(text).toContain('1. Dịch vụ công');
  });

  test('a card that a flow of the subject is about stands in the list once, as the flow', async () => {
    const first = flowOf(
      { walk: { type: 'guide', card: 'card', next: 'bye' }, bye: { type: 'end' } },
      { id: 'first-hour', topic: 'scam-safety', title: 'Vừa bị lừa, em đi cùng' },
    );
    const cards = [
      cardOf({ topic: 'scam-safety', title: 'Vừa bị lừa' }),
      cardOf({ slug: 'link', topic: 'scam-safety', title: 'Xem đường link' }),
    ];
    const { text } = await startChat({ catalogue: catalogueOf([first], cards) }).say('#topic:scam-safety');
    expect(text).toMatch(/1\. Vừa bị lừa, em đi cùng\n2\. Xem đường link\n/u);
    expect(text).not.toMatch(/\. Vừa bị lừa$/mu);
  });

  test('"không" is an answer in words, never a number', async () => {
    const chat = startChat();
    await chat.say('menu');
    expect((await chat.say('không')).text).not.toContain('Số này không có trong danh sách');
  });

  test('a number with no list before it is not understood, and gets an answer all the same', async () => {
    const { said } = await startChat().say('3');
    expect(said.length).toBeGreaterThan(0);
  });
});

describe('a free question', () => {
  test('close to an ask starts its card and is counted as a question', async () => {
    const { plan, text } = await startChat().say(catalogue.card('transfer-wrong-account')?.asks[0] ?? '');
    expect(plan.engagement).toMatchObject([
      { kind: 'question', flow: 'transfer-wrong-account', topic: 'e-payments' },
      { kind: 'started' },
    ]);
    expect(text.length).toBeGreaterThan(50);
  });

  test('nobody understands is counted as demand, keeps no words, and offers a way on', async () => {
    const { plan, said } = await startChat().say('con mèo nhà tôi qwertyuiop bị ốm');
    expect(said.at(-1)?.buttons.length).toBeGreaterThan(0);
    expect(JSON.stringify([plan.engagement, plan.session])).not.toContain('qwertyuiop');
  });

  test('without any known word offers the menu', async () => {
    const { plan, said } = await startChat().say('qwertyuiop zxcvb');
    expect(plan.engagement).toMatchObject([{ kind: 'unanswered' }]);
    expect(said[0]?.buttons).toHaveLength(5);
  });

  test('that could mean several things asks back with at most three and a person', async () => {
    const { said } = await startChat().say('lừa đảo');
    expect(said[0]?.text).toContain(messages.didYouMean.replace('{bác}', 'bác'));
    expect(said[0]?.buttons.length).toBeLessThanOrEqual(4);
    expect(said[0]?.buttons.at(-1)?.title).toBe(messages.noneOfThese);
  });
});

describe("an unclear question, with a model of the operator's", () => {
  const unclear = 'quên mật khẩu';

  test('is asked back with the cards the model chose', async () => {
    const { text } = await startChat({ chooseCards: () => Promise.resolve(['smartphone-basics', 'no-such-card']) }).say(
      unclear,
    );
    expect(text).toContain(catalogue.card('smartphone-basics')?.title ?? '?');
  });

  test('is asked back with our own choices when the model has nothing to say', async () => {
    const own = await startChat().say(unclear);
    const { text } = await startChat({ chooseCards: () => Promise.resolve(undefined) }).say(unclear);
    expect(text).toBe(own.text);
  });

  test('never goes to the model when the answer is sure', async () => {
    let asked = 0;
    const chooseCards = (): Promise<undefined> => {
      asked += 1;
      return Promise.resolve(undefined);
    };
    await startChat({ chooseCards }).say(catalogue.card('temporary-residence')?.asks[0] ?? '');
    expect(asked).toBe(0);
  });
});
