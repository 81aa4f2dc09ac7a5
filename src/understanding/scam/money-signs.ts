import { PERCENT_WORD } from './numbers.ts';
import type { Reading } from './reading.ts';

/** Stories in which a stranger's account and a threat leave no honest reading. */
const STORIES = [
  'police',
  'tax',
  'telecom',
  'utility',
  'identity',
  'bank',
  'insurance',
  'delivery',
  'fee-first',
  'loan',
  'easy-job',
  'invest',
  'recover',
  'withdraw',
  'romance',
] as const;

/** A strong threat and a demand for money; or a weaker threat and an account to pay into. */
export function threatensForMoney({ found, accountGiven, sumNamed, moneyAsked }: Reading): boolean {
  if (found.asks('kidnap') && (moneyAsked || sumNamed)) return true;
  if (found.has('lewd') && found.has('expose', 'recorded') && (moneyAsked || sumNamed)) return true;
  if (found.has('expose') && found.has('debt') && sumNamed) return true;
  if (!moneyAsked) return false;
  if (found.has('strong-threat')) return true;
  if (found.has('police') && found.asks('transfer') && found.has('secrecy', 'phone-work')) return true;
  // Whoever speaks for the police and names an account threatens with the name alone.
  if (found.has('police') && accountGiven) return true;
  if (found.has('expose') && found.has('lewd', 'debt', 'recorded', 'ultimatum')) return true;
  const isTheirs = found.has('personal-account');
  if (!(accountGiven || (isTheirs && found.has('rush'))) || !found.asks('transfer') || found.has('balance'))
    return false;
  return found.has('weak-threat') && (isTheirs || found.has(...STORIES, 'rush'));
}

/** "Chuyển tiền vào tài khoản tạm giữ": no office has one. */
export function wantsSafeAccount({ found, moneyAsked, isQuestion }: Reading): boolean {
  if (isQuestion || found.has('whoever')) return false;
  if (found.asks('safe-account') && (moneyAsked || found.asks('pay', 'give') || found.has('withdraw'))) return true;
  // "Chuyển hết tiền sang tài khoản … giữ hộ", "chuyển 150 triệu để thẩm tra nguồn tiền".
  return (
    found.asks('check-money') &&
    (found.asks('transfer') || moneyAsked) &&
    (found.has(...OFFICES, 'strong-threat') || found.has('secrecy'))
  );
}

/** Freedom for money: "muốn bảo lãnh thì chuyển 25tr", "lo cho khỏi tội". */
export function paysForFreedom({ found, moneyAsked, sumNamed, isQuestion }: Reading): boolean {
  if (isQuestion || found.has('whoever')) return false;
  return (
    found.asks('bail') &&
    (moneyAsked || (sumNamed && found.asks('pay'))) &&
    found.has('police', 'held', 'strong-threat')
  );
}

/** Offices that never hold anybody's money for a check. */
const OFFICES = ['police', 'tax', 'bank', 'telecom', 'identity', 'insurance', 'treasury'] as const;

/** Stories in which money is promised and a fee comes first. */
const PROMISES = [
  'withdraw',
  'invest',
  'easy-job',
  'job-offer',
  'prize',
  'loan',
  'recover',
  'treasure',
  'held-parcel',
] as const;

/** A fee before what was promised, and what happens without it: "không nộp trong 24h là sàn khóa ví". */
export function threatensForFee({ found, message, moneyAsked, accountGiven, sumNamed, isQuestion }: Reading): boolean {
  if (isQuestion || found.has('whoever') || !found.asks('fee-first') || !found.has(...PROMISES)) return false;
  // Schools, landlords and shops name dates and accounts as well.
  if (found.has('balance', 'bill', 'in-person') && !found.has('withdraw')) return false;
  const isPaid = moneyAsked || accountGiven || sumNamed || message.words.includes(PERCENT_WORD);
  return (
    isPaid &&
    found.has('weak-threat', 'strong-threat', 'loss') &&
    (found.has('or-else', 'rush', 'urgent') || hasDeadline(message.words))
  );
}

/** "trước 14h", "trong 24h": a time by which something is to be done. */
function hasDeadline(words: readonly string[]): boolean {
  return words.some(
    (word, index) => DEADLINE.has(word) && /^\d{1,2}(?:h\d{0,2}|g|p|gio|phut|tieng)$/u.test(words[index + 1] ?? ''),
  );
}

const DEADLINE: ReadonlySet<string> = new Set(['truoc', 'trong', 'qua', 'sau']);

/** Somebody lies in hospital, and a number to pay into comes with haste or worse. Family sends no such number. */
export function paysForAccident({ found, accountGiven, moneyAsked }: Reading): boolean {
  if (!found.has('accident') || !accountGiven || !moneyAsked) return false;
  return found.has('rush', 'weak-threat', 'urgent') && found.has('hospital', 'school', 'relative');
}
