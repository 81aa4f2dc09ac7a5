import fc from 'fast-check';
import type {
  AskStep,
  Compiled,
  Definitions,
  Expression,
  Flow,
  GuideCard,
  PollStep,
  QuizStep,
  Step,
} from '../../src/flow-engine/types.ts';
import { definitionsOf } from './flow-definitions.ts';

/** A few names, so that generated flows, cards and steps often refer to each other and sometimes to nothing. */
const name = fc.constantFrom('a', 'b', 'c', 'd', 'constructor', '__proto__', 'gone');
const id = fc.constantFrom('f0', 'f1', 'c0', 'missing');
const words = fc.oneof(
  fc.constantFrom('Xin {bác}', '{a} {Bác} {b_text}', 'có', 'chưa', '', 'Câu dài. '.repeat(400)),
  fc.string({ maxLength: 30 }),
);
const value = fc.constantFrom('x', 'y', 'done', 'stuck', 'now');
const after = fc.constantFrom('30m', '2d', '90d', 'soon', '0d');
const expires = fc.record({ after, next: name }, { requiredKeys: ['after'] });

const choice = fc.record({ title: words, value, words: fc.array(words, { maxLength: 2 }), next: name });
const choices = fc.array(choice, { maxLength: 4 });

const { tree } = fc.letrec<{ tree: Expression; leaf: Expression }>((tie) => ({
  leaf: fc.oneof(
    fc.record({
      op: fc.constant('value' as const),
      value: fc.oneof(fc.constantFrom('x', '2026-11-22', true), fc.integer({ min: -9, max: 9 })),
    }),
    fc.record({ op: fc.constant('var' as const), name }),
  ),
  tree: fc.oneof(
    { maxDepth: 4 },
    tie('leaf'),
    fc.record({ op: fc.constant('not' as const), of: tie('tree') }),
    fc.record({
      op: fc.constantFrom('and', 'or', '==', '!=', '<', '<=', '>', '>=', '+', '-', '*', '/'),
      left: tie('tree'),
      right: tie('tree'),
    }),
    fc.record({ op: fc.constant('in' as const), of: tie('tree'), among: fc.array(tie('tree'), { maxLength: 3 }) }),
    fc.record({
      op: fc.constant('call' as const),
      name: fc.constantFrom(
        'lower',
        'contains',
        'starts',
        'length',
        'folded',
        'min',
        'max',
        'round',
        'today',
        'days',
        'age',
      ),
      args: fc.array(tie('tree'), { maxLength: 3 }),
    }),
  ),
}));

const compiled: fc.Arbitrary<Compiled> = tree.map((built) => ({ source: '…', tree: built }));
const when = fc.oneof(fc.record({ var: name, equals: value }), compiled);

const ask: fc.Arbitrary<AskStep> = fc.record(
  {
    type: fc.constant('ask' as const),
    text: words,
    input: fc.constantFrom('choice', 'text', 'number', 'money', 'date', 'phone', 'place', 'photo', 'location'),
    save: name,
    choices,
    next: name,
    min: fc.oneof(fc.integer({ min: -5, max: 50 }), fc.constantFrom('today', '2026-01-01', 'x')),
    max: fc.oneof(fc.integer({ min: -5, max: 50 }), fc.constantFrom('today', '2026-12-31', 'x')),
    unit: fc.constantFrom('con', 'kg', ''),
    retry: words,
    tries: fc.nat({ max: 3 }),
    giveUp: name,
    expires,
  },
  { requiredKeys: ['type', 'text', 'giveUp'] },
);

const quiz: fc.Arbitrary<QuizStep> = fc.record(
  {
    type: fc.constant('quiz' as const),
    questions: fc.array(
      fc.record(
        { text: words, choices, answer: value, explain: words },
        { requiredKeys: ['text', 'choices', 'answer'] },
      ),
      {
        maxLength: 3,
      },
    ),
    pass: fc.nat({ max: 4 }),
    save: name,
    certificate: fc.record({ title: words, name }, { requiredKeys: ['title'] }),
    next: name,
    failed: name,
    tries: fc.nat({ max: 3 }),
    giveUp: name,
    expires,
  },
  { requiredKeys: ['type', 'questions', 'next', 'giveUp'] },
);

const poll: fc.Arbitrary<PollStep> = fc.record(
  {
    type: fc.constant('poll' as const),
    text: words,
    choices,
    next: name,
    tries: fc.nat({ max: 3 }),
    giveUp: name,
    expires,
  },
  { requiredKeys: ['type', 'text', 'choices', 'next'] },
);

/** Any step, of any type, right or wrong in what it refers to. */
export const anyStep: fc.Arbitrary<Step> = fc.oneof(
  fc.record(
    {
      type: fc.constant('say' as const),
      text: words,
      variants: fc.array(fc.record({ when, text: words }), { maxLength: 2 }),
      ab: fc.array(words, { maxLength: 2 }),
      picture: fc.constantFrom({ url: 'https://example.gov.vn/a.png' }, { file: 'a.png' }),
      next: name,
    },
    { requiredKeys: ['type', 'text', 'next'] },
  ),
  { weight: 3, arbitrary: ask },
  fc.record({
    type: fc.constant('branch' as const),
    cases: fc.array(fc.record({ when, next: name }), { maxLength: 2 }),
    else: name,
  }),
  fc.record({ type: fc.constant('set' as const), var: name, value: fc.oneof(words, compiled), next: name }),
  fc.record(
    { type: fc.constant('guide' as const), card: id, next: name, stuck: name },
    { requiredKeys: ['type', 'card', 'next'] },
  ),
  fc.record({ type: fc.constant('call' as const), flow: id, next: name }),
  fc.record({
    type: fc.constant('record' as const),
    outcome: id,
    quantity: fc.oneof(fc.integer({ min: -5, max: 5 }), compiled),
    next: name,
  }),
  quiz,
  poll,
  fc.record({ type: fc.constant('remind' as const), after, text: words, next: name }),
  fc.record({ type: fc.constant('wait' as const), expires, next: name }, { requiredKeys: ['type', 'expires'] }),
  fc.record(
    {
      type: fc.constant('profile' as const),
      address: fc.oneof(words, fc.constantFrom('co', '{a}')),
      segment: fc.oneof(fc.constantFrom('farmer', '{a}'), compiled),
      largeSteps: fc.oneof(fc.boolean(), compiled),
      next: name,
    },
    { requiredKeys: ['type', 'next'] },
  ),
  fc.record({ type: fc.constant('handover' as const), reason: words }),
  fc.record({ type: fc.constant('end' as const), text: words }, { requiredKeys: ['type'] }),
);

const flow = (flowId: string): fc.Arbitrary<Flow> =>
  fc.record({
    id: fc.constant(flowId),
    topic: fc.constant('e-payments'),
    title: words,
    hash: fc.constantFrom('h1', 'h2'),
    start: fc.constantFrom('a', 'b', 'gone'),
    steps: fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), anyStep, { minKeys: 2 }),
  });

const card: fc.Arbitrary<GuideCard> = fc.record(
  {
    slug: fc.constant('c0'),
    hash: fc.constantFrom('h1', 'h2'),
    topic: fc.constant('scam-safety'),
    title: words,
    answer: words,
    steps: fc.array(fc.record({ text: words, ifStuck: words }, { requiredKeys: ['text'] }), { maxLength: 3 }),
    help: words,
    outcome: id,
  },
  { requiredKeys: ['slug', 'hash', 'topic', 'title', 'answer', 'steps'] },
);

/** Two flows and a card that refer to each other, to themselves and to nothing. */
export const anyDefinitions: fc.Arbitrary<Definitions> = fc
  .record({ flows: fc.tuple(flow('f0'), flow('f1')), card })
  .map(({ flows, card: one }) => definitionsOf(flows, [one]));
