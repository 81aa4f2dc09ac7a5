import type { Topic } from '../catalog/catalogue.ts';
import { topics, topicTitle } from '../catalog/catalogue.ts';
import { fillMessage, helpOption, menuOption, nameValues, type Plan, reply } from './plan.ts';
import { encodeOrder } from './payloads.ts';
import type { Option } from './session.ts';
import { park, parkedOption } from './walk.ts';

/** Cards and flows shown under one subject at most: what fits on a phone without scrolling back. */
const MAX_LISTED = 8;

/** The five subjects, with the way back to a walk that was left, and what else fits this moment. */
export function sayMenu(plan: Plan, intro: string = plan.messages.menu, further: readonly Option[] = []): void {
  park(plan);
  const options: Option[] = plan.deps.catalogue.topics.map((topic) => ({
    title: topicTitle(plan.messages, topic),
    payload: encodeOrder({ type: 'topic', topic }),
  }));
  const who =
    plan.people && !plan.session.helping ? [fillMessage(plan, plan.messages.menuWho, nameValues(plan.people.now))] : [];
  reply(plan, [intro, plan.messages.menuHint, ...who].join('\n'), {
    options: [...options, ...parkedOption(plan), ...helpOption(plan), ...further],
  });
}

/** As many options as one message has buttons. */
const FULL = 5;

/** The guides of one subject, flows first. */
export function sayTopic(plan: Plan, topic: Topic, intro: string = plan.messages.topicMenu): void {
  park(plan);
  const title = topicTitle(plan.messages, topic);
  const walked = cardsWalkedWhole(plan);
  const entries = plan.deps.catalogue.entries().filter((entry) => entry.topic === topic && !walked.has(entry.id));
  const flowsFirst = [
    ...entries.filter(({ kind }) => kind === 'flow'),
    ...entries.filter(({ kind }) => kind === 'card'),
  ];
  const options = flowsFirst
    .slice(0, MAX_LISTED)
    .map((entry): Option => ({ title: entry.title, payload: encodeOrder({ type: entry.kind, id: entry.id }) }));
  reply(plan, fillMessage(plan, intro, { 'chủ đề': title.toLocaleLowerCase('vi') }), {
    // Five guides fill Zalo's five buttons; a message for the way back alone would be one more to read.
    options: options.length === FULL ? options : [...options, menuOption(plan)],
  });
}

/** Cards that a flow of the same subject is about: a list with both would make the resident choose between twins. */
function cardsWalkedWhole(plan: Plan): ReadonlySet<string> {
  const { catalogue } = plan.deps;
  const slugs = catalogue.flows().flatMap((flow) => {
    const guided = new Set(Object.values(flow.steps).flatMap((step) => (step.type === 'guide' ? [step.card] : [])));
    const [only = ''] = guided;
    return guided.size === 1 && catalogue.card(only)?.topic === flow.topic ? [only] : [];
  });
  return new Set(slugs);
}

/** A guide that is gone: the others of its subject, or the menu where nobody knows any more what it was about. */
export function sayGone(plan: Plan, id: string): void {
  const topic = earlierTopic(plan, id);
  if (topic === undefined) return sayMenu(plan);
  sayTopic(plan, topic, plan.messages.guideGone);
}

/** The subject of a guide that was served once and is gone. */
function earlierTopic(plan: Plan, id: string): Topic | undefined {
  const topic = plan.deps.earlierGuide?.(id)?.topic;
  return topics.find((name) => name === topic);
}
