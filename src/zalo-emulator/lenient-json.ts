/** A whole number of 16 digits or more outside a string: more than a JavaScript number can hold exactly. */
const longNumber = /[:[,]\s*-?\d{16,}/;

type SourceReviver = (key: string, value: unknown, context?: { readonly source?: string }) => unknown;

const keepLongNumbers: SourceReviver = (_key, value, context) => {
  if (typeof value !== 'number' || Number.isSafeInteger(value) || context?.source === undefined) return value;
  return /^-?\d+$/.test(context.source) ? context.source : value;
};

/**
 * Parses JSON as Zalo's servers do, with 64-bit ids: a whole number beyond 2^53 comes back as its decimal string, because
 * PHP, Java and Go clients send user ids as JSON numbers. Returns undefined for text that is not JSON.
 */
export function parseLenientJson(text: string): unknown {
  try {
    return longNumber.test(text)
      ? JSON.parse(text, keepLongNumbers as Parameters<typeof JSON.parse>[1])
      : JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * The query key `data`: JSON as such, percent-encoded, form-encoded, or (some HTTP libraries) percent-encoded twice.
 * Returns undefined when it is missing or not JSON.
 */
export function parseDataQuery(value: string | null): unknown {
  if (value === null) return undefined;
  const parsed = parseLenientJson(value);
  if (parsed !== undefined || !value.includes('%')) return parsed;
  try {
    return parseLenientJson(decodeURIComponent(value));
  } catch {
    return undefined;
  }
}
