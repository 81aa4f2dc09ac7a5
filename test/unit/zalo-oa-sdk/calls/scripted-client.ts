import { expect } from 'vitest';
import { createZaloClient, type GroupLimits, type Transport, type ZaloCall, type ZaloClient } from 'zalo-oa-sdk';

/** Id of the OA in these tests. */
export const OA = '2468013579246801357';
/** The clock of these tests stands at 2026-11-22T00:00:00Z. */
export const NOW_MS = Date.UTC(2026, 10, 22);

/** A client whose wire is a list of answers; `calls` is what left, without the access token. */
export interface ScriptedClient {
  readonly client: ZaloClient;
  readonly calls: ZaloCall[];
}

/** Answers the calls in turn; a call beyond the last answer fails. */
export function scripted(answers: readonly object[], groupLimits?: Partial<GroupLimits>): ScriptedClient {
  const left = [...answers];
  const calls: ZaloCall[] = [];
  const transport: Transport = {
    async request(call) {
      const { access_token: token, ...others } = call.headers ?? {};
      if (token !== 'A1') throw new Error(`the call carries the token '${token}', expected 'A1'`);
      const { headers: _headers, ...rest } = call;
      calls.push(Object.keys(others).length === 0 ? rest : { ...rest, headers: others });
      const body = left.shift();
      if (!body) throw new Error(`no answer is left for ${call.method} ${call.path}`);
      return { status: 200, body: body as Record<string, unknown> };
    },
    close: async () => undefined,
  };
  const client = createZaloClient({
    transport,
    tokens: {
      accessToken: async () => 'A1',
      refresh: async () => {
        throw new Error('no refresh is expected');
      },
    },
    oa: { messageApi: async () => 'v3', rememberMessageApi: async () => undefined },
    clock: { now: () => NOW_MS },
    ...(groupLimits === undefined ? {} : { groupLimits }),
  });
  return { client, calls };
}

/** A success answer around `data`; without it, the answer of a call that gives nothing back. */
export function ok(data?: unknown): object {
  return data === undefined ? { error: 0, message: 'Success' } : { data, error: 0, message: 'Success' };
}

/** Runs one call against one answer: what left, and what the client made of the answer. */
export async function exchange<T>(
  answer: object,
  run: (client: ZaloClient) => Promise<T>,
): Promise<{ result: T; call: ZaloCall }> {
  const { client, calls } = scripted([answer]);
  const result = await run(client);
  const [call] = calls;
  if (!call || calls.length !== 1) throw new Error(`${calls.length} calls left, expected one`);
  return { result, call };
}

/** The error of a call that must fail; `sent` counts the requests that left. */
export async function failure(
  run: (client: ZaloClient) => Promise<unknown>,
  answer?: object,
): Promise<{ error: Record<string, unknown> & Error; sent: number }> {
  const { client, calls } = scripted(answer ? [answer] : []);
  try {
    await run(client);
  } catch (error) {
    if (error instanceof Error) return { error: error as Record<string, unknown> & Error, sent: calls.length };
    throw error;
  }
  throw new Error('expected the call to fail, it gave an answer');
}

/** Fails unless the call throws a `ZaloMessageError` about `field`, with these sizes, and nothing left. */
export async function expectRefusal(
  run: (client: ZaloClient) => Promise<unknown>,
  expected: { readonly field: string; readonly limit?: number; readonly actual?: number },
): Promise<void> {
  const { error, sent } = await failure(run);
  expect(Object.fromEntries(Object.entries(error))).toEqual({
    name: 'ZaloMessageError',
    code: 'ZALO_MESSAGE_INVALID',
    ...expected,
  });
  expect(sent).toBe(0);
}

/** Fails unless a success answer without what was asked for is a `ZALO_BAD_ANSWER` that names `missing`. */
export async function expectBadAnswer(
  run: (client: ZaloClient) => Promise<unknown>,
  answer: object,
  missing: string,
): Promise<void> {
  const { error } = await failure(run, answer);
  expect(error).toMatchObject({ name: 'ZaloTransportError', code: 'ZALO_BAD_ANSWER', mayHaveBeenDelivered: true });
  expect(error.message).toContain(`lacks ${missing}.`);
}
