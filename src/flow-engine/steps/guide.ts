import { stepChoices, stuckChoices, type CardAnswer } from '../card-words.ts';
import { matchChoice } from '../match.ts';
import { findStep } from '../state.ts';
import { engineTexts } from '../texts.ts';
import { beginVisit, choiceButtons, fill, replaceTop, say, track, type Next, type Turn } from '../turn.ts';
import type { FlowEvent, Frame, GuideCard, Step } from '../types.ts';
import { handOver } from './handover.ts';

/** Up to this many characters the answer and the first step share a message: one thing to read, and one send fewer. */
const maxSharedCharacters = 600;

/** Unclear answers after which a person is suggested. */
const triesBeforePerson = 2;

const isAnswer = (value: string): value is CardAnswer =>
  value === 'done' || value === 'stuck' || value === 'still' || value === 'again' || value === 'person';

/** A card with the name `track` expects. */
const counted = (card: GuideCard): { id: string; hash: string; topic: string } => ({
  id: card.slug,
  hash: card.hash,
  topic: card.topic,
});

const numberOf = (frame: Frame): number => Number(frame.step) + 1;

function stepText(card: GuideCard, frame: Frame): string {
  const lead = engineTexts.stepOf
    .replace('{number}', String(numberOf(frame)))
    .replace('{count}', String(card.steps.length));
  return lead + (card.steps[Number(frame.step)]?.text ?? '');
}

function sayStep(turn: Turn, card: GuideCard, frame: Frame, lead?: string): Next {
  const text = stepText(card, frame);
  say(turn, lead === undefined ? text : `${lead}\n\n${text}`, choiceButtons(turn, stepChoices));
  return { kind: 'wait' };
}

function sayStuck(turn: Turn, card: GuideCard, frame: Frame, lead: string = engineTexts.stuckLead): Next {
  const advice = card.steps[Number(frame.step)]?.ifStuck ?? helpLine(card) ?? engineTexts.stuckWithoutAdvice;
  say(turn, lead + advice, choiceButtons(turn, stuckChoices));
  return { kind: 'wait' };
}

const helpLine = (card: GuideCard): string | undefined =>
  card.help === undefined ? undefined : engineTexts.helpLead + card.help;

const praise = (card: GuideCard): string =>
  card.topic === 'scam-safety' ? engineTexts.finishedCalm : engineTexts.finished;

const intro = (card: GuideCard): string =>
  [card.answer, card.warning, card.updated].filter((part) => part !== undefined && part !== '').join('\n\n');

/** Puts a card on the stack: its answer, then its first step. */
export function enterCard(turn: Turn, slug: string): Next {
  const card = turn.definitions.card(slug);
  if (!card) return { kind: 'over', how: 'changed' };
  const frame: Frame = { kind: 'card', id: slug, hash: card.hash, step: '0' };
  turn.stack.push(frame);
  track(turn, 'started', counted(card), '1');
  const lead = intro(card);
  if (card.steps.length === 0) {
    say(turn, [lead, helpLine(card)].filter((part) => part !== undefined).join('\n\n'), card.links ?? []);
    return finish(turn, card, '0');
  }
  beginVisit(turn);
  const share = !card.links?.length && fill(turn, `${lead}\n\n${stepText(card, frame)}`).length <= maxSharedCharacters;
  if (share && lead !== '') return sayStep(turn, card, frame, lead);
  if (lead !== '') say(turn, lead, card.links ?? []);
  return sayStep(turn, card, frame);
}

/** `guide`: walks a card one step a message and comes back to `next`. */
export function enterGuide(turn: Turn, step: Extract<Step, { type: 'guide' }>): Next {
  return enterCard(turn, step.card);
}

function finish(turn: Turn, card: GuideCard, step: string): Next {
  track(turn, 'finished', counted(card), step);
  if (card.outcome !== undefined) {
    const { id, hash, topic } = counted(card);
    turn.actions.push({ type: 'record', outcome: card.outcome, quantity: 1, flow: id, version: hash, step, topic });
  }
  return { kind: 'return' };
}

function done(turn: Turn, card: GuideCard, frame: Frame): Next {
  const number = numberOf(frame);
  track(turn, 'step', counted(card), String(number));
  if (number >= card.steps.length) {
    say(turn, [praise(card), helpLine(card)].filter((part) => part !== undefined).join('\n\n'));
    return finish(turn, card, String(number));
  }
  const next: Frame = { kind: 'card', id: frame.id, hash: frame.hash, step: String(number) };
  replaceTop(turn, next);
  beginVisit(turn);
  return sayStep(turn, card, next);
}

/** Inside a flow that names a way for it, that way; otherwise a person. */
function person(turn: Turn, card: GuideCard): Next {
  const parent = turn.stack.at(-2);
  const step = parent && findStep(turn.definitions, parent);
  if (step?.type !== 'guide' || step.stuck === undefined) return handOver(turn, card.slug);
  turn.stack.pop();
  return { kind: 'goto', step: step.stuck };
}

function withoutStuck(frame: Frame): Frame {
  const { stuck: _stuck, tries: _tries, ...rest } = frame;
  return rest;
}

function answer(turn: Turn, card: GuideCard, frame: Frame, given: CardAnswer): Next {
  const calm = withoutStuck(frame);
  switch (given) {
    case 'done':
      return done(turn, card, frame);
    case 'stuck':
      // A second press of the same button must not count twice.
      if (frame.stuck !== true) track(turn, 'stuck', counted(card), String(numberOf(frame)));
      replaceTop(turn, { ...calm, stuck: true });
      return sayStuck(turn, card, frame);
    case 'again':
      replaceTop(turn, calm);
      return sayStep(turn, card, calm);
    case 'still':
    case 'person':
      return person(turn, card);
  }
}

function unclear(turn: Turn, card: GuideCard, frame: Frame): Next {
  const tries = Math.min((frame.tries ?? 0) + 1, triesBeforePerson);
  replaceTop(turn, { ...frame, tries });
  const lead = tries < triesBeforePerson ? engineTexts.retryStep : engineTexts.suggestPerson;
  return frame.stuck === true ? sayStuck(turn, card, frame, `${lead}\n\n`) : sayStep(turn, card, frame, lead);
}

/** What an event means to the card step that waits. The button's position has been checked. */
export function answerGuide(turn: Turn, frame: Frame, event: FlowEvent): Next {
  const card = turn.definitions.card(frame.id);
  if (!card) return { kind: 'over', how: 'changed' };
  switch (event.type) {
    case 'choice':
      return isAnswer(event.value) ? answer(turn, card, frame, event.value) : { kind: 'stale' };
    case 'text': {
      const value = matchChoice(frame.stuck === true ? stuckChoices : stepChoices, event.text);
      return value !== undefined && isAnswer(value) ? answer(turn, card, frame, value) : { kind: 'unmatched' };
    }
    case 'unclear':
      return unclear(turn, card, frame);
    case 'resume':
      return frame.stuck === true ? sayStuck(turn, card, frame) : sayStep(turn, card, frame);
    default:
      return { kind: 'unmatched' };
  }
}
