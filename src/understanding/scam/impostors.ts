import { domainToUnicode } from 'node:url';
import { type Host, hasUnusualEnding, isShortener, isUnder } from './hosts.ts';
import { editDistance, lettersOf, mayBeNear, shape } from './look-alikes.ts';
import type { Official } from './official-hosts.ts';

/** What a host says about who is behind it. */
export type HostStanding =
  /** An organisation of the list, or an agency (`gov.vn` is given to nobody else). Says nothing about the page. */
  | { readonly type: 'official'; readonly official?: Official }
  /** Borrows the name of an organisation. `hard` when that can hardly happen by chance. */
  | { readonly type: 'impostor'; readonly official?: Official; readonly hard: boolean }
  | { readonly type: 'stranger'; readonly foreignLetters: boolean };

interface Name {
  readonly shape: string;
  readonly letters: number;
  /** The name with known tails and nothing else. */
  readonly tail: RegExp;
  readonly official: Official;
}

interface Part {
  readonly text: string;
  readonly letters: number;
}

/** Names this short turn up inside other words; they count only as a whole word of a label, with a known tail. */
const SHORT_NAME = 4;
/** Names shorter than this have too many neighbours for a comparison by typing errors. */
const TYPO_NAME = 6;

/** Words that lures put behind a name without a hyphen. */
const TAILS = (
  'bank banking online pay ebank digibank digital login dangnhap hotro cskh vn vietnam app the card mobile otp smart ' +
  'verify xacthuc uudai km security baomat id qua tang nhanqua trian com mobi live vip reward rewards diem doidiem doiqua ' +
  'naptien hoantien hoanphi capnhat kichhoat mokhoa khoathe huy huygd thuong nhanthuong neo plus vay vaynhanh sinhtrachoc lixi support tracuu thanhtoan'
)
  .split(' ')
  .map(shape);

/** Kinds whose name in a stranger's host is hard evidence: nobody resells banks. Phones and vouchers are resold a lot. */
const HARD_KINDS: ReadonlySet<Official['kind']> = new Set(['bank', 'government', 'utility', 'wallet']);

/**
 * Parts of a host that promise or ask for something: beside a name they are evidence under every ending. Sellers put a
 * place or their own name there.
 */
export const LURE_PARTS: ReadonlySet<string> = new Set(
  (
    'trian qua qt tang tangqua nhanqua nhan gift gifts event sukien khaosat survey tuyendung vieclam nhanthuong trungthuong ' +
    'quaythuong vongquay lixi thuong diemthuong doidiem doiqua hoantien hoanphi refund nap naptien napthe kimcuong quanhuy ' +
    'free xacminh xacthuc verify dangnhap login signin secure security baomat capnhat update mokhoa khoathe khangnghi ' +
    'khieunai hotro support cskh giaohang donhang bill tracuu thanhtoan nopphat phatnguoi kichhoat huydon huydichvu ' +
    'giaingan vay vaynhanh vaytien baohiem tienmat hotrovay ketqua kq congtac ctv nhiemvu bonus reward rewards promo ' +
    'vn24h 24h 247 online otp the card trungtam vip'
  )
    .split(' ')
    .map(shape),
);

const GOVERNMENT_INSIDE = /^gov(?:vn|-|$|\d)|(?:^|-|vn)gov(?:-|$|vn)|dichvuconggov|gov-?vn/u;

/** `bidv24-hotro` as the shapes of `bidv24`, `bidv`, `hotro` and the whole without hyphens. */
function wordsOfLabel(label: string): string[] {
  const words = label.split(/[-_]/u);
  return [...words, ...words.map((word) => word.replace(/\d+$/u, '')), label.replace(/[-_]/gu, '')]
    .filter((word) => word !== '')
    .map(shape);
}

/** Builds the judge of hosts. Pure; about 0.05 ms a host (measured on 2026-11-22). */
export function createHostJudge(officials: readonly Official[]): (host: Host) => HostStanding {
  const domains = new Map(officials.toReversed().flatMap((official) => official.hosts.map((host) => [host, official])));
  const names = officials.flatMap((official) =>
    official.names.map((written): Name => {
      const look = shape(written);
      return {
        shape: look,
        letters: lettersOf(look),
        tail: new RegExp(`^${look}(?:${TAILS.join('|')})+$`, 'u'),
        official,
      };
    }),
  );

  const officialOf = (host: Host): Official | undefined => {
    const parts = host.name.split('.');
    for (let from = 0; from < parts.length - 1; from += 1) {
      const found = domains.get(parts.slice(from).join('.'));
      if (found) return found;
    }
    return undefined;
  };

  const isNameIn = (name: Name, bareLabels: readonly string[], parts: readonly string[]): boolean => {
    if (name.shape.length > SHORT_NAME) return bareLabels.some((label) => label.includes(name.shape));
    return parts.some((part) => part === name.shape || (part.startsWith(name.shape) && name.tail.test(part)));
  };

  const isTypoOf = (name: Name, parts: readonly Part[]): boolean => {
    if (name.shape.length < TYPO_NAME) return false;
    const limit = name.shape.length >= 10 ? 2 : 1;
    return parts.some(
      ({ text, letters }) =>
        text.length >= TYPO_NAME - 1 &&
        mayBeNear(letters, name.letters, limit) &&
        editDistance(text, name.shape, limit) <= limit,
    );
  };

  const isLureBeside = (name: string, parts: readonly string[]): boolean =>
    parts.some((part) => LURE_PARTS.has(part) || (part.includes(name) && LURE_PARTS.has(part.replace(name, ''))));

  return (host) => {
    if (host.isAddress) return { type: 'stranger', foreignLetters: false };
    if (isUnder(host.name, 'gov.vn')) return { type: 'official' };
    const known = officialOf(host);
    if (known) return { type: 'official', official: known };
    // Deep links of apps carry the name of whoever ordered them: nothing can be said.
    if (isShortener(host)) return { type: 'stranger', foreignLetters: false };

    const shown = host.name.includes('xn--') ? domainToUnicode(host.name) || host.name : host.name;
    const foreignLetters = /[^\p{ASCII}]/u.test(shown);
    const labels = shown.split('.').slice(0, host.labels.length).map(shape);
    const bareLabels = labels.map((label) => label.replaceAll('-', ''));
    const parts = [...new Set(shown.split('.').slice(0, host.labels.length).flatMap(wordsOfLabel))];
    const cheap = hasUnusualEnding(host) || foreignLetters || host.labels.some((label) => /^(?:com-)?vn-/u.test(label));

    for (const name of names) {
      if (!isNameIn(name, bareLabels, parts)) continue;
      // Three letters may be anybody's: they need a second oddness.
      const lures =
        name.shape.length > 3
          ? isLureBeside(name.shape, parts)
          : parts.some((part) => part.startsWith(name.shape) && LURE_PARTS.has(part.slice(name.shape.length)));
      const hard = cheap || lures || (HARD_KINDS.has(name.official.kind) && name.shape.length > 3);
      // Cars and phones are sold by people who put the brand into their own address.
      if (!hard && name.official.kind === 'brand') continue;
      return { type: 'impostor', official: name.official, hard };
    }
    if (labels.some((label) => GOVERNMENT_INSIDE.test(label))) return { type: 'impostor', hard: true };
    const lettered = parts.map((text) => ({ text, letters: lettersOf(text) }));
    const mistyped = names.find((name) => isTypoOf(name, lettered));
    if (mistyped && (cheap || mistyped.official.kind !== 'brand')) {
      return { type: 'impostor', official: mistyped.official, hard: cheap || HARD_KINDS.has(mistyped.official.kind) };
    }
    return { type: 'stranger', foreignLetters };
  };
}
