import * as z from 'zod';
import { ZaloTransportError } from './errors.ts';
import type { ZaloReply } from './transport.ts';

/** An id: a string, or on older pages a JSON number; always a string of digits here. */
export const idText = z.union([z.string().min(1), z.number().transform(String)]);

/** A number that Zalo prints as a string on some pages and as a number on others. */
export const amount = z
  .union([z.string().min(1), z.number()])
  .transform(Number)
  .pipe(z.number());

/** A text field that may be missing or null. */
export const optionalText = z
  .string()
  .nullish()
  .transform((value) => value ?? undefined);

/** The answer is Zalo's, but what the call was made for is not in it. The call may have taken effect. */
export function withoutResult(method: string, missing: string): ZaloTransportError {
  const detail = `the answer is JSON but lacks ${missing}`;
  return new ZaloTransportError({ kind: 'http', method, detail, mayHaveBeenDelivered: true, status: 200 });
}

/**
 * Reads `data` of a success answer. Throws `ZaloTransportError` (`ZALO_BAD_ANSWER`) naming the paths that are missing
 * or of another type, never their values.
 */
export function readData<T extends z.ZodType>(schema: T, body: ZaloReply['body'], method: string): z.infer<T> {
  const result = schema.safeParse(body['data'] ?? {});
  if (result.success) return result.data;
  const paths = new Set(result.error.issues.map((issue) => ['data', ...issue.path].join('.')));
  throw withoutResult(method, `a readable ${[...paths].join(', ')}`);
}

/** Without the keys whose value is undefined: what `exactOptionalPropertyTypes` and JSON bodies want. */
export function defined<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}
