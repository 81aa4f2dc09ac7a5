import { timestampOf } from './events/identity.ts';
import { SIGNATURE_HEADER, signBody } from './webhook.ts';

/**
 * A webhook request as Zalo would send it: compact JSON, raw UTF-8, signed. `body` is an event object, or text or bytes
 * to be sent as they are. The signature covers the body's own `timestamp`; `timestamp` overrides it, to play a forger.
 */
export function signedWebhook(options: {
  readonly appId: string;
  readonly oaSecret: string;
  readonly body: object | string | Buffer;
  readonly timestamp?: string;
}): { rawBody: Buffer; headers: { 'content-type': string; 'x-zevent-signature': string } } {
  const { appId, oaSecret, body } = options;
  const isRaw = typeof body === 'string' || Buffer.isBuffer(body);
  const rawBody = isRaw ? Buffer.from(body as string) : Buffer.from(JSON.stringify(body));
  const timestamp = options.timestamp ?? timestampOf(isRaw ? JSON.parse(rawBody.toString()) : body) ?? '';
  const signature = signBody({ appId, oaSecret, rawBody, timestamp });
  return { rawBody, headers: { 'content-type': 'application/json', [SIGNATURE_HEADER]: signature } };
}

/** Ids used when a builder is not told otherwise; the same ones as in the recorded samples. */
export const TEST_IDS = {
  appId: '1357924680135792468',
  oaId: '2468013579246801357',
  userId: '3691470258369147025',
  userIdByApp: '8024691357802469135',
} as const;

/** What most tests change about an event. `timestamp` is epoch milliseconds. */
export interface EventOverrides {
  readonly oaId?: string;
  readonly userId?: string;
  readonly msgId?: string;
  readonly timestamp?: number | string;
}

const DEFAULT_TIMESTAMP = 1795305601733;

function common(overrides: EventOverrides) {
  return {
    app_id: TEST_IDS.appId,
    user_id_by_app: TEST_IDS.userIdByApp,
    timestamp: String(overrides.timestamp ?? DEFAULT_TIMESTAMP),
  };
}

/** Body of `user_send_text`. */
export function userSendText(
  overrides: EventOverrides & { readonly text?: string; readonly quoteMsgId?: string } = {},
) {
  return {
    event_name: 'user_send_text' as const,
    sender: { id: overrides.userId ?? TEST_IDS.userId },
    recipient: { id: overrides.oaId ?? TEST_IDS.oaId },
    message: {
      ...(overrides.quoteMsgId === undefined ? {} : { quote_msg_id: overrides.quoteMsgId }),
      text: overrides.text ?? 'Cho tôi hỏi làm lại căn cước ở đâu?',
      msg_id: overrides.msgId ?? '96d3cdf3af1504609001',
    },
    ...common(overrides),
  };
}

/** Body of `follow`. */
export function follow(overrides: Omit<EventOverrides, 'msgId'> & { readonly source?: string } = {}) {
  return {
    event_name: 'follow' as const,
    oa_id: overrides.oaId ?? TEST_IDS.oaId,
    follower: { id: overrides.userId ?? TEST_IDS.userId },
    source: overrides.source ?? 'oa_profile',
    ...common(overrides),
  };
}

/** Body of `oa_send_text`, the echo of a text the OA sent; with `adminId` as if a person had typed it. */
export function oaSendText(overrides: EventOverrides & { readonly text?: string; readonly adminId?: string } = {}) {
  const id = overrides.oaId ?? TEST_IDS.oaId;
  return {
    event_name: 'oa_send_text' as const,
    sender: overrides.adminId === undefined ? { id } : { id, admin_id: overrides.adminId },
    recipient: { id: overrides.userId ?? TEST_IDS.userId },
    message: {
      text: overrides.text ?? 'Chào bác, bác cần hỗ trợ việc gì ạ?',
      msg_id: overrides.msgId ?? '63ecf43f0df7dba89001',
    },
    ...common(overrides),
  };
}
