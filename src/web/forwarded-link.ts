import type { InboundMedia } from 'zalo-oa-sdk';
import * as z from 'zod';
import { type Masked, maskSecrets, type SecretKind } from '../shared/secrets.ts';

/** What is kept of a forwarded link or business card until it has been answered. */
export interface ForwardedLink {
  readonly url?: string;
  readonly title?: string;
  readonly description?: string;
  /** Secrets masked in title and description. A long number in an address is the name of a page, and nobody's secret. */
  readonly secrets: readonly SecretKind[];
}

/** What phones still open as an address. */
const MAX_URL_LENGTH = 2_048;
/** As of a text: what goes beyond is not read. */
const MAX_WORDS_LENGTH = 4_000;

/**
 * Masked address, title and description of a forwarded link or business card, for the scam check; of every other kind
 * nothing. Of a business card the telephone number is left, and neither its QR picture nor Zalo's own address.
 */
export function forwardedLink({ kind, url, title, description }: InboundMedia): ForwardedLink {
  if (kind !== 'link' && kind !== 'business-card') return { secrets: [] };
  const card = kind === 'business-card' ? readBusinessCard(description) : undefined;
  const shown = { title: masked(title), description: masked(card ? card.phone : description) };
  return {
    ...(url === undefined || card ? {} : { url: maskSecrets(url.slice(0, MAX_URL_LENGTH)).text }),
    ...(shown.title && { title: shown.title.text }),
    ...(shown.description && { description: shown.description.text }),
    secrets: [...new Set([...(shown.title?.kinds ?? []), ...(shown.description?.kinds ?? [])])],
  };
}

const masked = (text: string | undefined): Masked | undefined =>
  text === undefined ? undefined : maskSecrets(text.slice(0, MAX_WORDS_LENGTH));

const businessCard = z.object({
  phone: z.coerce
    .string()
    .regex(/^\+?\d{8,15}$/u)
    .optional()
    .catch(undefined),
});

/** Undefined for a description that is none. Zalo leaves the plus in front of the country out: without it, it is any number. */
function readBusinessCard(description = ''): { readonly phone: string | undefined } | undefined {
  try {
    const { phone } = businessCard.parse(JSON.parse(description));
    return { phone: phone === undefined || /^[+0]/u.test(phone) ? phone : `+${phone}` };
  } catch {
    return undefined;
  }
}
