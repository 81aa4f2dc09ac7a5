import { describe, expect, it } from 'vitest';
import { runFlowStep } from '../../../src/catalog/index.ts';
import type { Advance } from '../../../src/flow-engine/types.ts';
import { sampleCatalogue } from '../../support/shipped-content.ts';

type Answer = Partial<Advance> & { error?: { code: string; message: string } };

async function answers(...lines: unknown[]): Promise<Answer[]> {
  const written: string[] = [];
  async function* input(): AsyncGenerator<string> {
    for (const line of lines) yield await Promise.resolve(typeof line === 'string' ? line : JSON.stringify(line));
  }
  await runFlowStep(sampleCatalogue(), input(), (line) => written.push(line));
  for (const line of written) expect(line).toMatch(/^[^\n]+\n$/u);
  return written.map((line) => JSON.parse(line) as Answer);
}

const one = async (line: unknown): Promise<Answer> => (await answers(line))[0] ?? {};

describe('runFlowStep', () => {
  it('starts a flow from a null state without an event', async () => {
    const { state, actions } = await one({ flow: 'open-account', state: null });
    expect(state?.stack[0]).toMatchObject({ kind: 'flow', id: 'open-account', step: 'name' });
    expect(actions?.map(({ type }) => type)).toEqual(['track', 'say', 'say']);
  });

  it('starts a card by its slug, also with an explicit start event', async () => {
    const [bare, explicit] = await answers(
      { flow: 'make-account', state: null, event: null },
      { flow: 'make-account', state: null, event: { type: 'start' } },
    );
    expect(bare?.state?.stack[0]).toMatchObject({ kind: 'card', id: 'make-account', step: '0' });
    expect(explicit).toEqual(bare);
  });

  it('takes the state of one line into the next', async () => {
    const first = await one({ flow: 'first-hour', state: null });
    const second = await one({ flow: 'first-hour', state: first.state, event: { type: 'text', text: 'xong' } });
    expect(second.state?.stack[0]?.step).toBe('1');
    const stale = await one({ state: second.state, event: { type: 'choice', at: 'first-hour.0.1', value: 'done' } });
    expect(stale).toEqual({ state: second.state, actions: [{ type: 'stale' }] });
  });

  it('says the waiting step again for a state without an event', async () => {
    const first = await one({ flow: 'first-hour', state: null });
    const { state, actions } = await one({ flow: 'first-hour', state: first.state });
    expect(state).toEqual(first.state);
    expect(actions).toMatchObject([{ type: 'say', text: 'Bước 1/2: Gọi ngân hàng, số in ở mặt sau thẻ.' }]);
  });

  it('addresses the resident as the context says', async () => {
    const { actions } = await one({ flow: 'make-account', state: null, context: { address: 'cô' } });
    expect(actions?.[1]).toMatchObject({ text: expect.stringMatching(/^Cô mở tài khoản/u) as string });
  });

  it('ends kindly on a state that is not ours', async () => {
    const { state, actions } = await one({ flow: 'first-hour', state: { v: 9 }, event: { type: 'text', text: 'x' } });
    expect(state).toBeNull();
    expect(actions?.at(-1)).toEqual({ type: 'end', flow: '', how: 'changed' });
  });

  it.each([
    ['not JSON', '{"flow":'],
    ['not an object', '[1]'],
    ['an unknown event', { flow: 'first-hour', state: null, event: { type: 'jump' } }],
    ['a text event without text', { flow: 'first-hour', state: null, event: { type: 'text' } }],
    ['a state that is no object', { flow: 'first-hour', state: 7 }],
    ['an unknown flow', { flow: 'nowhere', state: null }],
    ['no flow', { state: null }],
  ])('reports %s and takes the next line', async (_what, line) => {
    const [bad, good, ...rest] = await answers(line, '', '  ', { flow: 'first-hour', state: null });
    expect(bad).toEqual({ error: { code: 'FLOW_STEP_INVALID', message: expect.stringMatching(/.+/u) as string } });
    expect(good?.state?.stack[0]?.id).toBe('first-hour');
    expect(rest).toEqual([]);
  });
});
