import { fold } from '../shared/vietnamese.ts';

/** Forms of address residents may choose, most used first. A choice's value is the word without marks. */
export const addresses = [
  'bác',
  'cô',
  'chú',
  'anh',
  'chị',
  'ông',
  'bà',
  'dì',
  'cậu',
  'mợ',
  'thím',
  'em',
  'bạn',
  'con',
  'cháu',
] as const;

const byValue = new Map<string, string>(addresses.map((word) => [fold(word), word]));

/** The form of address somebody means by "cô", "Cô", `co`; undefined for anything that is none. */
export function addressOf(text: string): string | undefined {
  const lower = text.normalize('NFC').trim().toLocaleLowerCase('vi');
  return addresses.find((word) => word === lower) ?? byValue.get(lower);
}
