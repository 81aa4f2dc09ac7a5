import { hkdfSync } from 'node:crypto';
import { seal, unseal } from './console/access/sealed.ts';
import { AppError } from './shared/errors.ts';

/** The two keys of an OA that nobody reads again once they were typed in. */
export interface OaSecrets {
  readonly appSecret: string;
  readonly oaSecret: string;
}

/** Seals the keys of added OAs for the store, and opens them again. */
export interface OaSecretBox {
  seal(oaId: string, secrets: OaSecrets): OaSecrets;
  /** Throws OA_SECRETS_SEALED for what was sealed for another OA or with another key. */
  open(oaId: string, sealed: OaSecrets): OaSecrets;
}

/**
 * Seals with AES-256-GCM under a key made from that of the pseudonyms: every server of a database has the same one, it
 * lies beside the database and not in it, and backups know where it is. What is sealed for one OA opens for no other.
 */
export function createOaSecretBox(pseudonymKey: string): OaSecretBox {
  const key = Buffer.from(hkdfSync('sha256', pseudonymKey, Buffer.alloc(0), 'tro-ly-so keys of OAs', 32));
  const opened = (sealed: string, owner: string, oaId: string): string => {
    const text = unseal(key, sealed, owner);
    if (text !== undefined) return text;
    throw new AppError(
      'OA_SECRETS_SEALED',
      `The keys of OA ${oaId} were sealed with another PSEUDONYM_KEY (file pseudonym.key in DATA_DIR). Bring that key back, or type the keys of this OA in again on the console.`,
    );
  };
  return {
    seal: (oaId, { appSecret, oaSecret }) => ({
      appSecret: seal(key, appSecret, `app ${oaId}`),
      oaSecret: seal(key, oaSecret, `oa ${oaId}`),
    }),
    open: (oaId, { appSecret, oaSecret }) => ({
      appSecret: opened(appSecret, `app ${oaId}`, oaId),
      oaSecret: opened(oaSecret, `oa ${oaId}`, oaId),
    }),
  };
}
