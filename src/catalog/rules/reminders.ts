import { durationMs } from '../../flow-engine/timers.ts';
import type { Content, Finding, Rule } from './rule.ts';
import { lint } from './rule.ts';

/** Zalo takes a message for seven days after the resident's last one (fact sheet, 2026-11-22); a reminder needs room. */
const lastMs = 6 * 86_400_000;

function tooLate({ flows }: Content): Finding[] {
  return flows.flatMap(({ file, flow, lineOf }) =>
    Object.entries(flow.steps).flatMap(([name, step]): Finding[] => {
      if (step.type !== 'remind' || (durationMs(step.after) ?? 0) <= lastMs) return [];
      const problem = `bước "${name}" hẹn nhắc sau ${step.after}, nhưng Zalo chỉ cho gửi trong 7 ngày từ tin cuối của bà con`;
      const fix = 'hẹn nhiều nhất 6d; muốn lâu hơn thì nhắc lại một lần nữa';
      return [{ file, line: lineOf(['steps', name, 'after']), problem, fix, quote: step.after }];
    }),
  );
}

/** Rules about reminders. */
export const reminderRules: readonly Rule[] = [lint('reminder-too-late', 'error', tooLate)];
