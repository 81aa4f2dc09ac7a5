import * as z from 'zod';
import { refuseField } from '../api-answers.ts';
import type { ApiAnswer } from '../api-answers.ts';
import type { EmulatorSettings } from '../settings.ts';

/** A Zalo id: a string, or a number as old pages and the tag calls print it. */
export const zaloId = z.union([z.string().min(1), z.number()]).transform(String);

/** A count or an offset; clients send numbers or digits. */
export const wholeNumber = z
  .union([z.number(), z.string().regex(/^\d+$/).transform(Number)])
  .pipe(z.int().nonnegative());

/** A boolean; the documentation's samples write it as a string. */
export const flag = z.union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')]);

/** Text or number, as text. */
export const looseText = z.union([z.string(), z.number()]).transform(String);

/** The fields of a request, or Zalo's refusal that names the first wrong one. */
export type Fields<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refusal: ApiAnswer };

/** Reads a body or the JSON of `data`; unknown keys are ignored, as Zalo does. */
export function readFields<T>(settings: EmulatorSettings, shape: z.ZodType<T>, input: unknown): Fields<T> {
  const parsed = shape.safeParse(input);
  if (parsed.success) return { ok: true, value: parsed.data };
  const field = parsed.error.issues[0]?.path.join('.') || 'data';
  return { ok: false, refusal: refuseField(settings.invalidFieldCode, field) };
}

/** Plain text to keep: drops the keys that are undefined, which exact optional types do not allow. */
export function defined<T extends object>(values: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}
