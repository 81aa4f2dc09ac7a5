import { describe, expect, test } from 'vitest';
import { parseOrder } from '../../../src/conversation/payloads.ts';
import type { RecordedOrder, RecordingReader } from '../../../src/transcripts/beginnings.ts';
import type { Deed, DialogueTurn, HeardMessage } from '../../../src/transcripts/dialogue.ts';
import { findWalks } from '../../../src/transcripts/walks.ts';
import { sampleCatalogue } from '../../support/shipped-content.ts';
import { flowLanguageDefinitions } from '../../transcripts/suites.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const startMs = Date.parse('2026-11-22T09:00:20+07:00');

const isWalkOrder = (order: ReturnType<typeof parseOrder>): order is RecordedOrder =>
  order !== undefined && ['card', 'flow', 'choice', 'resume'].includes(order.type);

/** The flows that only tests use beside the sample content; nothing is guessed from typed texts. */
const definitions = flowLanguageDefinitions();
const twoQuestions = definitions.flow('two-questions');
const reader: RecordingReader = {
  catalogue: {
    flow: (id) => definitions.flow(id) ?? sampleCatalogue().flow(id),
    card: (slug) => sampleCatalogue().card(slug),
    flows: () => (twoQuestions ? [twoQuestions] : []),
    cards: () => sampleCatalogue().cards(),
  },
  readOrder(payload) {
    const order = parseOrder(payload);
    return isWalkOrder(order) ? order : undefined;
  },
  guess: () => undefined,
};

const say = (text: string): Deed => ({ type: 'text', text });
const press = (payload: string): Deed => ({ type: 'press', payload });
const hear = (text: string, ...buttons: [title: string, payload: string][]): HeardMessage => ({
  text,
  buttons: buttons.map(([title, payload]) => ({ title, payload })),
});
const at = (afterMs: number, did: Deed | undefined, ...heard: HeardMessage[]): DialogueTurn => ({
  atMs: startMs + afterMs,
  ...(did && { did }),
  heard,
});
const inputs = (dialogue: readonly DialogueTurn[]): unknown[] =>
  findWalks(reader, dialogue).map(({ transcript: { flow, card, turns } }) => [
    flow ?? card,
    ...turns.slice(1).map(({ after, in: given }) => (after === undefined ? given : { after, in: given })),
  ]);

const color = hear(
  'Bác thích màu nào ạ?\n\nBấm nút, hoặc nhắn số:\n1. Màu đỏ\n2. Màu xanh',
  ['Màu đỏ', '#do:two-questions.color.1|red'],
  ['Màu xanh', '#do:two-questions.color.1|blue'],
);
const later = hear('Dạ, hẹn bác lúc khác.', ['Về danh mục', '#menu']);
const drink = hear('Bác hay uống gì ạ?');
const menu = hear('Bác cần em giúp việc gì ạ?', ['Hai câu hỏi', '#flow:two-questions'], ['Việc khác', '#menu']);
const started = at(0, press('#flow:two-questions'), color);

describe('time in a dialogue', () => {
  test('that wakes a walk becomes a turn of its own, as long as it took', () => {
    expect(inputs([started, at(48 * hourMs, undefined, later)])).toEqual([
      ['two-questions', { after: '2d', in: undefined }],
    ]);
  });

  test('of a minute or more stands before the answer; less does not', () => {
    const quick = [started, at(59_000, say('đỏ'), drink)];
    const slow = [started, at(90 * minuteMs, say('đỏ'), drink)];
    expect(inputs(quick)).toEqual([['two-questions', 'đỏ']]);
    expect(inputs(slow)).toEqual([['two-questions', { after: '90m', in: 'đỏ' }]]);
  });

  test('in which a reminder fell due but was not heard did not pass for the bot', () => {
    expect(inputs([started, at(72 * hourMs, say('đỏ'), drink)])).toEqual([['two-questions', 'đỏ']]);
  });

  test('in which something else was said unasked changes nothing', () => {
    expect(inputs([started, at(hourMs, undefined, hear('Sáng thứ Bảy có lớp học.'))])).toEqual([['two-questions']]);
  });
});

describe('the beginning of a walk', () => {
  test.each<[string, Deed]>([
    ['the number of the last list', say('1')],
    ['the title of a button, typed without marks', say('hai cau hoi')],
    ['a question nobody guessed, by what the bot answers', say('màu gì đẹp')],
  ])('is found by %s', (_what, did) => {
    const list = hear('Chọn:\n1. Hai câu hỏi\n2. Việc khác', ...menuButtons);
    expect(inputs([at(0, say('menu'), list), at(1000, did, color)])).toEqual([['two-questions']]);
  });

  const menuButtons: [string, string][] = [
    ['Hai câu hỏi', '#flow:two-questions'],
    ['Việc khác', '#menu'],
  ];

  test('tells how the resident is spoken to', () => {
    const first = hear(
      'Chị mở tài khoản ngay trên điện thoại. Làm chậm từng bước là được.\nCảnh báo: Đừng đưa mật khẩu cho ai.',
    );
    const step = hear('Bước 1/3: Mở ứng dụng, bấm "Đăng ký".', ['Xong', '#do:make-account.0.1|done']);
    const [walk] = findWalks(reader, [at(0, press('#card:make-account'), first, step)]);
    expect(walk?.transcript).toMatchObject({ card: 'make-account', address: 'chị' });
    expect(walk?.changed).toBe(0);
  });

  test('of a guide that is no longer there is nothing', () => {
    expect(inputs([at(0, press('#card:removed'), hear('Hướng dẫn này không còn nữa.'))])).toEqual([]);
  });

  test('was before the recording: nothing is known of that walk', () => {
    expect(inputs([at(0, press('#do:two-questions.color.1|red'), drink)])).toEqual([]);
  });
});

describe('what belongs to no walk', () => {
  test('is left out, and the walk goes on behind it', () => {
    const dialogue = [
      started,
      at(1000, say('MENU'), menu),
      at(2000, { type: 'other' }, menu),
      at(3000, say('2'), drink),
    ];
    expect(inputs(dialogue)).toEqual([['two-questions', '2']]);
  });

  test('does not answer a walk that the bot laid aside', () => {
    const resumable = hear('Dạ, em dừng.', ['Xem tiếp: Hai câu hỏi', '#resume']);
    const dialogue = [
      started,
      at(1000, say('DỪNG'), resumable),
      at(2000, press('#do:two-questions.color.1|red'), resumable),
    ];
    expect(inputs(dialogue)).toEqual([['two-questions']]);
    expect(inputs([...dialogue, at(3000, press('#resume'), color), at(4000, say('đỏ'), drink)])).toEqual([
      ['two-questions', { resume: true }, 'đỏ'],
    ]);
  });
});

test('words under a picture that the step did not ask for are read as words', () => {
  const picture: Deed = { type: 'media', kind: 'photo', caption: 'màu đỏ' };
  expect(inputs([started, at(1000, picture, drink)])).toEqual([['two-questions', 'màu đỏ']]);
});
