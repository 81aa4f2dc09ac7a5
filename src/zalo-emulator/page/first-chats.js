import { residentKey } from './people.js';

/** More residents than this are not shown side by side by themselves: the list is there to choose. */
const MAX_SHOWN_AT_FIRST = 6;
const SHOWN_OF_MANY = 3;

export const isCrowd = ({ residents }) => residents.size > MAX_SHOWN_AT_FIRST;

/** The chats to open by themselves: those that were open before (`remembered`), else those of the first residents. */
export function firstKeys(people, remembered) {
  const known = remembered.filter((key) => people.get(key) !== undefined);
  if (known.length > 0) return known;
  const count = isCrowd(people) ? SHOWN_OF_MANY : MAX_SHOWN_AT_FIRST;
  return [...people.residents.keys()].slice(0, count).map(residentKey);
}
