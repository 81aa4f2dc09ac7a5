import { ZaloApiError } from './errors.ts';
import { withoutResult } from './reply-shapes.ts';
import type { Tokens } from './tokens.ts';
import type { Transport, ZaloCall, ZaloReply } from './transport.ts';

/**
 * One authenticated call in the name of an OA; resolves to the whole body of a success answer (`error` 0).
 *
 * A refused token (-216, -220; -124 on the ZBS host) is refreshed and the call repeated once. Throws `ZaloApiError`,
 * `ZaloTransportError` or `ZaloConsentError`.
 */
export type OaCall = (oaId: string, request: ZaloCall) => Promise<ZaloReply['body']>;

/** The {@link OaCall} over a transport and tokens. */
export function createOaCall(transport: Transport, tokens: Tokens): OaCall {
  return async (oaId, request) => {
    const accessToken = await tokens.accessToken(oaId);
    try {
      return await callOnce(transport, request, accessToken);
    } catch (error) {
      if (!(error instanceof ZaloApiError) || error.advice !== 'refresh') throw error;
      return callOnce(transport, request, await tokens.refresh(oaId, accessToken));
    }
  };
}

/** The query of the user and conversation calls: one key `data` with JSON (page "Truy xuất ...", 2026-11). */
export function dataQuery(value: object): { data: string } {
  return { data: JSON.stringify(value) };
}

async function callOnce(transport: Transport, request: ZaloCall, accessToken: string): Promise<ZaloReply['body']> {
  const { body } = await transport.request({
    ...request,
    headers: { ...request.headers, access_token: accessToken },
  });
  const method = `${request.method} ${request.path}`;
  // one page of the documentation prints "error":"0" as a string
  const error = Number(body['error'] ?? Number.NaN);
  if (!Number.isSafeInteger(error)) throw withoutResult(method, 'an error field');
  if (error !== 0) throw new ZaloApiError(error, method, request.host === 'business' ? 'zbs' : 'oa');
  return body;
}
