import type { Blocklist } from './blocklist.ts';
import { isUnder } from './hosts.ts';
import type { Hit } from './lexicon.ts';
import { NUMBER_WORD } from './numbers.ts';
import type { Reading } from './reading.ts';

/** Hard evidence: each of these alone makes a message dangerous. */
export type HardSign =
  | { readonly id: 'fake-host'; readonly owner?: string; readonly realHost?: string }
  | {
      readonly id: 'listed-link' | 'apk' | 'asks-secret' | 'remote-control' | 'threat-and-transfer' | 'login-elsewhere';
    };

/** Words between "gửi" and "mã OTP". */
const SECRET_REACH = 8;

/** Finds hard evidence. The order is the order in which reasons are shown. */
export function hardSigns(reading: Reading, blocklist: Blocklist): HardSign[] {
  const signs: HardSign[] = [];
  const fake = fakeHost(reading);
  if (fake) signs.push(fake);
  if (isListed(reading, blocklist)) signs.push({ id: 'listed-link' });
  if (offersApk(reading)) signs.push({ id: 'apk' });
  if (!reading.isWarning || reading.follows('please', 'give', 2).length > 0) {
    if (asksForSecret(reading)) signs.push({ id: 'asks-secret' });
  }
  if (!reading.isWarning && !(reading.isCodeNotice && reading.strangeLinks === 0)) {
    if (asksForRemoteControl(reading)) signs.push({ id: 'remote-control' });
    if (threatensForMoney(reading)) signs.push({ id: 'threat-and-transfer' });
  }
  if (!fake && asksToLogInElsewhere(reading)) signs.push({ id: 'login-elsewhere' });
  return signs;
}

function fakeHost({ standings }: Reading): HardSign | undefined {
  const found = standings.find(({ standing }) => standing.type === 'impostor' && standing.hard);
  if (!found || found.standing.type !== 'impostor') return undefined;
  const { official } = found.standing;
  const realHost = official?.hosts[0];
  if (!official || realHost === undefined) return { id: 'fake-host' };
  return { id: 'fake-host', owner: official.owner, realHost };
}

/** Apps that fetch other people's pages; whoever lists their bare host lists half the country. */
const SHARED = ['facebook.com', 'zalo.me', 'youtube.com', 'google.com'];

function isListed({ message: { links } }: Reading, blocklist: Blocklist): boolean {
  return links.some(({ host, path }) => {
    const shared = SHARED.find((domain) => isUnder(host.name, domain));
    if (shared !== undefined && path.length < 2) return false;
    return blocklist.lists(host.name, path.replace(/^\?/u, '/?'));
  });
}

function offersApk({ message: { links }, found, isWarning }: Reading): boolean {
  if (links.some(({ isApk }) => isApk)) return true;
  return !isWarning && found.asks('apk') && found.has('install', 'give', 'click', 'outside-store');
}

/** Somebody wants a code, a password or card data. Notices that bring a code and advice to keep it are the opposite. */
function asksForSecret(reading: Reading): boolean {
  const { found, isCodeNotice, message, strangeLinks } = reading;
  const { words } = message;
  if (isCodeNotice && strangeLinks === 0) return false;
  const isPlain = ([verb, secret]: readonly [Hit, Hit]): boolean => {
    if (isDone(words, verb)) return false;
    const behind = found.hits('secret-sent-to').some(({ start }) => start >= secret.end && start - secret.end <= 3);
    if (behind && words[verb.start] === 'gui' && !PERSON.has(words[verb.start + 1] ?? '')) return false;
    return !isHarmless(reading, secret) && !bringsCode(words, secret);
  };
  if (reading.follows('give', 'secret', SECRET_REACH).some(isPlain)) return true;
  if (
    reading
      .follows('secret', 'give-to', SECRET_REACH)
      .some(
        ([secret, verb]) =>
          !isHarmless(reading, secret) && verb.start >= secret.end && !isDone(reading.message.words, verb),
      )
  )
    return true;
  if (secretThenGiveTo(reading)) return true;
  // "Nhập mã" is also what honest guides say: only with a stranger's link or app it asks for the code itself.
  if (strangeLinks === 0 && !found.asks('outside-store', 'apk', 'their-link')) return false;
  return reading.follows('enter', 'secret', SECRET_REACH).some(([, secret]) => !isHarmless(reading, secret));
}

/** Behind "gửi": a person who wants it, not a phone that gets it. */
const PERSON: ReadonlySet<string> = new Set('em anh chi minh toi tao chau con co chu bac lai cho giup qua'.split(' '));
const DONE: ReadonlySet<string> = new Set('da vua se duoc dang bi thong moi kinh nguoi tien'.split(' '));

/** "Chúng tôi đã gửi mã OTP": somebody sent it, nobody wants it. */
function isDone(words: readonly string[], verb: Hit): boolean {
  return words[verb.start] === 'gui' && DONE.has(words[verb.start - 1] ?? '');
}

function isHarmless({ found }: Reading, secret: Hit): boolean {
  return found.hits('harmless-secret').some(({ start, end }) => start - secret.end <= 4 && secret.start - end <= 3);
}

function bringsCode(words: readonly string[], secret: Hit): boolean {
  return words.slice(secret.end, secret.end + 3).some((word) => word === NUMBER_WORD || /^\d{4,8}$/u.test(word));
}

/** "Có mã OTP gửi về máy. Bác đọc giúp em": the code in one sentence, the demand in the next. */
function secretThenGiveTo(reading: Reading): boolean {
  const { found } = reading;
  return found
    .hits('secret')
    .some(
      (secret) =>
        !isHarmless(reading, secret) &&
        found
          .meant('give-to')
          .some(
            (verb) =>
              verb.start >= secret.end &&
              !isDone(reading.message.words, verb) &&
              verb.sentence - secret.sentence <= 1 &&
              verb.start - secret.end <= 14,
          ),
    );
}

function asksForRemoteControl({ found, isQuestion }: Reading): boolean {
  const isOfficeTalk = found.has('meeting') && !found.has('bank', 'police', 'tax', 'identity', 'telecom', 'insurance');
  if (isOfficeTalk || isQuestion) return false;
  if (found.asks('remote') && found.has('help-with', 'install', 'give', 'click', 'bank', 'police', 'identity'))
    return true;
  if (!found.asks('screen-share')) return false;
  return found.has('bank', 'police', 'tax', 'identity', 'telecom', 'utility', 'delivery', 'insurance');
}

/** A strong threat and a demand for money; or a weaker threat and an account to pay into. */
function threatensForMoney({ found, accountGiven, sumNamed, moneyAsked }: Reading): boolean {
  if (found.asks('kidnap') && (moneyAsked || sumNamed)) return true;
  if (found.has('lewd') && found.has('expose', 'recorded') && (moneyAsked || sumNamed)) return true;
  if (found.has('expose') && found.has('debt') && sumNamed) return true;
  if (!moneyAsked) return false;
  if (found.has('strong-threat')) return true;
  // Whoever speaks for the police and names an account threatens with the name alone.
  if (found.has('police') && accountGiven) return true;
  if (found.has('expose') && found.has('lewd', 'debt')) return true;
  return (
    accountGiven &&
    found.asks('transfer') &&
    !found.has('balance') &&
    found.has('weak-threat') &&
    found.has('police', 'tax', 'telecom', 'utility', 'identity', 'bank', 'insurance')
  );
}

/** Speaks for a bank or an agency and has people log in at a page that belongs to nobody known, under a cheap name. */
function asksToLogInElsewhere({ found, oddLinks }: Reading): boolean {
  return oddLinks > 0 && found.asks('login') && found.has('bank', 'police', 'tax', 'utility', 'identity', 'insurance');
}
