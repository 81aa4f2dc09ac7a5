import type { LocatedText } from './card-body.ts';
import type { Path } from './yaml-source.ts';

/** A field of a file, and what the author wrote in it. */
export interface Field {
  readonly file: string;
  readonly path: Path;
  readonly value: unknown;
}

/** Where a field stands, as somebody would point at it: `bước "have", "choices" thứ 2, "title"`. */
export function placeOf(path: Path): string {
  if (path.length === 0) return 'tệp';
  const parts: string[] = [];
  for (const [index, part] of path.entries()) {
    if (typeof part === 'number') parts.push(`${parts.pop() ?? ''} thứ ${part + 1}`.trim());
    else if (index === 1 && path[0] === 'steps') parts.splice(0, 1, `bước "${String(part)}"`);
    else parts.push(`"${String(part)}"`);
  }
  return parts.join(', ');
}

const shownCharacters = 40;

/** A value as the author will recognise it, cut short. */
export function shown(value: unknown): string {
  if (Array.isArray(value)) return 'một danh sách';
  if (typeof value === 'object') return 'một nhóm các phần con';
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
  return `"${text.length > shownCharacters ? `${text.slice(0, shownCharacters)}…` : text}"`;
}

/** Possible values, as a list to choose from. */
export const joined = (values: readonly unknown[]): string => values.map(String).join(', ');

const samples: Readonly<Record<string, string>> = {
  slug: 'khoa-man-hinh',
  id: 'khoa-man-hinh',
  topic: 'other-platforms',
  title: 'Khóa màn hình điện thoại',
  checkedOn: '2026-11-22',
  reviewAfter: '2027-05-22',
  confidence: 'M',
  start: 'ten-buoc',
  next: 'ten-buoc',
  giveUp: 'ten-buoc',
  else: 'ten-buoc',
  type: 'say',
  value: 'chua-co',
  when: '"role == \'seller\'"',
  url: 'https://dichvucong.gov.vn/',
  after: '2d',
  unit: 'tài khoản',
  segment: 'elderly',
};

/** True for a field that takes no free text: a name, a day, an address. */
export const hasForm = (name: PropertyKey): boolean =>
  Object.hasOwn(samples, String(name)) && !['title', 'unit'].includes(String(name));

/** A line that gives the field a value, for the author to copy and change. */
export const lineFor = (name: PropertyKey): string => `${String(name)}: ${samples[String(name)] ?? '…'}`;

const nouns: Readonly<Record<string, string>> = {
  choices: 'lựa chọn',
  links: 'nút',
  sources: 'nguồn',
  questions: 'câu hỏi',
  cases: 'trường hợp',
  variants: 'cách nói riêng',
  ab: 'lời',
  fields: 'ô',
  items: 'dòng',
};

/** What one entry of a list is called. */
export const inList = (name: PropertyKey | undefined): string => nouns[String(name)] ?? 'ý';

const yesNoOrExpression = 'viết true, false, hoặc biểu thức mở đầu bằng dấu =';

/** Fields that take values of several kinds, and how each is written. */
export const unionFixes: Readonly<Record<string, string>> = {
  when: 'viết điều kiện trong ngoặc kép, như: "role == \'seller\'"',
  quantity: 'viết số nguyên từ 1 đến 1000, hoặc biểu thức mở đầu bằng dấu =',
  min: 'viết một con số, today, hoặc ngày như 2026-11-22',
  max: 'viết một con số, today, hoặc ngày như 2026-11-22',
  largeSteps: yesNoOrExpression,
  announcements: yesNoOrExpression,
  counting: yesNoOrExpression,
  picture: 'viết một trong hai: "url: https://…" hoặc "file: man-hinh.png"',
};

/** What a part of a card is called. */
export const partNames: Readonly<Record<LocatedText['part'], string>> = {
  title: 'tên',
  answer: 'câu trả lời',
  warning: 'lời cảnh báo',
  step: 'bước này',
  ifStuck: 'lời "Nếu không làm được"',
  help: 'phần "Ai giúp được"',
  doorstep: 'phần "Tại nhà dân"',
  message: 'lời nhắn',
};
