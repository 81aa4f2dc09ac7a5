import type * as z from 'zod';
import { hasForm, inList, joined, lineFor, placeOf, shown, unionFixes, type Field } from './field-words.ts';

type Issue = z.core.$ZodIssue;
type IssueOf<C extends Issue['code']> = Extract<Issue, { code: C }>;

/** What is wrong, and what to write instead, both for authors, in Vietnamese. */
export interface Words {
  readonly problem: string;
  readonly fix: string;
}

/** The page that shows how a field is written: card authors have one of their own for what stands in every card. */
const pageFor = ({ file, path }: Field, above: number): string =>
  file.endsWith('.md') && path.length <= above ? 'docs/soan-noi-dung.md' : 'docs/content-format.md';

/** Of a field that has to be there. */
export function missingWords(field: Field): Words {
  const parent = field.path.slice(0, -1);
  const name = String(field.path.at(-1));
  const where = parent.length === 0 ? '' : `${placeOf(parent)} `;
  return { problem: `${where}thiếu "${name}"`, fix: `thêm dòng "${lineFor(name)}"; mẫu: ${pageFor(field, 1)}` };
}

/** Of a field with nothing behind its colon. `own`: what a check of ours says of it. */
export function nullWords(field: Field, own: Words | undefined): Words {
  const { path } = field;
  const name = path.at(-1);
  if (name === undefined) return { problem: 'tệp chưa có gì', fix: `viết theo mẫu trong ${pageFor(field, 1)}` };
  const isStep = path.length === 2 && path[0] === 'steps';
  const fix =
    typeof name === 'number'
      ? 'viết tiếp sau dấu gạch, hoặc bỏ dòng này'
      : `viết như: ${lineFor(isStep ? 'type' : name)}`;
  return { problem: `${placeOf(path)} còn trống`, fix: own?.fix ?? fix };
}

const kinds = {
  text: 'một dòng chữ',
  number: 'con số',
  boolean: 'true hoặc false',
  list: 'danh sách',
  fields: 'nhóm các phần con',
} as const;

function kindOf(value: unknown): keyof typeof kinds {
  if (Array.isArray(value)) return 'list';
  if (typeof value === 'number' || typeof value === 'boolean') return typeof value as 'number' | 'boolean';
  return typeof value === 'string' ? 'text' : 'fields';
}

/** What zod expects, as a kind of value and how to write it where a value of another kind stands. */
const expected: Readonly<Record<string, readonly [kind: string, fix: string]>> = {
  array: [kinds.list, 'viết mỗi ý một dòng, mở đầu bằng dấu gạch và dấu cách: "- …"'],
  boolean: [kinds.boolean, 'viết true (có) hoặc false (không), không để trong ngoặc kép'],
  number: [kinds.number, 'viết con số, không để trong ngoặc kép'],
  int: ['số nguyên', 'viết số nguyên như 1, 2, 3, không để trong ngoặc kép'],
  object: [kinds.fields, 'viết mỗi phần con một dòng, thụt vào hai dấu cách: "tên: nội dung"'],
  record: [kinds.fields, 'viết mỗi phần con một dòng, thụt vào hai dấu cách: "tên: nội dung"'],
};

const textInstead = {
  text: 'viết một dòng chữ',
  list: 'viết một dòng chữ, không có dấu gạch ở đầu',
  fields: 'đặt cả câu trong ngoặc kép: "…"',
} as const;

function typeWords(issue: IssueOf<'invalid_type'>, field: Field): Words {
  const { path, value } = field;
  const given = kindOf(value);
  if (issue.expected === 'string') {
    const problem = `${placeOf(path)} đang là ${kinds[given]}, ở đây cần một dòng chữ`;
    if (given !== 'number' && given !== 'boolean') return { problem, fix: textInstead[given] };
    // What has a form of its own is not put right by quotation marks.
    const name = path.at(-1) ?? '';
    return { problem, fix: hasForm(name) ? `viết như: ${lineFor(name)}` : `đặt trong ngoặc kép: "${String(value)}"` };
  }
  if (path.length === 0) return { problem: 'tệp chưa đúng kiểu', fix: `viết theo mẫu trong ${pageFor(field, 1)}` };
  const [kind, fix] = expected[issue.expected] ?? ['kiểu khác', 'viết như trong docs/content-format.md'];
  return { problem: `${placeOf(path)} đang là ${kinds[given]}, ở đây cần ${kind}`, fix };
}

function tooBig({ origin, maximum }: IssueOf<'too_big'>, { path, value }: Field): Words {
  const place = placeOf(path);
  if (origin === 'string') {
    const text = String(value);
    const length = text.trim().length > Number(maximum) ? text.trim().length : text.length;
    return { problem: `${place} dài ${length} chữ cái`, fix: `rút ngắn còn nhiều nhất ${maximum} chữ cái` };
  }
  if (!Array.isArray(value))
    return { problem: `${place} ghi ${shown(value)}, quá lớn`, fix: `viết nhiều nhất là ${maximum}` };
  const name = path.at(-1);
  const noun = inList(name);
  const tooManyButtons = name === 'choices' || name === 'links' ? '; Zalo không hiện thêm nút' : '';
  return { problem: `${place} có ${value.length} ${noun}`, fix: `giữ nhiều nhất ${maximum} ${noun}${tooManyButtons}` };
}

function tooSmall({ origin, minimum }: IssueOf<'too_small'>, { path, value }: Field): Words {
  const place = placeOf(path);
  if (origin === 'string') return { problem: `${place} còn trống`, fix: 'viết nội dung vào đây' };
  if (!Array.isArray(value))
    return { problem: `${place} ghi ${shown(value)}, quá nhỏ`, fix: `viết ít nhất là ${minimum}` };
  const noun = inList(path.at(-1));
  const problem = value.length === 0 ? `${place} chưa có ${noun} nào` : `${place} mới có ${value.length} ${noun}`;
  const how = path.at(-1) === 'sources' ? ': địa chỉ trang, số văn bản, hoặc tên tài liệu và năm' : '';
  return { problem, fix: `viết ít nhất ${minimum} ${noun}${how}` };
}

function unionWords(issue: IssueOf<'invalid_union'>, { path, value }: Field): Words {
  const name = String(path.at(-1));
  const fix = unionFixes[name] ?? 'viết như trong docs/content-format.md';
  const options = 'options' in issue ? issue.options : undefined;
  if (name !== 'type' || !options) return { problem: `${placeOf(path)} ghi ${shown(value)}, máy chưa hiểu`, fix };
  const problem = `${placeOf(path.slice(0, -1))} ghi type: ${String(value)}, nhưng không có loại bước này`;
  return { problem, fix: `viết một trong: ${joined(options)}` };
}

function unknownWords({ keys, path }: IssueOf<'unrecognized_keys'>, field: Field): Words {
  const whole = field.file.endsWith('.md') ? 'thẻ' : field.file.startsWith('flows/') ? 'luồng' : 'tệp này';
  const where = path.length === 0 ? whole : placeOf(path);
  const fix = `sửa lại tên cho đúng, hoặc bỏ phần này; tên các phần: ${pageFor(field, 0)}`;
  return { problem: `${where} không có phần "${keys[0] ?? ''}"`, fix };
}

/**
 * What a schema refused in a field, in words for authors. `own`: what a check of ours says of it (`says`); otherwise the
 * words are chosen by the kind of issue, because zod's are English and speak of programs.
 */
export function wordsFor(issue: Issue, field: Field, own: Words | undefined): Words {
  const { path, value } = field;
  if (own) {
    const given = issue.code === 'invalid_format' || issue.code === 'invalid_type' ? ` ghi ${shown(value)}` : '';
    return { problem: `${placeOf(path)}${given}: ${own.problem}`, fix: own.fix };
  }
  switch (issue.code) {
    case 'unrecognized_keys':
      return unknownWords(issue, field);
    case 'invalid_type':
      return typeWords(issue, field);
    case 'too_big':
      return tooBig(issue, field);
    case 'too_small':
      return tooSmall(issue, field);
    case 'invalid_union':
      return unionWords(issue, field);
    case 'invalid_value': {
      const problem = `${placeOf(path)} ghi ${shown(value)}, không có lựa chọn này`;
      return { problem, fix: `viết một trong: ${joined(issue.values)}` };
    }
    default:
      return {
        problem: `${placeOf(path)} ghi ${shown(value)}, chưa đúng kiểu`,
        fix: `viết như trong ${pageFor(field, 1)}`,
      };
  }
}
