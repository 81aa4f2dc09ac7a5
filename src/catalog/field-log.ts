import * as z from 'zod';
import { topics } from './catalogue.ts';
import type { Problem } from './problems.ts';
import { says } from './schema-message.ts';
import { id } from './schema-parts.ts';
import type { YamlSource } from './yaml-source.ts';

/** The file with what team members log at doors and meetings. */
export const fieldLogFile = 'content/field-log.yaml';

/** One screen of buttons each, in the order in which they are offered. */
export const fieldLogSections = ['guided', 'services', 'trade', 'training'] as const;

/** Zalo's buttons under one message. */
const MAX_IN_SECTION = 5;

const words = z
  .array(
    z
      .string()
      .max(60)
      .regex(/^[a-z0-9]+(?: [a-z0-9]+)*$/u, says('chữ này chưa đúng kiểu', 'viết chữ thường không dấu, như: ho so')),
  )
  .min(1)
  .max(20);

const kind = z.strictObject({
  /** As printed in reports. */
  title: z.string().trim().min(1).max(200),
  /** As shown on a button. */
  button: z.string().trim().min(1).max(40),
  /** What one of it is: "người", "hồ sơ". */
  unit: z.string().trim().min(1).max(60),
  section: z.enum(fieldLogSections),
  /** The subject it counts for. Default: none. */
  topic: z.enum(topics).optional(),
  /** True where it is asked who was guided (old people, traders, families with pupils). */
  grouped: z.boolean().default(false),
  /** More than this by one member on one day is asked about, and looked at by the leader. */
  dailyMax: z.int().min(1).max(9_999),
  /** What the kind is called in a line typed at once; folded. The longest hit wins. */
  words,
  /** Outcomes of a visit that are this kind. */
  outcomes: z.array(id).max(10).default([]),
});

/** `content/field-log.yaml`. */
export const fieldLogSchema = z
  .strictObject({
    sections: z.strictObject(
      Object.fromEntries(fieldLogSections.map((name) => [name, z.string().trim().min(1).max(40)])) as Record<
        (typeof fieldLogSections)[number],
        z.ZodString
      >,
    ),
    groups: z.record(id, z.strictObject({ title: z.string().trim().min(1).max(40), words })),
    kinds: z.record(id, kind),
  })
  .superRefine(({ kinds, groups }, context) => {
    const owners = new Map<string, string>();
    const tell = (path: string[], problem: string, fix: string): void =>
      context.addIssue({ code: 'custom', path, message: says(problem, fix) });
    const own = (part: 'kinds' | 'groups', name: string, said: readonly string[]): void => {
      for (const word of said) {
        const owner = owners.get(word);
        if (owner !== undefined)
          tell([part, name, 'words'], `"${word}" đã thuộc mục ${owner}`, 'bỏ chữ này ở một trong hai mục');
        owners.set(word, name);
      }
    };
    for (const [name, one] of Object.entries(kinds)) own('kinds', name, one.words);
    for (const [name, one] of Object.entries(groups)) own('groups', name, one.words);
    for (const section of fieldLogSections) {
      const inside = Object.entries(kinds).filter(([, one]) => one.section === section);
      const [tooMany] = inside[MAX_IN_SECTION] ?? [];
      if (tooMany !== undefined)
        tell(
          ['kinds', tooMany, 'section'],
          `nhóm "${section}" có hơn ${MAX_IN_SECTION} mục`,
          'chuyển mục này sang nhóm khác',
        );
    }
  });

/** What team members log: kinds by code, whom they guided by code, and the screens they are offered on. */
export type FieldLog = Readonly<z.infer<typeof fieldLogSchema>>;

/** One kind of what members log. */
export type FieldLogKind = Readonly<z.infer<typeof kind>>;

/** Kinds that name outcomes nobody counts. */
export function unknownFieldOutcomes(
  { kinds }: FieldLog,
  outcomes: ReadonlySet<string>,
  lineOf: YamlSource['lineOf'],
): Problem[] {
  return Object.entries(kinds).flatMap(([name, one]) =>
    one.outcomes
      .filter((code) => !outcomes.has(code))
      .map((code) => ({
        file: fieldLogFile,
        line: lineOf(['kinds', name, 'outcomes']),
        rule: 'unknown-outcome',
        problem: `mục "${name}" ghi outcome "${code}", nhưng content/outcomes.yaml chưa có mã này`,
        fix: 'dùng một mã trong content/outcomes.yaml, hoặc thêm mã này vào đó, có title và unit',
      })),
  );
}
