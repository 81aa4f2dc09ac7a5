import { createOneAtATime } from '../one-at-a-time.ts';
import type { MessageApi, OaSettingsStore, TokenPair, TokenStore } from '../ports.ts';

/**
 * A token store in memory, for tests and for trying things out. NOT for a running bot: refresh tokens are single use, so
 * whatever was refreshed is lost at the end of the process and an admin has to consent again.
 *
 * `initial` are the pairs to begin with, by OA id. Never throws.
 */
export function createMemoryTokenStore(initial: Readonly<Record<string, TokenPair>> = {}): Required<TokenStore> {
  const pairs = new Map(Object.entries(initial));
  return {
    load: async (oaId) => pairs.get(oaId),
    save: async (oaId, pair) => void pairs.set(oaId, pair),
    withLock: createOneAtATime(),
  };
}

/**
 * OA settings in memory, for tests, for trying things out, and where one refused call (-235) after each start does not
 * matter. Never throws.
 */
export function createMemoryOaSettingsStore(): OaSettingsStore {
  const apis = new Map<string, MessageApi>();
  return {
    messageApi: async (oaId) => apis.get(oaId),
    rememberMessageApi: async (oaId, api) => void apis.set(oaId, api),
  };
}
