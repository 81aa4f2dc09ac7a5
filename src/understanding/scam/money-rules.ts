import type { SoftRule } from './soft-rule.ts';

/** Money for somebody who may not be who they say. */
export const MONEY_RULES: readonly SoftRule[] = [
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
    applies: ({ found, accountGiven, moneyAsked }) =>
      found.has('excuse') &&
      moneyAsked &&
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
