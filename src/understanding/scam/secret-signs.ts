import type { Hit } from './lexicon.ts';
import { NUMBER_WORD } from './numbers.ts';
import type { Reading } from './reading.ts';

/** Words between "gửi" and "mã OTP". */
const SECRET_REACH = 8;
/** Words between "hỏi" and "số thẻ". */
const DEMAND_REACH = 4;

/** Somebody wants a code, a password or card data. Notices that bring a code and advice to keep it are the opposite. */
export function asksForSecret(reading: Reading): boolean {
  const { found, isCodeNotice, message, strangeLinks } = reading;
  const { words } = message;
  if (isCodeNotice && strangeLinks === 0) return false;
  const isPlain = ([verb, secret]: readonly [Hit, Hit]): boolean => {
    if (isDone(words, verb)) return false;
    const behind = found.hits('secret-sent-to').some(({ start }) => start >= secret.end && start - secret.end <= 3);
    if (behind && words[verb.start] === 'gui' && !PERSON.has(words[verb.start + 1] ?? '')) return false;
    return !isHarmless(reading, secret) && !bringsCode(words, secret);
  };
  if (reading.follows('give', 'secret', SECRET_REACH).some(isPlain)) return true;
  if (
    reading
      .follows('secret', 'give-to', SECRET_REACH)
      .some(
        ([secret, verb]) =>
          !isHarmless(reading, secret) && verb.start >= secret.end && !isDone(reading.message.words, verb),
      )
  )
    return true;
  if (secretThenGiveTo(reading) || isTexted(reading) || wantsCardPicture(reading)) return true;
  if (isDemanded(reading)) return true;
  if (found.has('sell-account') && found.asks('secret')) return true;
  // "Nhập mã" is also what honest guides say: only with a stranger's link or app it asks for the code itself.
  const lured =
    found.asks('outside-store', 'apk', 'their-link') ||
    found.has('prize', 'benefit', 'press-key') ||
    (found.has('bank-data') && found.has('scan', 'excuse')) ||
    (found.has('scan') && found.has('gift', 'refund', 'login'));
  if (strangeLinks === 0 && !lured) return false;
  return reading.follows('enter', 'secret', SECRET_REACH).some(([, secret]) => !isHarmless(reading, secret));
}

/** Behind "gửi": a person who wants it, not a phone that gets it. */
const PERSON: ReadonlySet<string> = new Set('em anh chi minh toi tao chau con co chu bac lai cho giup qua'.split(' '));
const DONE: ReadonlySet<string> = new Set('da vua se duoc dang bi thong moi kinh nguoi tien'.split(' '));

/** "Chúng tôi đã gửi mã OTP", "nhan duoc yeu cau dat lai mat khau": somebody sent it, nobody wants it. */
function isDone(words: readonly string[], verb: Hit): boolean {
  if (words[verb.start] === 'nhan' && words[verb.start + 1] === 'duoc') return true;
  return words[verb.start] === 'gui' && DONE.has(words[verb.start - 1] ?? '');
}

function isHarmless({ found }: Reading, secret: Hit): boolean {
  // "Hai mặt thẻ" of a health insurance is no bank card; an OTP beside one stays an OTP.
  const isOtherCard = found.hits('harmless-card').some(({ start, end }) => start < secret.end && secret.start < end);
  return (
    isOtherCard ||
    found.hits('harmless-secret').some(({ start, end }) => start - secret.end <= 4 && secret.start - end <= 3)
  );
}

function bringsCode(words: readonly string[], secret: Hit): boolean {
  return words.slice(secret.end, secret.end + 3).some((word) => word === NUMBER_WORD || /^\d{4,8}$/u.test(word));
}

/** "Có mã OTP gửi về máy. Bác đọc giúp em": the code in one sentence, the demand in the next. */
function secretThenGiveTo(reading: Reading): boolean {
  const { found } = reading;
  return found
    .hits('secret')
    .some(
      (secret) =>
        !isHarmless(reading, secret) &&
        found
          .meant('give-to')
          .some(
            (verb) =>
              verb.start >= secret.end &&
              !isDone(reading.message.words, verb) &&
              verb.sentence - secret.sentence <= 1 &&
              verb.start - secret.end <= 14,
          ),
    );
}

/** "Soạn số thẻ + mã PIN gửi 0568…": to a person's number; short numbers of carriers are no mobile numbers. */
function isTexted(reading: Reading): boolean {
  if (!reading.mobileGiven) return false;
  return reading.follows('by-text', 'secret', SECRET_REACH).some(([, secret]) => !isHarmless(reading, secret));
}

/** "Chụp hai mặt căn cước và thẻ ngân hàng gửi zalo …", for a gift, a loan or an office. */
function wantsCardPicture({ found, follows, mobileGiven }: Reading): boolean {
  if (follows('snap', 'bank-card', DEMAND_REACH * 2).length === 0) return false;
  return mobileGiven || found.has('benefit', 'prize', 'loan', 'gift', 'easy-job', 'police', 'identity', 'contact-move');
}

/** "Bấm vào nó hỏi số thẻ", "giao full mật khẩu": retold or bluntly. Needs somebody to take the name of, or a trap. */
function isDemanded(reading: Reading): boolean {
  const { found, message, strangeLinks } = reading;
  if (found.has('keep-secret', 'whoever') || found.hits('warn').length > 0) return false;
  const isTrap =
    strangeLinks > 0 || found.has('sell-account', 'their-link', 'contact-move', 'prize', 'benefit', 'loan');
  if (!isTrap && !found.has('bank', 'police', 'identity', 'telecom', 'insurance', 'tax')) return false;
  if (message.words.length < 25 && found.has('question')) return false;
  return reading
    .follows('demand', 'secret', DEMAND_REACH)
    .some(
      ([verb, secret]) =>
        !isNoun(message.words, verb) && !isHarmless(reading, secret) && !bringsCode(message.words, secret),
    );
}

/** "Nhận được yêu cầu đặt lại mật khẩu": a request somebody made, not one of the message. */
function isNoun(words: readonly string[], { start }: Hit): boolean {
  return words[start] === 'yeu' && NOUN_BEFORE.has(words[start - 1] ?? '');
}

const NOUN_BEFORE: ReadonlySet<string> = new Set(['duoc', 'co', 'mot', 'gui']);
