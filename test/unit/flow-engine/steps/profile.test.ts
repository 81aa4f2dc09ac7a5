import { describe, expect, it } from 'vitest';
import { compileExpression } from '../../../../src/catalog/expressions.ts';
import { addresses, addressOf } from '../../../../src/flow-engine/index.ts';
import type { Compiled, ProfileStep, Step } from '../../../../src/flow-engine/types.ts';
import { definitionsOf, flowOf, Walk } from '../../../support/flow-definitions.ts';

const compiled = (source: string): Compiled => compileExpression(source).compiled as Compiled;

function kept(fields: Partial<ProfileStep>, vars: Record<string, string> = {}): Walk {
  const sets = Object.entries(vars).map(([name, value], index, all): [string, Step] => [
    `set${index}`,
    { type: 'set', var: name, value, next: index + 1 < all.length ? `set${index + 1}` : 'profile' },
  ]);
  const steps: Record<string, Step> = {
    ...Object.fromEntries(sets),
    profile: { type: 'profile', next: 'say', ...fields },
    say: {
      type: 'say',
      text: 'Dạ {bác}.',
      variants: [{ when: compiled("segment == 'farmer'"), text: 'Chào nhà nông.' }],
      next: 'bye',
    },
    bye: { type: 'end' },
  };
  return new Walk(definitionsOf([flowOf(steps)])).start();
}

describe('profile', () => {
  it('keeps the form of address that was chosen, and uses it at once', () => {
    const walk = kept({ address: '{how}' }, { how: 'co' });
    expect(walk.actions).toContainEqual({ type: 'profile', address: 'cô' });
    expect(walk.said).toEqual(['Dạ cô.']);
  });

  it('keeps segment and large steps, from texts and expressions', () => {
    const walk = kept({ segment: '{who}', largeSteps: compiled("big == 'yes'") }, { who: 'farmer', big: 'yes' });
    expect(walk.actions).toContainEqual({ type: 'profile', segment: 'farmer', largeSteps: true });
    expect(walk.said).toEqual(['Chào nhà nông.']);
    expect(kept({ largeSteps: false }).actions).toContainEqual({ type: 'profile', largeSteps: false });
    expect(kept({ segment: compiled("'parent'") }).actions).toContainEqual({ type: 'profile', segment: 'parent' });
  });

  it('keeps nothing that is not known', () => {
    const walk = kept({ address: '{how}', segment: '{how}', largeSteps: compiled('how') }, { how: 'đại ca' });
    expect(walk.types).not.toContain('profile');
    expect(walk.said).toEqual(['Dạ bác.']);
  });
});

describe('forms of address', () => {
  it('are known by the word and by the word without marks', () => {
    expect(['bac', 'CÔ', ' chị ', 'ong'].map(addressOf)).toEqual(['bác', 'cô', 'chị', 'ông']);
    expect(addresses.map((word) => addressOf(word))).toEqual([...addresses]);
    expect(['', 'mày', 'constructor'].map(addressOf)).toEqual([undefined, undefined, undefined]);
  });
});
