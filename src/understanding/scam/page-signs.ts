import { isShortener } from './hosts.ts';
import { LURE_PARTS } from './impostors.ts';
import { shape } from './look-alikes.ts';
import type { Reading } from './reading.ts';

/** Names that nobody but their owner sends people to a page with. */
const AUTHORITIES = ['bank', 'police', 'tax', 'utility', 'insurance', 'identity'] as const;
/** Names that shops and sellers mention as well: they need a lure beside them. */
const OFTEN_NAMED = ['telecom', 'delivery', 'platform', 'company', 'benefit', 'hospital'] as const;

/** Words between "nhập" and "số thẻ". */
const CARD_REACH = 6;

/** What a page wants: to be logged in to, paid at, installed from, or told a card. */
function wants({ found, follows }: Reading): boolean {
  return (
    found.asks('login', 'transfer', 'fee-first', 'install', 'card') ||
    found.has('prize', 'account-problem', 'parcel-trouble', 'weak-threat', 'strong-threat') ||
    follows('enter', 'secret', CARD_REACH).length > 0 ||
    follows('enter', 'personal-data', CARD_REACH).length > 0
  );
}

/** A bank or an agency, and "đăng nhập". */
export const wantsLogin = ({ found }: Reading): boolean => found.has(...AUTHORITIES) && found.asks('login');

/** Adverts of shops: prices off, opening hours, and a page of their own. */
const isAdvert = ({ found }: Reading): boolean => found.hits('advert').length >= 2 || found.hits('carrier').length >= 3;

/**
 * Speaks for somebody known and leads to a page that is not theirs: a page under a cheap ending, an IP address, free
 * hosting; a short link from a bank or an agency; or any stranger's page that is to be logged in to.
 */
export function leadsElsewhere(reading: Reading): boolean {
  const { found, oddLinks, shortLinks, strangeLinks, standings } = reading;
  const authority = found.has(...AUTHORITIES);
  if (!authority && !found.has(...OFTEN_NAMED)) return false;
  if (standings.length === 0)
    return found.has('bank') && found.asks('their-link') && found.asks('sign-in') && !found.has('warn');
  if (standings.some(({ host }) => host.isAddress)) return true;
  if (oddLinks > 0) return wants(reading) || (authority && !isAdvert(reading));
  if (!authority || isAdvert(reading)) return false;
  if (strangeLinks > shortLinks && found.asks('login', 'card')) return !found.has('meeting', 'school');
  if (shortLinks === 0) return false;
  if (found.asks('login', 'card', 'fee-first') || found.has('weak-threat', 'benefit', 'prize')) return true;
  return found.has('gift') && found.has('urgent');
}

/** A page of nobody known, under a cheap name, where money goes in or out, or that is to be logged in to. */
export function isTrapPage(reading: Reading): boolean {
  const { found, oddLinks, strangeLinks, shortLinks } = reading;
  if (strangeLinks > shortLinks && found.has('card') && found.has('gift', 'prize', 'benefit', 'deposit-sale', 'refund'))
    return true;
  if (!isAdvert(reading) && borrowsClaimedName(reading)) return true;
  if (strangeLinks > shortLinks && found.has('survey') && found.has('gift', 'prize', 'benefit')) return true;
  if (oddLinks === 0 || isAdvert(reading)) return false;
  return (
    wants(reading) ||
    found.has('survey', 'game-gift', 'vote') ||
    (found.has('gift') && found.has('urgent', 'company', 'platform', 'telecom', 'delivery')) ||
    found.has('invest', 'easy-job', 'loan', 'easy-loan', 'withdraw', 'gambling', 'treasure') ||
    (found.has('benefit') && found.has('register', 'gift'))
  );
}

/**
 * A short link in the name of a bank, an agency or a parcel service, for a gift, a card or a threat. Their own notices
 * name their own address. Carriers and shops shorten their adverts.
 */
export function hidesBehindShortLink(reading: Reading): boolean {
  const { found, shortLinks, follows } = reading;
  if (shortLinks === 0) return false;
  const wantsCard =
    follows('enter', 'secret', CARD_REACH).length > 0 || found.asks('card', 'card-wanted') || found.asks('bank-data');
  if (wantsCard) return !isAdvert(reading) || found.asks('card-wanted', 'bank-data');
  if (isAdvert(reading)) return false;
  const isPressing = found.has('parcel-trouble', 'account-problem', 'prize', 'weak-threat', 'strong-threat', 'benefit');
  if (found.has(...AUTHORITIES)) return isPressing || found.asks('login') || found.has('gift', 'survey');
  return (
    found.has(...OFTEN_NAMED) &&
    (found.has('parcel-trouble', 'prize', 'survey', 'account-problem') || found.asks('sign-in'))
  );
}

/** "Có phải mày trong video này không", and a page of nobody known. */
export function stirsCuriosity({ found, standings, strangeLinks, isWarning }: Reading): boolean {
  if (isWarning || strangeLinks === 0 || !found.has('is-it-you')) return false;
  return standings.some(({ standing }) => standing.type !== 'official');
}

/**
 * The message says a name, and the address holds it with a lure beside it: "Kim Tín tri ân … kimtin-trian.com". Whoever
 * owns the name has it alone in front of the ending.
 */
function borrowsClaimedName({ message: { words }, found, standings }: Reading): boolean {
  if (
    !found.has('gift', 'prize', 'benefit', 'account-problem', 'parcel-trouble', 'survey', 'job-offer', 'weak-threat') &&
    !found.asks('login')
  )
    return false;
  const said = shape(words.join(''));
  return standings.some(({ host, standing }) => {
    if (standing.type === 'official' || isShortener(host)) return false;
    const parts = host.labels.flatMap((label) => label.split(/[-_]/u)).map(shape);
    if (parts.length < 2 || !parts.some((part) => LURE_PARTS.has(part))) return false;
    return parts.some((part) => part.length >= CLAIMED_NAME && !LURE_PARTS.has(part) && said.includes(part));
  });
}

/** A shorter name may be any word. */
const CLAIMED_NAME = 5;

/** Wants an app put on the phone past the stores. */
export function bypassesStores(reading: Reading): boolean {
  const { found, oddLinks, shortLinks, strangeLinks, isQuestion } = reading;
  if (isQuestion) return false;
  if (
    found.asks('sideload') &&
    found.has('install', 'click', 'give', 'scan', 'their-link', 'help-with', ...AUTHORITIES)
  )
    return true;
  if (!found.asks('install')) return false;
  if (oddLinks > 0) return true;
  if (found.has('store')) return false;
  if (!found.has(...AUTHORITIES, 'loan', 'invest', 'easy-job')) return false;
  return strangeLinks > shortLinks || found.asks('their-link', 'outside-store');
}
