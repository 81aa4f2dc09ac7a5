import * as z from 'zod';
import { durationMs, maxWaitDays } from '../flow-engine/timers.ts';
import { checkExpression, isExpressionText } from './expressions.ts';
import { limits } from './limits.ts';
import { says } from './schema-message.ts';

/** A message residents read. */
export const text = z.string().trim().min(1).max(limits.textCharacters);

/** A button's title. */
export const title = z.string().trim().min(1).max(limits.titleCharacters);

/** Names of files: cards, flows, outcomes. */
export const id = z
  .string()
  .max(60)
  .regex(
    /^[a-z0-9]+(?:-[a-z0-9]+)*$/u,
    says('tên này chưa đúng kiểu', 'dùng chữ thường không dấu, chữ số và dấu gạch nối, như: khoa-man-hinh'),
  );

/** Names of steps and variables. */
export const stepName = z
  .string()
  .max(40)
  .regex(
    /^[a-z][A-Za-z0-9_-]*$/u,
    says(
      'tên này chưa đúng kiểu',
      'mở đầu bằng chữ thường không dấu, rồi chữ không dấu, chữ số, - hoặc _, như: hoi-them',
    ),
  );

/** Link buttons under a message. */
export const links = z.array(z.strictObject({ title, url: z.string().min(1).max(500) })).max(limits.buttons);

/** Names of the resident's own: an expression reads them, so no variable may be called so. */
export const variable = stepName.refine((name) => !['segment', 'largeSteps', 'assisted', 'address'].includes(name), {
  error: ({ input }) =>
    says(`"${String(input)}" là tên dành cho điều bà con đã chọn (bước profile giữ)`, 'đặt tên khác'),
});

type ConditionInput =
  | { var: string; equals: string }
  | { var: string; in: string[] }
  | { not: ConditionInput }
  | { all: ConditionInput[] }
  | { any: ConditionInput[] };

const condition: z.ZodType<ConditionInput> = z.lazy(() =>
  z.union([
    z.strictObject({ var: stepName, equals: z.string() }),
    z.strictObject({ var: stepName, in: z.array(z.string()).min(1) }),
    z.strictObject({ not: condition }),
    z.strictObject({ all: z.array(condition).min(1) }),
    z.strictObject({ any: z.array(condition).min(1) }),
  ]),
);

/** A text that has to be an expression. */
const expression = z.string().superRefine((source, context) => {
  const message = checkExpression(source);
  if (message !== undefined) context.addIssue({ code: 'custom', message });
});

/** A text that is an expression when it begins with `=`. */
export const maybeExpression = z.string().superRefine((source, context) => {
  const message = isExpressionText(source) ? checkExpression(source.slice(1)) : undefined;
  if (message !== undefined) context.addIssue({ code: 'custom', message });
});

/** A text that begins with `=` and is an expression behind it. */
export const mustBeExpression = maybeExpression.refine(isExpressionText, {
  error: says(
    'chữ ở đây phải là biểu thức, mở đầu bằng dấu "="',
    'viết như "=so_luong"; số, true, false thì không để trong ngoặc kép',
  ),
});

/** What a case or variant depends on: an expression, or the old object form. */
export const when = z.union([expression, condition]);

/** How long is waited. */
export const duration = z
  .string()
  .regex(
    /^[1-9]\d{0,4}[mhdw]$/u,
    says('khoảng thời gian chưa đúng kiểu', 'viết một số và m (phút), h (giờ), d (ngày) hoặc w (tuần), như: 2d'),
  )
  .refine((after) => durationMs(after) !== undefined, {
    error: says(`lâu hơn ${maxWaitDays} ngày`, `viết nhiều nhất ${maxWaitDays}d`),
  });

/** A limit on waiting. */
export const expires = z.strictObject({ after: duration, next: stepName.optional() });

/** What a choice saves. */
export const value = z
  .string()
  .regex(
    /^[A-Za-z0-9-]{1,40}$/u,
    says('giá trị này chưa đúng kiểu', 'dùng 1 đến 40 chữ không dấu, chữ số hoặc dấu gạch nối, như: chua-co'),
  );
/** Other ways to say a choice. */
export const words = z.array(z.string().trim().min(1));
/** Unclear answers before giving up. */
export const tries = z.int().min(1).max(5);

/** A choice that leads somewhere. */
export const choice = z.strictObject({ title, value, words: words.optional(), next: stepName });
/** A choice that only says something. */
export const plainChoice = z.strictObject({ title, value, words: words.optional() });
