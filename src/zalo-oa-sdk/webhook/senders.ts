import { idsIn, oaIdOf } from '../events/identity.ts';
import { ZaloSetupError } from '../setup-error.ts';

/** What a signature is checked with. */
export interface WebhookSecret {
  /** Id of the app (not of the OA), decimal digits. */
  readonly appId: string;
  /** "OA secret key" of the app's Webhook page; not the app secret. */
  readonly oaSecret: string;
}

/**
 * One app and the OAs that gave it a token. Without `oaIds` every OA the app signs for is accepted. While a secret is
 * being replaced, list the app twice, once with each.
 */
export interface WebhookApp extends WebhookSecret {
  readonly oaIds?: readonly string[];
}

/**
 * Finds the secret for an event before it is trusted, so treat both ids as claims of a stranger. `oaId` is undefined
 * for an event that names no OA (a `user_withdraw` can). Give undefined for an OA that is not served, or several
 * secrets to try. Synchronous, because Zalo waits 2 s for the answer: keep the secrets in memory.
 */
export type SecretFor = (claim: {
  readonly oaId: string | undefined;
  readonly appId: string | undefined;
}) => WebhookSecret | readonly WebhookSecret[] | undefined;

/** One possible signer of a body; `oaId` undefined when the body names no OA and the app has several. */
export interface Sender extends WebhookSecret {
  readonly oaId: string | undefined;
}

/** Who may have signed a body, and whether the OA it names is served; nobody is told which OAs are before they sign. */
export interface Senders {
  readonly senders: readonly Sender[];
  readonly isServed: boolean;
}

/** The possible signers of a parsed body that nobody has checked yet. */
export type SendersOf = (body: object) => Senders;

/** Senders from a fixed list. Throws `ZaloSetupError` for an empty list, id or secret. */
export function sendersFromApps(apps: readonly WebhookApp[]): SendersOf {
  if (apps.length === 0) throw new ZaloSetupError('apps', 'is empty; expected at least one app. Add one.');
  const listed = new Map<string, Sender[]>();
  const open: WebhookSecret[] = [];
  const nameless: Sender[] = [];
  for (const [index, { appId, oaSecret, oaIds }] of apps.entries()) {
    const texts = { appId, oaSecret, ...Object.fromEntries((oaIds ?? []).map((id, at) => [`oaIds[${at}]`, id])) };
    for (const [name, value] of Object.entries(texts)) {
      if (typeof value === 'string' && value !== '') continue;
      throw new ZaloSetupError(`apps[${index}].${name}`, 'is empty or not text; expected it as the console shows it.');
    }
    if (!oaIds) open.push({ appId, oaSecret });
    for (const oaId of oaIds ?? []) {
      listed.set(oaId, [...(listed.get(oaId) ?? []), { appId, oaSecret, oaId }]);
    }
    nameless.push({ appId, oaSecret, oaId: oaIds?.length === 1 ? oaIds[0] : undefined });
  }
  const senders = (found: readonly Sender[]): Senders =>
    found.length > 0 ? { senders: found, isServed: true } : { senders: nameless, isServed: false };
  return (body) => {
    const named = oaIdOf(body);
    if (named !== undefined) return senders(listed.get(named) ?? open.map((app) => ({ ...app, oaId: named })));
    const ids = idsIn(body);
    if (ids.length === 0) return senders(nameless);
    // a future kind of event: its OA is one of the ids, but without a list nobody knows which
    const known = ids.find((id) => listed.has(id)) ?? '';
    return senders(listed.get(known) ?? open.map((app) => ({ ...app, oaId: undefined })));
  };
}

/** Senders from the application's own look-up. The result throws what `secretFor` throws, and on a malformed secret. */
export function sendersFromLookup(secretFor: SecretFor): SendersOf {
  const ask = (oaId: string | undefined, appId: string | undefined): Sender[] => {
    const found = secretFor({ oaId, appId }) ?? [];
    return [found].flat().map((secret: WebhookSecret) => {
      if (!isText(secret.appId) || !isText(secret.oaSecret)) throw new TypeError('secretFor gave no usable secret');
      return { appId: secret.appId, oaSecret: secret.oaSecret, oaId };
    });
  };
  return (body) => {
    const appId = 'app_id' in body && isText(body.app_id) ? body.app_id : undefined;
    const named = oaIdOf(body);
    const ids = named === undefined ? idsIn(body) : [named];
    for (const oaId of ids.length === 0 ? [undefined] : ids) {
      const senders = ask(oaId, appId);
      if (senders.length > 0) return { senders, isServed: true };
    }
    return { senders: [], isServed: false };
  };
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
