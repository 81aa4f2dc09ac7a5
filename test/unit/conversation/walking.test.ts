import { describe, expect, test } from 'vitest';
import { type Chat, startChat } from '../../support/chat.ts';
import { createSeededRandom } from '../../support/load/seeded-random.ts';
import { shippedCatalogue } from '../../support/shipped-content.ts';

const catalogue = shippedCatalogue();
const { messages } = catalogue;
const CARD = 'temporary-residence';

const walkTo = async (step: number): Promise<Chat> => {
  const chat = startChat();
  await chat.say(`#card:${CARD}`);
  for (let done = 1; done < step; done++) await chat.press('Xong');
  return chat;
};

const stepText = (step: number): string =>
  catalogue.card(CARD)?.steps[step - 1]?.text.replaceAll('{bác}', 'bác').replaceAll('{Bác}', 'Bác') ?? '?';

describe('walking a card', () => {
  test.each(catalogue.cards().map((card) => [card.slug, card] as const))(
    '%s can be walked to its end with Xong alone',
    async (_slug, card) => {
      const chat = startChat();
      const start = await chat.say(`#card:${card.slug}`);
      expect(start.plan.engagement).toMatchObject([
        { kind: 'started', flow: card.slug, version: card.hash, topic: card.topic },
      ]);
      expect(start.text).toContain('Bước 1/');
      const kinds: string[] = [];
      let last = start;
      for (let step = 1; step <= card.steps.length; step++) {
        last = await chat.press('Xong');
        kinds.push(...last.plan.engagement.map(({ kind }) => kind));
      }
      expect(kinds).toContain('finished');
      expect(last.plan.session.flow).toBeNull();
      expect(last.said.at(-1)?.buttons.length).toBeGreaterThan(0);
      if (card.outcome !== undefined)
        expect(last.plan.engagement.filter(({ outcome }) => outcome === card.outcome)).toHaveLength(1);
    },
  );

  test('"xong" in words and "1" go on like the button', async () => {
    for (const words of ['xong', 'Xong rồi ạ', '1', 'số 1']) {
      const chat = await walkTo(1);
      expect((await chat.say(words)).text, words).toContain(stepText(2));
    }
  });

  test('a double tap on Xong never skips a step', async () => {
    const chat = await walkTo(1);
    const first = chat.payloadOf('Xong');
    await chat.say(first);
    const second = await chat.say(first);
    expect(second.text).toContain(messages.stale);
    expect(second.text).toContain(stepText(2));
    const third = await chat.say(first);
    expect(third.text).toContain(stepText(2));
    expect((await chat.press('Xong')).text).toContain(stepText(3));
  });

  test('a button of an earlier step moves nothing and shows where we are', async () => {
    const chat = await walkTo(1);
    const old = chat.payloadOf('Chưa làm được');
    await chat.press('Xong');
    await chat.press('Xong');
    const { text, plan } = await chat.say(old);
    expect(text).toContain(stepText(3));
    expect(plan.engagement).toEqual([]);
  });

  test('a button of a walk that is over leads to the menu', async () => {
    const chat = await walkTo(1);
    const old = chat.payloadOf('Xong');
    await chat.say('DỪNG');
    const fresh = startChat();
    expect((await fresh.say(old)).text).toContain('1. Dịch vụ công');
  });

  test('a button of a card that no longer exists leads to the menu', async () => {
    expect((await startChat().say('#card:no-such-card')).text).toContain('1. Dịch vụ công');
    expect((await startChat().say('#flow:constructor')).text).toContain('1. Dịch vụ công');
    expect((await startChat().say('#topic:nothing')).said.length).toBeGreaterThan(0);
  });

  test('"chưa làm được" counts where people get stuck and says what to try', async () => {
    const chat = await walkTo(2);
    const { plan, said } = await chat.press('Chưa làm được');
    expect(plan.engagement).toMatchObject([{ kind: 'stuck', flow: CARD, step: '2' }]);
    expect(said.at(-1)?.buttons.length).toBeGreaterThan(0);
  });

  test('DỪNG inside a walk ends it, keeps announcements, and the walk can be resumed', async () => {
    const chat = await walkTo(2);
    const { text, plan } = await chat.say('DỪNG');
    expect(text).toContain('dừng hướng dẫn này');
    expect(plan.session.flow).toBeNull();
    expect(plan.patch).not.toHaveProperty('optOutAt');
    expect((await chat.say('1')).text).toContain(stepText(2));
  });

  test('"đúng" inside a walk stops nothing', async () => {
    const chat = await walkTo(2);
    for (const words of ['đúng', 'Đúng ạ', 'đúng rồi']) {
      const { plan } = await chat.say(words);
      expect(plan.session.flow, words).not.toBeNull();
    }
  });

  test('MENU in a walk offers the way back to it', async () => {
    const chat = await walkTo(3);
    const { text } = await chat.say('menu');
    expect(text).toContain('Xem tiếp');
    expect((await chat.say('6')).text).toContain(stepText(3));
  });

  test('GẶP NGƯỜI in a walk asks for a person', async () => {
    const chat = await walkTo(2);
    const { plan, text } = await chat.say('gặp người');
    expect(plan.patch.handoverAt).toBe(chat.now);
    expect(text).toContain('cần gặp người hỗ trợ');
  });

  test('a walk that hands over says so in one message, with the advice of its flow behind the promise', async () => {
    for (const id of catalogue.flows().map((flow) => flow.id)) {
      const advice = Object.values(catalogue.flow(id)?.steps ?? {}).find((step) => step.type === 'handover')?.text;
      if (advice === undefined) continue;
      expect(advice, id).not.toContain('chuyển lời');
    }
    const chat = startChat();
    await chat.say('#flow:pay-by-qr');
    await chat.say('1');
    await chat.say('1');
    const first = await chat.press('Gặp người hỗ trợ');
    expect(first.said).toHaveLength(1);
    expect(first.text).toMatch(
      /^Dạ, em đã ghi lại[^]*Cán bộ trực sẽ nhắn[^]*\nTrong lúc chờ, bác đừng đưa điện thoại/u,
    );
    expect(first.text).not.toContain('Trung tâm Phục vụ hành chính công');
    expect((await chat.press('Xem tiếp: Dùng mã QR cùng em, từ đầu')).text).toContain('Bước 1/');
    await chat.say('#card:temporary-residence');
    const again = await chat.press('Gặp người hỗ trợ');
    expect(again.said).toHaveLength(1);
    expect(again.text).toContain('vẫn đang chờ');
  });

  test('words nobody understands repeat the step, twice, then offer a person; the walk stays', async () => {
    const chat = await walkTo(2);
    for (let turn = 0; turn < 3; turn++) {
      const { text, plan } = await chat.say('qwertyuiop zxcvb');
      expect(text).toContain(stepText(2));
      expect(plan.session.flow).not.toBeNull();
    }
  });

  test('a picture in a walk gets its answer and the step again', async () => {
    const chat = await walkTo(2);
    const { said } = await chat.send('image');
    expect(said[0]?.text).toContain('chưa đọc được nội dung trong ảnh');
    expect(said.at(-1)?.text).toContain(stepText(2));
  });
});

describe('every shipped flow', () => {
  test.each(catalogue.flows().map((flow) => [flow.id] as const))(
    '%s starts, and any answers by number bring it to an end',
    async (id) => {
      const chat = startChat();
      let turn = await chat.say(`#flow:${id}`);
      expect(turn.plan.engagement.some(({ kind, flow }) => kind === 'started' && flow === id)).toBe(true);
      let turns = 0;
      const random = createSeededRandom(7);
      while (turn.plan.session.flow !== null && turns < 300) {
        turn = await chat.say(String(1 + random.below(Math.max(1, turn.plan.session.options.length))));
        expect(turn.said.length).toBeGreaterThan(0);
        turns += 1;
      }
      expect(turn.plan.session.flow).toBeNull();
      expect(turn.said.at(-1)?.buttons.length).toBeGreaterThan(0);
    },
  );
});
