import type { Segment } from '../storage/ports.ts';
import { fold, normalize } from '../shared/vietnamese.ts';
import { parseAddress } from './person.ts';

/** How somebody wants to be spoken to, or who has the phone, said in a whole message. */
export type Wish =
  | { readonly type: 'address'; readonly address: string }
  | { readonly type: 'large-steps'; readonly on: boolean }
  | { readonly type: 'segment'; readonly segment: Segment }
  | {
      readonly type:
        | 'ask-address'
        | 'people'
        | 'new-person'
        | 'own-name'
        | 'fewer-people'
        | 'start-helping'
        | 'stop-helping'
        | 'young';
    };

type Plain = Exclude<Wish['type'], 'address' | 'large-steps' | 'segment' | 'young'>;

/** Whole messages, folded, without the courtesy words around them. */
const PLAIN: Readonly<Record<Plain, readonly string[]>> = {
  'ask-address': ['xung ho', 'doi xung ho', 'doi cach xung ho', 'cach xung ho', 'doi cach goi', 'sua cach xung ho'],
  people: ['doi nguoi', 'doi nguoi dung', 'doi nguoi khac', 'chuyen nguoi', 'chuyen nguoi dung', 'ai dang dung'],
  'new-person': ['them nguoi', 'them nguoi dung', 'them nguoi moi'],
  'own-name': ['doi ten', 'dat ten', 'sua ten', 'doi ten toi'],
  'fewer-people': ['bo nguoi', 'bot nguoi', 'xoa nguoi', 'bo bot nguoi'],
  'start-helping': ['lam giup nguoi khac', 'lam ho nguoi khac', 'ho tro nguoi khac', 'giup nguoi khac lam'],
  'stop-helping': [
    'het ho tro',
    'ket thuc ho tro',
    'thoi ho tro',
    'thoi lam giup',
    'xong lam giup',
    'dung lam giup',
    'thoat lam giup',
    'ket thuc lam giup',
  ],
};

const LARGE_STEPS: Readonly<Record<'on' | 'off', readonly string[]>> = {
  on: [
    'chu to',
    'chu lon',
    'chu to len',
    'chu to hon',
    'lam cham',
    'lam cham thoi',
    'lam cham lai',
    'lam tu tu',
    'lam tung buoc mot',
    'noi cham',
    'noi cham thoi',
    'noi cham lai',
    'huong dan cham',
    'huong dan cham thoi',
    'cham thoi',
    'cham lai',
    'tung viec mot',
  ],
  off: [
    'chu nho',
    'chu thuong',
    'chu binh thuong',
    'lam nhanh',
    'lam nhanh thoi',
    'lam nhanh len',
    'lam nhanh hon',
    'lam binh thuong',
    'noi nhanh',
    'nhanh hon',
  ],
};

const SEGMENTS: Readonly<Record<Segment, readonly string[]>> = {
  trader: ['tieu thuong', 'nguoi buon ban', 'nguoi ban hang', 'chu cua hang', 'chu tiem'],
  parent: ['phu huynh', 'phu huynh hoc sinh', 'cha me hoc sinh', 'bo me hoc sinh', 'ba me hoc sinh'],
  elderly: ['nguoi gia', 'nguoi cao tuoi', 'nguoi lon tuoi'],
  farmer: ['nong dan', 'nha nong', 'lam nong', 'lam ruong', 'lam vuon', 'lam ray'],
  student: ['hoc sinh', 'sinh vien'],
};

const pairs = <K extends string, V>(lists: Readonly<Record<K, readonly string[]>>, toValue: (key: K) => V) =>
  (Object.entries(lists) as [K, readonly string[]][]).flatMap(([key, words]) =>
    words.map((word): [string, V] => [word, toValue(key)]),
  );

const SEGMENT_OF = new Map(pairs(SEGMENTS, (segment) => segment));
/** "Tôi là nông dân", "tôi làm ruộng". */
const SAYS_SEGMENT = /^(?:toi|tui|minh|bac|chau) (?:la )?(?<what>\p{L}+(?: \p{L}+){1,3})$/u;

const BY_WORDS = new Map<string, Wish>([
  ...pairs(PLAIN, (type): Wish => ({ type })),
  ...pairs(LARGE_STEPS, (way): Wish => ({ type: 'large-steps', on: way === 'on' })),
]);

const BEFORE = /^(?:(?:em oi|cho toi|cho bac|cho minh|cho|xin|toi muon|bac muon|muon|lam on|vui long|nho em|hay) )+/u;
const AFTER = /(?: (?:di|nhe|nha|a|giup toi|em nhe|em|duoc khong|cho toi|cho bac))+$/u;

const ME = '(?:toi|tui|minh|to)';
const SOMEBODY = `(?:${ME}|bac|anh|chi|co|chu|ong|ba|em|di|cau)`;
/** "Gọi tôi là anh", "kêu tui bằng chú nhé", "từ nay xưng hô với tôi là bà". "Gọi bác sĩ" and "gọi ba" are other wishes. */
const ADDRESS = new RegExp(
  `^(?:(?:em|chau|con|ban|tro ly|cu|hay|tu gio|tu nay|lam on|vui long|xin|nho em|thoi) )*` +
    `(?:(?:goi|keu)(?: ${SOMEBODY})? (?:la|bang)|(?:goi|keu) ${ME}|xung ho(?: voi ${SOMEBODY})?(?: la| bang)?)` +
    ` (?<word>[a-z]+)(?: (?:nhe|nha|a|di|thoi|ne|em|cho than|cho than mat|cho gan|cho tre|duoc roi))*$`,
  'du',
);

/**
 * "Em 13 tuổi ạ", "cháu mới học lớp 6": a child speaks of itself. "Cháu tôi 13 tuổi", "con 6 tuổi làm thẻ" and ages at
 * which a child does not write yet are a grown-up's question.
 */
const YOUNG =
  /^(?:(?:da|vang|thua|co|chu|ban) )*(?:em|con|chau|minh|to|tui|toi)(?: (?:ten|la|nam nay|hien|moi|chi|dang|duoc|vua|da|day|con))* (?:(?:8|9|1[0-5]) tuoi|hoc lop (?:[3-9]|10))(?: (?:a|thoi|roi|do|ne|ha|nhe|nha|co oi|chu oi|anh oi|chi oi))*$/u;

const WORDS = /[\p{L}\p{M}\p{N}]+/gu;

/** `#ho-tro`, `#hỗ trợ`, `#het-ho-tro`: with the sign, because "hỗ trợ" alone asks for a person. */
const HELPING = /^(?<end>het )?(?:ho tro|hotro)$/u;

/** The wish in a message, or undefined. Only whole messages count: "chữ to quá làm sao" is a question. */
export function parseWish(text: string): Wish | undefined {
  const folded = fold(text);
  if (text.trimStart().startsWith('#')) {
    const found = HELPING.exec(folded);
    return found ? { type: found.groups?.['end'] === undefined ? 'start-helping' : 'stop-helping' } : undefined;
  }
  const address = addressIn(text, folded);
  if (address !== undefined) return { type: 'address', address };
  if (YOUNG.test(folded)) return { type: 'young' };
  const bare = folded.replace(BEFORE, '').replace(AFTER, '');
  const segment = SEGMENT_OF.get(SAYS_SEGMENT.exec(bare)?.groups?.['what'] ?? '');
  return segment === undefined ? (BY_WORDS.get(folded) ?? BY_WORDS.get(bare)) : { type: 'segment', segment };
}

function addressIn(text: string, folded: string): string | undefined {
  const at = ADDRESS.exec(folded)?.indices?.groups?.['word']?.[0];
  if (at === undefined) return undefined;
  const position = folded.slice(0, at).split(' ').length - 1;
  const typed = normalize(text).match(WORDS)?.[position] ?? '';
  return parseAddress(typed);
}
