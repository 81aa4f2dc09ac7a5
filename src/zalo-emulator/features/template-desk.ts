import * as z from 'zod';
import type { Resident } from '../chat-model.ts';
import type { EmulatorParts } from '../parts.ts';
import { fillTemplate } from './message-template.ts';
import type { MessageTemplate } from './message-template.ts';
import type { Allowances } from './quotas.ts';
import type { TemplateRefusal } from './template-answers.ts';
import { vietnamDay, vietnamHour } from './vietnam-time.ts';

/** A message ready to go out, with the allowance it was taken from, or why it may not. */
export type Prepared =
  | { readonly ok: true; readonly text: string; readonly quota?: object }
  | ({ readonly ok: false } & TemplateRefusal);

/** `mode: "development"` costs nothing; `sending_mode: "3"` goes beyond the OA's daily number. */
export interface SendingModes {
  readonly isFree: boolean;
  readonly isBeyondQuota: boolean;
}

/** The OA's approved templates and how many of them went out today. */
export interface TemplateDesk {
  find(templateId: string): MessageTemplate | undefined;
  /** Checks everything but the receiver's address, counts the message and takes its price. */
  prepare(
    templateId: string,
    data: Readonly<Record<string, string>>,
    resident: Resident,
    modes: SendingModes,
  ): Prepared;
  /** Messages the OA may still send today. */
  leftToday(): number;
  dump(): unknown;
  load(state: unknown): void;
}

const stateShape = z.object({
  day: z.int(),
  sentToday: z.int(),
  sentTodayByTemplate: z.array(z.tuple([z.string(), z.int()])),
});

/** The night is 22:00 to 05:59. Source: Zalo docs, "Bảng mã lỗi ZNS" (-133). */
function isNight(ms: number): boolean {
  return vietnamHour(ms) >= 22 || vietnamHour(ms) < 6;
}

/** A {@link TemplateDesk} with the templates of the options. */
export function createTemplateDesk({ options }: EmulatorParts, allowances: Allowances): TemplateDesk {
  const { settings, now } = options;
  const templates = new Map<string, MessageTemplate>(options.templates.map((template) => [template.id, template]));
  let day = vietnamDay(now());
  let sentToday = 0;
  let sentTodayByTemplate = new Map<string, number>();

  function beginDay(): void {
    const today = vietnamDay(now());
    if (today === day) return;
    day = today;
    sentToday = 0;
    sentTodayByTemplate = new Map();
  }

  function prepare(
    templateId: string,
    data: Readonly<Record<string, string>>,
    resident: Resident,
    modes: SendingModes,
  ): Prepared {
    const template = templates.get(templateId);
    if (template === undefined) return { ok: false, reason: 'template unknown' };
    if (template.isApproved === false) return { ok: false, reason: 'not approved' };
    const filled = fillTemplate(template, data);
    if (!filled.ok) return { ok: false, reason: 'data', problem: filled.problem };
    const { refusalCode } = resident;
    if (refusalCode !== undefined) return { ok: false, reason: 'receiver refuses', code: refusalCode };
    if (template.sendsAtNight !== true && isNight(now())) return { ok: false, reason: 'night' };
    beginDay();
    if (!modes.isBeyondQuota && sentToday >= settings.templateDailyQuota) return { ok: false, reason: 'oa quota' };
    const ofTemplate = sentTodayByTemplate.get(templateId) ?? 0;
    if (ofTemplate >= (template.dailyQuota ?? Infinity)) return { ok: false, reason: 'template quota' };
    const charge = modes.isFree ? ({ ok: true } as const) : allowances.chargeTemplate(template.priceVnd);
    if (!charge.ok) return { ok: false, reason: 'money', code: charge.refusal.error };
    sentToday += 1;
    sentTodayByTemplate.set(templateId, ofTemplate + 1);
    return { ok: true, text: filled.text, ...('quota' in charge ? { quota: charge.quota } : {}) };
  }

  return {
    find: (templateId) => templates.get(templateId),
    prepare,
    leftToday() {
      beginDay();
      return Math.max(0, settings.templateDailyQuota - sentToday);
    },
    dump: () => ({ day, sentToday, sentTodayByTemplate: [...sentTodayByTemplate] }),
    load(state) {
      const saved = stateShape.parse(state);
      day = saved.day;
      sentToday = saved.sentToday;
      sentTodayByTemplate = new Map(saved.sentTodayByTemplate);
    },
  };
}
