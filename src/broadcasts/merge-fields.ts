import { addresses, addressOf } from '../flow-engine/addresses.ts';
import { normalize } from '../shared/vietnamese.ts';
import type { MergeData } from '../storage/announcement-ports.ts';

/** Every field a text may hold; nothing else in braces is one. */
export const MERGE_FIELDS = ['bác', 'Bác', 'xã', 'tổ'] as const;
type MergeField = (typeof MERGE_FIELDS)[number];

/** What the fields become for one person. What is missing becomes general words, so that a text is never left with a gap. */
export interface MergeValues {
  /** Form of address; one of those residents can choose, else "bác". */
  readonly address?: string;
  /** With its kind, "Xã Bến Lức"; becomes "xã Bến Lức". Else "xã, phường mình". */
  readonly communeName?: string;
  /** Else "tổ công nghệ số". */
  readonly teamName?: string;
}

/** Names are cut here: longer ones are slips of an import, and a text has to fit whoever it is for. */
const MAX_NAME = 80;
const NO_COMMUNE = 'xã, phường mình';
const NO_TEAM = 'tổ công nghệ số';
const DEFAULT_ADDRESS = 'bác';

const braced = /\{[^{}]*\}/gu;
/** Parts of Zalo's markup (`[@id]` mentions somebody) and of ours, and whatever breaks a line or shows nothing. */
const notOfAName = /[{}[\]<>@\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

function plainName(name: string): string {
  const plain = normalize(name.replace(notOfAName, ' '));
  return plain.length <= MAX_NAME ? plain : `${plain.slice(0, MAX_NAME - 1).replace(/[\uD800-\uDBFF]$/u, '')}…`;
}

const capitalised = (text: string): string => text.charAt(0).toLocaleUpperCase('vi') + text.slice(1);

/** "Xã Bến Lức" stands in the middle of a sentence. */
const inSentence = (name: string): string =>
  name.replace(/^(?:Xã|Phường|Đặc khu|Thị trấn)(?= )/u, (kind) => kind.toLocaleLowerCase('vi'));

function valueOf(field: MergeField, values: MergeValues): string {
  if (field === 'xã') return inSentence(plainName(values.communeName ?? '')) || NO_COMMUNE;
  if (field === 'tổ') return plainName(values.teamName ?? '') || NO_TEAM;
  const address = addressOf(values.address ?? '') ?? DEFAULT_ADDRESS;
  return field === 'Bác' ? capitalised(address) : address;
}

const isField = (name: string): name is MergeField => MERGE_FIELDS.some((field) => field === name);

/**
 * The text for one person: {bác}, {Bác}, {xã} and {tổ} filled in one pass, so that no value can bring a field or Zalo's
 * markup with it. Anything else in braces stays as it is (`checkMergeFields` refuses it before).
 */
export function fillMergeFields(text: string, values: MergeValues): string {
  return text.replace(braced, (whole) => {
    const name = whole.slice(1, -1).normalize('NFC');
    return isField(name) ? valueOf(name, values) : whole;
  });
}

/** What is kept about a recipient as values; `communeNameOf` gives the name of a code of `content/places`. */
export function mergeValuesOf(
  { address, communeCode, teamName }: MergeData,
  communeNameOf: (code: string) => string | undefined,
): MergeValues {
  const communeName = communeCode === undefined ? undefined : communeNameOf(communeCode);
  return {
    ...(address === undefined ? {} : { address }),
    ...(communeName === undefined ? {} : { communeName }),
    ...(teamName === undefined ? {} : { teamName }),
  };
}

const LONGEST_ADDRESS = Math.max(...addresses.map(({ length }) => length));
const LONGEST: Readonly<Record<MergeField, number>> = {
  bác: LONGEST_ADDRESS,
  Bác: LONGEST_ADDRESS,
  xã: MAX_NAME,
  tổ: MAX_NAME,
};

/** Characters the text has for the person whose values are longest. */
export function longestMerged(text: string): number {
  return text.replace(braced, (whole) => {
    const name = whole.slice(1, -1).normalize('NFC');
    return isField(name) ? 'x'.repeat(LONGEST[name]) : whole;
  }).length;
}

/** What is wrong with the fields of a text, in Vietnamese, naming each unknown one once; empty when nothing is. */
export function checkMergeFields(text: string): string[] {
  const unknown = new Set(
    [...text.matchAll(braced)].map(([whole]) => whole.slice(1, -1).normalize('NFC')).filter((name) => !isField(name)),
  );
  const problems = [...unknown].map(
    (name) =>
      `Không có trường {${name}}. Chỉ dùng được {bác}, {Bác}, {xã} và {tổ}; xóa dấu ngoặc nếu đó là chữ thường.`,
  );
  if (/[{}]/u.test(text.replace(braced, ''))) {
    problems.push('Có dấu { hoặc } lẻ. Viết đủ cặp như {bác}, hoặc xóa dấu đó đi.');
  }
  return problems;
}
