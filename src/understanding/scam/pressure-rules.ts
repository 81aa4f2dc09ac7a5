import type { Reading } from './reading.ts';
import { PAPERS_REACH, type SoftRule } from './soft-rule.ts';

/** Fear, haste and silence. */
export const PRESSURE_RULES: readonly SoftRule[] = [
  { id: 'kidnap', points: 3, applies: ({ found }) => found.has('kidnap') },
  { id: 'exposure', points: 3, applies: ({ found }) => found.has('expose') && found.has('lewd', 'debt') },
  {
    id: 'violence',
    points: 3,
    applies: ({ found, mobileGiven }) =>
      found.has('strong-threat') &&
      (found.has('debt', 'secrecy', 'press-key', 'police', 'call') || mobileGiven || found.asks('transfer')),
  },
  { id: 'police-work', points: 3, applies: worksByPhone },
  { id: 'secrecy', points: 2, applies: ({ found }) => found.has('secrecy') },
  {
    id: 'secrecy-and-money',
    points: 2,
    applies: ({ found }) => found.has('secrecy') && found.has('transfer', 'personal-data', 'police'),
  },
  { id: 'urgent', points: 1, applies: ({ found }) => found.has('urgent') },
  { id: 'weak-threat', points: 1, applies: ({ found }) => found.has('weak-threat') },
  { id: 'account-problem', points: 1, applies: ({ found }) => found.has('account-problem') },
  { id: 'press-key', points: 2, applies: ({ found }) => found.has('press-key', 'divert') },
  { id: 'rumour', points: 2, applies: ({ found }) => found.has('chain-rumour') },
];

/** Police, prosecutors and courts who threaten, bind to silence or want something by phone. Honest notices ask people to come. */
function worksByPhone({ found, follows, strangeLinks, accountGiven, mobileGiven }: Reading): boolean {
  if (!found.has('police')) return false;
  if (found.has('strong-threat', 'secrecy', 'press-key') || strangeLinks > 0) return true;
  if (found.asks('transfer') && (accountGiven || mobileGiven || found.has('urgent', 'call'))) return true;
  return found.asks('install') || follows('give', 'personal-data', PAPERS_REACH).length > 0;
}
