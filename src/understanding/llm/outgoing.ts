import { maskSecrets } from '../../shared/secrets.ts';

/** Characters of a resident's message a model is given; more adds time and no meaning. */
const MAX_CHARACTERS = 2_000;

const ADDRESS = /(?:https?:\/\/|www\.)\S+|[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)*\.\p{L}{2,}(?:\/\S*)?/giu;
const LONG_NUMBER = /\+?\d(?:[ .()-]{0,2}\d){6,}/gu;

/**
 * A resident's words as they may leave for a model: cut, secrets masked, and addresses and long numbers replaced by
 * what they are, because the model has no use for them. Total.
 */
export function toOutgoing(text: string): string {
  const kept = text.length <= MAX_CHARACTERS ? text : withoutTornEnd(text.slice(0, MAX_CHARACTERS));
  return maskSecrets(kept).text.replace(ADDRESS, '[đường link]').replace(LONG_NUMBER, '[dãy số]').trim();
}

/** Half a number is no longer recognised as a secret, so what the cut has torn goes too. */
function withoutTornEnd(text: string): string {
  return text.replace(/[^\s]{1,200}$/u, '').replace(/[\d\s.,:()-]+$/u, '');
}
