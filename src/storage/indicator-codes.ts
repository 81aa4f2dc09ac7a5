import type { EngagementEvent } from './ports.ts';

/** Indicators that count distinct accounts, so that no longer span can be added up from shorter ones. */
export const DISTINCT_INDICATORS: readonly string[] = ['reached'];

const OWN: Readonly<Partial<Record<EngagementEvent['kind'], string>>> = {
  started: 'started',
  step: 'steps',
  stuck: 'stuck',
  finished: 'finished',
  handover: 'handovers',
  shared: 'shared',
};

/** Indicator and value of one change. */
export type Figure = readonly [indicator: string, value: number];

/**
 * What `count` engagement events of one kind, with `quantity` things between them, are as indicators. What a member did for
 * somebody else (`assisted`) has indicators of its own and never counts as a resident's own. An outcome counts as one
 * outcome, and under its code as so many things.
 */
export function figuresOf(
  event: Pick<EngagementEvent, 'kind' | 'outcome'>,
  assisted: boolean,
  count: number,
  quantity: number,
): readonly Figure[] {
  const { kind, outcome } = event;
  if (kind === 'outcome') {
    const name = assisted ? 'visit-outcome' : 'outcome';
    const all: Figure = [`${name}s`, count];
    return outcome === '' ? [all] : [all, [`${name}:${outcome}`, quantity]];
  }
  if (assisted) return kind === 'finished' ? [['visit-finished', count]] : [];
  const code = OWN[kind];
  return code === undefined ? [] : [[code, count]];
}
