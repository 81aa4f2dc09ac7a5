import { ZaloMessageError } from '../errors.ts';
import { nonEmpty } from './checks.ts';

/** Someone a group message calls by name. Build with {@link mention} or {@link mentionAll}. */
export type Mention =
  | { readonly mention: 'user'; readonly userId: string }
  | { readonly mention: 'all'; readonly groupId: string };

/** Calls one member; `userId` is the id within the OA (digits). Checked where the message is built. */
export function mention(userId: string): Mention {
  return { mention: 'user', userId };
}

/** Calls the whole group the message goes to; `groupId` is that group's id. Checked where the message is built. */
export function mentionAll(groupId: string): Mention {
  return { mention: 'all', groupId };
}

/**
 * Text without Zalo's mention syntax `[@...]`, for words of people that go into a group: `Chào [@123] bạn` becomes
 * `Chào  bạn`. Whatever stands around the result, it cannot become a mention by being put together again: what is left
 * after a removal is looked at again (`[[@1]@2]` becomes empty), and an opening without an end loses its brackets
 * (`[@12` becomes `@12`). Takes time in proportion to the length, of any text.
 *
 * Source: GMF page "Gửi tin nhắn vào nhóm", 2026-11.
 */
export function stripMentions(text: string): string {
  const kept: string[] = [];
  let openAt = -1;
  for (const character of text) {
    if (character === ']' && openAt >= 0) {
      kept.length = openAt;
      openAt = -1;
      continue;
    }
    if (character === '@' && openAt < 0 && kept.at(-1) === '[') openAt = kept.length - 1;
    kept.push(character);
  }
  // the look-behind starts a match at the first bracket of a row only, which keeps '[[[[...' linear
  return kept.join('').replaceAll(/(?<!\[)\[+@/g, '@');
}

/** A mention in Zalo's words, `[@<id>]`; throws `ZaloMessageError` under `field` for an id that is not one. */
export function mentionText(target: Mention, field: string): string {
  return target.mention === 'user'
    ? `[@${checkedId(`${field}.userId`, target.userId, /^\d+$/, 'digits only')}]`
    : `[@${checkedId(`${field}.groupId`, target.groupId, /^[\w-]+$/, 'letters and digits only')}]`;
}

function checkedId(field: string, id: string, shape: RegExp, expected: string): string {
  nonEmpty(field, id);
  if (shape.test(id)) return id;
  throw new ZaloMessageError(field, `is not an id of Zalo (${id.length} characters); expected ${expected}.`);
}
