import { hash } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import {
  dedupeKeyOf,
  idsIn,
  type Inbound,
  type InboundGroup,
  type InboundMedia,
  oaIdOf,
  parseEvent,
  parseJsonKeepingIds,
  SIGNATURE_HEADER,
  timestampOf,
  toInbound,
  verifySignature,
  type ZaloEvent,
} from 'zalo-oa-sdk';
import type { QueuedEvent } from '../conversation/turns.ts';
import type { Clock } from '../shared/clock.ts';
import { AppError } from '../shared/errors.ts';
import type { Logger } from '../shared/logger.ts';
import type { Metrics } from '../shared/metrics.ts';
import { maskSecrets } from '../shared/secrets.ts';
import { noTrail, type Trail } from '../shared/trail.ts';
import type { IncomingEvent } from '../storage/ports.ts';
import type { Acceptance } from '../storage/spool.ts';
import { forwardedLink } from './forwarded-link.ts';
import type { GroupCalls } from './group-calls.ts';

/** An OA as the webhook needs it. The secret belongs to the app's webhook; several OAs of one app share it. */
export interface ServedOa {
  readonly oaId: string;
  readonly appId: string;
  readonly oaSecret: string;
  /** Its app is known and its events are refused, but for somebody's wish to be forgotten. Default false. */
  readonly isPaused?: boolean;
}

export interface WebhookOptions {
  /** A function for a list that changes: it gives another list then. */
  readonly oas: readonly ServedOa[] | (() => readonly ServedOa[]);
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** Makes the event durable; the 200 waits for it. */
  accept(event: IncomingEvent): Promise<Acceptance>;
  /** Told of an event that is durable now and waits to be handled. */
  onAccepted(id: number, event: IncomingEvent, incoming: QueuedEvent['incoming']): void;
  /** Picks the calls of the bot out of group chats. Default: no message of a group is read. */
  readonly groupCalls?: GroupCalls;
  /** Follows events through the log and the traces. Default: nobody does. */
  readonly trail?: Trail;
  /** Told of every request that Zalo signed: the webhook of this OA is switched on; of any, where none is named. */
  onSigned?(oaId: string | undefined): void;
  /** Erases everybody with this id of this app: a `user_withdraw` that names no OA. */
  eraseByAppId(userIdByApp: string, appId: string): Promise<void>;
}

/** Largest body read, bytes. The longest sample has under 1 kB and a text at most 2,000 characters. */
const BODY_LIMIT_BYTES = 256 * 1024;

/** Longer than any address of Zalo's; a cut one would lead nowhere. */
const MAX_ADDRESS_LENGTH = 2_048;

/** Zalo lets residents type 2,000 characters; what goes beyond twice that is not a question. */
const MAX_TEXT_LENGTH = 4_000;

/** Zalo ignores the body; a ready text costs no serialising. */
const OK = '{"ok":true}';

/**
 * `POST /webhook/zalo`: signature over the raw bytes, parse, mask, make durable, 200. Everything else happens later.
 * Source: page "Giới thiệu về Webhook" (fact sheet sections 10 and 11).
 */
export async function webhookPlugin(fastify: FastifyInstance, options: WebhookOptions): Promise<void> {
  const { metrics, trail = noTrail } = options;
  const { oas } = options;
  const listed = typeof oas === 'function' ? oas : () => oas;
  let seenList: readonly ServedOa[] = [];
  let served: ReadonlyMap<string, ServedOa> = new Map();
  const servedNow = (): typeof served => {
    const list = listed();
    if (list !== seenList) served = new Map(list.map((oa) => [oa.oaId, oa]));
    seenList = list;
    return served;
  };

  fastify.removeAllContentTypeParsers();
  // Zalo's own type by name, because Fastify finds it faster; any other, because only the signature counts.
  for (const type of ['application/json', '*']) {
    fastify.addContentTypeParser(type, { parseAs: 'buffer', bodyLimit: BODY_LIMIT_BYTES }, (_request, body, done) =>
      done(null, body),
    );
  }

  fastify.setErrorHandler((error: Error & { code?: string }, _request, reply) => {
    const refusal =
      error instanceof AppError
        ? error
        : error.code === 'FST_ERR_CTP_BODY_TOO_LARGE'
          ? new AppError(
              'WEBHOOK_BODY_TOO_LARGE',
              `The body is larger than ${BODY_LIMIT_BYTES} bytes; Zalo's events have a few kilobytes.`,
            )
          : new AppError('INTERNAL', 'The event could not be accepted. It was not stored; send it again.', {
              cause: error,
            });
    if (refusal.code === 'INTERNAL')
      options.logger.error({ err: { name: error.name, code: error.code } }, 'a webhook could not be accepted');
    metrics.webhooks.inc({ result: refusal.code });
    return reply.code(refusal.httpStatus).send({ error: { code: refusal.code, message: refusal.message } });
  });

  fastify.post('/webhook/zalo', async (request: FastifyRequest, reply: FastifyReply) => {
    const raw = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    const header = request.headers[SIGNATURE_HEADER];
    const signature = Array.isArray(header) ? header[0] : header;
    const body = parseBody(raw);
    if (signature === undefined && isProbe(body)) {
      metrics.webhooks.inc({ result: 'probe' });
      return reply.type('application/json').send(OK);
    }
    const { oaId, appId } = checkSender(raw, body, signature);
    options.onSigned?.(oaId);
    if (oaId === undefined) {
      await withdraw(body, appId);
      return reply.type('application/json').send(OK);
    }
    await acceptBody(oaId, body, request.id);
    return reply.type('application/json').send(OK);
  });

  /** The served OA the body is signed for; none for a signed `user_withdraw` that names none. */
  function checkSender(
    raw: Buffer,
    body: object,
    signature: string | undefined,
  ): { readonly oaId: string | undefined; readonly appId: string } {
    const served = servedNow();
    const timestamp = timestampOf(body) ?? '';
    const named = oaIdOf(body) ?? idsIn(body).find((id) => served.has(id));
    const oa = named === undefined ? undefined : served.get(named);
    const signers = oa ? [oa] : seenList;
    const signer = signers.find(({ appId, oaSecret }) =>
      verifySignature({ appId, oaSecret, rawBody: raw, timestamp, header: signature }),
    );
    if (!signer) {
      throw new AppError(
        'WEBHOOK_BAD_SIGNATURE',
        signature === undefined
          ? 'The X-ZEvent-Signature header is missing; only Zalo may post here.'
          : 'The X-ZEvent-Signature header does not match the body; check ZALO_APP_ID and the OA secret key (ZALO_OA_SECRET) against the Webhook page of the app.',
      );
    }
    const name = eventNameOf(body);
    if (oa && (oa.isPaused !== true || name === 'user_withdraw')) return oa;
    if (named === undefined && name === 'user_withdraw') return { oaId: undefined, appId: signer.appId };
    // An event of a future kind that names nobody still came from our app: count it under the app's OA.
    if (named === undefined && idsIn(body).length === 0) return signer;
    throw new AppError(
      'WEBHOOK_UNKNOWN_OA',
      `The event is for OA ${named ?? '(none)'}, which is not served here. Expected one of the configured OAs.`,
    );
  }

  async function withdraw(body: object, appId: string): Promise<void> {
    const id = (body as { user_id_by_app?: unknown }).user_id_by_app;
    if (typeof id === 'string' && id !== '') await options.eraseByAppId(id, appId);
    metrics.webhooks.inc({ result: 'accepted' });
    metrics.events.inc({ event: 'user_withdraw' });
  }

  async function acceptBody(oaId: string, body: object, requestId: string): Promise<void> {
    const parsed = parseEvent(body);
    const receivedAt = options.clock.now();
    if (parsed.kind !== 'event') {
      const problem = parsed.kind === 'unreadable' ? parsed.problem : 'unknown event name';
      options.logger.warn({ eventName: parsed.eventName.slice(0, 80), problem }, 'an event is stored as ignored');
      await options.accept({
        oaId,
        key: hash('sha256', `${parsed.eventName} ${JSON.stringify(body)}`, 'base64url'),
        eventName: parsed.eventName.slice(0, 80),
        state: 'ignored',
        receivedAt,
      });
      metrics.webhooks.inc({ result: parsed.kind === 'unknown' ? 'ignored' : 'unreadable' });
      return;
    }
    const seen = toInbound(parsed.event);
    // Before anything else looks at it: what is said in a group is nobody's business here, unless it calls the bot.
    if (seen.type === 'group' && (seen.what === 'message' || seen.what === 'echo')) {
      return acceptCalls(seen, dedupeKeyOf(parsed.event), parsed.event.event_name);
    }
    const { incoming, inbound } = asKept(oaId, parsed.event, seen, receivedAt);
    const result = await options.accept(incoming);
    metrics.events.inc({ event: parsed.event.event_name });
    metrics.webhooks.inc({ result: result.state === 'duplicate' ? 'duplicate' : 'accepted' });
    if (result.state === 'accepted' && incoming.state === 'pending') options.onAccepted(result.id, incoming, inbound);
    trail.step(
      'webhook',
      { oaId, userId: incoming.userId ?? '', ...(result.state === 'accepted' ? { eventId: result.id } : {}) },
      receivedAt,
      () => ({ requestId, event: incoming.eventName, result: result.state }),
    );
  }

  async function acceptCalls(seen: InboundGroup, key: string, eventName: string): Promise<void> {
    for (const { event, incoming } of (await options.groupCalls?.take(seen, key, eventName)) ?? []) {
      const result = await options.accept(event);
      if (result.state === 'accepted') options.onAccepted(result.id, event, incoming);
    }
  }
}

function parseBody(raw: Buffer): object {
  const malformed = (): AppError =>
    new AppError(
      'WEBHOOK_MALFORMED_JSON',
      `The body (${raw.length} bytes) is not a JSON object. Expected one event of Zalo's webhook.`,
    );
  let value: unknown;
  try {
    value = parseJsonKeepingIds(raw);
  } catch {
    throw malformed();
  }
  if (value === null || typeof value !== 'object' || Array.isArray(value)) throw malformed();
  return value;
}

/** The console sends an unsigned `{}` when the webhook address is saved and expects 200. */
function isProbe(body: object): boolean {
  return Object.keys(body).length === 0;
}

function eventNameOf(body: object): string {
  const name = (body as { event_name?: unknown }).event_name;
  return typeof name === 'string' ? name : '';
}

/** Kinds that change something for a resident. Receipts and the rest are stored as done: seen, counted, finished. */
const HANDLED: ReadonlySet<Inbound['type']> = new Set([
  'text',
  'media',
  'submit-info',
  'follow',
  'unfollow',
  'chat-now',
  'call',
  'withdraw',
  'widget',
  'echo',
]);

/** An event as the inbox keeps it, wherever it was read: without secrets, under the key of its webhook. */
export function asKept(
  oaId: string,
  event: ZaloEvent,
  seen: Inbound,
  receivedAt: number,
): { readonly incoming: IncomingEvent; readonly inbound: Inbound } {
  const inbound = maskInbound(seen);
  return { incoming: toIncomingEvent(oaId, event, inbound, receivedAt), inbound };
}

/** The event as the inbox keeps it. `inbound` must be masked already. */
function toIncomingEvent(oaId: string, event: ZaloEvent, inbound: Inbound, receivedAt: number): IncomingEvent {
  const userId = 'userId' in inbound ? inbound.userId : undefined;
  const handled = HANDLED.has(inbound.type) && userId !== undefined;
  return {
    oaId,
    key: dedupeKeyOf(event),
    eventName: event.event_name,
    state: handled ? 'pending' : 'done',
    receivedAt,
    ...(handled ? { userId, payload: JSON.stringify(inbound) } : {}),
  };
}

/**
 * Where a picture without words lies, until it has been answered: it is fetched then, and a handled event forgets
 * everything. Zalo forgets it in about 30 minutes. Beside words nobody looks at the picture, so nothing of it is kept.
 */
function pictureAddress({ kind, url, caption = '' }: InboundMedia): Pick<InboundMedia, 'url'> {
  const isKept = kind === 'image' && caption.trim() === '' && url !== undefined && url.length <= MAX_ADDRESS_LENGTH;
  return isKept ? { url } : {};
}

/** What a resident wrote, without secrets, file names or places; an echo keeps its text, which is our own, unless a person typed it. */
function maskInbound(inbound: Inbound): Inbound {
  if (inbound.type === 'text') {
    const { text, kinds } = maskSecrets(inbound.text.slice(0, MAX_TEXT_LENGTH));
    return kinds.length === 0 ? { ...inbound, text } : ({ ...inbound, text, secrets: kinds } as Inbound);
  }
  if (inbound.type === 'media') {
    const { oaId, at, type, kind, userId, msgId, userIdByApp, caption } = inbound;
    const masked = caption === undefined ? undefined : maskSecrets(caption.slice(0, MAX_TEXT_LENGTH));
    const { secrets: inLink, ...link } = forwardedLink(inbound);
    const secrets = [...new Set([...(masked?.kinds ?? []), ...inLink])];
    return {
      oaId,
      at,
      type,
      kind,
      userId,
      msgId,
      ...(userIdByApp === undefined ? {} : { userIdByApp }),
      ...(masked === undefined ? {} : { caption: masked.text }),
      ...link,
      ...pictureAddress(inbound),
      ...(secrets.length > 0 ? { secrets } : {}),
    } as Inbound;
  }
  if (inbound.type === 'echo' && inbound.adminId !== undefined) {
    const { text: _staffWords, ...rest } = inbound;
    return rest;
  }
  return inbound;
}
