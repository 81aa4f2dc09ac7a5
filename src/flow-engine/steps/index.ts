import type { Next, Place, Turn } from '../turn.ts';
import type { Step } from '../types.ts';
import { enterAsk } from './ask.ts';
import { enterBranch } from './branch.ts';
import { enterCall } from './call.ts';
import { enterEnd } from './end.ts';
import { enterGuide } from './guide.ts';
import { enterHandover } from './handover.ts';
import { enterRecord } from './record.ts';
import { enterSay } from './say.ts';
import { enterSet } from './set.ts';

/** Every step type, as authors write it. A new type without an entry in `enterStep` does not compile. */
export const stepTypes = ['say', 'ask', 'branch', 'set', 'guide', 'call', 'record', 'handover', 'end'] as const;

/** Enters a step of a flow: says what it says and tells where to go on. */
export function enterStep(turn: Turn, step: Step, place: Place): Next {
  switch (step.type) {
    case 'say':
      return enterSay(turn, step);
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
    case 'handover':
      return enterHandover(turn, step);
    case 'end':
      return enterEnd(turn, step, place);
  }
}
