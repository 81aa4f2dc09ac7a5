import * as z from 'zod';

/** A text that Zalo leaves empty (`""`, `0`, null) when it has none: absent then, and on any other type. */
export const looseText = z
  .union([z.string(), z.number()])
  .nullish()
  .catch(undefined)
  .transform((value) => (value === null || value === '' || value === 0 ? undefined : value))
  .transform((value) => (value === undefined ? undefined : String(value)));

/** A yes or no that may come as a boolean, a word or 0/1; absent when it is none of them. */
export const looseFlag = z
  .union([z.boolean(), z.string(), z.number()])
  .nullish()
  .catch(undefined)
  .transform((value) => ({ true: true, '1': true, false: false, '0': false })[String(value)]);

/** A list of texts; whatever is not one is left out, and anything but a list is an empty one. */
export const looseTexts = z
  .array(z.unknown())
  .nullish()
  .catch(undefined)
  .transform((list) => (list ?? []).filter((entry) => typeof entry === 'string'));
