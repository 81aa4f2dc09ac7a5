import { fold } from '../../src/shared/vietnamese.ts';

/**
 * How the same message is typed by others: slips, sounds of another region, short forms, other relatives, something
 * polite around it. Learned from beside the message itself, so that the fit does not lean on one spelling.
 */
const OTHERS: Readonly<Record<string, readonly string[]>> = {
  tôi: ['tui', 'mình', 'e', 't', 'em', 'mk'],
  không: ['ko', 'k', 'hổng', 'khong', 'hông', 'khog'],
  rồi: ['r', 'rùi', 'rầu', 'giồi'],
  nó: ['hắn', 'no'],
  gì: ['j', 'chi'],
  vậy: ['z', 'rứa'],
  làm: ['mần', 'lm', 'nàm'],
  sao: ['s', 'răng', 'seo'],
  người: ['ng', 'ngừi', 'ngta'],
  giờ: ['h', 'chừ', 'gio'],
  tiền: ['tiềng', 'xiền', 'xèng'],
  chuyển: ['ck', 'chuyễn'],
  được: ['đc', 'dược', 'dc'],
  mẹ: ['má', 'mạ', 'u', 'bu'],
  em: ['e'],
  với: ['vs', 'dzới'],
  trời: ['giời'],
  trả: ['giả'],
  lừa: ['nừa', 'gạt', 'lùa'],
  đang: ['đag', 'dag'],
  mình: ['mk', 'mik'],
  lỡ: ['lở', 'nhỡ', 'trót'],
  này: ['ni', 'nè'],
  đâu: ['mô'],
  bố: ['ba', 'tía', 'thầy'],
  biết: ['bt', 'biếc'],
  trong: ['trog'],
  về: ['dìa'],
  mã: ['ma', 'mả'],
};

const SOUNDS: readonly (readonly [RegExp, string])[] = [
  [/^tr/u, 'ch'],
  [/^ch/u, 'tr'],
  [/^s(?!h)/u, 'x'],
  [/^x/u, 's'],
  [/^l/u, 'n'],
  [/^n(?![gh])/u, 'l'],
  [/^gi/u, 'd'],
  [/^d/u, 'gi'],
  [/^v/u, 'dz'],
  [/^r/u, 'g'],
  [/n$/u, 'ng'],
  [/ng$/u, 'n'],
  [/t$/u, 'c'],
  [/c$/u, 't'],
  [/ươi/u, 'ưi'],
  [/iê/u, 'i'],
  [/ng$/u, 'g'],
  [/nh$/u, 'n'],
  [/h/u, ''],
  [/y$/u, 'i'],
  [/i$/u, 'y'],
  [/a/u, 'á'],
  [/o/u, 'ô'],
  [/u/u, 'ư'],
  [/e/u, 'ê'],
];

const BEFORE =
  'ad ơi|các bác ơi|trời ơi|em ơi|cho tôi hỏi|cho hỏi|mn ơi|alo|chào em|dạ|bà con ơi|giúp tôi với|o ơi|giời ơi|ê'.split(
    '|',
  );
const BEHIND =
  'ạ|với|làm sao đây|phải làm sao|giờ sao|giúp với|huhu|ad ơi|vậy em|nhỉ|cảm ơn|sợ quá|rồi|h sao|nha|hè|chừ răng'.split(
    '|',
  );
const RELATIVES = 'mẹ|bố|ba|má|chồng|vợ|anh|chị|ông|bà|chú|cô|dì|bác'.split('|');

/** The text as somebody else might type it. `random` gives numbers from 0 to below 1. */
export function typedOtherwise(text: string, random: () => number): string {
  const pick = <Item>(list: readonly Item[]): Item => list[Math.floor(random() * list.length)] as Item;
  const share = 0.06 + random() * 0.22;
  const words = text.split(' ').map((word) => (RELATIVES.includes(word) && random() < 0.2 ? pick(RELATIVES) : word));
  if (random() < 0.2) words.unshift(pick(BEFORE));
  if (random() < 0.2) words.push(pick(BEHIND));
  const slip = (word: string): string => {
    if (random() > share) return word;
    const low = word.toLowerCase();
    const others = OTHERS[low];
    if (others && random() < 0.7) return pick(others);
    const at = Math.floor(random() * low.length);
    const kind = random();
    if (kind < 0.55) {
      const fitting = SOUNDS.filter(([pattern]) => pattern.test(low));
      return fitting.length === 0 ? low : low.replace(...pick(fitting));
    }
    if (kind < 0.7) return low.slice(0, at) + (low[at + 1] ?? '') + (low[at] ?? '') + low.slice(at + 2);
    if (kind < 0.85) return low.length > 2 ? low.slice(0, at) + low.slice(at + 1) : low;
    return low.slice(0, at + 1) + (low[at] ?? '') + low.slice(at + 1);
  };
  const typed = words.map(slip).join(' ');
  return random() < 0.5 ? fold(typed) : typed;
}
