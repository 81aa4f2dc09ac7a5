import {
  againChoices,
  largeStepChoices,
  largeStuckChoices,
  stepChoices,
  stuckChoices,
  type CardAnswer,
  type CardChoice,
} from '../card-words.ts';
import { todayOf } from '../calendar.ts';
import { matchChoice } from '../match.ts';
import { sentenceParts } from '../split.ts';
import { findStep } from '../state.ts';
import { engineTexts } from '../texts.ts';
import { beginVisit, choiceButtons, fill, replaceTop, say, track, wait, type Next, type Turn } from '../turn.ts';
import type { CardVariant, FlowEvent, Frame, GuideCard, GuideWalkStep } from '../types.ts';
import { handOver } from './handover.ts';

/** Up to this many characters the answer and the first step share a message: one thing to read, and one send fewer. */
const maxSharedCharacters = 600;

/** In large steps: sentences are shown together up to this many characters, about three lines of large print. */
const maxLargeCharacters = 90;

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

/** The words of a card for this resident: their kind's variant, else what is written for all. */
const variantOf = (turn: Turn, card: GuideCard): CardVariant | undefined =>
  card.variants?.find(({ segment }) => segment === turn.audience.segment);

/** What is shown of the step: all of it, or in large steps its sentences in parts of one action each. */
function partsOf(turn: Turn, card: GuideCard, frame: Frame): readonly string[] {
  const text = variantOf(turn, card)?.steps?.[String(numberOf(frame))] ?? card.steps[Number(frame.step)]?.text ?? '';
  return frame.large === true ? sentenceParts(text, maxLargeCharacters) : [text];
}

function stepText(turn: Turn, card: GuideCard, frame: Frame): string {
  const parts = partsOf(turn, card, frame);
  const part = Math.min(frame.part ?? 0, parts.length - 1);
  const lead = (part === 0 ? engineTexts.stepOf : engineTexts.stepOfAgain)
    .replace('{number}', String(numberOf(frame)))
    .replace('{count}', String(card.steps.length));
  return lead + (parts[part] ?? '');
}

/** What a card step offers, in the order of the numbers. */
export function stepChoicesOf(frame: Frame): readonly CardChoice[] {
  if (frame.large === true) return frame.stuck === true ? largeStuckChoices : largeStepChoices;
  return frame.stuck === true ? stuckChoices : stepChoices;
}

/** The drawn screen of the step; in large steps with its first part only. */
function pictureOf(card: GuideCard, frame: Frame): { url: string } | undefined {
  const hasScreen = card.steps[Number(frame.step)]?.screen !== undefined && (frame.part ?? 0) === 0;
  return hasScreen ? { url: `screen:${card.slug}/${numberOf(frame)}` } : undefined;
}

function sayStep(turn: Turn, card: GuideCard, frame: Frame, lead?: string): Next {
  const text = stepText(turn, card, frame);
  const buttons = choiceButtons(turn, stepChoicesOf(frame));
  say(turn, lead === undefined ? text : `${lead}\n\n${text}`, buttons, pictureOf(card, frame));
  return wait(turn);
}

function sayStuck(turn: Turn, card: GuideCard, frame: Frame, lead: string = engineTexts.stuckLead): Next {
  const advice = card.steps[Number(frame.step)]?.ifStuck ?? helpLine(card) ?? engineTexts.stuckWithoutAdvice;
  say(turn, lead + advice, choiceButtons(turn, stepChoicesOf({ ...frame, stuck: true })));
  return wait(turn);
}

const helpLine = (card: GuideCard): string | undefined =>
  card.help === undefined ? undefined : engineTexts.helpLead + card.help;

const praise = (card: GuideCard): string =>
  card.topic === 'scam-safety' ? engineTexts.finishedCalm : engineTexts.finished;

/** Said in front of facts that should have been looked at again: the official place comes first. */
function staleLine(turn: Turn, card: GuideCard): string | undefined {
  const today = todayOf(turn.now);
  if (today === undefined || card.reviewAfter === undefined || today <= card.reviewAfter) return undefined;
  return card.help === undefined ? engineTexts.stale : `${engineTexts.stale} ${engineTexts.staleHelpLead}${card.help}`;
}

/**
 * The answer and the warning; in large steps the day of the last check would be one more thing to read. Words of an
 * emergency keep their first line whatever the calendar says.
 */
function intro(turn: Turn, card: GuideCard, isLarge: boolean): string {
  const stale = staleLine(turn, card);
  const isUrgent = card.topic === 'scam-safety';
  const parts = [
    isUrgent ? undefined : stale,
    variantOf(turn, card)?.answer ?? card.answer,
    card.warning,
    isUrgent ? stale : undefined,
    isLarge ? undefined : card.updated,
  ];
  return parts.filter((part) => part !== undefined && part !== '').join('\n\n');
}

/** Puts a card on the stack: its answer, then its first step. */
export function enterCard(turn: Turn, slug: string): Next {
  const card = turn.definitions.card(slug);
  if (!card) return { kind: 'over', how: 'changed' };
  const isLarge = turn.audience.largeSteps === true;
  const frame: Frame = { kind: 'card', id: slug, hash: card.hash, step: '0', ...(isLarge && { large: true }) };
  turn.stack.push(frame);
  track(turn, 'started', counted(card), '1');
  const lead = intro(turn, card, isLarge);
  if (card.steps.length === 0) {
    say(turn, [lead, helpLine(card)].filter((part) => part !== undefined).join('\n\n'), card.links ?? []);
    return finish(turn, card, '0');
  }
  beginVisit(turn);
  const share =
    !isLarge &&
    pictureOf(card, frame) === undefined &&
    !card.links?.length &&
    fill(turn, `${lead}\n\n${stepText(turn, card, frame)}`).length <= maxSharedCharacters;
  if (share && lead !== '') return sayStep(turn, card, frame, lead);
  if (lead !== '') say(turn, lead, card.links ?? []);
  return sayStep(turn, card, frame);
}

/** `guide`: walks a card one step a message and comes back to `next`. */
export function enterGuide(turn: Turn, step: GuideWalkStep): Next {
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
  const part = (frame.part ?? 0) + 1;
  if (part < partsOf(turn, card, frame).length) {
    const further: Frame = { ...withoutStuck(frame), part };
    replaceTop(turn, further);
    beginVisit(turn);
    return sayStep(turn, card, further);
  }
  track(turn, 'step', counted(card), String(number));
  if (number >= card.steps.length) {
    say(turn, [praise(card), helpLine(card)].filter((part) => part !== undefined).join('\n\n'));
    return finish(turn, card, String(number));
  }
  const { part: _part, ...calm } = withoutStuck(frame);
  const next: Frame = { ...calm, step: String(number) };
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
      const shown = matchChoice(stepChoicesOf(frame), event.text);
      // Large steps show fewer buttons; the words of the others are understood all the same.
      const value = shown ?? (frame.large === true ? matchChoice(againChoices, event.text) : undefined);
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
