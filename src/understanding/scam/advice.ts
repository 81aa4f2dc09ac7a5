import type { Verdict } from './verdict.ts';

/** Actions that belong to a sign, the most pressing first. What to do when it already happened comes from `AFTER`. */
const BY_SIGN: Readonly<Record<string, readonly string[]>> = {
  'fake-host': ['type-yourself'],
  'listed-link': ['type-yourself'],
  'login-elsewhere': ['type-yourself'],
  'not-their-page': ['type-yourself'],
  apk: ['switch-off'],
  'asks-secret': ['keep-secret'],
  'remote-control': ['switch-off'],
  'safe-account': ['ask-police'],
  'threat-and-transfer': ['no-ransom'],
  'bail-money': ['ask-police', 'call-known'],
  'fee-with-threat': ['no-first-fee'],
  'curious-link': ['type-yourself', 'call-known'],
  'easy-job': ['no-first-fee'],
  'sure-profit': ['no-first-fee'],
  'easy-loan': ['no-first-fee'],
  prize: ['no-first-fee'],
  'fee-first': ['no-first-fee'],
  'recover-money': ['no-first-fee'],
  'romance-parcel': ['no-first-fee'],
  'romance-money': ['no-first-fee'],
  parcel: ['check-goods'],
  deposit: ['check-goods'],
  borrow: ['call-known'],
  'excuse-and-money': ['call-known'],
  'deep-fake': ['call-known'],
  'accident-money': ['call-school', 'call-known'],
  kidnap: ['danger', 'no-ransom', 'call-known'],
  exposure: ['danger', 'no-ransom'],
  violence: ['danger'],
  'police-work': ['ask-police'],
  'wrong-transfer': ['through-bank'],
  'outside-store': ['switch-off'],
  install: ['type-yourself'],
  'screen-share': ['switch-off'],
  'asks-papers': ['keep-secret'],
  'odd-link': ['type-yourself'],
  'short-link': ['type-yourself'],
  'borrowed-host': ['type-yourself'],
  'strange-link': ['type-yourself'],
  'strange-link-login': ['type-yourself'],
  benefit: ['ask-owner'],
  'account-problem': ['ask-owner'],
  'agency-on-mobile': ['ask-owner'],
  'sell-account': ['ask-police'],
};

const MAX_ACTIONS = 5;

/** Ids of the actions for a verdict and its signs: at most 5. */
export function actionsFor(verdict: Verdict, signs: readonly string[]): string[] {
  if (verdict === 'unknown') return ['keep-secret', 'ask-owner', 'ask-someone'];
  const fitting = [...new Set(signs.flatMap((sign) => BY_SIGN[sign] ?? []))];
  const threatened = signs.some((sign) => ['kidnap', 'exposure', 'violence', 'threat-and-transfer'].includes(sign));
  const first = threatened && verdict === 'dangerous' ? ['danger'] : [];
  const last = verdict === 'dangerous' ? ['call-bank', 'keep-evidence'] : ['ask-someone'];
  const general = fitting.length > 0 || verdict === 'dangerous' ? [] : ['ask-owner'];
  const middle = ['stop', ...fitting, ...general].filter((action) => !first.includes(action));
  return [...first, ...middle.slice(0, MAX_ACTIONS - first.length - last.length), ...last];
}
