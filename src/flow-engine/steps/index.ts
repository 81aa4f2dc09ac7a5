import { stepChoicesOf } from './guide.ts';
import type { Next, Place, Turn } from '../turn.ts';
import type { FlowEvent, Frame, Step } from '../types.ts';
import { answerAsk, enterAsk, offeredByAsk } from './ask.ts';
import { enterBranch } from './branch.ts';
import { enterCall } from './call.ts';
import { enterEnd } from './end.ts';
import { enterGuide } from './guide.ts';
import { enterHandover } from './handover.ts';
import { answerPoll, enterPoll } from './poll.ts';
import { enterProfile } from './profile.ts';
import { answerQuiz, enterQuiz, quizQuestion } from './quiz.ts';
import { enterRecord } from './record.ts';
import { answerRemind, enterRemind } from './remind.ts';
import { enterSay } from './say.ts';
import { enterSet } from './set.ts';
import { answerWait, enterWait } from './wait.ts';
import { pauseOptions, reminderOptions } from './waiting.ts';

/** Every step type, as authors write it. A new type without an entry in `enterStep` does not compile. */
export const stepTypes = [
  ...(['say', 'ask', 'branch', 'set', 'guide', 'call', 'record', 'quiz', 'poll'] as const),
  ...(['remind', 'wait', 'profile', 'handover', 'end'] as const),
] as const satisfies readonly Step['type'][];

/** Enters a step of a flow: says what it says and tells where to go on. */
export function enterStep(turn: Turn, step: Step, place: Place): Next {
  switch (step.type) {
    case 'say':
      return enterSay(turn, step, place);
    case 'ask':
      return enterAsk(turn, step);
    case 'branch':
      return enterBranch(turn, step);
    case 'set':
      return enterSet(turn, step);
    case 'guide':
      return enterGuide(turn, step);
    case 'call':
      return enterCall(turn, step);
    case 'record':
      return enterRecord(turn, step, place);
    case 'quiz':
      return enterQuiz(turn, step);
    case 'poll':
      return enterPoll(turn, step);
    case 'remind':
      return enterRemind(turn, step);
    case 'wait':
      return enterWait(turn, step);
    case 'profile':
      return enterProfile(turn, step);
    case 'handover':
      return enterHandover(turn, step);
    case 'end':
      return enterEnd(turn, step, place);
  }
}

/** What an event means to the step of a flow that waits; `due` is its moment as stored. */
export function answerStep(turn: Turn, step: Step, place: Place, event: FlowEvent, due: number | undefined): Next {
  switch (step.type) {
    case 'ask':
      return answerAsk(turn, step, place, event);
    case 'quiz':
      return answerQuiz(turn, step, place, event);
    case 'poll':
      return answerPoll(turn, step, place, event);
    case 'remind':
      return answerRemind(turn, step, place, event, due);
    case 'wait':
      return answerWait(turn, step, place, event, due);
    default:
      return { kind: 'over', how: 'changed' };
  }
}

/** What the waiting step offers, in the order of the numbers; empty when any words are welcome. */
export function offeredAt(
  turn: Turn,
  frame: Frame,
  step: Step | undefined,
): readonly { title: string; value: string }[] {
  if (frame.kind === 'card') return stepChoicesOf(frame);
  switch (step?.type) {
    case 'ask':
      return offeredByAsk(turn, step);
    case 'quiz':
      return quizQuestion(turn, step)?.choices ?? [];
    case 'poll':
      return step.choices;
    case 'remind':
      return reminderOptions;
    case 'wait':
      return step.next === undefined ? pauseOptions : [];
    default:
      return [];
  }
}
