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

/** The middle of a document is searched this far; sentences without a space behind the full stop look like hosts. */
const MAX_CANDIDATES = 60;

const SCHEME = /\bh(?:tt|xx|\*\*|__|t|ttp)ps? ?: ?\/ ?\/ ?/gu;
const DOT_IN_BRACKETS = / ?[[({<] ?(?:\.|dot|cham|chấm|,) ?[\])}>] ?/gu;
const DOT_IN_WORDS = /(?<=[a-z0-9-]{2}) (?:chấm|cham|dot) (?=(?:com|vn|net|org|top|xyz|vip|info|cc|gov|io|me)\b)/gu;
const SPACED_CHAIN = /(?<![\p{L}\p{N}.-])[a-z0-9-]{1,63}(?:(?: ?\. ?)[a-z0-9-]{1,63}){1,6}(?![a-z0-9-])/gu;
/** "https://new- sub.com": a space behind a hyphen inside an address. */
const SPACE_IN_ADDRESS = /(https?:\/\/[a-z0-9.-]{0,80}-) (?=[a-z0-9-]{1,63}\.[a-z])/gu;
/** "bit. ly/abc": what follows is a path, so the dot ends no sentence. */
const SPACE_BEFORE_PATH =
  /(?<=[a-z0-9-]{2})(?: \. ?|\. )(?=(?:ly|gl|gd|com|vn|net|org|xyz|top|cc|vip|info|me|io|link|id)\/[a-z0-9])/gu;
const LINK =
  /(?<![\p{L}\p{N}@._-])(?<scheme>https?:\/\/)?(?<host>[\p{L}\p{N}_-]{1,63}(?:\.[\p{L}\p{N}_-]{1,63}){1,10})(?<port>:\d{2,5})?(?<path>[/?#][^\s"'<>)\]]{0,2000})?/gu;

/** One space at most on each side of a dot, and the last part an ending nobody writes as a word. */
function joinChain(chain: string): string {
  if (!chain.includes(' ')) return chain;
  const parts = chain.split(/ ?\. ?/u);
  const ending = parts.at(-1) ?? '';
  const bothSides = / \. /u.test(chain);
  if (!isKnownEnding(ending)) return chain;
  if (bothSides ? isWordEnding(ending) : !/^(?:com|vn|net|org|xyz|cc|icu|ly|vip)$/u.test(ending)) return chain;
  // Without a space before the dot it is the end of a sentence, unless what stands before is no word.
  if (!bothSides && parts.slice(0, -1).every(isSyllable)) return chain;
  return parts.join('.');
}

/** Undoes what makes filters miss an address. `text` is lower case in NFKC. */
export function mendAddresses(text: string): string {
  return text
    .replace(/[。．｡]/gu, '.')
    .replace(SCHEME, (scheme) => (/s ?:/u.test(scheme) ? 'https://' : 'http://'))
    .replace(DOT_IN_BRACKETS, '.')
    .replace(DOT_IN_WORDS, '.')
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
    if (scheme === undefined && host.endsWith('.apk')) return ` ${host.replace('.apk', ' apk')} `;
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
