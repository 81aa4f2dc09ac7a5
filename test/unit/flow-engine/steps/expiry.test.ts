import { describe, expect, it } from 'vitest';
import { migrate } from '../../../../src/flow-engine/index.ts';
import type { Flow, FlowState, Step } from '../../../../src/flow-engine/types.ts';
import { cardOf, definitionsOf, flowOf, Walk } from '../../../support/flow-definitions.ts';

const now = Date.parse('2026-11-22T10:00:00+07:00');
const day = 86_400_000;
const ask: Step = { type: 'ask', text: 'Hỏi?', next: 'second', giveUp: 'bye', expires: { after: '2d', next: 'late' } };
const steps: Record<string, Step> = {
  ask,
  second: { ...ask, text: 'Hỏi nữa?', next: 'bye', expires: { after: '12h', next: 'late' } },
  late: { type: 'end', text: 'Hẹn {bác} lúc khác.' },
  bye: { type: 'end', text: 'Chào {bác}.' },
};

function walk(all: Record<string, Step>, ...others: Flow[]): Walk {
  return new Walk(definitionsOf([flowOf(all), ...others], [cardOf()]), { now }).start();
}

describe('a wait with a limit', () => {
  it('notes when it is over', () => {
    expect(walk(steps).state?.due).toBe(now + 2 * day);
  });

  it('goes on at its own way when it is over, and ends expired', () => {
    const expired = walk(steps).due(2 * day);
    expect(expired.said).toEqual(['Hẹn bác lúc khác.']);
    expect(expired.actions.at(-1)).toEqual({ type: 'end', flow: 'flow', how: 'expired' });
    expect(expired.tracks).toEqual([]);
  });

  it('is not over a moment too early, and stays as it is', () => {
    const early = walk(steps);
    const before = early.state;
    early.due(2 * day - 1);
    expect(early.actions).toEqual([{ type: 'stale' }]);
    expect(early.state).toEqual(before);
    expect(early.due(1).said).toEqual(['Hẹn bác lúc khác.']);
  });

  it('gives the second wait a moment of its own', () => {
    const second = walk(steps).text('gì đó');
    expect(second.state?.due).toBe(now + day / 2);
    expect(second.due(day / 2).said).toEqual(['Hẹn bác lúc khác.']);
  });

  it('begins anew with every answer that keeps waiting', () => {
    const again = walk(steps);
    again.context = { now: now + day };
    expect(again.send({ type: 'unclear' }).state?.due).toBe(now + 3 * day);
    again.context = { now: now + 2 * day };
    expect(again.send({ type: 'resume' }).state?.due).toBe(now + 4 * day);
  });

  it('is over once only', () => {
    const expired = walk(steps).due(2 * day);
    expect(expired.send({ type: 'due' })).toMatchObject({ state: null, actions: [{ type: 'stale' }] });
  });

  it('waits for ever when nobody says what time it is', () => {
    const timeless = new Walk(definitionsOf([flowOf(steps)])).start();
    expect(timeless.state?.due).toBeUndefined();
    expect(timeless.send({ type: 'due' }).actions).toEqual([{ type: 'stale' }]);
  });

  it('ends the walk where it names no way', () => {
    const silent = walk({ ask: { ...ask, expires: { after: '1h' } }, second: steps['bye'] as Step }).due(day);
    expect(silent.actions).toEqual([{ type: 'end', flow: 'flow', how: 'expired' }]);
    expect(silent.state).toBeNull();
  });

  it('has no moment once the step has lost its limit, so that nobody is woken for ever', () => {
    const { state } = walk(steps);
    const { expires: _expires, ...unlimited } = ask;
    const changed = new Walk(definitionsOf([flowOf({ ...steps, ask: unlimited })]), { now: now + 3 * day });
    changed.state = state;
    changed.send({ type: 'due' });
    expect(changed.actions).toEqual([{ type: 'stale' }]);
    expect(changed.state?.due).toBeUndefined();
    expect(changed.text('đây').said).toEqual(['Hỏi nữa?']);
  });
});

describe('a wait inside a called flow', () => {
  const inner = (expires: { after: string; next?: string }): Flow =>
    flowOf(
      {
        in: { type: 'ask', text: 'Trong?', next: 'out', giveUp: 'out', expires },
        late: { type: 'end', text: 'Muộn.' },
        out: { type: 'end' },
      },
      { id: 'inner' },
    );
  const outer: Record<string, Step> = {
    call: { type: 'call', flow: 'inner', next: 'after' },
    after: { type: 'ask', text: 'Ngoài?', next: 'bye', giveUp: 'bye', expires: { after: '1d', next: 'bye' } },
    bye: { type: 'end', text: 'Chào.' },
  };

  it('lets the caller go on behind its call when it is over', () => {
    const resumed = walk(outer, inner({ after: '1h' })).due(day);
    expect(resumed.said).toEqual(['Ngoài?']);
    expect(resumed.state?.stack.map(({ id, step }) => `${id}.${step}`)).toEqual(['flow.after']);
    expect(resumed.state?.due).toBe(now + 2 * day);
  });

  it('takes its own way first where it has one', () => {
    expect(walk(outer, inner({ after: '1h', next: 'late' })).due(day).said).toEqual(['Muộn.', 'Ngoài?']);
  });

  it('lets an answered caller finish as usual afterwards', () => {
    const resumed = walk(outer, inner({ after: '1h' }))
      .due(day)
      .text('đây');
    expect(resumed.actions.at(-1)).toEqual({ type: 'end', flow: 'flow', how: 'finished' });
  });
});

describe('remind', () => {
  const reminding: Record<string, Step> = {
    walk: { type: 'guide', card: 'card', next: 'later' },
    later: { type: 'remind', after: '2d', text: '{Bác} đã đi chưa ạ?', next: 'went' },
    went: { type: 'ask', text: 'Xong chưa?', next: 'bye', giveUp: 'bye' },
    bye: { type: 'end', text: 'Chào.' },
  };
  const parked = (): Walk => walk(reminding).press('done').press('done').press('done');

  it('says nothing now, its text when it is due, and goes on', () => {
    const waiting = parked();
    expect(waiting.said).toEqual([expect.stringContaining('Chúc mừng') as string]);
    expect(waiting.state?.due).toBe(now + 2 * day);
    expect(waiting.due(2 * day).said).toEqual(['Bác đã đi chưa ạ?', 'Xong chưa?']);
    expect(waiting.state?.due).toBeUndefined();
    expect(waiting.text('rồi').actions.at(-1)).toMatchObject({ how: 'finished' });
  });

  it.each(['xong rồi', 'làm tiếp', 'tiếp tục ạ', 'đã làm xong'])(
    'is cancelled by "%s", and goes on at once',
    (text) => {
      const answered = parked().text(text);
      expect(answered.said).toEqual(['Xong chưa?']);
      expect(answered.state?.due).toBeUndefined();
      expect(answered.due(3 * day).actions).toEqual([{ type: 'stale' }]);
    },
  );

  it('ends the flow when it is not wanted', () => {
    const ended = parked().text('không cần nhắc');
    expect(ended.state).toBeNull();
    expect(ended.actions.at(-1)).toMatchObject({ how: 'finished' });
  });

  it.each(['cách chuyển tiền', '1', '2', 'xong rồi thì làm gì'])(
    'leaves "%s" to whoever else understands it',
    (text) => {
      const waiting = parked();
      const before = waiting.state;
      expect(waiting.text(text).actions).toEqual([{ type: 'unmatched' }]);
      expect(waiting.send({ type: 'unclear' }).actions).toEqual([{ type: 'unmatched' }]);
      expect(waiting.state).toEqual(before);
    },
  );

  it('tells on resume when it is due, without moving the moment, and offers to go on', () => {
    const waiting = parked();
    waiting.context = { now: now + day };
    waiting.send({ type: 'resume' });
    expect(waiting.said[0]).toContain('24/11/2026');
    expect(waiting.buttons).toEqual(['Làm tiếp ngay', 'Không cần nhắc nữa']);
    expect(waiting.state?.due).toBe(now + 2 * day);
    expect(waiting.press('now').said).toEqual(['Xong chưa?']);
  });

  it('can be gone on from even when nobody says what time it is', () => {
    const timeless = new Walk(definitionsOf([flowOf(reminding)], [cardOf({ steps: [] })])).start();
    expect(timeless.send({ type: 'resume' }).buttons).toContain('Làm tiếp ngay');
    expect(timeless.press('cancel').state).toBeNull();
  });
});

describe('wait', () => {
  const bye: Step = { type: 'end', text: 'Chào.' };

  it('goes on at its own way when it is over, which is no failure', () => {
    const waited = walk({ wait: { type: 'wait', expires: { after: '1d', next: 'bye' } }, bye }).due(day);
    expect(waited.said).toEqual(['Chào.']);
    expect(waited.actions.at(-1)).toMatchObject({ how: 'finished' });
  });

  it('leaves the called flow where it names no way, and the caller goes on', () => {
    const inner = flowOf({ in: { type: 'wait', expires: { after: '3h' } } }, { id: 'inner' });
    const waited = walk({ call: { type: 'call', flow: 'inner', next: 'bye' }, bye }, inner);
    expect(waited.said).toEqual([]);
    expect(waited.due(day).said).toEqual(['Chào.']);
  });

  it('goes on before with any text where it says so', () => {
    const step: Step = { type: 'wait', expires: { after: '1d', next: 'late' }, next: 'bye' };
    const all = { wait: step, late: { type: 'end', text: 'Muộn.' } as Step, bye };
    expect(walk(all).text('tôi đây').said).toEqual(['Chào.']);
    expect(walk(all).text('  ').actions).toEqual([{ type: 'unmatched' }]);
    expect(walk(all).due(day).actions.at(-1)).toMatchObject({ how: 'expired' });
  });

  it('otherwise goes on before only when asked to', () => {
    const waiting = walk({ wait: { type: 'wait', expires: { after: '1d', next: 'bye' } }, bye });
    expect(waiting.text('chuyển tiền sao em').actions).toEqual([{ type: 'unmatched' }]);
    expect(waiting.send({ type: 'resume' }).buttons).toEqual(['Làm tiếp ngay']);
    expect(waiting.press('now').said).toEqual(['Chào.']);
    expect(walk({ wait: { type: 'wait', expires: { after: '1d', next: 'bye' } }, bye }).text('làm tiếp').said).toEqual([
      'Chào.',
    ]);
  });
});

describe('states of version 1', () => {
  it('are read as version 2 and go on', () => {
    const definitions = definitionsOf([flowOf(steps)]);
    const old = { v: 1, stack: [{ kind: 'flow', id: 'flow', hash: 'f1', step: 'ask' }], vars: { a: 'b' }, visit: 3 };
    expect(migrate(definitions, old)).toEqual({ ...old, v: 2 });
    const resumed = new Walk(definitions, { now });
    resumed.state = old as unknown as FlowState;
    expect(resumed.text('đây').said).toEqual(['Hỏi nữa?']);
    expect(resumed.state?.v).toBe(2);
  });
});
