import { BAIT_RULES } from './bait-rules.ts';
import { MONEY_RULES } from './money-rules.ts';
import { PRESSURE_RULES } from './pressure-rules.ts';
import { PAPERS_REACH, type SoftRule } from './soft-rule.ts';

/** Tags of those whose name is borrowed to frighten. */
const AGENCIES = ['police', 'tax', 'bank', 'telecom', 'utility', 'insurance', 'identity'] as const;

/** Names, papers and apps. */
const ACCESS: readonly SoftRule[] = [
  { id: 'outside-store', points: 3, applies: ({ found }) => found.asks('outside-store') },
  {
    id: 'install',
    points: 2,
    applies: ({ found, strangeLinks }) =>
      found.asks('install') && !found.has('store') && (strangeLinks > 0 || found.has(...AGENCIES)),
  },
  {
    id: 'screen-share',
    points: 2,
    applies: ({ found }) => (found.asks('remote') || found.asks('screen-share')) && !found.has('meeting'),
  },
  {
    id: 'asks-papers',
    points: 2,
    applies: ({ found, follows, isCodeNotice }) =>
      !isCodeNotice &&
      (follows('give', 'personal-data', PAPERS_REACH).length > 0 ||
        follows('enter', 'personal-data', PAPERS_REACH).length > 0) &&
      found.has(...AGENCIES, 'contact-move', 'benefit', 'job-offer', 'loan', 'company', 'deep-fake'),
  },
  {
    id: 'enter-secret',
    points: 1.5,
    applies: ({ follows, isCodeNotice }) =>
      !isCodeNotice && (follows('enter', 'secret', 8).length > 0 || follows('give', 'secret', 8).length > 0),
  },
  {
    id: 'borrowed-name',
    points: 1,
    applies: ({ found }) => found.has(...AGENCIES, 'platform', 'delivery', 'company'),
  },
  {
    id: 'agency-on-mobile',
    points: 1.5,
    applies: ({ found, mobileGiven, accountGiven }) =>
      found.has(...AGENCIES) && found.has('call', 'contact-move') && mobileGiven && !accountGiven,
  },
  { id: 'foreign-phone', points: 2, applies: ({ foreignPhone }) => foreignPhone },
];

/** Addresses. */
const LINKS: readonly SoftRule[] = [
  { id: 'odd-link', points: 3, applies: ({ oddLinks }) => oddLinks > 0 },
  { id: 'short-link', points: 1.5, applies: ({ shortLinks }) => shortLinks > 0 },
  {
    id: 'borrowed-host',
    points: 2.5,
    applies: ({ standings }) => standings.some(({ standing }) => standing.type === 'impostor'),
  },
  { id: 'broken-link', points: 2.5, applies: ({ message }) => message.links.some(({ brokenUp }) => brokenUp) },
  { id: 'strange-link', points: 1, applies: ({ strangeLinks }) => strangeLinks > 0 },
  {
    id: 'strange-link-login',
    points: 1.5,
    applies: ({ found, strangeLinks }) => strangeLinks > 0 && found.has('login', 'vote'),
  },
  {
    id: 'scan-code',
    points: 1.5,
    applies: ({ found }) => found.has('scan') && found.has('benefit', 'login', 'install'),
  },
  { id: 'garbled', points: 3, applies: ({ message }) => message.garbled },
];

/** Every soft sign. Points were set by hand on the development messages. */
export const SOFT_RULES: readonly SoftRule[] = [...BAIT_RULES, ...MONEY_RULES, ...PRESSURE_RULES, ...ACCESS, ...LINKS];
