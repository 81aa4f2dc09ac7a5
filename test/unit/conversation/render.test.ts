import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodeOrder, type Order, parseOrder } from '../../../src/conversation/payloads.ts';
import { renderReply, splitText } from '../../../src/conversation/render.ts';
import { parseSession, serializeSession } from '../../../src/conversation/session.ts';

interface Rendered {
  readonly text?: string;
  readonly attachment?: {
    readonly payload: {
      readonly buttons: readonly { readonly title: string; readonly type: string; readonly payload: unknown }[];
    };
  };
}

const render = (reply: Parameters<typeof renderReply>[0]): Rendered[] =>
  renderReply(reply, 'Bấm nút, hoặc nhắn số:') as Rendered[];
const buttonsOf = (message: Rendered | undefined) => message?.attachment?.payload.buttons ?? [];
const options = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ title: `Việc ${index + 1}`, payload: `#card:c${index + 1}` }));

describe('rendering', () => {
  test('a plain reply is one text', () => expect(render({ text: 'Dạ' })).toEqual([{ text: 'Dạ' }]));

  test('options are numbers in the text and buttons under it, in the same order', () => {
    const [message] = render({ text: 'Chọn', options: options(3) });
    expect(message?.text).toBe('Chọn\n\nBấm nút, hoặc nhắn số:\n1. Việc 1\n2. Việc 2\n3. Việc 3');
    expect(buttonsOf(message).map(({ title }) => title)).toEqual(['Việc 1', 'Việc 2', 'Việc 3']);
    expect(buttonsOf(message).map(({ payload }) => payload)).toEqual(['#card:c1', '#card:c2', '#card:c3']);
  });

  test('a list longer than five goes on in a further message, so that every number has its button', () => {
    const [first, second, ...more] = render({ text: 'Chọn', options: options(9) });
    expect(more).toEqual([]);
    expect(first?.text?.match(/^\d+\. .*$/gmu)).toEqual([1, 2, 3, 4, 5].map((n) => `${n}. Việc ${n}`));
    expect(buttonsOf(first)).toHaveLength(5);
    expect(second?.text).toBe('6. Việc 6\n7. Việc 7\n8. Việc 8\n9. Việc 9');
    expect(buttonsOf(second).map(({ title }) => title)).toEqual(['Việc 6', 'Việc 7', 'Việc 8', 'Việc 9']);
  });

  test('the answers under a step stand two to a line', () => {
    const [message] = render({ text: 'Bước 1', options: options(3), inPairs: true });
    expect(message?.text).toBe('Bước 1\n\nBấm nút, hoặc nhắn số:\n1 Việc 1, 2 Việc 2\n3 Việc 3');
    expect(buttonsOf(message)).toHaveLength(3);
  });

  test('a single option and an unnumbered reply have buttons without numbers', () => {
    expect(render({ text: 'Dạ', options: options(1) })[0]?.text).toBe('Dạ');
    const [question] = render({ text: 'Đồng ý?', options: options(2), numbered: false });
    expect(question?.text).toBe('Đồng ý?');
    expect(buttonsOf(question)).toHaveLength(2);
  });

  test('links come before options', () => {
    const [message] = render({
      text: 'Dạ',
      options: options(2),
      links: [{ title: 'Cổng', url: 'https://dichvucong.gov.vn' }],
    });
    expect(buttonsOf(message).map(({ type }) => type)).toEqual(['oa.open.url', 'oa.query.hide', 'oa.query.hide']);
  });

  test('a long title is cut to what Zalo takes', () => {
    const [message] = render({ text: 'Dạ', options: [{ title: 'x'.repeat(150), payload: '#menu' }] });
    expect(buttonsOf(message)[0]?.title).toHaveLength(100);
    expect(buttonsOf(message)[0]?.title.endsWith('…')).toBe(true);
  });

  describe('a picture', () => {
    const address = 'https://troly.example.gov.vn/pictures/screen-card-1-1a2b3c4d.png';
    const pictureUrl = (name: string) => (name === 'screen:card/1' ? address : undefined);
    const image = (url: string) => ({
      attachment: { type: 'template', payload: { template_type: 'media', elements: [{ media_type: 'image', url }] } },
    });

    test('of a step stands in front of the words, at its public address', () => {
      const reply = { text: 'Bước 1', picture: 'screen:card/1', options: options(2) };
      const [picture, words, ...more] = renderReply(reply, 'Bấm nút:', pictureUrl);
      expect([picture, more]).toEqual([image(address), []]);
      expect(words).toMatchObject({ text: 'Bước 1\n\nBấm nút:\n1. Việc 1\n2. Việc 2' });
    });

    test('with an address of its own is shown as it is, also by a server without one', () => {
      const url = 'https://example.gov.vn/hinh.png';
      expect(renderReply({ text: 'Dạ', picture: url }, '')).toEqual([image(url), { text: 'Dạ' }]);
    });

    test('that has no address is left out', () => {
      for (const picture of ['screen:card/9', 'file:missing.png', 'file:///etc/hosts', 'javascript:alert(1)', ''])
        expect(renderReply({ text: 'Dạ', picture }, '', pictureUrl), picture).toEqual([{ text: 'Dạ' }]);
      expect(renderReply({ text: 'Dạ', picture: 'screen:card/1' }, '')).toEqual([{ text: 'Dạ' }]);
      expect(renderReply({ text: 'Dạ', picture: 'screen:card/1' }, '', () => 'not an address')).toEqual([
        { text: 'Dạ' },
      ]);
    });

    test('to keep follows the words', () => {
      expect(renderReply({ text: 'Chúc mừng', pictureAfter: address }, '')).toEqual([
        { text: 'Chúc mừng' },
        image(address),
      ]);
    });
  });

  test('a text without a visible character is still a message', () => {
    expect(render({ text: ' \n' })).toEqual([{ text: '…' }]);
    expect(render({ text: '', options: options(1) })[0]?.text).toBe('…');
  });

  test('any reply fits the limits and loses no word', () =>
    fc.assert(
      fc.property(
        fc
          .array(fc.stringMatching(/^[a-zà-ỹ.!?\n]{1,40}$/u), { minLength: 1, maxLength: 400 })
          .map((words) => words.join(' ')),
        fc.integer({ min: 0, max: 10 }),
        (text, count) => {
          const messages = render({ text, options: options(count) });
          for (const message of messages) expect(message.text?.length).toBeLessThanOrEqual(2_000);
          const said = messages.map((message) => message.text).join(' ');
          const wordsOf = (value: string): string[] => value.split(/\s+/u).filter((word) => word !== '');
          expect(wordsOf(said).slice(0, wordsOf(text).length)).toEqual(wordsOf(text));
          expect(messages.flatMap(buttonsOf)).toHaveLength(count);
          for (const message of messages) expect(buttonsOf(message).length).toBeLessThanOrEqual(5);
        },
      ),
    ));
});

describe('splitting', () => {
  test('prefers the end of a sentence', () =>
    expect(splitText('Một câu ngắn. Hai câu nữa đây.', 20)).toEqual(['Một câu ngắn.', 'Hai câu nữa đây.']));

  test('cuts a word that is longer than the limit into as few parts as possible', () =>
    expect(splitText('x'.repeat(45), 20)).toEqual(['x'.repeat(20), 'x'.repeat(20), 'x'.repeat(5)]));

  test('ends for any text and any limit', () =>
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), fc.integer({ min: -10, max: 60 }), (text, limit) => {
        const parts = splitText(text, limit);
        expect(parts.length).toBeGreaterThan(0);
        expect(parts.length).toBeLessThanOrEqual(Math.max(1, text.length));
        for (const part of parts) expect(part.length).toBeLessThanOrEqual(Math.max(limit, 1));
      }),
    ));
});

describe('button payloads', () => {
  const orders: readonly Order[] = [
    { type: 'menu' },
    { type: 'person' },
    { type: 'erase-confirm' },
    { type: 'consent-no' },
    { type: 'topic', topic: 'e-payments' },
    { type: 'card', id: 'scam-first-hour' },
    { type: 'flow', id: 'pay-by-qr' },
    { type: 'choice', at: 'card:a:1:2', value: 'done' },
    { type: 'choice', at: 'a|b', value: 'v' },
  ];

  test.each(orders)('%j comes back as it was sent', (order) => expect(parseOrder(encodeOrder(order))).toEqual(order));

  test.each(['', 'menu', '#', '#menu:x', '#nothing', '#topic:none', '#card:', '#do:', '#do:|x', '##menu', '# menu'])(
    '%j is no order of ours',
    (text) => expect(parseOrder(text)).toBeUndefined(),
  );

  test('reads any text without throwing', () =>
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void parseOrder(`#${text}`))));
});

describe('the stored session', () => {
  test('comes back as it was', () => {
    const session = {
      flow: { v: 2 as const, stack: [], vars: {} },
      options: options(2),
      parked: { v: 2 as const, stack: [], vars: { a: 'b' } },
    };
    expect(parseSession(serializeSession(session))).toEqual(session);
  });

  test('comes back with everything a walk set aside: reminders, a question of ours, a visit', () => {
    const state = { v: 2 as const, stack: [], vars: {}, due: 5 };
    const own = { flow: state, options: [], asleep: [state, state] };
    const helping = { visit: 'v', until: 7, person: { address: 'bà', largeSteps: true }, own };
    for (const session of [
      { flow: null, options: [], asleep: [state] },
      { flow: null, options: [], asking: 'new-person' as const },
      { flow: null, options: [], pleased: true as const },
      { flow: null, options: [], helping },
      { flow: state, options: options(1), parked: state, asleep: [state], asking: 'own-name' as const, helping },
    ])
      expect(parseSession(serializeSession(session))).toEqual(session);
  });

  test('with nothing to remember is nothing', () => {
    expect(serializeSession({ flow: null, options: [] })).toBeNull();
    expect(parseSession(null)).toEqual({ flow: null, options: [] });
  });

  test.each(['', 'nonsense', '[]', '{}', 'null', '7', '"x"', '{"o":7}', '{"o":[1,2]}', '{"f":[]}'])(
    '%j is read as a session without throwing',
    (json) => {
      const session = parseSession(json);
      expect(Array.isArray(session.options)).toBe(true);
    },
  );
});
