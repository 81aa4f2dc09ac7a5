import type { Reading } from './reading.ts';

/** One soft sign: when it applies, and how many points towards `suspicious` it gives. */
export interface SoftRule {
  readonly id: string;
  readonly points: number;
  readonly applies: (reading: Reading) => boolean;
}

/** Tags of those whose name is borrowed to frighten. */
const AGENCIES = ['police', 'tax', 'bank', 'telecom', 'utility', 'insurance', 'identity'] as const;

/** Words between "gửi" and "ảnh căn cước". */
const PAPERS_REACH = 6;

/** Baits: something for nothing, or nearly. */
const BAITS: readonly SoftRule[] = [
  {
    id: 'money-game',
    points: 3,
    applies: ({ found }) => found.hits('gambling').length >= 2 || (found.has('gambling') && found.has('gift')),
  },
  {
    id: 'adult',
    points: 3,
    applies: ({ found, strangeLinks }) =>
      found.has('adult') && (strangeLinks > 0 || found.has('contact-move', 'transfer', 'call', 'deposit')),
  },
  {
    id: 'easy-job',
    points: 3,
    applies: ({ found, sumNamed, moneyAsked }) =>
      (found.hits('easy-job').length >= 2 && (sumNamed || found.has('job-offer', 'contact-move'))) ||
      (found.has('easy-job') &&
        (found.asks('fee-first', 'deposit') || (moneyAsked && found.has('job-offer', 'contact-move')))),
  },
  {
    id: 'sure-profit',
    points: 3,
    applies: ({ found }) =>
      (found.has('invest') && found.has('sure-profit')) ||
      (found.has('invest') && found.has('withdraw') && found.asks('fee-first', 'transfer')) ||
      (found.hits('invest').length >= 3 && found.has('contact-move')),
  },
  {
    id: 'easy-loan',
    points: 3,
    applies: ({ found }) =>
      found.has('loan') && (found.has('easy-loan') || found.asks('fee-first')) && !found.has('balance'),
  },
  {
    id: 'prize',
    points: 3,
    applies: ({ found, strangeLinks }) =>
      found.has('prize') &&
      (found.asks('fee-first', 'transfer') ||
        found.has('personal-data', 'contact-move') ||
        strangeLinks > 0 ||
        (found.has('call') && found.hits('prize').length >= 2)),
  },
  {
    id: 'gift-with-link',
    points: 2,
    applies: ({ found, strangeLinks }) => found.has('gift') && (strangeLinks > 0 || found.has('contact-move')),
  },
  {
    id: 'scan-gift',
    points: 3,
    applies: ({ found }) => found.has('scan') && found.has('gift', 'prize') && !found.has('advert', 'school', 'bank'),
  },
  {
    id: 'benefit',
    points: 3,
    applies: ({ found, strangeLinks, follows }) =>
      found.has('benefit') &&
      (strangeLinks > 0 ||
        follows('give', 'personal-data', PAPERS_REACH).length > 0 ||
        (found.has('urgent', 'register') && found.has('contact-move'))),
  },
  {
    id: 'miracle-cure',
    points: 3,
    applies: ({ found }) =>
      found.has('miracle') && found.has('deposit', 'fee-first', 'gift', 'call', 'contact-move', 'sure-profit'),
  },
  {
    id: 'superstition',
    points: 3,
    applies: ({ found }) => found.has('superstition') && found.asks('transfer', 'fee-first'),
  },
  {
    id: 'fake-papers',
    points: 3,
    applies: ({ found }) =>
      found.has('fake-papers') && found.has('contact-move', 'deposit', 'call', 'fee-first', 'give'),
  },
  { id: 'sell-account', points: 3, applies: ({ found }) => found.has('sell-account') },
  {
    id: 'recover-money',
    points: 3,
    applies: ({ found }) =>
      found.has('recover') &&
      found.has('recover-promise') &&
      found.has('contact-move', 'call', 'fee-first', 'transfer', 'give'),
  },
  {
    id: 'cheap-deposit',
    points: 1.5,
    applies: ({ found }) =>
      found.asks('deposit') &&
      (found.has('deposit-sale', 'travel', 'sure-profit') || found.meant('deposit').length >= 2),
  },
];

/** Money for somebody who may not be who they say. */
const MONEY: readonly SoftRule[] = [
  {
    id: 'borrow',
    points: 3,
    applies: ({ found, sumNamed, accountGiven }) =>
      found.asks('borrow') &&
      ((sumNamed && (found.has('promise-back', 'excuse', 'urgent', 'secrecy') || accountGiven)) || found.has('excuse')),
  },
  {
    id: 'excuse-and-money',
    points: 3,
    applies: ({ found, sumNamed, accountGiven }) =>
      found.has('excuse') &&
      (found.asks('transfer') || (accountGiven && sumNamed)) &&
      (found.has('urgent', 'relative', 'new-owner-name', 'promise-back') || accountGiven),
  },
  {
    id: 'accident-money',
    points: 3,
    applies: ({ found, isWarning, moneyAsked }) =>
      !isWarning && found.has('accident') && moneyAsked && found.has('urgent', 'relative', 'school', 'account'),
  },
  {
    id: 'deep-fake',
    points: 3,
    applies: ({ found, moneyAsked }) => found.has('deep-fake') && (moneyAsked || found.asks('borrow')),
  },
  {
    id: 'romance-parcel',
    points: 3,
    applies: ({ found }) =>
      found.has('romance') &&
      found.has('treasure') &&
      (found.has('delivery', 'fee-first', 'parcel-trouble', 'transfer', 'give') || found.hits('treasure').length >= 2),
  },
  {
    id: 'romance-money',
    points: 3,
    applies: ({ found, sumNamed, moneyAsked }) =>
      found.has('romance') && (found.has('invest') || ((moneyAsked || found.asks('borrow')) && sumNamed)),
  },
  {
    id: 'parcel',
    points: 3,
    applies: ({ found, strangeLinks, phoneGiven, moneyAsked }) =>
      found.has('delivery') &&
      ((found.has('parcel-trouble') &&
        (strangeLinks > 0 ||
          moneyAsked ||
          found.asks('fee-first') ||
          (phoneGiven && found.has('call', 'contact-move')) ||
          found.has('press-key'))) ||
        found.has('shipper-paid')),
  },
  {
    id: 'wrong-transfer',
    points: 3,
    applies: ({ found, strangeLinks }) =>
      found.has('wrong-transfer') && (found.asks('return-money', 'transfer') || strangeLinks > 0),
  },
  {
    id: 'fee-first',
    points: 2.5,
    applies: ({ found, strangeLinks, moneyAsked }) =>
      found.asks('fee-first') && (moneyAsked || strangeLinks > 0 || found.has('withdraw')),
  },
  {
    id: 'new-account',
    points: 2.5,
    applies: ({ found, accountGiven }) => found.has('new-owner-name') && accountGiven,
  },
  {
    id: 'gift-for-fee',
    points: 2,
    applies: ({ found }) => found.has('gift', 'prize') && found.asks('fee-first'),
  },
  { id: 'deposit', points: 2, applies: ({ found }) => found.asks('deposit') },
  {
    id: 'account-given',
    points: 1,
    applies: ({ found, accountGiven }) => accountGiven && found.asks('transfer'),
  },
  {
    id: 'charity',
    points: 2,
    applies: ({ found, accountGiven }) => found.has('charity') && (accountGiven || found.asks('transfer')),
  },
];

/** Fear, haste and silence. */
const PRESSURE: readonly SoftRule[] = [
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
export const SOFT_RULES: readonly SoftRule[] = [...BAITS, ...MONEY, ...PRESSURE, ...ACCESS, ...LINKS];

/** Police, prosecutors and courts who threaten, bind to silence or want something by phone. Honest notices ask people to come. */
function worksByPhone({ found, follows, strangeLinks, accountGiven, mobileGiven }: Reading): boolean {
  if (!found.has('police')) return false;
  if (found.has('strong-threat', 'secrecy', 'press-key') || strangeLinks > 0) return true;
  if (found.asks('transfer') && (accountGiven || mobileGiven || found.has('urgent', 'call'))) return true;
  return found.asks('install') || follows('give', 'personal-data', PAPERS_REACH).length > 0;
}
