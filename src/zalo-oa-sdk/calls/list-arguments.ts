import { checkCount } from '../messages/checks.ts';
import { requireText, requireWithin } from './request-checks.ts';

/** A part of a list: `offset` entries are skipped (default 0), at most `count` come back. */
export interface ListPart {
  readonly offset?: number;
  readonly count?: number;
}

/** `offset` and `count` as plain query keys; else throws `ZaloMessageError` (`offset`, `count`). */
export function partQuery(
  part: ListPart,
  { defaultCount, maxCount = Number.MAX_SAFE_INTEGER }: { readonly defaultCount: number; readonly maxCount?: number },
): { readonly offset: string; readonly count: string } {
  const offset = requireWithin('offset', part.offset ?? 0, { min: 0, max: Number.MAX_SAFE_INTEGER });
  const count = requireWithin('count', part.count ?? defaultCount, { min: 1, max: maxCount });
  return { offset: String(offset), count: String(count) };
}

/** 1 to `limit` ids, none empty; else throws `ZaloMessageError` (`field`, `field[2]`). */
export function requireIds(field: string, ids: readonly string[], limit: number): string[] {
  checkCount(field, ids.length, limit, 'Split them over several calls.');
  return ids.map((id, index) => requireText(`${field}[${index}]`, id));
}

/**
 * A value out of a set that Zalo may widen: editors suggest the known members, and an unknown one still comes through
 * as the text it is.
 */
export type OneOf<Known extends string> = Known | (string & {});
