import { expressionFunctions } from '../flow-engine/expression-functions.ts';
import type { ExpressionFunction } from '../flow-engine/types.ts';

/** What each function gives, for authors. */
const gives: Readonly<Record<ExpressionFunction, string>> = {
  lower: 'đổi lời thành chữ thường',
  folded: 'đổi lời thành chữ thường, bỏ dấu',
  contains: 'đúng khi lời có đoạn ấy',
  starts: 'đúng khi lời mở đầu bằng đoạn ấy',
  length: 'đếm số ký tự',
  min: 'số nhỏ nhất trong 1 đến 5 số',
  max: 'số lớn nhất trong 1 đến 5 số',
  round: 'làm tròn thành số nguyên',
  today: 'ngày hôm nay',
  days: 'số ngày từ ngày đầu đến ngày sau',
  age: 'số tuổi tròn tính đến hôm nay',
};

/** How a function is written and what it gives: `age(day): số tuổi tròn tính đến hôm nay`. */
export function functionWords(name: ExpressionFunction): string {
  const [form = name] = expressionFunctions[name].usage.split(': ');
  return `${form}: ${gives[name]}`;
}

type Faults = readonly (readonly [pattern: RegExp, problem: string, fix: string])[];

/** What the parser says, and what it means to an author; `$1` is what the pattern found. The first that matches counts. */
const parserFaults: Faults = [
  [/^Unexpected "="/u, 'dấu "=" đứng một mình', 'so sánh bằng == hoặc !='],
  [/^Expected expression after ([=!]=)/u, 'sau "$1" còn thiếu một vế', 'so sánh bằng == hoặc !=, đủ hai vế'],
  [/^Unexpected "([&|])"/u, 'không dùng dấu "$1"', 'viết and (và) hoặc or (hoặc)'],
  [/^Unexpected "!"/u, 'không dùng dấu "!"', 'viết not (…)'],
  [/^Unclosed quote/u, 'dấu nháy mở mà chưa đóng', "thêm dấu ' ở cuối lời"],
  [/^(?:Unclosed \(|Expected \))/u, 'dấu ngoặc mở mà chưa đóng', 'thêm dấu )'],
  [/^(?:Unclosed \[|Expected \])/u, 'dấu [ mở mà chưa đóng', 'thêm dấu ]'],
  [/^Unexpected "\)"/u, 'thừa dấu )', 'bỏ dấu ), hoặc thêm dấu ( ở trước'],
  [/^(?:Unexpected token ,|Expected comma)/u, 'dấu phẩy chưa đúng chỗ', 'viết một dấu phẩy giữa hai giá trị'],
  [
    /^(?:Expected exponent|Variable names cannot start)/u,
    'số viết liền với chữ',
    'số chỉ viết chữ số; lời để trong dấu nháy',
  ],
  [/^(?:Unexpected period|Unexpected \.)/u, 'thừa dấu chấm', 'bỏ bớt dấu chấm'],
  [/^(?:Expected expression after (\S+))/u, 'sau "$1" còn thiếu một vế', 'viết đủ hai vế'],
  [/^missing unaryOp argument/u, 'sau dấu trừ hoặc "not" còn trống', 'viết tiếp một giá trị'],
  [/^(?:Expected :|Expected expression$)/u, 'không dùng được dấu "?"', 'dùng hai trường hợp trong bước branch'],
  [/^Unexpected "(.)"/u, 'không dùng dấu "$1"', 'bỏ dấu này; lời thì để trong dấu nháy'],
];

/** What the parser refused, in words that help. `description` is its English message. */
export function parserWords(description: string): { readonly problem: string; readonly fix: string } {
  for (const [pattern, problem, fix] of parserFaults) {
    const found = pattern.exec(description);
    if (found) return { problem: problem.replace('$1', () => found[1] ?? ''), fix };
  }
  return { problem: 'máy chưa đọc được từ chỗ này', fix: "viết như: role == 'seller' and amount > 500000" };
}
