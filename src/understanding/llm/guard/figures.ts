import { fold } from '../../../shared/vietnamese.ts';
import type { Clause } from './clauses.ts';
import type { Said } from './material.ts';

/**
 * A run of digits with what people write inside numbers, dates and hours. Brackets and up to three separators may stand
 * between digits, so a telephone number cannot be told in small pieces.
 */
const FIGURE = /\d+(?:(?:[.,:/()+\s–-]{1,3}|\s?[hg]\s?)\d+)*/gu;
/** Pieces that are parted like list items or sentences are numbers of their own, if they are not many. */
const LOOSE = /(?:[,.;:)]\s+|\n\s*)/u;
const MOST_LOOSE_PIECES = 2;

const ORDINALS = 'muc buoc dieu khoan phieu thu hang loai cap thang nam quy'.split(' ');
const UNITS =
  'ngay gio phut giay thang nam tuan tuoi trieu nghin ngan tram ty ti dong d vnd k tr cu phan lan nguoi hom bua dem';
const isUnit = new Set(UNITS.split(' '));
const UP = /(?: (?:tu|tren|hon|du|sau|it nhat|toi thieu)| qua) $/u;
const DOWN = /(?: (?:duoi|den|toi da|truoc|trong|trong vong)| khong qua) $/u;

interface Figure {
  /** The digits as they must agree, with their unit: `70000|dong`. */
  readonly key: string;
  /** "Từ 10 triệu" and "dưới 10 triệu" are opposites. */
  readonly bound: 'up' | 'down' | 'none';
}

/** Digits without what only groups them: "70.000" = "70 000"; a decimal point, a slash and a range stay. */
function canonical(digits: string): string {
  return digits.replace(/[.,](?=\d{3}(?!\d))/gu, '').replace(/[\s()+]/gu, '');
}

function figureAt(text: string, start: number, digits: string): Figure {
  const before = ` ${fold(text.slice(Math.max(0, start - 24), start))} `;
  const previous = before.trim().split(' ').at(-1) ?? '';
  const after = text.slice(start + digits.length, start + digits.length + 24);
  const next = fold(/^[ %]?[\p{L}\p{M}%]*(?: làm việc)?/u.exec(after)?.[0].replace('%', ' phần trăm') ?? '');
  const [unit = ''] = next.split(' ');
  const bound = DOWN.test(before) ? 'down' : UP.test(before) ? 'up' : 'none';
  const number = canonical(digits);
  if (ORDINALS.includes(previous) && !isUnit.has(unit)) return { key: `${previous} ${number}`, bound };
  const named = isUnit.has(unit) || number.length <= 2;
  return { key: `${number}|${named ? next.replace(/^(\S+) (?!lam viec).*/u, '$1') : ''}`, bound };
}

function figuresOf(text: string): Figure[] {
  return [...text.normalize('NFC').matchAll(FIGURE)].flatMap(({ 0: run, index }): Figure[] => {
    const pieces = run.split(LOOSE);
    if (pieces.length === 1 || pieces.length > MOST_LOOSE_PIECES) return [figureAt(text, index, run)];
    let from = index;
    return pieces.map((piece) => {
      const at = text.indexOf(piece, from);
      from = at + piece.length;
      return figureAt(text, at, piece);
    });
  });
}

/** Numbers of a list the text makes of itself: "1." at the beginning of a line, counted from 1 without a gap. */
function withoutListNumbers(text: string): string {
  let count = 0;
  return text.replace(/^([ \t]*)(\d{1,2})([.)][ \t])/gmu, (whole, indent: string, number: string, mark: string) => {
    if (Number(number) !== count + 1) return whole;
    count += 1;
    return indent + mark;
  });
}

/** Whom the short numbers call. A card that names several of them must not come back with two exchanged. */
const EMERGENCY: Readonly<Record<string, RegExp>> = {
  '111': / tre em /u,
  '113': / cong an /u,
  '114': / (?:chua chay|cuu hoa|phong chay) /u,
  '115': / cap cuu /u,
};

function namesWrongService({ folded, words }: Clause): boolean {
  const own = words.flatMap((word) => EMERGENCY[word] ?? []);
  if (own.length === 0 || own.some((service) => service.test(folded))) return false;
  return Object.values(EMERGENCY).some((service) => service.test(folded));
}

/**
 * True when a text names a number that the cards do not name with the same unit and the same bound: telephone numbers,
 * amounts, dates, hours, deadlines, ages, decree numbers, whatever is written in digits.
 */
export function hasForeignNumber({ text, clauses }: Said, cardText: string): boolean {
  if (clauses.some(namesWrongService)) return true;
  const known = new Map<string, Set<Figure['bound']>>();
  for (const { key, bound } of figuresOf(cardText)) known.set(key, (known.get(key) ?? new Set()).add(bound));
  return figuresOf(withoutListNumbers(text)).some(({ key, bound }) => {
    const bounds = known.get(key);
    return !bounds || (bound !== 'none' && !bounds.has(bound));
  });
}
