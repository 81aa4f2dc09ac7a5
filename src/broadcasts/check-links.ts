import { limits } from '../catalog/limits.ts';
import { isOfficial, isShortLink } from '../catalog/rules/links.ts';

/** What addresses are held against. */
export interface LinkLists {
  /** Hosts beside `.gov.vn` that are known to be what they say (`content/official-domains.tsv`). */
  readonly officialHosts: ReadonlySet<string>;
  /** True for an address that others reported as fraud. */
  isReported(host: string, path: string): boolean;
}

/** `error` stops the sending, `warning` is to be read before it. */
export interface LinkProblem {
  readonly severity: 'error' | 'warning';
  readonly problem: string;
}

const error = (problem: string): LinkProblem => ({ severity: 'error', problem });

/** What is wrong with an address that residents would open; undefined when nothing is. */
export function linkProblem(url: string, lists: LinkLists): LinkProblem | undefined {
  if (isShortLink(url)) return error('Link rút gọn giấu nơi nó dẫn tới. Viết địa chỉ đầy đủ.');
  if (!/^https:\/\/[^\s]+$/iu.test(url) || !URL.canParse(url)) {
    return error(`"${url.slice(0, 60)}" chưa phải địa chỉ trang. Viết đủ địa chỉ, bắt đầu bằng https://.`);
  }
  if (encodeURI(url).length > limits.payloadCharacters) {
    return error(`Địa chỉ dài quá ${limits.payloadCharacters} ký tự. Dùng địa chỉ ngắn hơn của chính trang đó.`);
  }
  const { hostname, pathname, search, username } = new URL(url);
  if (username !== '') return error('Địa chỉ có dấu @ trước tên trang, là cách kẻ lừa đảo hay dùng. Viết lại địa chỉ.');
  if (lists.isReported(hostname, `${pathname}${search}`)) {
    return error(`Trang ${hostname} nằm trong danh sách trang lừa đảo. Bỏ địa chỉ này.`);
  }
  if (isOfficial(hostname, lists.officialHosts)) return undefined;
  return {
    severity: 'warning',
    problem: `Trang ${hostname} chưa có trong danh sách địa chỉ chính thức. Tra rõ chủ trang trước khi gửi.`,
  };
}

const ADDRESS = /(?:https?:\/\/|www\.)\S+/giu;

/** Addresses written in a text, without the sign a sentence ends with. */
export const addressesIn = (text: string): string[] =>
  [...text.matchAll(ADDRESS)].map(([found]) => found.replace(/[.,;:!?)\]"”]+$/u, ''));

/** What is wrong with the addresses in a text. */
export function textLinkProblems(text: string, lists: LinkLists): LinkProblem[] {
  const problems = addressesIn(text).flatMap((address) => {
    const full = /^www\./iu.test(address) ? `https://${address}` : address;
    return linkProblem(full, lists) ?? [];
  });
  // "bit.ly/x" is one without https:// too.
  if (isShortLink(text) && !problems.some(({ severity }) => severity === 'error')) {
    problems.push(error('Lời nhắn có link rút gọn, giấu nơi nó dẫn tới. Viết địa chỉ đầy đủ.'));
  }
  return problems;
}
