import { beginVisit, track, wait, type Next, type Place, type Turn } from '../turn.ts';
import type { FlowEvent, WaitStep } from '../types.ts';
import { pauseOptions, sayWaiting, waitingAnswer } from './waiting.ts';

/** `wait`: says nothing and waits until it expires. */
export function enterWait(turn: Turn, step: WaitStep): Next {
  beginVisit(turn);
  return wait(turn, step.expires.after);
}

/** On before the time: at `next`, else where the expiry would lead. */
function goOn(turn: Turn, step: WaitStep, place: Place): Next {
  track(turn, 'step', place.flow, place.name);
  const next = step.next ?? step.expires.next;
  return next === undefined ? { kind: 'return' } : { kind: 'goto', step: next };
}

/** What an event means to a pause: "làm tiếp" ends it; with `next`, any text does. */
export function answerWait(turn: Turn, step: WaitStep, place: Place, event: FlowEvent, due?: number): Next {
  switch (event.type) {
    case 'choice':
      return event.value === 'now' ? goOn(turn, step, place) : { kind: 'stale' };
    case 'text': {
      const isAnswer = step.next !== undefined && event.text.trim() !== '';
      return isAnswer || waitingAnswer(pauseOptions, event.text) !== undefined
        ? goOn(turn, step, place)
        : { kind: 'unmatched' };
    }
    case 'resume':
      return sayWaiting(turn, pauseOptions, due);
    default:
      return { kind: 'unmatched' };
  }
}
