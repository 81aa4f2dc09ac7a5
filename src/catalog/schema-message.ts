/** Stands between the two halves of a message; no half holds it, and it reads well where a message is shown whole. */
const BETWEEN = ' → ';

/**
 * The message of a schema's own check, in Vietnamese, for authors: what is wrong with the value, and what to write
 * instead. zod carries one text for an issue, so both halves are in it; `partsOf` takes them apart again.
 */
export function says(problem: string, fix: string): string {
  return `${problem}${BETWEEN}${fix}`;
}

/** The halves of a message made by `says`; undefined for a message of zod's own, which is English. */
export function partsOf(message: string): { readonly problem: string; readonly fix: string } | undefined {
  // The first half may quote an author's text, the second is ours.
  const at = message.lastIndexOf(BETWEEN);
  return at < 0 ? undefined : { problem: message.slice(0, at), fix: message.slice(at + BETWEEN.length) };
}
