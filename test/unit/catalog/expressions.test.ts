import { describe, expect, it } from 'vitest';
import { compileStep } from '../../../src/catalog/compile-step.ts';
import { checkExpression, compileExpression, variablesIn } from '../../../src/catalog/expressions.ts';
import { evaluate, holds, type Scope } from '../../../src/flow-engine/expression.ts';
import { expressionFunctions, type Value } from '../../../src/flow-engine/expression-functions.ts';
import fc from 'fast-check';
import { englishIn } from './finding-language.ts';

const scope = (vars: Record<string, string> = {}, profile: Scope['profile'] = {}): Scope => ({
  vars,
  profile,
  today: '2026-11-22',
});

function result(source: string, vars: Record<string, string> = {}, profile: Scope['profile'] = {}): Value {
  const { compiled, problem } = compileExpression(source);
  expect(problem, source).toBeUndefined();
  return compiled && evaluate(compiled, scope(vars, profile));
}

describe('an expression', () => {
  const vars = { role: 'seller', amount: '600000', born: '1955-03-01', words: 'Bán Rau ở chợ', empty: '', zero: '0' };

  it.each<[string, Value]>([
    ["role == 'seller'", true],
    ['role == "seller"', true],
    ["role != 'buyer'", true],
    ["role == 'seller' and amount > 500000", true],
    ["role == 'buyer' or amount >= 600000", true],
    ["not (role == 'buyer')", true],
    ["role in ['buyer', 'seller']", true],
    ['amount in [500000, 600000]', true],
    ["role in ['buyer']", false],
    ['amount == 600000', true],
    ["amount == '600000'", true],
    ["amount == '600000.0'", false],
    ['amount < 600000', false],
    ['amount <= 600000', true],
    ["amount > 'a'", false],
    ['amount + 1', 600001],
    ['amount - 100000 * 2', 400000],
    ['(amount - 100000) / 2', 250000],
    ['amount / 0', undefined],
    ['amount * words', undefined],
    ['-amount', -600000],
    ['-5 < 0', true],
    ["born < '1960-01-01'", true],
    ["words < 'z'", false],
    ['lower(words)', 'bán rau ở chợ'],
    ['folded(words)', 'ban rau o cho'],
    ["contains(folded(words), 'rau')", true],
    ["starts(words, 'Bán')", true],
    ['length(words)', 13],
    ['min(amount, 5, 7)', 5],
    ['max(1, 2.5)', 2.5],
    ['round(2.5)', 3],
    ['today()', '2026-11-22'],
    ["days('2026-11-20', today())", 2],
    ["days(today(), '2026-11-20')", -2],
    ["days(today(), '2026-02-30')", undefined],
    ['age(born)', 71],
    ["age('1955-11-23')", 70],
    ["age('2030-01-01')", undefined],
    ['true', true],
    ['not empty', true],
    ['not zero', true],
    ['role and true', true],
  ])('%s', (source, value) => {
    expect(result(source, vars)).toBe(value);
  });

  it.each([
    ['missing == missing', false],
    ["missing == ''", false],
    ["missing != 'a'", true],
    ["missing in ['a']", false],
    ['missing < 5', false],
    ['missing >= 5', false],
    ['not missing', true],
    ['missing or false', false],
    ['constructor == constructor', false],
    ['toString', undefined],
  ])('takes a variable never saved for nothing: %s', (source, value) => {
    expect(result(source)).toBe(value);
  });

  it('reads the resident’s profile before variables of the same name', () => {
    expect(
      result("segment == 'farmer' and largeSteps", { segment: 'x' }, { segment: 'farmer', largeSteps: true }),
    ).toBe(true);
    expect(result('assisted', {}, { assisted: false })).toBe(false);
  });

  it('remembers a truth that was saved as text', () => {
    const isLarge = String(result('amount > 500000', vars));
    expect(result('big', { big: isLarge })).toBe('true');
    expect(result('not big', { big: 'false' })).toBe(true);
  });

  it('names the variables it reads', () => {
    const { compiled } = compileExpression("not (a == b) and c in [d, 'x'] or max(a, e) > 1");
    expect(compiled && variablesIn(compiled.tree)).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  it('is plain JSON after compiling', () => {
    const { compiled } = compileExpression("role in ['a'] and not (age(born) > 60)");
    expect(JSON.parse(JSON.stringify(compiled))).toEqual(compiled);
  });
});

describe('an expression with a fault', () => {
  it.each([
    ["role = 'seller'", 6, '=='],
    ["role === 'seller'", 8, '=='],
    ["role == 'seller", 16, "dấu ' ở cuối lời"],
    ["role == 'a' && x == 'b'", 13, 'viết and (và)'],
    ["!(role == 'a')", 1, 'not (…)'],
    ["(role == 'a'", 13, 'thêm dấu )'],
    ["role 'a'", 1, 'đứng cạnh nhau'],
    ["role == 'a' and", 13, 'một bên của "and" còn trống'],
    ["role in ['a', 'b'", 18, 'thêm dấu ]'],
    ["role == 'a')", 12, 'bỏ dấu )'],
    ['max(a,,b) > 1', 8, 'một dấu phẩy'],
    ['2x == 1', 2, 'số chỉ viết chữ số'],
    ['1..2 == x', 3, 'bỏ bớt dấu chấm'],
    ['x > ', 5, 'viết đủ hai vế'],
    ['-', 2, 'viết tiếp một giá trị'],
    ['x # 1', 3, 'bỏ dấu này'],
    ['x[', 3, "viết như: role == 'seller'"],
    ['', 1, 'còn trống'],
    ["not role == 'a'", 10, 'trong ngoặc: not (…)'],
    ['1 < x < 5', 3, '1 < x and x < 5'],
    ["role in 'a'", 6, 'viết danh sách'],
    ["role in ['a',,'b']", 6, 'một chỗ trống'],
    ["['a']", 1, 'danh sách sau in'],
    ['done-before == 1', 1, 'doneBefore'],
    ['sum(1, 2)', 1, 'dùng một trong: lower'],
    ['age()', 1, 'age(day): số tuổi'],
    ['a.b', 2, 'không có dấu chấm'],
    ['a ? 1 : 2', 3, 'hai trường hợp'],
    ['x == null', 6, 'không bằng gì cả'],
    ['x == “seller”', 6, 'nháy thẳng'],
    ['ấm == 1', 1, 'chữ a-z'],
    ['x == 1e999', 6, 'viết số'],
    ['this', 1, 'nối các phần'],
    [`x == '${'a'.repeat(300)}'`, 301, 'hai bước branch'],
    [`${'('.repeat(20)}x${')'.repeat(20)} == 1`, undefined, undefined],
    [`${'not ('.repeat(20)}x${')'.repeat(20)}`, 1, '12 lớp'],
  ])('%s names the character and what to write instead, in Vietnamese', (source, character, fix) => {
    const problem = checkExpression(source);
    if (character === undefined) return expect(problem).toBeUndefined();
    expect(problem).toContain(`ký tự thứ ${character}:`);
    expect(problem).toContain(fix);
    expect(englishIn(problem ?? '')).toEqual([]);
  });

  it('never throws, whatever is written', () => {
    const pieces = fc.constantFrom(
      ...["'a'", 'x', '(', ')', '[', ']', 'in', 'and', 'not', '-', '5', '==', ',', '.', ' '],
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ maxLength: 60 }),
          fc.array(pieces).map((list) => list.join(' ')),
        ),
        (source) => {
          const { compiled } = compileExpression(source);
          if (compiled)
            expect(['string', 'number', 'boolean', 'undefined']).toContain(typeof evaluate(compiled, scope()));
        },
      ),
      { numRuns: 2000 },
    );
  });
});

describe('every function', () => {
  it.each(Object.entries(expressionFunctions))('%s is total and says how it is written', (name, spec) => {
    expect(spec.usage).toMatch(new RegExp(`^${name}\\(`, 'u'));
    const anyValue = fc.oneof(fc.string(), fc.double(), fc.boolean(), fc.constant(undefined));
    fc.assert(
      fc.property(fc.array(anyValue, { minLength: spec.min, maxLength: spec.max }), (args) => {
        const value = spec.apply(args, '2026-11-22');
        expect(typeof value === 'number' ? Number.isFinite(value) : true).toBe(true);
      }),
    );
  });
});

describe('a step with expressions', () => {
  it('has them compiled where they are evaluated, and nowhere else', () => {
    const branch = compileStep({
      type: 'branch',
      cases: [
        { when: "a == 'x'", next: 'y' },
        { when: { var: 'a', equals: 'x' }, next: 'z' },
      ],
      else: 'z',
    });
    expect(branch).toMatchObject({
      cases: [{ when: { source: "a == 'x'", tree: { op: '==' } } }, { when: { var: 'a', equals: 'x' } }],
    });
    expect(compileStep({ type: 'set', var: 'a', value: '=b + 1', next: 'x' })).toMatchObject({
      value: { source: 'b + 1' },
    });
    expect(compileStep({ type: 'set', var: 'a', value: 'b + 1', next: 'x' })).toMatchObject({ value: 'b + 1' });
    expect(compileStep({ type: 'end', text: '= bằng' })).toEqual({ type: 'end', text: '= bằng' });
  });

  it('decides as the old object form did', () => {
    const { compiled } = compileExpression("a == 'x'");
    for (const vars of [{ a: 'x' }, { a: 'y' }, {}] as Record<string, string>[]) {
      expect(compiled && holds(compiled, scope(vars))).toBe(holds({ var: 'a', equals: 'x' }, scope(vars)));
    }
  });
});
