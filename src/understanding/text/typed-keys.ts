import { isSyllable } from './syllables.ts';

/** Loanwords and brands that look like keys of an input method: "gas" is no "gá", "ads" no "ád". */
const LOANWORDS: ReadonlySet<string> = new Set(
  (
    'gas ads apps bus sms gps ios mess pos plus vps nas atm web wifi www tiktok facebook box fax max pass passport order ' +
    'voucher user server laser paypal grab gojek momo vpn viber messenger smart card visa master otp'
  ).split(' '),
);

const VOWEL = /[aeiouy]/u;

/** Keys of Telex: doubled letters and w make marks, s f r x j make tones. What is left is the folded syllable. */
function withoutTelex(word: string): string | undefined {
  if (!/^[a-z]{2,9}$/u.test(word) || !/[sfrxjwz]|dd|aa|ee|oo/u.test(word)) return undefined;
  const marked = word
    .replace(/dd/u, 'd')
    .replace(/aa/u, 'a')
    .replace(/ee/u, 'e')
    .replace(/oo/u, 'o')
    // A w without a vowel before it is itself the vowel ư: "thw", "mwoif".
    .replace(/(?<=[aou][a-z]{0,3})w/gu, '')
    .replace(/w/u, 'u')
    .replace(/^(?<head>[a-z]*)d$/u, (all, head: string) => (head.startsWith('d') ? head : all));
  const first = VOWEL.exec(marked);
  if (!first) return undefined;
  const head = marked.slice(0, first.index + 1);
  const tail = marked.slice(first.index + 1).replace(/[sfrxjz]/u, '');
  return head + tail;
}

/** Keys of VNI: digits 1-9 behind a vowel or d. `undefined` for what only ends in a number ("k9", "5tr"). */
function withoutVni(word: string): string | undefined {
  if (!/^[a-z]+[1-9][a-z1-9]*$/u.test(word) || !/[aeiouyd][a-z]{0,2}[1-9]/u.test(word)) return undefined;
  return word.replace(/[1-9]/gu, '');
}

/** Words before a number that people write without a space: "muc2", "lop6". */
const COUNTED = /^(?<word>muc|lop|buoc|so|cap|hang|quy|thang|ngay|cach|loai|bai|tuoi|nam)(?<number>\d{1,4})$/u;

/**
 * A folded word typed with the input method switched off, as the syllable it was meant to be: `ddanwg` and `dang9` are
 * `dang`. Words that are syllables or known loanwords already stay as they are.
 */
export function decodeKeys(word: string): string {
  const counted = COUNTED.exec(word)?.groups;
  if (counted) return `${counted['word']} ${counted['number']}`;
  if (isSyllable(word) || LOANWORDS.has(word)) return word;
  for (const decoded of [withoutTelex(word), withoutVni(word)]) {
    if (decoded !== undefined && isSyllable(decoded)) return decoded;
  }
  return word;
}
