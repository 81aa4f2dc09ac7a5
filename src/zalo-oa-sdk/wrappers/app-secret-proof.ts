import { createHmac } from 'node:crypto';
import { ZaloSetupError } from '../setup-error.ts';
import type { Transport } from '../transport.ts';

/**
 * Adds the header `appsecret_proof` to every call that carries an `access_token`: hex HMAC-SHA256 with the app secret
 * as key and the token as data. Optional for OA calls as long as the app does not demand it in the developer console;
 * a wrong one is answered with -242 (ZBS -1241). OAuth calls carry no token and stay as they are; a proof that is there
 * already stays too.
 *
 * `appSecret` is the app's own secret, not the OA secret of webhooks. Throws `ZaloSetupError` when it is empty.
 *
 * Source: fact sheet section 1, page "appsecret_proof", 2026-11.
 */
export function withAppSecretProof(transport: Transport, { appSecret }: { readonly appSecret: string }): Transport {
  if (appSecret === '') throw new ZaloSetupError('appSecret', "is empty; expected the app's secret key. Set it.");
  return {
    request(call) {
      const token = call.headers?.['access_token'];
      if (token === undefined || call.headers?.['appsecret_proof'] !== undefined) return transport.request(call);
      const proof = createHmac('sha256', appSecret).update(token).digest('hex');
      return transport.request({ ...call, headers: { ...call.headers, appsecret_proof: proof } });
    },
    close: () => transport.close(),
  };
}
