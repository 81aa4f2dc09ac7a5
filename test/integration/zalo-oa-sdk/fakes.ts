import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { MessageApi, OaSettingsStore, TokenPair, TokenStore } from 'zalo-oa-sdk';

/** Id of the OA in these tests. */
export const OA = '2468013579246801357';
/** Start of the tests' clock, 2026-11-22T00:00:00Z. */
export const START_MS = Date.UTC(2026, 10, 22);

/** A clock that stands still until `nowMs` is set. */
export class StillClock {
  nowMs = START_MS;
  now = (): number => this.nowMs;
}

/** A token store in memory that records what happens to it. */
export class MemoryTokens implements TokenStore {
  readonly saves: TokenPair[] = [];
  loads = 0;
  failSaves = 0;
  pair: TokenPair | undefined;

  constructor(pair: TokenPair | undefined) {
    this.pair = pair;
  }

  async load(): Promise<TokenPair | undefined> {
    this.loads += 1;
    return this.pair;
  }

  async save(_oaId: string, pair: TokenPair): Promise<void> {
    if (this.failSaves > 0) {
      this.failSaves -= 1;
      throw new Error('disk full');
    }
    this.pair = pair;
    this.saves.push(pair);
  }
}

/** An OA settings store in memory. */
export class MemorySettings implements OaSettingsStore {
  api: MessageApi | undefined;
  reads = 0;
  readonly remembered: string[] = [];

  async messageApi(): Promise<MessageApi | undefined> {
    this.reads += 1;
    return this.api;
  }

  async rememberMessageApi(oaId: string, api: 'v2'): Promise<void> {
    this.remembered.push(`${oaId}:${api}`);
    this.api = api;
  }
}

/** A server on a free loopback port. */
export async function listen(onRequest: RequestListener): Promise<{ url: string; close: () => Promise<void> }> {
  const server = createServer(onRequest);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
