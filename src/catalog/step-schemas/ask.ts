import * as z from 'zod';
import { limits } from '../limits.ts';
import { says } from '../schema-message.ts';
import { choice, expires, stepName, text, tries, variable } from '../schema-parts.ts';

const limit = z.union([
  z.number(),
  z.literal('today'),
  z.iso.date(says('giới hạn chưa đúng kiểu', 'viết một con số, today, hoặc ngày như 2026-11-22')),
]);

/** Schema of `ask`, field by field; `askProblem` says what does not go together. */
export const ask = z.strictObject({
  type: z.literal('ask'),
  text,
  input: z.enum(['choice', 'text', 'number', 'money', 'date', 'phone', 'place', 'photo', 'location']).optional(),
  save: variable.optional(),
  choices: z.array(choice).min(1).max(limits.buttons).optional(),
  next: stepName.optional(),
  min: limit.optional(),
  max: limit.optional(),
  unit: z.string().trim().min(1).max(20).optional(),
  retry: text.optional(),
  tries: tries.optional(),
  giveUp: stepName,
  expires: expires.optional(),
});

const notDay = says('giới hạn của câu hỏi ngày phải là một ngày', 'viết today, hoặc ngày như 2026-11-22');
const notNumber = says('giới hạn ở đây phải là con số', 'viết con số, không để trong ngoặc kép');

type AskInputFields = z.infer<typeof ask>;

/** Fields of an ask that its kind of answer cannot use. */
export function askProblem(step: AskInputFields): { path: string; message: string } | undefined {
  const input = step.input ?? (step.choices ? 'choice' : 'text');
  if (step.choices && !['choice', 'photo', 'location'].includes(input)) {
    return {
      path: 'choices',
      message: says(
        `câu hỏi kiểu ${input} không dùng choices: số của nút sẽ bị hiểu là câu trả lời`,
        'bỏ choices, hoặc đổi input thành choice',
      ),
    };
  }
  if (input === 'choice' && !step.choices)
    return { path: 'input', message: says('câu hỏi kiểu choice mà chưa có choices', 'thêm choices, hoặc đổi input') };
  for (const path of ['min', 'max'] as const) {
    const given = step[path];
    if (given === undefined) continue;
    if (!['number', 'money', 'date', 'text'].includes(input))
      return { path, message: says(`câu hỏi kiểu ${input} không dùng ${path}`, `bỏ ${path}`) };
    if ((input === 'date') !== (typeof given === 'string')) {
      return { path, message: input === 'date' ? notDay : notNumber };
    }
  }
  if (typeof step.min === 'number' && typeof step.max === 'number' && step.min > step.max) {
    return {
      path: 'min',
      message: says(`${step.min} lớn hơn max ${step.max}, không ai trả lời được`, `viết min nhiều nhất là ${step.max}`),
    };
  }
  return step.unit !== undefined && input !== 'number'
    ? { path: 'unit', message: says(`câu hỏi kiểu ${input} không dùng unit`, 'bỏ unit, hoặc đổi input thành number') }
    : undefined;
}
