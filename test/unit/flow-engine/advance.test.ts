import { describe, expect, it } from 'vitest';
import { advance, positionOf, stateBytes, waitingChoices } from '../../../src/flow-engine/index.ts';
import type { FlowEvent, FlowState, Step } from '../../../src/flow-engine/types.ts';
import { cardOf, definitionsOf, flowOf, Walk } from '../../support/flow-definitions.ts';

const loop: Record<string, Step> = {
  more: {
    type: 'ask',
    text: 'Nữa không {bác}?',
    choices: [
      { title: 'Nữa, {bác} muốn nữa', value: 'more', next: 'more' },
      { title: 'Thôi', value: 'stop', next: 'bye' },
    ],
    giveUp: 'bye',
  },
  bye: { type: 'end' },
};
const definitions = definitionsOf([flowOf(loop)], [cardOf()]);

describe('advance without a state', () => {
  it.each([
    [{ type: 'text', text: 'xong' }, 'unmatched'],
    [{ type: 'unclear' }, 'unmatched'],
    [{ type: 'resume' }, 'unmatched'],
    [{ type: 'choice', at: 'flow.more.1', value: 'more' }, 'stale'],
  ] satisfies [FlowEvent, string][])('answers %j with %s', (event, type) => {
    expect(advance(definitions, null, event)).toEqual({ state: null, actions: [{ type }] });
  });

  it.each([
    { type: 'start', flow: 'gone' },
    { type: 'start', card: 'gone' },
  ] satisfies FlowEvent[])('ends kindly when %j names nothing', (event) => {
    const { state, actions } = advance(definitions, null, event);
    expect(state).toBeNull();
    expect(actions.map(({ type }) => type)).toEqual(['say', 'end']);
    expect(actions[1]).toEqual({ type: 'end', flow: 'gone', how: 'changed' });
  });
});

describe('old buttons', () => {
  it('never move a later visit to the same step', () => {
    const walk = new Walk(definitions).start();
    const first = walk.at;
    walk.press('more');
    const before = walk.state;
    walk.send({ type: 'choice', at: first, value: 'more' });
    expect(walk.actions).toEqual([{ type: 'stale' }]);
    expect(walk.state).toEqual(before);
  });

  it('never move a walk that was begun anew', () => {
    const walk = new Walk(definitions).startCard();
    const first = walk.at;
    walk.startCard();
    expect(walk.send({ type: 'choice', at: first, value: 'done' }).actions).toEqual([{ type: 'stale' }]);
  });

  it('leave the very same state object', () => {
    const { state } = advance(definitions, null, { type: 'start', card: 'card' });
    expect(advance(definitions, state, { type: 'choice', at: 'card.9.9', value: 'done' }).state).toBe(state);
    expect(advance(definitions, state, { type: 'text', text: 'gì vậy' }).state).toBe(state);
  });
});

describe('a changed definition', () => {
  const waiting = new Walk(definitions).start().state;

  it('goes on with the new version while the step is still there', () => {
    const changed = definitionsOf([
      flowOf({ ...loop, more: { ...loop['more'], text: 'Thêm không?' } as Step }, { hash: 'f2' }),
    ]);
    const { state, actions } = advance(changed, waiting, {
      type: 'choice',
      at: positionOf(waiting as FlowState),
      value: 'more',
    });
    expect(state?.stack[0]?.hash).toBe('f2');
    expect(actions[0]).toMatchObject({ type: 'track', version: 'f2' });
  });

  it.each([
    ['is gone', flowOf({ bye: { type: 'end' } }, { hash: 'f2' })],
    ['waits no more', flowOf({ more: { type: 'say', text: 'x', next: 'bye' }, bye: { type: 'end' } }, { hash: 'f2' })],
  ])('ends with a kind sentence when the step %s', (_what, flow) => {
    const { state, actions } = advance(definitionsOf([flow]), waiting, { type: 'text', text: 'thôi' });
    expect(state).toBeNull();
    expect(actions).toEqual([
      { type: 'say', text: expect.stringContaining('thông cảm') as string },
      { type: 'end', flow: 'flow', how: 'changed' },
    ]);
  });

  it('ends when the card has fewer steps now', () => {
    const walk = new Walk(definitions).startCard().press('done').press('done');
    const shorter = definitionsOf([], [cardOf({ hash: 'c2', steps: [{ text: 'Một.' }] })]);
    const { actions } = advance(shorter, walk.state, { type: 'text', text: 'xong' });
    expect(actions.at(-1)).toEqual({ type: 'end', flow: 'card', how: 'changed' });
  });

  it('goes on when the card has other words now', () => {
    const walk = new Walk(definitions).startCard();
    const reworded = definitionsOf([], [cardOf({ hash: 'c2', steps: [{ text: 'A.' }, { text: 'B.' }] })]);
    const { state, actions } = advance(reworded, walk.state, { type: 'text', text: 'xong' });
    expect(actions).toContainEqual(expect.objectContaining({ text: 'Bước 2/2: B.' }));
    expect(state?.stack[0]?.hash).toBe('c2');
  });
});

describe('a state that is not ours', () => {
  const foreign: unknown[] = [
    {},
    [],
    'state',
    42,
    { v: 2, stack: [], vars: {} },
    { v: 1, stack: [], vars: {} },
    { v: 1, stack: [null], vars: {} },
    { v: 1, stack: [{ kind: 'flow', id: 'flow', hash: 'f1', step: 'constructor' }], vars: {} },
    { v: 1, stack: [{ kind: 'flow', id: 'flow', hash: 'f1', step: '__proto__' }], vars: {} },
    { v: 1, stack: [{ kind: 'card', id: 'card', hash: 'c1', step: '-1' }], vars: {} },
    { v: 1, stack: [{ kind: 'card', id: 'card', hash: 'c1', step: '99' }], vars: {} },
    { v: 1, stack: [{ kind: 'card', id: 'card', hash: 'c1', step: '0' }], vars: { a: 1 } },
    {
      v: 1,
      stack: Array.from({ length: 50 }, () => ({ kind: 'flow', id: 'flow', hash: 'f1', step: 'more' })),
      vars: {},
    },
    {
      v: 1,
      stack: [
        { kind: 'flow', id: 'flow', hash: 'f1', step: 'more' },
        { kind: 'card', id: 'card', hash: 'c1', step: '0' },
      ],
      vars: {},
    },
  ];

  it.each(foreign)('ends as changed: %j', (state) => {
    const { state: after, actions } = advance(definitions, state as FlowState, { type: 'text', text: 'xong' });
    expect(after).toBeNull();
    expect(actions.at(-1)).toMatchObject({ type: 'end', how: 'changed' });
    expect(waitingChoices(definitions, state as FlowState)).toEqual([]);
  });
});

describe('an event that is not ours', () => {
  it.each([null, 7, {}, { type: 'jump' }, { type: 'text' }, { type: 'choice', at: 1 }, { type: 'start' }])(
    'changes nothing: %j',
    (event) => {
      const { state } = advance(definitions, null, { type: 'start', flow: 'flow' });
      expect(advance(definitions, state, event as FlowEvent)).toEqual({ state, actions: [{ type: 'unmatched' }] });
    },
  );
});

describe('limits', () => {
  it('ends a turn of more than 100 steps', () => {
    const endless = definitionsOf([flowOf({ a: { type: 'set', var: 'x', value: '1', next: 'a' } })]);
    expect(advance(endless, null, { type: 'start', flow: 'flow' })).toMatchObject({
      state: null,
      actions: [{ type: 'track' }, { type: 'say' }, { type: 'end', how: 'gave-up' }],
    });
  });

  it('keeps the state within 1 kB by cutting saved words', () => {
    const names = Array.from({ length: 8 }, (_unused, index) => `q${index}`);
    const steps = Object.fromEntries(
      names.map((name, index): [string, Step] => [
        name,
        { type: 'ask', text: name, save: name, next: names[index + 1] ?? 'q0', giveUp: 'q0' },
      ]),
    );
    const walk = new Walk(definitionsOf([flowOf(steps)])).start();
    for (const _name of names) walk.text('Nguyễn Thị Ấm Ớ '.repeat(20));
    expect(walk.state && stateBytes(walk.state)).toBeLessThanOrEqual(1024);
    expect(Object.keys(walk.state?.vars ?? {})).toEqual(names);
  });
});

describe('positionOf', () => {
  it('fits a button payload whatever the names are', () => {
    const state = { v: 2, stack: [{ kind: 'card', id: 'ê'.repeat(100), hash: 'x', step: '0' }], vars: {} } as const;
    expect(positionOf(state)).toMatch(/^[\w.-]{1,80}$/u);
    expect(positionOf({ ...state, visit: 1 })).not.toBe(positionOf(state));
    expect(positionOf({ stack: [] })).toBe('none');
  });
});

describe('placeholders', () => {
  it('become the address, saved words, or nothing, and are never filled twice', () => {
    const steps: Record<string, Step> = {
      name: { type: 'ask', text: 'Tên?', save: 'name', next: 'echo', giveUp: 'echo' },
      echo: { type: 'end', text: '{Bác} {name}|{unknown}|{constructor}|{không phải tên}' },
    };
    const walk = new Walk(definitionsOf([flowOf(steps)])).start().text('{bác}');
    expect(walk.said).toEqual(['Bác {bác}|||{không phải tên}']);
  });
});

describe('waitingChoices', () => {
  it('lists what the waiting step offers, filled, in the order of the numbers', () => {
    const walk = new Walk(definitions).start();
    expect(waitingChoices(definitions, walk.state, { address: 'cô' })).toEqual([
      { title: 'Nữa, cô muốn nữa', value: 'more', at: walk.at },
      { title: 'Thôi', value: 'stop', at: walk.at },
    ]);
  });

  it('follows a card into its advice', () => {
    const walk = new Walk(definitions).startCard().press('stuck');
    expect(waitingChoices(definitions, walk.state).map(({ title }) => title)).toEqual(walk.buttons);
    expect(waitingChoices(definitions, null)).toEqual([]);
  });
});
