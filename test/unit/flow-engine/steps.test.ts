import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { stepTypes } from '../../../src/flow-engine/index.ts';
import type { Condition, Flow, Step } from '../../../src/flow-engine/types.ts';
import { cardOf, definitionsOf, flowOf, Walk } from '../../support/flow-definitions.ts';

const bye: Step = { type: 'end', text: 'Chào {bác}.' };

function walk(steps: Record<string, Step>, ...others: Flow[]): Walk {
  return new Walk(definitionsOf([flowOf(steps), ...others], [cardOf()])).start();
}

describe('say', () => {
  it('says its text with links as buttons and goes on in the same turn', () => {
    const links = [{ title: 'Mở Cổng', url: 'https://dichvucong.gov.vn/' }];
    const { actions, state } = walk({ a: { type: 'say', text: '{Bác} ơi.', links, next: 'bye' }, bye });
    expect(actions).toEqual([
      { type: 'track', kind: 'started', flow: 'flow', version: 'f1', step: 'a', topic: 'e-payments' },
      { type: 'say', text: 'Bác ơi.', buttons: links },
      { type: 'say', text: 'Chào bác.' },
      { type: 'track', kind: 'finished', flow: 'flow', version: 'f1', step: 'bye', topic: 'e-payments' },
      { type: 'end', flow: 'flow', how: 'finished' },
    ]);
    expect(state).toBeNull();
  });
});

describe('ask', () => {
  const ask: Step = {
    type: 'ask',
    text: 'Có chưa?',
    save: 'have',
    choices: [
      { title: 'Có rồi', value: 'has', words: ['co'], next: 'show' },
      { title: 'Chưa có', value: 'none', words: ['chua'], next: 'show' },
    ],
    giveUp: 'person',
  };
  const steps: Record<string, Step> = {
    ask,
    show: { type: 'end', text: 'Đã lưu {have}.' },
    person: { type: 'handover', reason: 'kẹt' },
  };

  it('offers its choices as buttons made for its position', () => {
    const asked = walk(steps);
    expect(asked.actions.at(-1)).toEqual({
      type: 'say',
      text: 'Có chưa?',
      buttons: [
        { title: 'Có rồi', choice: { at: asked.at, value: 'has' } },
        { title: 'Chưa có', choice: { at: asked.at, value: 'none' } },
      ],
    });
  });

  it.each(['Có rồi', 'co', 'CÓ RỒI Ạ', 'dạ có', 'da co roi', 'em có rồi nhé', '1', 'số 1', 'một', '1. Có rồi', 'has'])(
    'takes "%s" as the first choice',
    (text) => {
      expect(walk(steps).text(text).said).toEqual(['Đã lưu has.']);
    },
  );

  it.each(['chưa', 'Chưa có', 'chua co a', 'dạ chưa ạ', '2', 'số hai'])('takes "%s" as the second choice', (text) => {
    expect(walk(steps).text(text).said).toEqual(['Đã lưu none.']);
  });

  it.each([
    'có chưa',
    'không có',
    'chưa chắc có',
    '3',
    'tôi có một cái cũ',
    'có hay chưa cũng được',
    '',
    '   ',
    'cháu ơi',
  ])('does not guess from "%s"', (text) => {
    const asked = walk(steps);
    const before = asked.state;
    asked.text(text);
    expect(asked.actions).toEqual([{ type: 'unmatched' }]);
    expect(asked.state).toEqual(before);
  });

  it('counts the answered step for engagement', () => {
    expect(walk(steps).press('none').tracks).toEqual(['step flow ask', 'finished flow show']);
  });

  it('asks again with the retry text, then gives up after two unclear answers', () => {
    const asked = walk({ ...steps, ask: { ...ask, retry: 'Bấm nút giúp em.' } });
    asked.send({ type: 'unclear' });
    expect(asked.said).toEqual(['Bấm nút giúp em.\n\nCó chưa?']);
    expect(asked.buttons).toEqual(['Có rồi', 'Chưa có']);
    asked.send({ type: 'unclear' });
    expect(asked.actions).toContainEqual({ type: 'handover', reason: 'kẹt' });
    expect(asked.state).toBeNull();
  });

  it('gives up after as many unclear answers as the author says', () => {
    const asked = walk({ ...steps, ask: { ...ask, tries: 3 } });
    asked.send({ type: 'unclear' }).send({ type: 'unclear' });
    expect(asked.buttons).toEqual(['Có rồi', 'Chưa có']);
    expect(asked.send({ type: 'unclear' }).types).toContain('handover');
  });

  it('does not call a walk finished that ends by giving up', () => {
    const asked = walk({ ask: { ...ask, tries: 1, giveUp: 'show' }, show: bye });
    asked.send({ type: 'unclear' });
    expect(asked.actions.at(-1)).toEqual({ type: 'end', flow: 'flow', how: 'gave-up' });
    expect(asked.tracks).toEqual([]);
    expect(asked.said).toEqual(['Chào bác.']);
  });

  it('saves any text where it has no choices, cut to 200 characters', () => {
    const free: Record<string, Step> = {
      ask: { type: 'ask', text: 'Tên gì ạ?', save: 'name', next: 'show', giveUp: 'show' },
      show: { type: 'ask', text: 'Chào {name}.', next: 'show', giveUp: 'show' },
    };
    expect(walk(free).text('  Lan \n Anh ').said).toEqual(['Chào Lan Anh.']);
    expect(walk(free).text('x'.repeat(500)).state?.vars['name']).toHaveLength(200);
  });

  it('shows the question again, unchanged, on resume', () => {
    const asked = walk(steps);
    const before = { state: asked.state, said: asked.said };
    asked.send({ type: 'resume' });
    expect({ state: asked.state, said: asked.said }).toEqual(before);
  });

  it('treats an unknown value at the right position as an old button', () => {
    expect(walk(steps).press('removed').actions).toEqual([{ type: 'stale' }]);
  });
});

describe('branch', () => {
  const taken = (when: Condition): string[] =>
    walk({
      set: { type: 'set', var: 'age', value: 'old', next: 'branch' },
      branch: { type: 'branch', cases: [{ when, next: 'yes' }], else: 'no' },
      yes: { type: 'end', text: 'có' },
      no: { type: 'end', text: 'không' },
    }).said;

  it.each([
    [{ var: 'age', equals: 'old' }, 'có'],
    [{ var: 'age', equals: 'young' }, 'không'],
    [{ var: 'unknown', equals: '' }, 'không'],
    [{ var: 'age', in: ['young', 'old'] }, 'có'],
    [{ not: { var: 'age', equals: 'old' } }, 'không'],
    [
      {
        all: [
          { var: 'age', equals: 'old' },
          { var: 'unknown', equals: 'x' },
        ],
      },
      'không',
    ],
    [
      {
        any: [
          { var: 'unknown', equals: 'x' },
          { var: 'age', equals: 'old' },
        ],
      },
      'có',
    ],
    [{ var: 'constructor', equals: 'x' }, 'không'],
  ] satisfies [Condition, string][])('takes the case for %j: %s', (when, said) => {
    expect(taken(when)).toEqual([said]);
  });

  it('takes the first case that holds', () => {
    const holds: Condition = { not: { var: 'x', equals: 'x' } };
    const both = walk({
      branch: {
        type: 'branch',
        cases: [
          { when: holds, next: 'a' },
          { when: holds, next: 'b' },
        ],
        else: 'b',
      },
      a: { type: 'end', text: 'a' },
      b: { type: 'end', text: 'b' },
    });
    expect(both.said).toEqual(['a']);
  });
});

describe('set', () => {
  it('saves its value, with placeholders filled', () => {
    const set = walk({
      set: { type: 'set', var: 'who', value: 'nhà {bác}', next: 'ask' },
      ask: { type: 'ask', text: 'Đây là {who}?', next: 'ask', giveUp: 'ask' },
    });
    expect(set.state?.vars).toEqual({ who: 'nhà bác' });
    expect(set.said).toEqual(['Đây là nhà bác?']);
  });
});

describe('call', () => {
  const called = flowOf(
    { hi: { type: 'ask', text: 'Hỏi trong', next: 'out', giveUp: 'out' }, out: { type: 'end' } },
    { id: 'inner' },
  );
  const steps: Record<string, Step> = {
    call: { type: 'call', flow: 'inner', next: 'after' },
    after: { type: 'end', text: 'Về rồi' },
  };

  it('runs another flow and comes back behind the call', () => {
    const inner = walk(steps, called);
    expect(inner.state?.stack.map(({ id, step }) => `${id}.${step}`)).toEqual(['flow.call', 'inner.hi']);
    inner.text('gì đó');
    expect(inner.tracks).toEqual(['step inner hi', 'finished inner out', 'finished flow after']);
    expect(inner.actions.at(-1)).toEqual({ type: 'end', flow: 'flow', how: 'finished' });
  });

  it('ends a flow that calls itself without end, and says so', () => {
    const endless = walk({ call: { type: 'call', flow: 'flow', next: 'call' } });
    expect(endless.actions.at(-1)).toEqual({ type: 'end', flow: 'flow', how: 'gave-up' });
    expect(endless.said.join(' ')).toContain('trục trặc');
  });

  it('allows four calls inside each other', () => {
    const nested = [1, 2, 3, 4].map((level) => {
      const next: Step =
        level === 4 ? { type: 'say', text: 'đáy', next: 'out' } : { type: 'call', flow: `l${level + 1}`, next: 'out' };
      return flowOf({ in: next, out: { type: 'end' } }, { id: `l${level}` });
    });
    const deep = walk({ call: { type: 'call', flow: 'l1', next: 'after' }, after: bye }, ...nested);
    expect(deep.said).toEqual(['đáy', 'Chào bác.']);
    expect(deep.actions.at(-1)).toEqual({ type: 'end', flow: 'flow', how: 'finished' });
  });
});

describe('record', () => {
  it('records an outcome with flow, version, step and topic; quantity 1 unless written', () => {
    const recorded = walk({
      one: { type: 'record', outcome: 'shop-opened', next: 'two' },
      two: { type: 'record', outcome: 'product-listed', quantity: 3, next: 'bye' },
      bye,
    });
    const common = { type: 'record', flow: 'flow', version: 'f1', topic: 'e-payments' };
    expect(recorded.actions).toContainEqual({ ...common, outcome: 'shop-opened', quantity: 1, step: 'one' });
    expect(recorded.actions).toContainEqual({ ...common, outcome: 'product-listed', quantity: 3, step: 'two' });
  });
});

describe('handover', () => {
  it('says its text, asks for a person and ends everything, callers included', () => {
    const inner = flowOf(
      { help: { type: 'handover', reason: 'shop', text: 'Nhờ người giúp {bác}.' } },
      { id: 'inner' },
    );
    const handed = walk({ call: { type: 'call', flow: 'inner', next: 'bye' }, bye }, inner);
    expect(handed.actions.slice(2)).toEqual([
      { type: 'say', text: 'Nhờ người giúp bác.' },
      { type: 'handover', reason: 'shop' },
      { type: 'end', flow: 'flow', how: 'handover' },
    ]);
    expect(handed.state).toBeNull();
  });
});

describe('end', () => {
  it('needs no text', () => {
    expect(walk({ bye: { type: 'end' } }).types).toEqual(['track', 'track', 'end']);
  });
});

describe('guide', () => {
  const steps: Record<string, Step> = {
    walk: { type: 'guide', card: 'card', next: 'bye', stuck: 'person' },
    bye,
    person: { type: 'end', text: 'Đường người giúp' },
  };

  it('walks the card, then goes on in the flow and counts the step', () => {
    const guided = walk(steps).press('done').press('done').press('done');
    expect(guided.said.at(-1)).toBe('Chào bác.');
    expect(guided.tracks).toEqual(['step card 3', 'finished card 3', 'step flow walk', 'finished flow bye']);
  });

  it('takes its stuck way when a person is wanted', () => {
    expect(walk(steps).press('person').said).toEqual(['Đường người giúp']);
    expect(walk(steps).press('stuck').press('still').said).toEqual(['Đường người giúp']);
  });

  it('hands over where it has no stuck way', () => {
    const guided = walk({ walk: { type: 'guide', card: 'card', next: 'bye' }, bye }).press('person');
    expect(guided.actions.slice(-2)).toEqual([
      { type: 'handover', reason: 'card' },
      { type: 'end', flow: 'flow', how: 'handover' },
    ]);
  });

  it('ends as changed when its card is gone', () => {
    const gone = walk({ walk: { type: 'guide', card: 'no-card', next: 'bye' }, bye });
    expect(gone.actions.at(-1)).toEqual({ type: 'end', flow: 'flow', how: 'changed' });
  });
});

it('every step type has tests of its own, here or in the folder steps', () => {
  const folder = path.join(import.meta.dirname, 'steps');
  const files = [import.meta.filename, ...readdirSync(folder).map((file) => path.join(folder, file))];
  const source = files.map((file) => readFileSync(file, 'utf8')).join('\n');
  expect(stepTypes.filter((type) => !source.includes(`describe('${type}'`))).toEqual([]);
});
