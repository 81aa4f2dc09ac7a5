import { limits } from '../limits.ts';
import type { Path } from '../yaml-source.ts';
import { lint, lintText, stop, type Content, type Finding, type Rule } from './rule.ts';

const shortLink =
  /(?<![\w.-])(?:bit\.ly|tinyurl\.com|t\.co|goo\.gl|ow\.ly|is\.gd|cutt\.ly|rebrand\.ly|s\.id|shorturl\.at|by\.com\.vn|bom\.so|rb\.gy|zalo\.me\/s|zalo\.me\/g|forms\.gle|me-qr\.com)\/[\w-]/iu;

/** True for an address that hides where it leads. */
export function isShortLink(address: string): boolean {
  return address.includes('/') && shortLink.test(address);
}

/** The hosts of a list: tab-separated, the first column, behind a header line; `#` begins a remark. */
export function readHosts(text: string): Set<string> {
  return new Set(
    text
      .split('\n')
      .slice(1)
      .map((line) => line.split('\t')[0]?.trim().toLowerCase() ?? '')
      .filter((host) => host !== '' && !host.startsWith('#')),
  );
}

/** True for a host of the list, one below it, or one of the state. Never by substring: `vneid.gov.vn.top` is a lure. */
export function isOfficial(host: string, hosts: ReadonlySet<string>): boolean {
  const labels = host.toLowerCase().split('.');
  return labels.some((_label, from) => {
    const domain = labels.slice(from).join('.');
    return domain === 'gov.vn' || hosts.has(domain);
  });
}

interface Address {
  readonly file: string;
  readonly line: number;
  readonly url: string;
}

/** Addresses of buttons and pictures. */
function addressesIn({ cards, flows }: Content): Address[] {
  const found: Address[] = [];
  for (const { file, card, lineOf } of cards) {
    for (const [index, { url }] of (card.links ?? []).entries())
      found.push({ file, line: lineOf(['links', index, 'url']), url });
  }
  for (const { file, flow, lineOf } of flows) {
    for (const [name, step] of Object.entries(flow.steps)) {
      if (step.type !== 'say') continue;
      const add = (url: string, ...path: Path): void =>
        void found.push({ file, line: lineOf(['steps', name, ...path]), url });
      for (const [index, { url }] of (step.links ?? []).entries()) add(url, 'links', index, 'url');
      if (step.picture && 'url' in step.picture) add(step.picture.url, 'picture', 'url');
    }
  }
  return found;
}

const each =
  (find: (address: Address, content: Content) => Pick<Finding, 'problem' | 'fix'> | undefined) =>
  (content: Content): Finding[] =>
    addressesIn(content).flatMap((address) => {
      const found = find(address, content);
      return found ? [{ file: address.file, line: address.line, ...found }] : [];
    });

const hides = { problem: 'link rút gọn giấu nơi nó dẫn tới', fix: 'viết địa chỉ chính thức đầy đủ' };
const open = { problem: 'địa chỉ bắt đầu bằng http://', fix: 'viết địa chỉ bắt đầu bằng https://' };

/** The same over texts, where an address is found inside a sentence. */
function inTexts(content: Content, find: (text: string) => Pick<Finding, 'problem' | 'fix'> | undefined): Finding[] {
  return content.texts.flatMap(({ file, texts }) =>
    texts.flatMap(({ text, line }) => {
      const found = find(text);
      return found ? [{ file, line, ...found }] : [];
    }),
  );
}

const host =
  /(?<![\w@.-])(?:[a-z0-9-]+\.)+(?:vn|com|net|org|me|info|io|app|xyz|top|cc|vip|shop|site|online)(?![\w-])/giu;

/** A sentence that warns may show what a lure looks like. */
const warns = /(?<!\p{L})(?:giả|lừa|đừng|không phải|lạ|kẻ|bẫy|nhái)(?!\p{L})/iu;

const unofficial = (name: string): Pick<Finding, 'problem' | 'fix'> => ({
  problem: `"${name}" chưa có trong danh sách địa chỉ chính thức`,
  fix: 'dùng địa chỉ .gov.vn hoặc địa chỉ trong content/official-domains.tsv; tra rõ chủ trang rồi mới thêm vào đó',
});

function badAddress(url: string): Pick<Finding, 'problem' | 'fix'> | undefined {
  if (isShortLink(url) || /^http:\/\//iu.test(url)) return undefined;
  if (URL.canParse(url) && url.startsWith('https://')) return undefined;
  return { problem: `"${url}" chưa phải địa chỉ trang`, fix: 'viết đủ địa chỉ, bắt đầu bằng https://' };
}

function unofficialAddress(url: string, hosts: ReadonlySet<string>): Pick<Finding, 'problem' | 'fix'> | undefined {
  if (isShortLink(url) || !URL.canParse(url) || !url.startsWith('https://')) return undefined;
  const { hostname } = new URL(url);
  return isOfficial(hostname, hosts) ? undefined : unofficial(hostname);
}

function encodedLength(url: string): number {
  return url.isWellFormed() ? encodeURI(url).length : url.length * 9;
}

/** Rules on addresses: where they lead can be read, and it is an official place. */
export const linkRules: readonly Rule[] = [
  stop('short-link', (content) => [
    ...each(({ url }) => (isShortLink(url) ? hides : undefined))(content),
    ...inTexts(content, (text) => (isShortLink(text) ? hides : undefined)),
  ]),
  stop('http-link', (content) => [
    ...each(({ url }) => (!isShortLink(url) && /http:\/\//iu.test(url) ? open : undefined))(content),
    ...inTexts(content, (text) => (/http:\/\//iu.test(text) && !isShortLink(text) ? open : undefined)),
  ]),
  stop(
    'bad-link',
    each(({ url }) => badAddress(url)),
  ),
  lint(
    'unofficial-link',
    'error',
    each(({ url }, { officialHosts }) => unofficialAddress(url, officialHosts)),
  ),
  lintText('unofficial-address', 'error', ({ text }, _file, { officialHosts }) => {
    if (!/\.[a-z]/iu.test(text) || warns.test(text) || isShortLink(text)) return [];
    return [...text.matchAll(host)].flatMap(([name]) =>
      isOfficial(name, officialHosts) ? [] : [{ ...unofficial(name), quote: name }],
    );
  }),
  lint(
    'payload-too-long',
    'error',
    each(({ url }) => {
      const length = encodedLength(url);
      if (length <= limits.payloadCharacters) return undefined;
      const problem = `địa chỉ dài ${length} ký tự khi gửi đi`;
      return {
        problem,
        fix: `dùng địa chỉ nhiều nhất ${limits.payloadCharacters} ký tự; mỗi chữ có dấu tính 6 đến 9 ký tự`,
      };
    }),
  ),
];
