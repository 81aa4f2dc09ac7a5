import { engineTexts } from '../texts.ts';
import { beginVisit, say, track, wait, type Next, type Place, type Turn } from '../turn.ts';
import type { FlowEvent, RemindStep } from '../types.ts';
import { reminderOptions, sayWaiting, waitingAnswer, type WaitingAnswer } from './waiting.ts';

/** `remind`: says nothing now and waits until it is due. */
export function enterRemind(turn: Turn, step: RemindStep): Next {
  beginVisit(turn);
  return wait(turn, step.after);
}

function answered(turn: Turn, step: RemindStep, place: Place, answer: WaitingAnswer): Next {
  track(turn, 'step', place.flow, place.name);
  if (answer === 'cancel') say(turn, engineTexts.reminderCancelled);
  return answer === 'now' ? { kind: 'goto', step: step.next } : { kind: 'return' };
}

/**
 * What an event means to a reminder that is not due yet: "làm tiếp" and "không cần nhắc" cancel it; any other words are
 * not for it, so that the resident may ask something else meanwhile.
 */
export function answerRemind(turn: Turn, step: RemindStep, place: Place, event: FlowEvent, due?: number): Next {
  switch (event.type) {
    case 'choice': {
      const option = reminderOptions.find(({ value }) => value === event.value);
      return option ? answered(turn, step, place, option.value) : { kind: 'stale' };
    }
    case 'text': {
      const answer = waitingAnswer(reminderOptions, event.text);
      return answer === undefined ? { kind: 'unmatched' } : answered(turn, step, place, answer);
    }
    case 'resume':
      return sayWaiting(turn, reminderOptions, due);
    default:
      return { kind: 'unmatched' };
  }
}
