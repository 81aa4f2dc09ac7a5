import { createOaSecretBox } from '../../src/oa-secrets.ts';
import { openStorage } from '../../src/open-storage.ts';
import { loadPseudonymKey } from '../../src/teams/pseudonym.ts';
import { LOAD_IDENTITY, type ZaloIdentity } from '../support/load/webhook-body.ts';
import type { Stage } from './stage.ts';

const DAY_MS = 24 * 3_600_000;

/**
 * Adds so many OAs to the bot's installation, each of an app of its own, with tokens that the fake Zalo takes, and starts
 * the bot again on them. The first OA stays as it is.
 */
export async function addOas(stage: Stage, count: number): Promise<readonly ZaloIdentity[]> {
  await stage.bot().stop();
  const { dataDir, options } = stage;
  const databaseUrl = options.env['DATABASE_URL'];
  const box = createOaSecretBox(options.env['PSEUDONYM_KEY'] ?? loadPseudonymKey(dataDir));
  const storage = await openStorage({ dataDir, ...(databaseUrl === undefined ? {} : { databaseUrl }) });
  const added: ZaloIdentity[] = [];
  try {
    for (let number = 1; number <= count; number += 1) {
      const identity: ZaloIdentity = {
        ...LOAD_IDENTITY,
        appId: `555000000000000010${number}`,
        appSecret: `load-app-secret-of-oa-${number}`,
        oaId: `555000000000000000${number}`,
        oaSecret: `load-OA-secret-of-oa-${number}`,
      };
      const { oaId, appId, accessToken, refreshToken } = identity;
      await storage.addOa({ oaId, appId, name: `OA ${number}`, ...box.seal(oaId, identity), addedAt: number });
      await storage.saveOaTokens({ oaId, accessToken, refreshToken, expiresAt: Date.now() + DAY_MS });
      added.push(identity);
    }
  } finally {
    await storage.close();
  }
  await stage.restart();
  return added;
}
