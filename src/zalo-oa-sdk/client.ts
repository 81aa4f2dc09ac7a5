import * as z from 'zod';
import { ZaloApiError, ZaloTransportError } from './errors.ts';
import type { OutgoingMessage } from './messages.ts';
import type { MessageApi, OaSettingsStore, SdkClock } from './ports.ts';
import type { Tokens } from './tokens.ts';
import type { Transport, ZaloCall, ZaloReply } from './transport.ts';

/** What Zalo says about allowances: `reply`, `sub_quota`, `purchase_quota`, `reward_quota`; absent when billed. */
export interface SendQuota {
  readonly type: string;
  readonly remain?: number;
  readonly total?: number;
}

/** Receipt of a consultation message. `messageId` comes back in the echo and in `user_received_message`. */
export interface SentMessage {
  readonly messageId: string;
  readonly userId: string;
  /** Zalo's send time in epoch ms where given (v3 since 2026), else our clock. */
  readonly sentAtMs: number;
  readonly quota?: SendQuota;
}

/** What is used of `getoa`. `oaType`: 2 business, 4 state agency. `packageName` is given for businesses only. */
export interface OaProfile {
  readonly oaId: string;
  readonly name?: string;
  readonly oaType?: number;
  readonly isVerified?: boolean;
  readonly packageName?: string;
}

/** Calls to the OA API. All throw `ZaloApiError`, `ZaloTransportError` or `ZaloConsentError`. */
export interface ZaloClient {
  /**
   * Sends one consultation message: allowed for 7 days after the resident's last interaction (else -230, -232), free
   * within 48 hours. Not idempotent: on an error with `mayHaveBeenDelivered`, wait for the echo before repeating.
   */
  sendConsultation(oaId: string, userId: string, message: OutgoingMessage): Promise<SentMessage>;
  /** The OA's own profile, `GET /v2.0/oa/getoa`. */
  getOa(oaId: string): Promise<OaProfile>;
}

/** Options of {@link createZaloClient}. */
export interface ZaloClientOptions {
  readonly transport: Transport;
  readonly tokens: Tokens;
  readonly oa: OaSettingsStore;
  readonly clock: SdkClock;
}

const MESSAGE_PATHS: Record<MessageApi, string> = { v3: '/v3.0/oa/message/cs', v2: '/v2.0/oa/message' };
/** "This API does not support this type of OA": a state agency on v3. */
const WRONG_OA_TYPE = -235;

const digits = z.union([z.string(), z.number()]).transform(Number).pipe(z.number());
const sendReply = z.object({
  message_id: z.union([z.string().min(1), z.number().transform(String)]),
  sent_time: digits.optional().catch(undefined),
  quota: z
    .object({
      quota_type: z.string().optional(),
      type: z.string().optional(),
      remain: digits.optional(),
      total: digits.optional(),
    })
    .optional()
    .catch(undefined),
});

const oaReply = z.object({
  oaid: z.union([z.string(), z.number().transform(String)]).optional(),
  oa_id: z.union([z.string(), z.number().transform(String)]).optional(),
  name: z.string().optional(),
  oa_type: digits.optional(),
  is_verified: z.boolean().optional(),
  package_name: z.string().optional(),
});

/**
 * A client for any number of OAs.
 *
 * A state-agency OA is refused on v3 with -235 and must send by v2; a business OA the other way round. The client
 * starts with v3, and only on -235 repeats the same body on v2 and remembers that for the OA. No other error leads to
 * the other API: the message may have arrived, and would arrive twice. A refused token (-216, -220) is refreshed and
 * the call repeated once.
 *
 * Source: pages "Gửi tin Tư vấn", "Mã lỗi"; behaviour of state-agency OAs from two public offices, 2026-11.
 */
export function createZaloClient({ transport, tokens, oa, clock }: ZaloClientOptions): ZaloClient {
  const messageApis = new Map<string, MessageApi>();

  async function messageApiOf(oaId: string): Promise<MessageApi> {
    const cached = messageApis.get(oaId);
    if (cached) return cached;
    const api = (await oa.messageApi(oaId)) ?? 'v3';
    // another send may have met -235 while the store was read
    const current = messageApis.get(oaId) ?? api;
    messageApis.set(oaId, current);
    return current;
  }

  async function call(oaId: string, request: ZaloCall): Promise<ZaloReply['body']> {
    const accessToken = await tokens.accessToken(oaId);
    try {
      return await callOnce(transport, request, accessToken);
    } catch (error) {
      if (!(error instanceof ZaloApiError) || error.advice !== 'refresh') throw error;
      return callOnce(transport, request, await tokens.refresh(oaId, accessToken));
    }
  }

  async function post(oaId: string, userId: string, api: MessageApi, message: OutgoingMessage): Promise<SentMessage> {
    const path = MESSAGE_PATHS[api];
    const json = { recipient: { user_id: userId }, message };
    const body = await call(oaId, { host: 'api', method: 'POST', path, json });
    return sentMessage(body, path, userId, clock.now());
  }

  async function rememberV2(oaId: string): Promise<void> {
    messageApis.set(oaId, 'v2');
    // the message may be delivered: failing here would make the caller send it again, forgetting costs one -235
    await oa.rememberMessageApi(oaId, 'v2').catch(() => undefined);
  }

  return {
    async sendConsultation(oaId, userId, message) {
      const api = await messageApiOf(oaId);
      try {
        return await post(oaId, userId, api, message);
      } catch (error) {
        if (api !== 'v3' || !(error instanceof ZaloApiError) || error.code !== WRONG_OA_TYPE) throw error;
      }
      try {
        const sent = await post(oaId, userId, 'v2', message);
        await rememberV2(oaId);
        return sent;
      } catch (error) {
        // v2 judged the resident, not the OA: it is the right API all the same
        if (error instanceof ZaloApiError && error.advice === 'skip-recipient') await rememberV2(oaId);
        throw error;
      }
    },
    async getOa(oaId) {
      const body = await call(oaId, { host: 'api', method: 'GET', path: '/v2.0/oa/getoa' });
      const { data } = oaReply.safeParse(body['data'] ?? {});
      if (!data) throw withoutResult('GET /v2.0/oa/getoa', 'a readable profile');
      return {
        oaId: data.oaid ?? data.oa_id ?? oaId,
        ...(data.name === undefined ? {} : { name: data.name }),
        ...(data.oa_type === undefined ? {} : { oaType: data.oa_type }),
        ...(data.is_verified === undefined ? {} : { isVerified: data.is_verified }),
        ...(data.package_name === undefined ? {} : { packageName: data.package_name }),
      };
    },
  };
}

async function callOnce(transport: Transport, request: ZaloCall, accessToken: string): Promise<ZaloReply['body']> {
  const { body } = await transport.request({ ...request, headers: { access_token: accessToken } });
  const method = `${request.method} ${request.path}`;
  // one page of the documentation prints "error":"0" as a string
  const error = Number(body['error'] ?? Number.NaN);
  if (!Number.isSafeInteger(error)) throw withoutResult(method, 'an error field');
  if (error !== 0) throw new ZaloApiError(error, method);
  return body;
}

function sentMessage(body: ZaloReply['body'], path: string, userId: string, nowMs: number): SentMessage {
  const { data } = sendReply.safeParse(body['data']);
  if (!data) throw withoutResult(`POST ${path}`, 'a message_id');
  const sent = { messageId: data.message_id, userId, sentAtMs: data.sent_time ?? nowMs };
  const type = data.quota?.quota_type ?? data.quota?.type;
  if (data.quota === undefined || type === undefined) return sent;
  const { remain, total } = data.quota;
  const counts = { ...(remain === undefined ? {} : { remain }), ...(total === undefined ? {} : { total }) };
  return { ...sent, quota: { type, ...counts } };
}

function withoutResult(method: string, missing: string): ZaloTransportError {
  const detail = `the answer is JSON but lacks ${missing}`;
  return new ZaloTransportError({ kind: 'http', method, detail, mayHaveBeenDelivered: true, status: 200 });
}
