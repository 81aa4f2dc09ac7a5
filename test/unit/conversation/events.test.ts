import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { MediaKind } from 'zalo-oa-sdk';
import { anInbound, startChat } from '../../support/chat.ts';
import { MORNING } from '../../support/manual-clock.ts';
import { shippedCatalogue } from '../../support/shipped-content.ts';

const catalogue = shippedCatalogue();
const { messages } = catalogue;

describe('something other than words', () => {
  const kinds: readonly (readonly [MediaKind, string])[] = [
    ['audio', 'chưa nghe được tin thoại'],
    ['image', 'Cán bộ trực sẽ xem ảnh'],
    ['gif', 'cần giúp việc gì'],
    ['sticker', 'cần giúp việc gì'],
    ['video', 'chưa xem được video'],
    ['file', 'chưa mở được tệp'],
    ['location', 'không lưu lại'],
    ['link', 'chưa mở được đường link'],
    ['business-card', 'danh thiếp'],
  ];

  test.each(kinds)('%s gets a fitting answer with a way on, also at first contact', async (kind, words) => {
    for (const known of [true, false]) {
      const { text, said } = await startChat({ known }).send(kind);
      expect(text).toContain(words);
      expect(said.at(-1)?.buttons.length).toBeGreaterThan(0);
    }
  });

  test('a link comes with the card on checking links', async () => {
    const chat = startChat();
    await chat.send('link');
    expect((await chat.press(messages.linkNext)).plan.engagement).toMatchObject([
      { kind: 'started', flow: 'check-link-website' },
    ]);
  });

  test('words under a picture are answered like a text', async () => {
    const { plan } = await startChat().send('image', catalogue.card('transfer-wrong-account')?.asks[0]);
    expect(plan.engagement).toMatchObject([{ kind: 'question', flow: 'transfer-wrong-account' }, { kind: 'started' }]);
    expect((await startChat().send('image', '   ')).text).toContain('Cán bộ trực sẽ xem ảnh');
  });

  test('a call gets a word, a call by the OA none', async () => {
    expect((await startChat().event(anInbound({ type: 'call', by: 'resident', callId: 'c' }))).text).toContain(
      'không nghe máy được',
    );
    expect((await startChat().event(anInbound({ type: 'call', by: 'oa', callId: 'c' }))).said).toEqual([]);
  });

  test('shared contact details are neither kept nor asked for', async () => {
    const { text, plan } = await startChat().event(anInbound({ type: 'submit-info' }));
    expect(text).toContain('không cần và không lưu');
    expect(plan.patch).toEqual({ lastInteractionAt: MORNING });
  });
});

describe('events around the chat', () => {
  test('follow greets with the menu and is remembered, unfollow is remembered in silence', async () => {
    const chat = startChat({ known: false });
    const { text } = await chat.event(anInbound({ type: 'follow' }));
    expect(text).toContain('Cảm ơn bác đã quan tâm');
    expect(text).toContain('trợ lý tự động');
    expect(chat.resident).toMatchObject({ following: true, lastInteractionAt: MORNING });
    expect((await chat.event(anInbound({ type: 'unfollow' }))).said).toEqual([]);
    expect(chat.resident?.following).toBe(false);
  });

  test('"chat now" shows the menu', async () =>
    expect((await startChat().event(anInbound({ type: 'chat-now' }))).text).toContain('1. Dịch vụ công'));

  test('an echo of our own message, a receipt, a group message and the rest change and say nothing', async () => {
    for (const fields of [
      { type: 'echo', messageId: 'z' },
      { type: 'receipt', receipt: 'seen', messageIds: ['m'] },
      { type: 'group', what: 'message', groupId: 'g', userIds: [] },
      { type: 'other', eventName: 'user_reacted_message' },
    ]) {
      const chat = startChat();
      const { said, plan } = await chat.event(anInbound(fields));
      expect(said).toEqual([]);
      expect(plan.patch).toEqual({});
      expect(plan.engagement).toEqual([]);
    }
  });
});

describe('never silence', () => {
  const typed = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 80 }),
    fc.constantFrom(
      '',
      ' ',
      '🙂',
      '#',
      '#do:',
      '#do:x|y',
      '#menu:x',
      '1',
      '99',
      'không',
      'menu',
      'dừng',
      'xong',
      'chưa được',
      'xem lại',
      'có',
      'tôi bị lừa',
      'căn cước',
      'mở gian hàng',
      'mk: abc123',
      '#resume',
      '#erase-confirm',
      'a'.repeat(2_000),
    ),
    fc.constantFrom(...catalogue.entries().flatMap(({ asks }) => asks)),
  );

  test('every text in every state gets an answer that Zalo takes, and the numbers are the options', () =>
    fc.assert(
      fc.asyncProperty(fc.boolean(), fc.array(typed, { minLength: 1, maxLength: 8 }), async (known, texts) => {
        const chat = startChat({ known });
        for (const text of texts) {
          const { said, plan } = await chat.say(text);
          expect(said.length, text).toBeGreaterThan(0);
          for (const message of said) {
            expect(message.text.length, text).toBeGreaterThan(0);
            expect(message.text.length, text).toBeLessThanOrEqual(2_000);
            expect(message.text, text).not.toMatch(/\{[^{}]+\}|undefined|\[object/u);
            expect(message.buttons.length).toBeLessThanOrEqual(5);
            for (const { title, payload } of message.buttons) {
              expect(title.length).toBeLessThanOrEqual(100);
              if (payload !== undefined) expect(payload.length).toBeLessThanOrEqual(1_000);
            }
          }
          if (plan.erase) continue;
          const options = plan.session.options;
          const last = plan.replies.findLast(({ numbered }) => numbered !== false);
          if (last) expect(options).toEqual(last.options ?? []);
          const stored = JSON.stringify(plan.session);
          if (text.length > 12 && /qwerty|aaaaaaaaaa/u.test(text)) expect(stored).not.toContain(text);
        }
      }),
      { numRuns: 250 },
    ));

  test('the same event, context and time give the same plan', async () => {
    for (const text of ['xin chào', 'bị lừa', 'làm căn cước', '1']) {
      const [a, b] = [await startChat().say(text), await startChat().say(text)];
      expect(a.said).toEqual(b.said);
    }
  });
});
