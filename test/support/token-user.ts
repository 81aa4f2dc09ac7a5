/** Run as its own process: makes calls in the name of an OA whose tokens it shares with other processes. */
import { createTokens, createTransport, createZaloClient } from '../../src/zalo-oa-sdk/index.ts';
import { createSqliteTokenStore } from '../../src/zalo-oa-sdk/stores/sqlite.ts';
import { ROTATING_APP } from './rotating-zalo.ts';

/** What the process says: once when it can begin, once when all calls are under way, once when they are done. */
export type TokenUserNews =
  | { readonly kind: 'ready' | 'calling' }
  | {
      readonly kind: 'done';
      readonly succeeded: number;
      /** Calls that failed, by name of the error. */
      readonly failed: Readonly<Record<string, number>>;
      /** Alarms `onReconsentNeeded`. */
      readonly alarms: number;
    };

const [url = '', storePath = '', callCount = '0'] = process.argv.slice(2);
const tell = (news: TokenUserNews): void => void process.send?.(news);

const clock = { now: Date.now };
const store = createSqliteTokenStore({ path: storePath });
// a busy machine must not turn a proof about tokens into one about deadlines
const transport = createTransport({ apiUrl: url, oauthUrl: url, timeoutMs: 60_000 });
let alarms = 0;
const { appId, appSecret, oaId } = ROTATING_APP;
const onReconsentNeeded = (): void => void (alarms += 1);
const tokens = createTokens({ store, transport, appId, appSecret, clock, onReconsentNeeded });
const client = createZaloClient({ transport, tokens, oa: store, clock });

process.once('message', async () => {
  const calls = Array.from({ length: Number(callCount) }, () => client.getOa(oaId));
  tell({ kind: 'calling' });
  const outcomes = await Promise.allSettled(calls);
  const failed: Record<string, number> = {};
  for (const outcome of outcomes) {
    if (outcome.status === 'fulfilled') continue;
    const name = outcome.reason instanceof Error ? outcome.reason.name : 'unknown';
    failed[name] = (failed[name] ?? 0) + 1;
  }
  tell({ kind: 'done', succeeded: outcomes.filter(({ status }) => status === 'fulfilled').length, failed, alarms });
  await transport.close();
  store.close();
  process.disconnect();
});
tell({ kind: 'ready' });
