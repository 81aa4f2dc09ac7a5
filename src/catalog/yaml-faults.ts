import type { ErrorCode } from 'yaml';

type Words = readonly [problem: string, fix: string];

const quoteAll = "đặt cả câu giữa hai dấu nháy đơn: '…'";
const alignLines = 'thụt vào thẳng hàng với các dòng cùng cấp';
const strangeStart: Words = ['câu mở đầu bằng ký hiệu máy hiểu khác đi', quoteAll];

/** Codes that mean several things, told apart by the English message; the first that matches counts. */
const byMessage: readonly (readonly [code: ErrorCode, message: RegExp, ...Words])[] = [
  ['MISSING_CHAR', /^Missing closing "/u, 'dấu ngoặc kép mở mà chưa đóng', 'thêm dấu " ở cuối câu'],
  ['MISSING_CHAR', /^Missing closing '/u, 'dấu nháy đơn mở mà chưa đóng', "thêm dấu ' ở cuối câu"],
  ['MISSING_CHAR', /^Missing space after/u, 'sau dấu hai chấm thiếu dấu cách', 'thêm một dấu cách'],
  ['MISSING_CHAR', /^Missing , /u, 'trong ngoặc thiếu dấu phẩy giữa hai ý', 'thêm dấu phẩy'],
  ['MISSING_CHAR', /^Comments/u, 'dấu # dính liền chữ đứng trước', quoteAll],
  ['UNEXPECTED_TOKEN', /at node end/u, 'sau dấu đóng ngoặc vẫn còn chữ', quoteAll],
  ['UNEXPECTED_TOKEN', /same line with key/u, 'dấu gạch nằm cùng dòng với tên phần', 'xuống dòng trước dấu gạch'],
  ['UNEXPECTED_TOKEN', /^Not a YAML token/u, ...strangeStart],
  ['UNEXPECTED_TOKEN', /(?:empty item|Unexpected ,)/u, 'trong ngoặc thừa dấu phẩy', 'bỏ bớt một dấu phẩy'],
  ['BAD_INDENT', /^Flow/u, 'dấu [ hoặc { mở mà chưa đóng', `thêm dấu đóng; nếu là câu chữ thì ${quoteAll}`],
  ['BLOCK_AS_IMPLICIT_KEY', /^A block seq/u, 'các dấu gạch thụt vào không đều', 'cho các dấu gạch thẳng hàng nhau'],
];

const byCode: Partial<Record<ErrorCode, Words>> = {
  DUPLICATE_KEY: ['phần này đã có ở trên', 'giữ một chỗ, bỏ chỗ kia'],
  BLOCK_AS_IMPLICIT_KEY: [
    'giữa câu có dấu hai chấm, hoặc dòng dưới thụt vào sai',
    'đặt cả câu trong ngoặc kép: "…", hoặc sửa chỗ thụt vào',
  ],
  MULTILINE_IMPLICIT_KEY: [
    'dòng này thiếu dấu hai chấm, hoặc thụt vào sai',
    'viết tên phần, dấu hai chấm, dấu cách rồi nội dung',
  ],
  MISSING_CHAR: [
    'dòng này thiếu dấu hai chấm, hoặc thụt vào sai',
    'viết tên phần, dấu hai chấm, dấu cách rồi nội dung',
  ],
  BAD_INDENT: ['dòng này thụt vào không thẳng hàng', alignLines],
  TAB_AS_INDENT: ['đầu dòng có dấu Tab', 'thay bằng dấu cách'],
  BAD_SCALAR_START: strangeStart,
  BAD_ALIAS: strangeStart,
  TAG_RESOLVE_FAILED: strangeStart,
  BAD_DQ_ESCAPE: ['trong ngoặc kép có dấu \\', 'bỏ dấu \\, hoặc dùng hai dấu nháy đơn'],
  MULTIPLE_DOCS: ['giữa tệp có thêm dòng ---', 'bỏ dòng --- này'],
};

/** What the YAML reader refused, for authors in Vietnamese: what is wrong, what to write instead. Its own text is English. */
export function yamlFault({ code, message }: { readonly code: ErrorCode; readonly message: string }): Words {
  const special = byMessage.find(([of, pattern]) => of === code && pattern.test(message));
  if (special) return [special[2], special[3]];
  return byCode[code] ?? ['máy chưa đọc được dòng này', `${alignLines}, hoặc ${quoteAll}`];
}
