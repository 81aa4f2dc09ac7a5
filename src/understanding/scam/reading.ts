import type { Host } from './hosts.ts';
import { hasOddEnding, isFreeHosting, isShortener } from './hosts.ts';
import type { HostStanding } from './impostors.ts';
import type { Found, Hit } from './lexicon.ts';
import type { Message } from './message.ts';
import { FOREIGN_PHONE_WORD, HOTLINE_WORD, NUMBER_WORD, PHONE_WORD, SUM_WORD } from './numbers.ts';

/** Everything the rules look at. */
export interface Reading {
  readonly message: Message;
  readonly found: Found;
  readonly standings: readonly { readonly host: Host; readonly standing: HostStanding }[];
  /** Links to somebody who is neither official nor known. */
  readonly strangeLinks: number;
  readonly oddLinks: number;
  readonly shortLinks: number;
  /** A number that money can be sent to: next to "tài khoản" or a bank's name. */
  readonly accountGiven: boolean;
  readonly mobileGiven: boolean;
  readonly foreignPhone: boolean;
  /** Any number to call: mobile, foreign or a hotline. */
  readonly phoneGiven: boolean;
  readonly sumNamed: boolean;
  /** Somebody is to pay: an order to transfer, a verb of paying with a sum, or an account with a sum. */
  readonly moneyAsked: boolean;
  /** Tells others about scams: a warning, a lesson, news. */
  readonly isWarning: boolean;
  /** The bank's own notice with a code and the advice to keep it. */
  readonly isCodeNotice: boolean;
  /** Somebody asks how to do something, and holds nothing to follow. */
  readonly isQuestion: boolean;
  /** Hits of `b` that start at most `gap` words behind a meant hit of `a`, in the same sentence. */
  follows(a: string, b: string, gap: number): readonly (readonly [Hit, Hit])[];
}

/** Words between "số tài khoản" or a bank and the number that belongs to it. */
const ACCOUNT_REACH = 5;
/** "nạp thêm 12tr phí mở khóa vào 9021…": words between paying and the number paid into. */
const PAYING_REACH = 10;
const INTO: ReadonlySet<string> = new Set('vao vo qua sang toi so'.split(' '));

export function createReading(message: Message, found: Found, standings: Reading['standings']): Reading {
  const strangers = standings.filter(({ standing }) => standing.type !== 'official');
  const numbers = message.words.flatMap((word, index) =>
    word === NUMBER_WORD || word === PHONE_WORD ? [{ index, word }] : [],
  );
  const holders = [...found.hits('account'), ...found.hits('bank')];
  const accountGiven = numbers.some(
    ({ index, word }) =>
      holders.some(
        ({ start, end }) => (index >= end ? index - end : start - index - 1) < ACCOUNT_REACH && index !== start,
      ) ||
      (word === NUMBER_WORD &&
        INTO.has(message.words[index - 1] ?? '') &&
        found.hits('pay').some(({ end }) => end < index && index - end <= PAYING_REACH)),
  );
  const follows: Reading['follows'] = (a, b, gap) =>
    found.meant(a).flatMap((first) =>
      found
        .hits(b)
        .filter(
          ({ start, end, sentence }) =>
            sentence === first.sentence && end >= first.end && start >= first.start && start - first.end <= gap,
        )
        .map((second) => [first, second] as const),
    );
  const sumNamed = message.words.includes(SUM_WORD);
  return {
    message,
    found,
    standings,
    strangeLinks: strangers.length,
    oddLinks: strangers.filter(
      ({ host, standing }) =>
        !isShortener(host) &&
        (host.isAddress ||
          hasOddEnding(host) ||
          isFreeHosting(host) ||
          (standing.type === 'stranger' && standing.foreignLetters)),
    ).length,
    shortLinks: strangers.filter(({ host }) => isShortener(host)).length,
    accountGiven,
    mobileGiven: message.words.includes(PHONE_WORD),
    foreignPhone: message.words.includes(FOREIGN_PHONE_WORD),
    phoneGiven: [PHONE_WORD, FOREIGN_PHONE_WORD, HOTLINE_WORD].some((word) => message.words.includes(word)),
    sumNamed,
    moneyAsked: found.asks('transfer') || follows('pay', 'sum', 4).length > 0 || (accountGiven && sumNamed),
    isWarning: isWarning(message, found, strangers.length, accountGiven),
    isCodeNotice: isCodeNotice(found, message),
    isQuestion:
      message.words.length < 25 && message.links.length === 0 && numbers.length === 0 && found.has('question'),
    follows,
  };
}

/**
 * News and warnings repeat what scammers say. They talk about scammers and tell people not to follow, and hold nothing
 * to follow: no stranger's link, no account.
 */
function isWarning(message: Message, found: Found, strangeLinks: number, accountGiven: boolean): boolean {
  if (strangeLinks > 0 || accountGiven) return false;
  const talk = found.hits('scam-talk').length;
  const words = found.hits('scam-word').length;
  const advice = found.hits('warn').filter((hit) => !isUltimatum(message, hit)).length;
  // Those who promise lost money back speak of fraud as well, and advise nothing.
  if (advice === 0 && found.has('recover') && found.has('recover-promise')) return false;
  return (
    (found.has('advise') && advice >= 2) ||
    (talk >= 1 && advice >= 1) ||
    (found.has('whoever') && advice + talk >= 1) ||
    // What befell somebody else, told afterwards.
    (talk + words >= 1 && found.has('told')) ||
    (words >= 1 && advice >= 2) ||
    talk + words >= 3
  );
}

/** "Không chuyển là bị bắt": what would follow, no advice. */
function isUltimatum({ words, sentences }: Message, { start, end, sentence }: Hit): boolean {
  if (words[start] !== 'khong') return false;
  return words.slice(end, end + 8).some((word, index) => THEN.has(word) && sentences[end + index] === sentence);
}

const THEN: ReadonlySet<string> = new Set(['thi', 'la', 'se', 'bi']);

/** "Ma OTP cua quy khach la 123456 … khong cung cap cho bat ky ai", in any order; a code of 4–8 digits or masked. */
function isCodeNotice(found: Found, { words, links }: Message): boolean {
  if (!found.has('otp-notice')) return false;
  const codes = words.flatMap((word, index) => (word === NUMBER_WORD || /^\d{4,8}$/u.test(word) ? [index] : []));
  const near = found
    .hits('otp-notice')
    .some(({ start, end }) => codes.some((index) => index >= start - 6 && index <= end + 14));
  return near && (found.has('keep-secret') || links.length === 0) && found.meant('give-to').length === 0;
}
