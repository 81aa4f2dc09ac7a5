import { isSyllable } from '../text/syllables.ts';
import { decodeKeys } from '../text/typed-keys.ts';
import { findLinks, findPlainLinks, type Link, MAX_LINKS } from './links.ts';
import { plainLetters } from './look-alikes.ts';
import { foldNumbers, LINK_WORD, unmask } from './numbers.ts';

/** More than this is a document: its beginning and end say what it wants. Addresses are looked for everywhere. */
const HEAD_CHARACTERS = 1_200;
const TAIL_CHARACTERS = 400;
const MAX_CHARACTERS = 65_536;
const MAX_FOLDED_CHARACTERS = 2 * (HEAD_CHARACTERS + TAIL_CHARACTERS);

/** A message taken apart. */
export interface Message {
  /** Folded words, with stand-ins for addresses, sums and numbers; `sentences[i]` is the sentence of `words[i]`. */
  readonly words: readonly string[];
  /** The same words with marks, as `markedKey` writes them; empty where marks were not typed and say nothing. */
  readonly marked: readonly string[];
  readonly sentences: readonly number[];
  /** True where a word starts a clause: the first of a sentence or behind a comma. */
  readonly clauseStarts: readonly boolean[];
  readonly links: readonly Link[];
  /** Words of nonsense that exist to get past filters: `KsLrBùinqChááy`. */
  readonly garbled: boolean;
}

/** Short forms that matter here. Matching only. */
const SHORT: Readonly<Record<string, string>> = {
  ck: 'chuyen khoan',
  cktg: 'chuyen khoan',
  tk: 'tai khoan',
  stk: 'so tai khoan',
  tknh: 'tai khoan ngan hang',
  mk: 'mat khau',
  nh: 'ngan hang',
  ko: 'khong',
  k: 'khong',
  hok: 'khong',
  kh: 'khach hang',
  qk: 'quy khach',
  dc: 'duoc',
  dk: 'dang ky',
  dki: 'dang ky',
  dn: 'dang nhap',
  sdt: 'so dien thoai',
  dt: 'dien thoai',
  cty: 'cong ty',
  lh: 'lien he',
  ib: 'nhan tin',
  inb: 'nhan tin',
  inbox: 'nhan tin',
  vcb: 'vietcombank',
  tcb: 'techcombank',
  ctv: 'cong tac vien',
  cccd: 'can cuoc',
  cmnd: 'can cuoc',
  cmt: 'can cuoc',
  xn: 'xac nhan',
  tb: 'thong bao',
  vs: 'voi',
  ng: 'nguoi',
  ac: 'anh chi',
  tgian: 'thoi gian',
  nv: 'nhan vien',
  ubnd: 'uy ban nhan dan',
  fb: 'facebook',
  acc: 'tai khoan',
  tele: 'telegram',
  dvc: 'dich vu cong',
  bhxh: 'bao hiem xa hoi',
  bhyt: 'bao hiem y te',
  vksnd: 'vien kiem sat',
  vks: 'vien kiem sat',
  csdt: 'canh sat dieu tra',
  gplx: 'bang lai',
  hs: 'ho so',
};

/** Loanwords that look like keys of an input method. */
const KEEP: ReadonlySet<string> = new Set(
  'app apps link sms web visa card free fee deal job part zoom meet google apple shopee loan file call team share screen ads pass user bit box coin forex usdt token livestream stream shipper ship order gas boss sex max win club code qr nap anydesk wifi wa mess'.split(
    ' ',
  ),
);

const SEPARATED_LETTERS = /(?<![\p{L}\p{N}])(?:\p{L}[.\-_* ]){2,20}\p{L}(?![\p{L}\p{N}])/gu;
const TOKEN = /#[a-z]+|[\p{L}\p{M}\p{N}]+|[.!?;\n,:]/gu;
const MIXED_CASE = /\p{Ll}\p{Lu}/gu;

/** `0tp`, `ch1nh`: a digit that stands for a letter. */
function withoutLeet(word: string): string {
  if (!/^(?=.*\d)(?=.*[a-z]{2})[a-z0-9]{3,8}$/u.test(word) && word !== '0tp') return word;
  const letters = word
    .replace(/0/gu, 'o')
    .replace(/1/gu, 'i')
    .replace(/3/gu, 'e')
    .replace(/4/gu, 'a')
    .replace(/5/gu, 's');
  return letters === 'otp' || isSyllable(letters) ? letters : word;
}

function readWord(word: string): string {
  if (word.startsWith('#')) return word;
  const short = Object.hasOwn(SHORT, word) ? SHORT[word] : undefined;
  if (short !== undefined) return short;
  const stretched = word.replace(/(?<letter>\p{L})\k<letter>{2,}/gu, '$1');
  const plain = withoutLeet(stretched);
  return KEEP.has(plain) || isSyllable(plain) ? plain : decodeKeys(plain);
}

/** `r4t`, `c4m`, `st3am`: a digit between letters. */
const LEET = /(?<![\p{L}\p{N}])\p{L}{1,4}[0134]\p{L}{1,4}(?![\p{L}\p{N}])/gu;

/** Letters switch between small and capital inside words again and again, or signs stand between letters. */
function isGarbled(text: string): boolean {
  if ((text.slice(0, HEAD_CHARACTERS).match(LEET)?.length ?? 0) >= 4) return true;
  const words = text.slice(0, HEAD_CHARACTERS).match(/\S{12,}/gu) ?? [];
  return words.some((word) => {
    if (/:\/\/|\.[a-z]{2,4}(?:\/|$)/u.test(word)) return false;
    const switches = word.match(MIXED_CASE)?.length ?? 0;
    const signs = word.match(/\p{L}[^\p{L}\p{N}\s.,;:()/-]+\p{L}/gu)?.length ?? 0;
    return switches >= 4 || switches + signs >= 5;
  });
}

const TONES = /[\u0300\u0301\u0303\u0309\u0323]/gu;

/**
 * A word with its marks, comparable: the tone at the end, so that `hoà` and `hòa` are one, and hỏi as ngã, which half
 * of the country does not tell apart.
 */
export function markedKey(word: string): string {
  if (!/[^\p{ASCII}]/u.test(word)) return word;
  const parts = word.normalize('NFD').toLowerCase();
  const tones =
    parts
      .match(TONES)
      ?.join('')
      .replace(/\u0303/gu, '\u0309') ?? '';
  return parts.replace(TONES, '') + tones;
}

/** From this share of words with marks on, a word without any was meant to have none. */
const MARKED_SHARE = 0.4;

/** Takes a message apart. Total and linear: any string, of which the first 64 kB are read. */
export function readMessage(input: string): Message {
  const whole = input.slice(0, MAX_CHARACTERS).toWellFormed();
  const isLong = whole.length > HEAD_CHARACTERS + TAIL_CHARACTERS;
  const shown = isLong ? `${whole.slice(0, HEAD_CHARACTERS)}\n${whole.slice(-TAIL_CHARACTERS)}` : whole;
  const lower = shown
    .normalize('NFKC')
    // Some letters fold into eighteen.
    .slice(0, MAX_FOLDED_CHARACTERS)
    .replace(/[\u200b-\u200f\u2060\ufeff\u00ad]/gu, '')
    .toLowerCase()
    .replace(/[^\S\n]+/gu, ' ');
  const found = findLinks(unmask(lower), LINK_WORD);
  const between = isLong ? findPlainLinks(whole.slice(HEAD_CHARACTERS - 300, 300 - TAIL_CHARACTERS)) : [];
  const text = foldNumbers(
    found.text
      .replace(/(?<=\p{L})[!|](?=\p{L})/gu, 'i')
      .replace(SEPARATED_LETTERS, (letters) => letters.replace(/[^\p{L}\p{M}]/gu, '')),
  );
  const taken = takeWords(text);
  return { ...taken, links: [...found.links, ...between].slice(0, MAX_LINKS), garbled: isGarbled(whole) };
}

function takeWords(text: string): Pick<Message, 'words' | 'marked' | 'sentences' | 'clauseStarts'> {
  const words: string[] = [];
  const marked: string[] = [];
  const sentences: number[] = [];
  const clauseStarts: boolean[] = [];
  let startsClause = true;
  let sentence = 0;
  let withMarks = 0;
  for (const [token] of text.matchAll(TOKEN)) {
    if (/^[.!?;\n,:]$/u.test(token)) {
      if (token !== ',' && token !== ':') sentence += 1;
      startsClause = true;
      continue;
    }
    const plain = plainLetters(token);
    if (plain !== token) withMarks += 1;
    const read = readWord(plain);
    for (const word of read.split(' ')) {
      words.push(word);
      marked.push(read === plain ? markedKey(token) : '');
      sentences.push(sentence);
      clauseStarts.push(startsClause);
      startsClause = false;
    }
  }
  if (withMarks >= words.length * MARKED_SHARE) return { words, marked, sentences, clauseStarts };
  return { words, marked: marked.map((key, index) => (key === words[index] ? '' : key)), sentences, clauseStarts };
}
