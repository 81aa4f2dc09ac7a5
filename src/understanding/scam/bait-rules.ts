import { PAPERS_REACH, type SoftRule } from './soft-rule.ts';

/** Baits: something for nothing, or nearly. */
export const BAIT_RULES: readonly SoftRule[] = [
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
