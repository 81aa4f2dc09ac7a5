import { todayOf } from '../calendar.ts';
import { declines, readInput, retryTexts, skips, type Reading } from '../inputs/index.ts';
import {
  beginVisit,
  choiceButtons,
  countTry,
  replaceTop,
  save,
  say,
  track,
  wait,
  type Next,
  type Place,
  type Turn,
} from '../turn.ts';
import type { AskInput, AskStep, Choice, FlowEvent, PlaceUnit } from '../types.ts';
import { choosePlace, offeredPlaces, placeQuestion, readPlaceText, type PlaceAnswer } from './ask-place.ts';
import { choiceFor, defaultTries } from './choices.ts';

/** What an ask waits for. */
export function inputOf(step: AskStep): AskInput {
  return step.input ?? ((step.choices ?? []).length > 0 ? 'choice' : 'text');
}

/** Says the question, with `lead` before it, and waits. A place question may have become a narrower one. */
function question(turn: Turn, step: AskStep, lead?: string): Next {
  const narrowed = inputOf(step) === 'place' ? placeQuestion(turn) : undefined;
  const text = narrowed ?? step.text;
  say(turn, lead === undefined ? text : `${lead}\n\n${text}`, choiceButtons(turn, offeredByAsk(turn, step)));
  return wait(turn, step.expires?.after);
}

/** What an ask offers as buttons now. */
export function offeredByAsk(turn: Turn, step: AskStep): readonly { title: string; value: string }[] {
  return inputOf(step) === 'place' ? offeredPlaces(turn) : (step.choices ?? []);
}

/** `ask`: says the question with its choices and waits. */
export function enterAsk(turn: Turn, step: AskStep): Next {
  beginVisit(turn);
  return question(turn, step);
}

function goOn(turn: Turn, place: Place, next: string): Next {
  track(turn, 'step', place.flow, place.name);
  return { kind: 'goto', step: next };
}

function chosen(turn: Turn, step: AskStep, place: Place, choice: Choice | undefined): Next | undefined {
  if (!choice) return undefined;
  if (step.save !== undefined) save(turn, step.save, choice.value);
  return goOn(turn, place, choice.next);
}

function giveUp(turn: Turn, step: AskStep): Next {
  turn.gaveUp = true;
  return { kind: 'goto', step: step.giveUp };
}

/** Counts a try; asks again with `lead` while there are tries left. */
function again(turn: Turn, step: AskStep, lead: string): Next {
  return countTry(turn, step.tries ?? defaultTries) ? giveUp(turn, step) : question(turn, step, lead);
}

function taken(turn: Turn, step: AskStep, place: Place, reading: NonNullable<Reading>): Next {
  if (reading.kind === 'refused') return again(turn, step, reading.why);
  if (step.next === undefined) return { kind: 'unmatched' };
  if (step.save !== undefined) {
    save(turn, step.save, reading.value);
    if (reading.text !== undefined) save(turn, `${step.save}_text`, reading.text);
    if (reading.province !== undefined) save(turn, `${step.save}_province`, reading.province);
  }
  return goOn(turn, place, step.next);
}

const placeText = (turn: Turn, unit: PlaceUnit): string =>
  [unit.name, turn.places?.unit(unit.provinceCode)?.name].filter((name) => name !== undefined).join(', ');

function answerPlace(turn: Turn, step: AskStep, place: Place, answer: PlaceAnswer | undefined): Next | undefined {
  if (!answer) return undefined;
  if (answer.kind === 'commune') {
    const { code: value, provinceCode: province } = answer.unit;
    return taken(turn, step, place, { kind: 'value', value, text: placeText(turn, answer.unit), province });
  }
  const frame = turn.stack.at(-1);
  if (!frame) return undefined;
  const { tries: _tries, ...fresh } = frame;
  replaceTop(turn, { ...fresh, place: answer.place });
  // The buttons of the wider question must not answer the narrower one.
  beginVisit(turn);
  return question(turn, step, answer.lead);
}

function answerText(turn: Turn, step: AskStep, place: Place, text: string): Next {
  const input = inputOf(step);
  const choice = chosen(turn, step, place, step.choices && choiceFor(step.choices, text));
  if (choice) return choice;
  if (input === 'choice') return { kind: 'unmatched' };
  if (input === 'text' && skips(text)) return giveUp(turn, step);
  const read = input === 'place' ? undefined : readInput(input, text, step, todayOf(turn.now));
  if (read) return taken(turn, step, place, read);
  if (input !== 'text' && declines(text)) return giveUp(turn, step);
  const found = input === 'place' ? answerPlace(turn, step, place, readPlaceText(turn, text)) : undefined;
  return found ?? { kind: 'unmatched' };
}

/** What an event means to a waiting `ask`. The button's position has been checked. */
export function answerAsk(turn: Turn, step: AskStep, place: Place, event: FlowEvent): Next {
  switch (event.type) {
    case 'choice': {
      const choice = chosen(
        turn,
        step,
        place,
        step.choices?.find(({ value }) => value === event.value),
      );
      if (choice || inputOf(step) !== 'place') return choice ?? { kind: 'stale' };
      return answerPlace(turn, step, place, choosePlace(turn, event.value)) ?? { kind: 'stale' };
    }
    case 'text':
      return answerText(turn, step, place, event.text);
    case 'media':
      if (event.kind !== inputOf(step)) return { kind: 'unmatched' };
      return taken(turn, step, place, { kind: 'value', value: 'yes' });
    case 'unclear':
      return again(turn, step, step.retry ?? retryTexts[inputOf(step)]);
    case 'resume':
      return question(turn, step);
    default:
      return { kind: 'unmatched' };
  }
}
