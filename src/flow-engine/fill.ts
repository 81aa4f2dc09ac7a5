import type { FlowState } from './types.ts';

const PLACEHOLDER = /\{([\p{L}][\p{L}\p{N}_-]*)\}/gu;

/** Form of address when the resident has chosen none: the respectful word for people of a parent's age. */
export const defaultAddress = 'bác';

/**
 * Puts the form of address in place of `{bác}` / `{Bác}` and saved variables in place of `{name}` (a variable never
 * saved becomes nothing). One pass: braces inside a resident's own words are left as they are.
 */
export function fillText(text: string, address: string, vars: FlowState['vars']): string {
  if (!text.includes('{')) return text;
  return text.replace(PLACEHOLDER, (_whole, name: string) => {
    if (name === 'bác') return address;
    if (name === 'Bác') return address.charAt(0).toLocaleUpperCase('vi') + address.slice(1);
    return Object.hasOwn(vars, name) ? (vars[name] ?? '') : '';
  });
}
