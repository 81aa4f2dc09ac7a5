import type { Order } from '../payloads.ts';
import type { Plan } from '../plan.ts';
import { acceptHelp, closeHelp, declineHelp, missHelp, sayMyHelp } from './member.ts';
import { askPhone, beginSentGuide, cancelHelp, judgeHelp, obeyResidentWords, refusePhone } from './resident.ts';
import type { HelpWords } from './words.ts';

/** Does what a button about help from a person orders. What it names may be over. */
export async function obeyHelpOrder(plan: Plan, { act, ref }: Order & { type: 'help' }): Promise<void> {
  switch (act) {
    case 'accept':
      return acceptHelp(plan, ref);
    case 'busy':
      return declineHelp(plan, ref);
    case 'done':
      return closeHelp(plan, ref);
    case 'missed':
      return missHelp(plan, ref);
    case 'phone':
      return askPhone(plan, ref);
    case 'no-phone':
      return refusePhone(plan, ref);
    case 'cancel':
      return cancelHelp(plan, ref);
    case 'helped':
      return judgeHelp(plan, ref, 'good');
    case 'not-helped':
      return judgeHelp(plan, ref, 'bad');
    case 'guide':
      return beginSentGuide(plan, ref);
  }
}

/** Does what was typed about it. False where the words mean something else now. */
export async function obeyHelpWords(plan: Plan, words: HelpWords): Promise<boolean> {
  if (words !== 'mine') return obeyResidentWords(plan, words);
  await sayMyHelp(plan);
  return true;
}
