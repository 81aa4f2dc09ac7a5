import { describe, expect, it } from 'vitest';
import { buildCatalogue } from '../../../src/catalog/build.ts';
import type { LintProblem } from '../../../src/catalog/problems.ts';
import { englishIn } from './finding-language.ts';

const flowFile = 'flows/e-payments/a.yaml';
const cardFile = 'content/answers/e-payments/a.md';

function problemsOf(file: string, text: string): LintProblem[] {
  return buildCatalogue([{ file, text }], '2026-11-22', 'start').problems.filter((found) => found.file === file);
}

const flowWith = (step: string): string =>
  `id: a\ntopic: e-payments\ntitle: Thử\nasks: [a]\nstart: s\nsteps:\n  s: ${step}\n`;

const cardWith = (...lines: readonly string[]): string => {
  const sound = [
    'slug: a',
    'topic: e-payments',
    'title: Thử',
    'asks: [a]',
    'sources: [a]',
    'checkedOn: 2026-11-22',
    'reviewAfter: 2027-05-22',
    'confidence: M',
  ];
  const given = new Set(lines.map((line) => line.split(':')[0]));
  return `---\n${[...sound.filter((line) => !given.has(line.split(':')[0])), ...lines].join('\n')}\n---\nx\n`;
};

const choices = '[{ title: a, value: a }, { title: b, value: b }]';

describe('what a schema refuses in a flow', () => {
  it.each<[step: string, problem: string, fix: string]>([
    ['{ type: sya }', 'bước "s" ghi type: sya, nhưng không có loại bước này', 'viết một trong: say, ask,'],
    ['{ next: s }', 'bước "s" thiếu "type"', 'thêm dòng "type: say"'],
    ['', 'bước "s" còn trống', 'viết như: type: say'],
    ['3', 'bước "s" đang là con số, ở đây cần nhóm các phần con', 'mỗi phần con một dòng'],
    ['{ type: end, zz: 1 }', 'bước "s" không có phần "zz"', 'docs/content-format.md'],
    ['{ type: end, text: 2026 }', '"text" đang là con số, ở đây cần một dòng chữ', 'đặt trong ngoặc kép: "2026"'],
    ['{ type: end, text: [a] }', '"text" đang là danh sách', 'không có dấu gạch ở đầu'],
    ['{ type: end, text: }', 'bước "s", "text" còn trống', 'viết như: text: …'],
    ['{ type: end, text: "" }', 'bước "s", "text" còn trống', 'viết nội dung vào đây'],
    ['{ type: remind, after: 2, text: a, next: s }', '"after" đang là con số', 'viết như: after: 2d'],
    ['{ type: record, outcome: a, quantity: 0, next: s }', '"quantity" ghi "0", quá nhỏ', 'viết ít nhất là 1'],
    ['{ type: record, outcome: a, quantity: 1.5, next: s }', '"quantity" ghi "1.5"', 'số nguyên từ 1 đến 1000'],
    ['{ type: record, outcome: a, quantity: hai, next: s }', 'phải là biểu thức', 'viết như "=so_luong"'],
    ['{ type: ask, text: a, tries: 9, next: s, giveUp: s }', '"tries" ghi "9", quá lớn', 'viết nhiều nhất là 5'],
    ['{ type: ask, text: a, tries: 1.5, next: s, giveUp: s }', 'ở đây cần số nguyên', 'viết số nguyên như 1, 2, 3'],
    ['{ type: branch, cases: [], else: s }', '"cases" chưa có trường hợp nào', 'viết ít nhất 1 trường hợp'],
    [
      '{ type: branch, cases: [{ when: 3, next: s }], else: s }',
      '"cases" thứ 1, "when" ghi "3", máy chưa hiểu',
      'viết điều kiện trong ngoặc kép',
    ],
    [
      '{ type: say, text: a, picture: a.png, next: s }',
      '"picture" ghi "a.png"',
      'viết một trong hai: "url: https://…"',
    ],
    ['{ type: say, text: a, picture: { file: A.bmp }, next: s }', 'chưa phải tên tệp hình', 'như: man-hinh.png'],
    [
      `{ type: quiz, questions: [{ text: a, choices: [{ title: a, value: a }], answer: a }], next: s, giveUp: s }`,
      '"choices" mới có 1 lựa chọn',
      'viết ít nhất 2 lựa chọn',
    ],
    [
      `{ type: quiz, questions: [{ text: a, choices: ${choices}, answer: c }], next: s, giveUp: s }`,
      '"answer": không phải value của lựa chọn nào',
      'viết value của lựa chọn đúng',
    ],
    [`{ type: poll, text: a, choices: ${choices}, next: A b }`, '"next" ghi "A b": tên này', 'như: hoi-them'],
    ['{ type: set, var: segment, value: a, next: s }', '"segment" là tên dành cho', 'đặt tên khác'],
  ])('is said with the field and what to write: %s', (step, problem, fix) => {
    const [found] = problemsOf(flowFile, flowWith(step));
    expect(found?.problem).toContain(problem);
    expect(found?.fix).toContain(fix);
    expect(englishIn(`${found?.problem}\n${found?.fix}`)).toEqual([]);
  });

  it('names a step with a bad name', () => {
    const [found] = problemsOf(flowFile, flowWith('{ type: end }\n  Bad Name: { type: end }'));
    expect(found?.problem).toBe('bước "Bad Name": tên này chưa đúng kiểu');
  });

  it.each(['', '- a', 'abc'])('points to the manual when the file %j is none at all', (text) => {
    const [found] = problemsOf(flowFile, text);
    expect(found?.problem).toMatch(/^tệp chưa (?:có gì|đúng kiểu)$/u);
    expect(found?.fix).toBe('viết theo mẫu trong docs/content-format.md');
  });
});

describe('what a schema refuses in a card', () => {
  it.each<[line: string, problem: string, fix: string]>([
    ['confidence: X', '"confidence" ghi "X", không có lựa chọn này', 'viết một trong: H, M, L, bg'],
    ['confidence:', '"confidence" còn trống', 'viết như: confidence: M'],
    ['changes: có', 'ở đây cần true hoặc false', 'viết true (có) hoặc false (không), không để trong ngoặc kép'],
    ['checkedOn: 20261122', '"checkedOn" ghi "20261122": ngày chưa đúng kiểu', 'viết năm-tháng-ngày, như: 2026-11-22'],
    ['reviewAfter:', '"reviewAfter" còn trống', 'viết năm-tháng-ngày'],
    ['asks: [a: b]', '"asks" thứ 1 đang là nhóm các phần con', 'đặt cả câu trong ngoặc kép'],
    ['asks: [a, ~]', '"asks" thứ 2 còn trống', 'viết tiếp sau dấu gạch, hoặc bỏ dòng này'],
    ['asks: a', '"asks" đang là một dòng chữ, ở đây cần danh sách', 'mỗi ý một dòng, mở đầu bằng dấu gạch'],
    ['autor: x', 'thẻ không có phần "autor"', 'tên các phần: docs/soan-noi-dung.md'],
    ['links: [{ title: a }]', '"links" thứ 1 thiếu "url"', 'mẫu: docs/content-format.md'],
    ['variants: [{ segment: elderly }]', '"variants" thứ 1: chưa đổi lời nào', 'viết answer hoặc steps cho nhóm này'],
    ['screens: { 9: {} }', '"screens", "9": chưa phải số của bước', 'viết số từ 1 đến 7'],
  ])('is said with the field and what to write: %s', (line, problem, fix) => {
    const [found] = problemsOf(cardFile, cardWith(line));
    expect(found?.problem).toContain(problem);
    expect(found?.fix).toContain(fix);
    expect(englishIn(`${found?.problem}\n${found?.fix}`)).toEqual([]);
  });

  it('counts the letters of a title that is too long, and cuts a long value short where it quotes one', () => {
    const [title] = problemsOf(cardFile, cardWith(`title: ${'Dài '.repeat(20)}`));
    expect(title).toMatchObject({ problem: '"title" dài 79 chữ cái', fix: 'rút ngắn còn nhiều nhất 60 chữ cái' });
    const [slug] = problemsOf(cardFile, cardWith(`slug: ${'Dài '.repeat(14)}`));
    expect(slug?.problem).toBe(`"slug" ghi "${'Dài '.repeat(10)}…": tên này chưa đúng kiểu`);
  });
});

describe('what YAML refuses', () => {
  it.each<[line: string, problem: string, fix: string]>([
    ['title: "Khóa', 'dấu ngoặc kép mở mà chưa đóng', 'thêm dấu "'],
    ["title: 'Khóa", 'dấu nháy đơn mở mà chưa đóng', "thêm dấu '"],
    ['title: Khóa: màn hình', 'giữa câu có dấu hai chấm', 'trong ngoặc kép'],
    ['title: {Bác} ơi', 'sau dấu đóng ngoặc vẫn còn chữ', 'hai dấu nháy đơn'],
    ['title: "Bấm "Tiếp tục" nhé"', 'sau dấu đóng ngoặc vẫn còn chữ', 'hai dấu nháy đơn'],
    ['title: @bác', 'ký hiệu máy hiểu khác đi', 'hai dấu nháy đơn'],
    ['title: > bác', 'ký hiệu máy hiểu khác đi', 'hai dấu nháy đơn'],
    ['title: - bác', 'cùng dòng với tên phần', 'xuống dòng trước dấu gạch'],
    ['title: "a\\d"', 'trong ngoặc kép có dấu \\', 'bỏ dấu \\'],
    ['title: [a, b', 'dấu [ hoặc { mở mà chưa đóng', 'thêm dấu đóng'],
    ['asks: [a, , b]', 'thừa dấu phẩy', 'bỏ bớt một dấu phẩy'],
    ['asks: ["a" "b"]', 'thiếu dấu phẩy giữa hai ý', 'thêm dấu phẩy'],
    ['title: "a"#b', 'dấu # dính liền', 'hai dấu nháy đơn'],
    ['related:\n\t- a', 'đầu dòng có dấu Tab', 'thay bằng dấu cách'],
    ['related:\n  - a\n - b', 'các dấu gạch thụt vào không đều', 'thẳng hàng nhau'],
    ['links:\n  a: 1\n b: 2', 'thụt vào không thẳng hàng', 'các dòng cùng cấp'],
    ['title Khóa\nx: 1', 'thiếu dấu hai chấm', 'viết tên phần, dấu hai chấm'],
    ['confidence: M\nconfidence: H', 'phần này đã có ở trên', 'giữ một chỗ'],
  ])('is said in Vietnamese: %j', (line, problem, fix) => {
    const found = problemsOf(cardFile, cardWith(line)).filter(({ rule }) => /^yaml|^duplicate-field/u.test(rule));
    expect(found[0]?.problem).toContain(problem);
    expect(found[0]?.fix).toContain(fix);
    expect(found.flatMap((one) => englishIn(`${one.problem}\n${one.fix}`))).toEqual([]);
  });
});
