import { beforeAll, describe, expect, it } from 'vitest';
import { stateBytes } from '../../src/flow-engine/index.ts';
import { walkEverything, watchSteps, type Beginning, type WalkedTurn } from '../support/flow-walker.ts';
import { shippedCatalogue } from '../support/shipped-content.ts';

const catalogue = shippedCatalogue();
const flows = catalogue.flows().map(({ id }): Beginning => ({ type: 'start', flow: id }));
const cards = catalogue.cards().map(({ slug }): Beginning => ({ type: 'start', card: slug }));

describe('every choice a resident can make in the shipped content', () => {
  /** Turns that began with a flow, and with a card by itself. */
  const turns: WalkedTurn[] = [];
  const entered = new Set<string>();

  beforeAll(() => {
    const watched = watchSteps(catalogue, entered);
    for (const beginning of [...flows, ...cards]) turns.push(...walkEverything(watched, beginning));
  });

  it('enters every step of every flow', () => {
    const steps = catalogue.flows().flatMap(({ id, steps: all }) => Object.keys(all).map((name) => `${id}.${name}`));
    expect(steps.length).toBeGreaterThan(0);
    expect(steps.filter((step) => !entered.has(step))).toEqual([]);
  });

  it('shows every step of every card, and what to try at each', () => {
    const steps = catalogue.cards().flatMap(({ slug, steps: all }) => all.map((_step, index) => `${slug}.${index}`));
    const shown = turns.map(({ after }) => after?.stack.at(-1)).filter((frame) => frame?.kind === 'card');
    const calm = new Set(shown.filter((frame) => frame?.stuck !== true).map((frame) => `${frame?.id}.${frame?.step}`));
    const stuck = new Set(shown.filter((frame) => frame?.stuck === true).map((frame) => `${frame?.id}.${frame?.step}`));
    expect(steps.filter((step) => !calm.has(step))).toEqual([]);
    expect(steps.filter((step) => !stuck.has(step))).toEqual([]);
  });

  it('never leads to a broken end', () => {
    const broken = turns.filter(({ actions }) =>
      actions.some(
        (action) =>
          action.type === 'end' && (action.how === 'changed' || (action.how === 'gave-up' && !saidSomething(actions))),
      ),
    );
    expect(broken).toEqual([]);
  });

  it('always answers something, within Zalo’s limits', () => {
    for (const { actions, event } of turns) {
      const said = actions.filter((action) => action.type === 'say');
      expect(said.length, JSON.stringify(event)).toBeGreaterThan(0);
      for (const { text, buttons } of said) {
        expect(text.length).toBeLessThanOrEqual(2000);
        expect(text).not.toMatch(/[{}]|undefined/u);
        expect(buttons?.length ?? 0).toBeLessThanOrEqual(5);
        for (const { title } of buttons ?? []) expect(title.length).toBeLessThanOrEqual(100);
      }
    }
  });

  it('keeps every state under 1 kB, typically under 300 bytes', () => {
    const sizes = turns.flatMap(({ after }) => (after ? [stateBytes(after)] : [])).toSorted((a, b) => a - b);
    expect(sizes.at(-1)).toBeLessThanOrEqual(1024);
    expect(sizes[Math.floor(sizes.length / 2)]).toBeLessThan(300);
  });
});

const saidSomething = (actions: WalkedTurn['actions']): boolean => actions.some(({ type }) => type === 'say');
