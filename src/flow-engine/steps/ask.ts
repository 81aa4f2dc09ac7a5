import { normalize } from '../../shared/vietnamese.ts';
import { matchChoice, type Wording } from '../match.ts';
import { maxSavedCharacters } from '../state.ts';
import { engineTexts } from '../texts.ts';
import { beginVisit, choiceButtons, replaceTop, say, track, type Next, type Place, type Turn } from '../turn.ts';
import type { Choice, FlowEvent, Step } from '../types.ts';

type AskStep = Extract<Step, { type: 'ask' }>;

/** Unclear answers after which `giveUp` is taken, where the author says nothing. */
const defaultTries = 2;

const wordings = new WeakMap<readonly Choice[], readonly Wording[]>();

function wordingsOf(choices: readonly Choice[]): readonly Wording[] {
  const known = wordings.get(choices);
  if (known) return known;
  const fresh = choices.map(({ title, value, words }) => ({ value, wordings: [title, ...(words ?? [])] }));
  wordings.set(choices, fresh);
  return fresh;
}

const choicesOf = (step: AskStep): readonly Choice[] => step.choices ?? [];

function question(turn: Turn, step: AskStep, lead?: string): Next {
  const text = lead === undefined ? step.text : `${lead}\n\n${step.text}`;
  say(turn, text, choiceButtons(turn, choicesOf(step)));
  return { kind: 'wait' };
}

/** `ask`: says the question with its choices and waits. */
export function enterAsk(turn: Turn, step: AskStep): Next {
  beginVisit(turn);
  return question(turn, step);
}

function answered(turn: Turn, step: AskStep, place: Place, saved: string, next: string): Next {
  if (step.save !== undefined) turn.vars = { ...turn.vars, [step.save]: saved };
  track(turn, 'step', place.flow, place.name);
  return { kind: 'goto', step: next };
}

function choose(turn: Turn, step: AskStep, place: Place, value: string | undefined): Next | undefined {
  const choice = choicesOf(step).find((candidate) => candidate.value === value);
  return choice && answered(turn, step, place, choice.value, choice.next);
}

function answerText(turn: Turn, step: AskStep, place: Place, text: string): Next {
  const choices = choicesOf(step);
  if (choices.length > 0) {
    return choose(turn, step, place, matchChoice(wordingsOf(choices), text)) ?? { kind: 'unmatched' };
  }
  const words = normalize(text).slice(0, maxSavedCharacters).toWellFormed();
  if (words === '' || step.next === undefined) return { kind: 'unmatched' };
  return answered(turn, step, place, words, step.next);
}

function unclear(turn: Turn, step: AskStep): Next {
  const frame = turn.stack.at(-1);
  if (!frame) return { kind: 'over', how: 'changed' };
  const tries = (frame.tries ?? 0) + 1;
  if (tries >= (step.tries ?? defaultTries)) {
    turn.gaveUp = true;
    return { kind: 'goto', step: step.giveUp };
  }
  replaceTop(turn, { ...frame, tries });
  return question(turn, step, step.retry ?? (choicesOf(step).length > 0 ? engineTexts.retry : engineTexts.retryText));
}

/** What an event means to a waiting `ask`. The button's position has been checked. */
export function answerAsk(turn: Turn, step: AskStep, place: Place, event: FlowEvent): Next {
  switch (event.type) {
    case 'choice':
      return choose(turn, step, place, event.value) ?? { kind: 'stale' };
    case 'text':
      return answerText(turn, step, place, event.text);
    case 'unclear':
      return unclear(turn, step);
    case 'resume':
      return question(turn, step);
    default:
      return { kind: 'unmatched' };
  }
}
