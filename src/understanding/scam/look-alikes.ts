/** Letters of other alphabets that look like Latin ones. */
const FOREIGN: Readonly<Record<string, string>> = Object.fromEntries(
  (
    'аa ɑa αa ạa ӓa ьb вb сc ϲc ԁd ɗd еe ҽe ёe єe һh нh іi ıi ιi ìi ɩi ӏl јj κk кk ⅼl ӏl мm тt τt пn ηn ոn оo οo σo օo ӧo рp ρp ԛq ' +
    'гr ѕs ʂs υu սu νv ѵv ѡw ԝw хx χx уy γy ʏy ᴢz ʐz'
  )
    .split(' ')
    .map((pair) => [pair.slice(0, -1), pair.slice(-1)]),
);
const FOREIGN_LETTER = new RegExp(`[${Object.keys(FOREIGN).join('')}]`, 'gu');

/** Letters of other alphabets as the Latin ones they are taken for. Latin text stays as it is. */
export function latinLetters(text: string): string {
  return text.replace(FOREIGN_LETTER, (letter) => FOREIGN[letter] ?? letter);
}

/** Lower case without marks; other alphabets as the Latin letters they look like. Keeps every other character. */
export function plainLetters(text: string): string {
  const plain = text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/đ/gu, 'd');
  return /[^\p{ASCII}]/u.test(plain) ? latinLetters(plain) : plain;
}

/**
 * What a name looks like at a glance: `vletc0mbank`, `vietcornbank` and `vietcombank` have one shape. For comparing two
 * shapes only.
 */
export function shape(name: string): string {
  return plainLetters(name)
    .replace(/rn/gu, 'm')
    .replace(/vv/gu, 'w')
    .replace(/[i1|!]/gu, 'l')
    .replace(/0/gu, 'o')
    .replace(/3/gu, 'e')
    .replace(/4/gu, 'a')
    .replace(/5/gu, 's');
}

/** The letters of a name as bits, for `mayBeNear`. */
export function lettersOf(name: string): number {
  let bits = 0;
  for (let at = 0; at < name.length; at += 1) bits |= 1 << (name.charCodeAt(at) & 31);
  return bits;
}

const countBits = (bits: number): number => {
  let count = 0;
  for (let rest = bits; rest !== 0; rest &= rest - 1) count += 1;
  return count;
};

/** False where `editDistance` must exceed the limit: one change brings in or takes out one letter at most. */
export function mayBeNear(a: number, b: number, limit: number): boolean {
  return countBits(a & ~b) <= limit && countBits(b & ~a) <= limit;
}

/** Damerau–Levenshtein distance, or `limit + 1` as soon as it is larger. Names of at most 63 characters. */
export function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_value, index) => index);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    let least = row;
    for (let column = 1; column <= b.length; column += 1) {
      const same = a[row - 1] === b[column - 1];
      let cost = Math.min(
        (last[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + (same ? 0 : 1),
      );
      if (row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]) {
        cost = Math.min(cost, (beforeLast[column - 2] ?? 0) + 1);
      }
      current.push(cost);
      least = Math.min(least, cost);
    }
    if (least > limit) return limit + 1;
    beforeLast = last;
    last = current;
  }
  return last[b.length] ?? limit + 1;
}
