import * as z from 'zod';
import { limits } from '../limits.ts';
import { says } from '../schema-message.ts';
import { expires, plainChoice, stepName, text, tries, value, variable } from '../schema-parts.ts';

const question = z
  .strictObject({
    text,
    choices: z.array(plainChoice).min(2).max(limits.buttons),
    answer: value,
    explain: text.optional(),
  })
  .refine(({ choices, answer }) => choices.some((one) => one.value === answer), {
    error: says('không phải value của lựa chọn nào', 'viết value của lựa chọn đúng'),
    path: ['answer'],
  });

/** Schema of `quiz`: questions one by one, then the score. */
export const quiz = z.strictObject({
  type: z.literal('quiz'),
  questions: z.array(question).min(1).max(20),
  pass: z.int().min(1).max(20).optional(),
  save: variable.optional(),
  passed: text.optional(),
  notPassed: text.optional(),
  certificate: z
    .strictObject({ title: z.string().trim().min(1).max(limits.titleCharacters), name: variable.optional() })
    .optional(),
  next: stepName,
  failed: stepName.optional(),
  retry: text.optional(),
  tries: tries.optional(),
  giveUp: stepName,
  expires: expires.optional(),
});

/** What a quiz promises and cannot keep. */
export function quizProblem(step: z.infer<typeof quiz>): { path: string; message: string } | undefined {
  if (step.pass === undefined || step.pass <= step.questions.length) return undefined;
  return {
    path: 'pass',
    message: says(
      `cần đúng ${step.pass} câu mà chỉ có ${step.questions.length} câu hỏi`,
      `viết pass nhiều nhất là ${step.questions.length}`,
    ),
  };
}
