import { APP_FILE_WORD } from './numbers.ts';
import { isSyllable } from '../text/syllables.ts';
import { type Host, isIpAddress, isKnownEnding, isWordEnding, parseHost } from './hosts.ts';

/** An address found in a message. It is read, never opened. */
export interface Link {
  readonly host: Host;
  /** From the first `/` or `?`, lower case; empty when there is none. */
  readonly path: string;
  /** Written so that filters miss it: `hxxp`, `vietcombank . vn-a . top`, `[.]`. */
  readonly brokenUp: boolean;
  readonly isApk: boolean;
}

/** What is looked at: more links than this are no message to a person. */
export const MAX_LINKS = 8;

/** The middle of a document is searched this far; a point with a space behind it or inside a number is no candidate. */
const MAX_CANDIDATES = 150;

const SCHEME = /\bh ?(?:t ?t|x ?x|\* ?\*|_ ?_|t|ttp) ?p ?s? ?: ?\/ ?\/ ?/gu;
const DOT_IN_BRACKETS = / ?[[({<] ?(?:\.|dot|cham|chấm|,) ?[\])}>] ?/gu;
const DOT_IN_WORDS =
  /(?<=[a-z0-9-]{2}) (?:chấm|cham|dot) (?=(?:com|vn|net|org|top|xyz|vip|info|cc|gov|io|me|click|online|shop|site|store|club|icu|live|fun|pro|life|app|link|asia|buzz|sbs|cfd|lol|work|world|bar|tk|ml|ga|cf|gq|cyou|bond|quest|rest|space|website|win|bid|support|today|ly|apk)\b)/gu;
/** "ten - con . top": a hyphen with spaces inside a name that is written apart. */
const SPACED_HYPHEN = /(?<=(?<![\p{L}\p{N}])[a-z0-9]{2,40}) - (?=[a-z0-9]{2,40} \. [a-z]{2,10}(?![\p{L}\p{N}]))/gu;
const SPACED_CHAIN = /(?<![\p{L}\p{N}.-])[a-z0-9-]{1,63}(?:(?: ?\. ?)[a-z0-9-]{1,63}){1,6}(?![a-z0-9-])/gu;
/** "https://new- sub.com": a space behind a hyphen inside an address. */
const SPACE_IN_ADDRESS = /(https?:\/\/[a-z0-9.-]{0,80}-) (?=[a-z0-9-]{1,63}\.[a-z])/gu;
/** "bit. ly/abc": what follows is a path, so the dot ends no sentence. */
const SPACE_BEFORE_PATH =
  /(?<=[a-z0-9-]{2})(?: \. ?|\. )(?=(?:ly|gl|gd|com|vn|net|org|xyz|top|cc|vip|info|me|io|link|id)\/[a-z0-9])/gu;
const LINK =
  /(?<![\p{L}\p{N}@._-])(?<scheme>https?:\/\/)?(?<host>[\p{L}\p{N}_-]{1,63}(?:\.[\p{L}\p{N}_-]{1,63}){1,10})(?<port>:\d{2,5})?(?<path>[/?#][^\s"'<>)\]]{0,2000})?/gu;

/** "h t t p s : / /", "v n p 0 s t . w o r k": single letters and signs with a space between, six or more. */
const LETTER_BY_LETTER = /(?<![^\s"'(])[a-z0-9](?: [a-z0-9.:/-]){5,80}(?![^\s"'),;!?])/gu;
/** "gạch ngang" between two names, as addresses are dictated. */
const HYPHEN_IN_WORDS = /(?<=[a-z0-9]{2}) (?:gạch ngang|gach ngang|gạch nối|gach noi) (?=[a-z0-9]{2})/gu;
/** "https://vnp0st . work": behind a scheme a dot between spaces ends no sentence. */
const SPACED_HOST = /(?<=https?:\/\/)[a-z0-9-]{2,63}(?: \. ?[a-z0-9-]{2,63}){1,5}/gu;

const joinLetters = (letters: string): string => (/[.:]/u.test(letters) ? letters.replaceAll(' ', '') : letters);

/** One space at most on each side of a dot, and the last part an ending nobody writes as a word. */
function joinChain(chain: string): string {
  if (!chain.includes(' ')) return chain;
  const parts = chain.split(/ ?\. ?/u);
  const ending = parts.at(-1) ?? '';
  const bothSides = / \. /u.test(chain);
  // "x.apk. napas247.xyz": one address ends, the next begins.
  if (/^[^ ]+\.[^ ]+\. [^ ]+\.[^ ]+$|\.apk ?\. /u.test(chain)) return chain;
  if (!isKnownEnding(ending)) return chain;
  // Nobody writes a word with a digit or a hyphen inside it before a full stop between spaces.
  const isName = parts.length === 2 && /[a-z]\d+[a-z]|[a-z\d]-[a-z\d]/u.test(parts[0] ?? '');
  if (bothSides ? isWordEnding(ending) && !isName : !/^(?:com|vn|net|org|xyz|cc|icu|ly|vip)$/u.test(ending))
    return chain;
  // Without a space before the dot it is the end of a sentence, unless what stands before is no word.
  if (!bothSides && parts.slice(0, -1).every(isSyllable)) return chain;
  return parts.join('.');
}

/** Undoes what makes filters miss an address. `text` is lower case in NFKC. */
export function mendAddresses(text: string): string {
  return text
    .replace(/[。．｡]/gu, '.')
    .replace(LETTER_BY_LETTER, joinLetters)
    .replace(SCHEME, (scheme) => (/s ?:/u.test(scheme) ? 'https://' : 'http://'))
    .replace(DOT_IN_BRACKETS, '.')
    .replace(HYPHEN_IN_WORDS, '-')
    .replace(DOT_IN_WORDS, '.')
    .replace(SPACED_HYPHEN, '-')
    .replace(SPACED_HOST, (host) => host.replace(/ \. ?/gu, '.'))
    .replace(SPACE_IN_ADDRESS, '$1')
    .replace(SPACE_BEFORE_PATH, '.')
    .replace(SPACED_CHAIN, joinChain);
}

function isAddressWritten(host: string, scheme: boolean, port: boolean, path: boolean): boolean {
  if (isIpAddress(host)) return scheme || port || path;
  const parts = host.split('.');
  const ending = parts.at(-1) ?? '';
  if (!/\p{L}/u.test(ending)) return false;
  if (scheme) return true;
  if (!isKnownEnding(ending)) return false;
  const plain = parts.every((part) => /^[a-z0-9_-]+$/u.test(part));
  if (!plain && !/[^\p{ASCII}\p{Script=Latin}]/u.test(host) && !path) return false;
  if (parts[0] === 'www') return true;
  // "1.co", "6.da": list numbers and missing spaces.
  if (parts.length === 2 && /^\d{1,4}$/u.test(parts[0] ?? '') && !path)
    return isKnownEnding(ending) && ending === 'vip';
  return path || !isWordEnding(ending) || !parts.slice(0, -1).every((part) => isSyllable(part));
}

/**
 * The addresses in a text, mended, at most 8, without repeats; with the text in which `placeholder` stands for each.
 * Total and linear in the length of the text.
 */
export function findLinks(text: string, placeholder: string): { links: Link[]; text: string } {
  const links = new Map<string, Link>();
  const rest = mendAddresses(text).replace(LINK, (...args) => {
    const whole = args[0] as string;
    const groups = args.at(-1) as Partial<Record<string, string>>;
    const { scheme, host = '' } = groups;
    if (scheme === undefined && /\.(?:x?apks?|apkm)$/u.test(host))
      return ` ${host.replace(/\.[a-z]+$/u, '')} ${APP_FILE_WORD} apk `;
    const link = readLink(groups, (written) => !text.includes(written));
    if (!link) return whole;
    if (links.size < MAX_LINKS) links.set(`${link.host.name}${link.path}`, link);
    return ` ${placeholder} `;
  });
  return { links: [...links.values()], text: rest };
}

/** The same for the middle of a document: addresses as they are written around a dot, nothing mended. */
export function findPlainLinks(text: string): Link[] {
  const links = new Map<string, Link>();
  let candidates = 0;
  for (let dot = text.indexOf('.'); dot !== -1 && candidates < MAX_CANDIDATES; dot = text.indexOf('.', dot)) {
    // The end of a sentence or a point inside a number: a document has more of these than addresses could hide among.
    if (!/[^\s"'<>()]\.\p{L}|\/\d{1,3}\.\d/u.test(text.slice(Math.max(0, dot - 4), dot + 2))) {
      dot += 1;
      continue;
    }
    candidates += 1;
    const before = /[^\s"'<>(]{0,100}$/u.exec(text.slice(Math.max(0, dot - 100), dot))?.[0] ?? '';
    const behind = /^[^\s"'<>)]{0,300}/u.exec(text.slice(dot, dot + 300))?.[0] ?? '.';
    for (const { groups = {} } of `${before}${behind}`.toLowerCase().matchAll(LINK)) {
      const link = readLink(groups, () => false);
      if (link) links.set(`${link.host.name}${link.path}`, link);
    }
    if (links.size >= MAX_LINKS) break;
    dot += behind.length;
  }
  return [...links.values()].slice(0, MAX_LINKS);
}

function readLink(
  { scheme, host: written = '', port, path = '' }: Partial<Record<string, string>>,
  wasBroken: (written: string) => boolean,
): Link | undefined {
  if (!isAddressWritten(written, scheme !== undefined, port !== undefined, path !== '')) return undefined;
  const clean = path.replace(/[.,;:!?…]+$/u, '');
  return {
    host: parseHost(written),
    path: clean,
    brokenUp: wasBroken(written),
    isApk: /\.apk(?:$|[?#])/u.test(clean) || written.endsWith('.apk'),
  };
}
