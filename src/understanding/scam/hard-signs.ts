import type { Blocklist } from './blocklist.ts';
import { isUnder } from './hosts.ts';
import {
  paysForAccident,
  paysForFreedom,
  threatensForFee,
  threatensForMoney,
  wantsSafeAccount,
} from './money-signs.ts';
import {
  bypassesStores,
  hidesBehindShortLink,
  isTrapPage,
  leadsElsewhere,
  stirsCuriosity,
  wantsLogin,
} from './page-signs.ts';
import type { Reading } from './reading.ts';
import { asksForSecret } from './secret-signs.ts';

/** Hard evidence: each of these alone makes a message dangerous. */
export type HardSign =
  | { readonly id: 'fake-host'; readonly owner?: string; readonly realHost?: string }
  | {
      readonly id:
        | 'listed-link'
        | 'apk'
        | 'outside-store'
        | 'asks-secret'
        | 'remote-control'
        | 'safe-account'
        | 'threat-and-transfer'
        | 'accident-money'
        | 'bail-money'
        | 'fee-with-threat'
        | 'curious-link'
        | 'login-elsewhere'
        | 'not-their-page'
        | 'strange-link-login';
    };

/** Finds hard evidence. The order is the order in which reasons are shown. */
export function hardSigns(reading: Reading, blocklist: Blocklist): HardSign[] {
  const signs: HardSign[] = [];
  const { isWarning } = reading;
  const fake = fakeHost(reading);
  if (fake) signs.push(fake);
  if (isListed(reading, blocklist)) signs.push({ id: 'listed-link' });
  if (offersApk(reading)) signs.push({ id: 'apk' });
  else if (!isWarning && bypassesStores(reading)) signs.push({ id: 'outside-store' });
  if ((!isWarning || reading.follows('please', 'give', 2).length > 0) && asksForSecret(reading)) {
    signs.push({ id: 'asks-secret' });
  }
  if (!isWarning && !(reading.isCodeNotice && reading.strangeLinks === 0)) {
    if (asksForRemoteControl(reading)) signs.push({ id: 'remote-control' });
    if (wantsSafeAccount(reading)) signs.push({ id: 'safe-account' });
    if (threatensForMoney(reading)) signs.push({ id: 'threat-and-transfer' });
    if (paysForAccident(reading)) signs.push({ id: 'accident-money' });
    if (paysForFreedom(reading)) signs.push({ id: 'bail-money' });
    if (threatensForFee(reading)) signs.push({ id: 'fee-with-threat' });
  }
  if (stirsCuriosity(reading)) signs.push({ id: 'curious-link' });
  if (!fake && (leadsElsewhere(reading) || hidesBehindShortLink(reading))) {
    signs.push({ id: wantsLogin(reading) ? 'login-elsewhere' : 'not-their-page' });
  } else if (!fake && isTrapPage(reading)) signs.push({ id: 'strange-link-login' });
  return signs;
}

function fakeHost({ standings, found: said }: Reading): HardSign | undefined {
  // A name that shops use as well is evidence as soon as the page wants to be logged in to.
  const isLogin = said.asks('login', 'card') || said.has('account-problem', 'prize');
  const found = standings.find(({ standing }) => standing.type === 'impostor' && (standing.hard || isLogin));
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

function offersApk({ message: { links }, found, isWarning, strangeLinks }: Reading): boolean {
  if (links.some(({ isApk }) => isApk)) return true;
  if (isWarning) return false;
  // The name of a file is the offer itself; a warning speaks of "file APK" and names none.
  if (found.asks('app-file')) return true;
  return found.asks('apk') && (found.has('install', 'give', 'click', 'outside-store', 'scan') || strangeLinks > 0);
}

function asksForRemoteControl({ found, isQuestion }: Reading): boolean {
  const isOfficeTalk = found.has('meeting') && !found.has('bank', 'police', 'tax', 'identity', 'telecom', 'insurance');
  if (isOfficeTalk || isQuestion) return false;
  if (found.asks('remote') && found.has('help-with', 'install', 'give', 'click', 'bank', 'police', 'identity'))
    return true;
  if (!found.asks('screen-share')) return false;
  return found.has('bank', 'police', 'tax', 'identity', 'telecom', 'utility', 'delivery', 'insurance');
}
