import type { CardFile } from '../card-file.ts';
import type { FlowFile } from '../flow-file.ts';
import type { Problem } from '../problems.ts';
import type { Path } from '../yaml-source.ts';

/** Everything that can be referred to. */
export interface Known {
  readonly cards: ReadonlyMap<string, CardFile>;
  readonly flows: ReadonlyMap<string, FlowFile>;
  readonly outcomes: ReadonlySet<string>;
}

const noOutcome = (code: string): Pick<Problem, 'problem' | 'fix'> => ({
  problem: `outcome "${code}" is not in content/outcomes.yaml`,
  fix: 'use a code of content/outcomes.yaml, or add it there with title and unit',
});

function cardReferences({ file, card, lineOf }: CardFile, known: Known): Problem[] {
  const problems: Problem[] = [];
  for (const [index, slug] of card.related.entries()) {
    const line = lineOf(['related', index]);
    if (slug === card.slug)
      problems.push({ file, line, problem: `related card "${slug}" is itself`, fix: 'remove it' });
    else if (!known.cards.has(slug)) {
      const fix = 'write the slug of a card below content/answers, or remove it';
      problems.push({ file, line, problem: `related card "${slug}" does not exist`, fix });
    }
  }
  if (card.outcome !== undefined && !known.outcomes.has(card.outcome)) {
    problems.push({ file, line: lineOf(['outcome']), ...noOutcome(card.outcome) });
  }
  if (known.flows.has(card.slug)) {
    const fix = 'rename one of them: flows and cards share one list of names';
    problems.push({ file, line: lineOf(['slug']), problem: `"${card.slug}" is a flow and a card`, fix });
  }
  return problems;
}

function flowReferences({ file, flow, lineOf }: FlowFile, known: Known): Problem[] {
  const problems: Problem[] = [];
  const report = (path: Path, found: Pick<Problem, 'problem' | 'fix'>): void => {
    problems.push({ file, line: lineOf(['steps', ...path]), ...found });
  };
  const recordedByCards = new Map<string, string>();
  for (const step of Object.values(flow.steps)) {
    const outcome = step.type === 'guide' ? known.cards.get(step.card)?.card.outcome : undefined;
    if (step.type === 'guide' && outcome !== undefined) recordedByCards.set(outcome, step.card);
  }
  for (const [name, step] of Object.entries(flow.steps)) {
    if (step.type === 'guide' && !known.cards.has(step.card)) {
      const fix = 'write the slug of a card below content/answers';
      report([name, 'card'], { problem: `card "${step.card}" does not exist`, fix });
    }
    if (step.type === 'call' && !known.flows.has(step.flow)) {
      report([name, 'flow'], {
        problem: `flow "${step.flow}" does not exist`,
        fix: 'write the id of a flow below flows',
      });
    }
    if (step.type !== 'record') continue;
    if (!known.outcomes.has(step.outcome)) report([name, 'outcome'], noOutcome(step.outcome));
    const card = recordedByCards.get(step.outcome);
    if (card !== undefined) {
      const problem = `outcome "${step.outcome}" would count twice: the card "${card}" records it when it is finished`;
      report([name, 'outcome'], { problem, fix: 'remove this record step, or the outcome of the card' });
    }
  }
  return problems;
}

/** Rules on names: cards, flows and outcomes that are referred to exist; one name means one thing. */
export function checkReferences(known: Known): Problem[] {
  return [
    ...[...known.cards.values()].flatMap((card) => cardReferences(card, known)),
    ...[...known.flows.values()].flatMap((flow) => flowReferences(flow, known)),
  ];
}
