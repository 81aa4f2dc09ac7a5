import { createTokens, createZaloClient, type Transport, type ZaloCall, type ZaloClient } from 'zalo-oa-sdk';
import { MemorySettings, MemoryTokens, START_MS, StillClock } from '../../../integration/zalo-oa-sdk/fakes.ts';

/** A body Zalo would answer with. */
export type Answer = Readonly<Record<string, unknown>>;

/** A success answer around `data`. */
export function success(data?: unknown): Answer {
  return data === undefined ? { error: 0, message: 'Success' } : { data, error: 0, message: 'Success' };
}

/**
 * A client over a wire that answers from a list, in order, or by a function, as walks through pages need. `calls` is
 * what left, headers included.
 */
export function scriptedClient(script: readonly Answer[] | ((call: ZaloCall) => Answer) = []): {
  client: ZaloClient;
  calls: ZaloCall[];
} {
  const calls: ZaloCall[] = [];
  const transport: Transport = {
    async request(call) {
      const body = typeof script === 'function' ? script(call) : script[calls.length];
      calls.push(call);
      if (!body) throw new Error(`no answer is left for call ${calls.length}, ${call.method} ${call.path}`);
      return { status: 200, body };
    },
    close: () => Promise.resolve(),
  };
  const clock = new StillClock();
  const store = new MemoryTokens({ accessToken: 'A1', refreshToken: 'R1', expiresAtMs: START_MS + 25 * 3_600_000 });
  const tokens = createTokens({ store, transport, appId: '135', appSecret: 'app-secret', clock });
  return { client: createZaloClient({ transport, tokens, oa: new MemorySettings(), clock }), calls };
}

/** The GET as it must leave, `data` being the exact JSON. */
export function getCall(path: string, data?: string): ZaloCall {
  const headers = { access_token: 'A1' };
  return data === undefined
    ? { host: 'api', method: 'GET', path, headers }
    : { host: 'api', method: 'GET', path, query: { data }, headers };
}

/** The POST as it must leave. */
export function postCall(path: string, json: unknown): ZaloCall {
  return { host: 'api', method: 'POST', path, json, headers: { access_token: 'A1' } };
}

/** Everything an async iterator gives, and the error it ends with if it does. */
export async function drained<T>(source: AsyncIterable<T>): Promise<{ items: T[]; error?: unknown }> {
  const items: T[] = [];
  try {
    for await (const item of source) items.push(item);
    return { items };
  } catch (error) {
    return { items, error };
  }
}

/** What an answer without the awaited data must become. */
export const BAD_ANSWER = { name: 'ZaloTransportError', code: 'ZALO_BAD_ANSWER' };
