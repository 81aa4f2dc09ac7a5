/** A parameter of a template, as in Zalo's `listParams`. */
export interface TemplateParameter {
  readonly name: string;
  /** Most characters; default: any length. */
  readonly maxLength?: number;
  /** Default true; one that is not required may be missing or empty. */
  readonly isRequired?: boolean;
}

/** An approved ZBS template (ZNS until 2026) of the emulated OA. In `text`, `<name>` stands for the parameter `name`. */
export interface MessageTemplate {
  readonly id: string;
  readonly name: string;
  readonly text: string;
  /** Default: those that `text` names, all of them required and of any length. */
  readonly parameters?: readonly TemplateParameter[];
  /** Price of one message in VND. */
  readonly priceVnd: number;
  /** Messages of this template a day before -147; default: no limit of its own. */
  readonly dailyQuota?: number;
  /** Default true; false answers -131. */
  readonly isApproved?: boolean;
  /** Default false: refused from 22:00 to 05:59 with -133. */
  readonly sendsAtNight?: boolean;
  /** Default true; false answers -249 to a send by user id. */
  readonly allowsUserId?: boolean;
}

/** The template every emulator has unless told otherwise. */
export const demoTemplates: readonly MessageTemplate[] = [
  {
    id: '100001',
    name: 'Nhắc lịch lớp kỹ năng số',
    text: 'Kính gửi <ten>, lớp "<ten_lop>" bắt đầu lúc <thoi_gian>. Mời bà con đến đúng giờ.',
    parameters: [
      { name: 'ten', maxLength: 30 },
      { name: 'ten_lop', maxLength: 200 },
      { name: 'thoi_gian', maxLength: 20 },
    ],
    priceVnd: 200,
  },
];

/** What is wrong with the parameters of a message, if anything. */
export type TemplateDataProblem = { readonly kind: 'missing' | 'too long'; readonly field: string };

const placeholder = /<([\w-]+)>/g;

function namedIn(text: string): readonly TemplateParameter[] {
  return [...text.matchAll(placeholder)].map((match) => ({ name: match[1] ?? '' }));
}

/** Fills a template in, or tells the first wrong parameter; values without a parameter are ignored. */
export function fillTemplate(
  template: MessageTemplate,
  data: Readonly<Record<string, string>>,
): { readonly ok: true; readonly text: string } | { readonly ok: false; readonly problem: TemplateDataProblem } {
  for (const { name: field, maxLength = Infinity, isRequired = true } of template.parameters ??
    namedIn(template.text)) {
    const value = data[field] ?? '';
    if (isRequired && value === '') return { ok: false, problem: { kind: 'missing', field } };
    if (value.length > maxLength) return { ok: false, problem: { kind: 'too long', field } };
  }
  return { ok: true, text: template.text.replaceAll(placeholder, (_match, field: string) => data[field] ?? '') };
}
