import { engineTexts } from '../texts.ts';
import { beginVisit, choiceButtons, countTry, say, track, wait, type Next, type Place, type Turn } from '../turn.ts';
import type { FlowEvent, PollStep } from '../types.ts';
import { choiceFor } from './choices.ts';

/** Nobody has to answer a poll: one unclear answer is enough to leave it alone. */
const defaultTries = 1;

function ask(turn: Turn, step: PollStep, lead?: string): Next {
  say(turn, lead === undefined ? step.text : `${lead}\n\n${step.text}`, choiceButtons(turn, step.choices));
  return wait(turn, step.expires?.after);
}

/** `poll`: says the question with its choices and waits. */
export function enterPoll(turn: Turn, step: PollStep): Next {
  beginVisit(turn);
  return ask(turn, step);
}

function counted(turn: Turn, step: PollStep, place: Place, choice: PollStep['choices'][number]): Next {
  const { flow, name } = place;
  track(turn, 'step', flow, name);
  turn.actions.push({
    type: 'poll',
    flow: flow.id,
    version: flow.hash,
    step: name,
    topic: flow.topic,
    value: choice.value,
  });
  return { kind: 'goto', step: choice.next ?? step.next };
}

/** What an event means to a waiting `poll`. The answer is counted and not kept. */
export function answerPoll(turn: Turn, step: PollStep, place: Place, event: FlowEvent): Next {
  switch (event.type) {
    case 'choice': {
      const choice = step.choices.find(({ value }) => value === event.value);
      return choice ? counted(turn, step, place, choice) : { kind: 'stale' };
    }
    case 'text': {
      const choice = choiceFor(step.choices, event.text);
      return choice ? counted(turn, step, place, choice) : { kind: 'unmatched' };
    }
    case 'unclear':
      return countTry(turn, step.tries ?? defaultTries)
        ? { kind: 'goto', step: step.giveUp ?? step.next }
        : ask(turn, step, engineTexts.retry);
    case 'resume':
      return ask(turn, step);
    default:
      return { kind: 'unmatched' };
  }
}
