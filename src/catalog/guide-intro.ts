import type { Step } from '../flow-engine/types.ts';
import type { Catalogue, Topic } from './catalogue.ts';

/** What is said of a card or flow to somebody who has not seen it: in a group, on a page, in a link's preview. */
export interface GuideIntro {
  readonly kind: 'card' | 'flow';
  readonly id: string;
  readonly topic: Topic;
  readonly title: string;
  /** As written, with `{bác}` in it; the first words a flow says. '' where a flow says nothing fixed. */
  readonly lead: string;
  /** Content hash, named in engagement events. */
  readonly version: string;
}

/** Steps that are looked at for the first words of a flow. */
const FIRST_STEPS = 10;

/** The card or flow of this id; undefined where there is none. */
export function guideIntro(catalogue: Catalogue, id: string): GuideIntro | undefined {
  const card = catalogue.card(id);
  if (card) {
    const { slug, topic, title, answer, hash } = card;
    return { kind: 'card', id: slug, topic, title, lead: answer, version: hash };
  }
  const flow = catalogue.flow(id);
  if (!flow) return undefined;
  return { kind: 'flow', id, topic: flow.topic, title: flow.title, lead: firstWords(flow), version: flow.hash };
}

function firstWords({
  start,
  steps,
}: {
  readonly start: string;
  readonly steps: Readonly<Record<string, Step>>;
}): string {
  let step = steps[start];
  for (let seen = 0; step && seen < FIRST_STEPS; seen += 1) {
    // Words with values of the conversation in them say nothing outside of it.
    if ('text' in step && typeof step.text === 'string' && !/\{(?![Bb]ác\})/u.test(step.text)) return step.text;
    step = 'next' in step && typeof step.next === 'string' ? steps[step.next] : undefined;
  }
  return '';
}

/** The first sentence of a text: enough in a group chat. A text without an end of sentence is given whole. */
export function firstSentence(text: string): string {
  const [line = ''] = text.trim().split('\n');
  return /^.*?[.!?](?=\s|$)/u.exec(line)?.[0] ?? line;
}
