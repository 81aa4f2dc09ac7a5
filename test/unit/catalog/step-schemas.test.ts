import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { compileStep } from '../../../src/catalog/compile-step.ts';
import { stepSchema } from '../../../src/catalog/step-schemas/index.ts';
import { stepTypes } from '../../../src/flow-engine/index.ts';

const choices = [
  { title: 'Có', value: 'yes' },
  { title: 'Không', value: 'no' },
];

/** One step of each type with every field. */
const whole: Record<string, { type: string; [field: string]: unknown }> = {
  say: {
    type: 'say',
    text: 'Chào {bác}.',
    variants: [{ when: "segment == 'farmer'", text: 'Chào nhà nông.' }],
    ab: ['Xin chào.'],
    picture: { url: 'https://example.gov.vn/a.png' },
    links: [{ title: 'Mở', url: 'https://dichvucong.gov.vn/' }],
    next: 'a',
  },
  ask: {
    type: 'ask',
    text: 'Mấy con?',
    input: 'number',
    save: 'cows',
    next: 'a',
    min: 1,
    max: 50,
    unit: 'con',
    retry: 'Nhắn số nhé.',
    tries: 3,
    giveUp: 'b',
    expires: { after: '2d', next: 'b' },
  },
  branch: {
    type: 'branch',
    cases: [
      { when: "x == 'a' and y > 5", next: 'a' },
      { when: { var: 'x', equals: 'b' }, next: 'b' },
    ],
    else: 'c',
  },
  set: { type: 'set', var: 'x', value: '=x + 1', next: 'a' },
  guide: { type: 'guide', card: 'make-account', next: 'a', stuck: 'b' },
  call: { type: 'call', flow: 'short-reminder', next: 'a' },
  record: { type: 'record', outcome: 'shop-opened', quantity: '=cows', next: 'a' },
  quiz: {
    type: 'quiz',
    questions: [{ text: 'Nên không?', choices, answer: 'no', explain: 'Vì vậy.' }],
    pass: 1,
    save: 'score',
    passed: 'Giỏi.',
    notPassed: 'Thử lại.',
    certificate: { title: 'An toàn số', name: 'name' },
    next: 'a',
    failed: 'b',
    retry: 'Bấm nút nhé.',
    tries: 2,
    giveUp: 'b',
    expires: { after: '1w' },
  },
  poll: {
    type: 'poll',
    text: 'Dễ không?',
    choices: [{ ...choices[0], next: 'b' }, choices[1]],
    next: 'a',
    tries: 1,
    giveUp: 'b',
    expires: { after: '30m', next: 'b' },
  },
  remind: { type: 'remind', after: '2d', text: 'Xong chưa ạ?', next: 'a' },
  wait: { type: 'wait', expires: { after: '12h', next: 'a' }, next: 'b' },
  profile: { type: 'profile', address: '{how}', segment: 'farmer', largeSteps: "=big == 'yes'", next: 'a' },
  handover: { type: 'handover', reason: 'shop', text: 'Em nhờ người giúp.' },
  end: { type: 'end', text: 'Chào {bác}.' },
};

describe('the schema of steps', () => {
  it.each([...stepTypes])('takes a whole %s, and its compiled form stays plain JSON', (type) => {
    const parsed = stepSchema.parse(whole[type]);
    expect(parsed).toEqual(whole[type]);
    const step = compileStep(parsed);
    expect(JSON.parse(JSON.stringify(step))).toEqual(step);
  });

  it.each([...stepTypes])('refuses a %s with a field it does not know', (type) => {
    expect(stepSchema.safeParse({ ...whole[type], colour: 'red' }).success).toBe(false);
  });

  it('can be written as a JSON Schema', () => {
    expect(JSON.stringify(z.toJSONSchema(stepSchema))).toContain('"quiz"');
  });

  const ask = { type: 'ask', text: 'Hỏi?', next: 'a', giveUp: 'b' };
  it.each<[string, object, string, string]>([
    ['an expression', { ...whole['branch'], cases: [{ when: "x = 'a'", next: 'a' }] }, 'cases.0.when', 'ký tự thứ 3'],
    ['a set expression', { ...whole['set'], value: '=x +' }, 'value', 'ký tự thứ'],
    ['a quantity without "="', { ...whole['record'], quantity: 'cows' }, 'quantity', '"="'],
    ['a name of the profile', { ...ask, save: 'segment' }, 'save', 'đặt tên khác'],
    ['a duration', { ...ask, expires: { after: '2 days' } }, 'expires.after', 'như: 2d'],
    ['a long wait', { ...ask, expires: { after: '91d' } }, 'expires.after', '90 ngày'],
    [
      'numbers beside typed answers',
      { ...ask, input: 'number', choices: [{ title: 'x', value: 'x', next: 'a' }] },
      'choices',
      'không dùng choices',
    ],
    ['a choice without choices', { ...ask, input: 'choice' }, 'input', 'chưa có choices'],
    ['a limit where nothing is measured', { ...ask, input: 'phone', min: 1 }, 'min', 'không dùng min'],
    ['a number as the limit of a date', { ...ask, input: 'date', max: 5 }, 'max', 'ngày như 2026-11-22'],
    ['limits nobody can meet', { ...ask, input: 'number', min: 9, max: 1 }, 'min', 'không ai trả lời được'],
    ['a unit of a date', { ...ask, input: 'date', unit: 'kg' }, 'unit', 'không dùng unit'],
    [
      'an answer nobody can give',
      { ...whole['quiz'], questions: [{ text: 'x', choices, answer: 'maybe' }] },
      'questions.0.answer',
      'không phải value của lựa chọn nào',
    ],
    ['a mark nobody can reach', { ...whole['quiz'], pass: 2 }, 'pass', 'mà chỉ có 1 câu hỏi'],
    ['a picture without https', { ...whole['say'], picture: { url: 'http://a.vn/a.png' } }, 'picture', ''],
  ])('refuses %s, and says where and why', (_what, step, path, message) => {
    const result = stepSchema.safeParse(step);
    const issues = result.error?.issues ?? [];
    expect(
      issues.map((issue) => issue.path.join('.')).some((found) => found.startsWith(path)),
      JSON.stringify(issues),
    ).toBe(true);
    expect(issues.map((issue) => issue.message).join('\n')).toContain(message);
  });
});
