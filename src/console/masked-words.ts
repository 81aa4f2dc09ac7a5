import { maskIdentifiers } from '../shared/identifiers.ts';
import { maskSecrets } from '../shared/secrets.ts';

/** What staff wrote as a reason, without numbers of a person: the record keeps its lines for ever. */
export const maskedWords = (text: string): string => maskIdentifiers(maskSecrets(text).text);
