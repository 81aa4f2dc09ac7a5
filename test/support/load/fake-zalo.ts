import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { isDelivered, isKnownRefusal, NO_FAULTS, type FaultPlan, type SendFault } from './send-faults.ts';
import { startEchoes } from './echoes.ts';
import { createTokenEndpoint } from './token-endpoint.ts';
import type { ZaloIdentity } from './webhook-body.ts';

/**
 * One send request as Zalo saw it.
 *
 * `doubt` says why the bot may not know the outcome: `fault` (we failed it), `open` (the bot was killed while the
 * request was open here), `window` (answered before a kill, and the bot had not written it down).
 * A second copy of a message is only excusable when the first one is in doubt.
 */
export interface SendRecord {
  readonly userId: string;
  /** `message.text`, or the attachment as JSON when there is none. */
  readonly text: string;
  readonly arrivedAtMs: number;
  answeredAtMs: number | null;
  deliveredAtMs: number | null;
  readonly fault: SendFault | null;
  /** What the bot gets as `message_id` when the send succeeds. */
  readonly messageId: string;
  /** Number of the bot that sent it, from 0. */
  readonly replica: number;
  doubt: 'none' | 'fault' | 'open' | 'window';
}

export interface FakeZaloOptions {
  readonly identity: ZaloIdentity;
  /** Called when a message reaches the resident's phone, in delivery order. */
  readonly onDelivered: (record: SendRecord) => void;
  /** Which sends go wrong; default none. */
  readonly faults?: FaultPlan;
  /** Time between reading a send and answering it, milliseconds, asked anew for each; default 0 (in the same turn). */
  readonly latencyMs?: number | (() => number);
  /**
   * Share (0..1) of the sends that are delivered only when the latency is over, not on arrival: if the bot dies in
   * between, these were never delivered. Default 0.
   */
  readonly lateDelivery?: () => boolean;
  /** Sends a minute before error -32; default unlimited. Always told in `X-RateLimit-Limit`, as Zalo does. */
  readonly rateLimitPerMinute?: number;
  /** Bots that send, each to an address of its own, so that it can be told whose a send was. Default 1. */
  readonly replicas?: number;
  /** Posts an `oa_send_text` echo to this webhook port after each delivery; default none. */
  readonly echoToPort?: number;
  /** False: `sends` stays empty, so that hours of load do not fill the memory; default true. */
  readonly keepsSends?: boolean;
}

export interface FakeZalo {
  /** For `ZALO_API_URL` and `ZALO_OAUTH_URL` of the first bot. */
  readonly url: string;
  /** The same for each bot. */
  readonly urls: readonly string[];
  /** Every send that was read, oldest first. */
  readonly sends: readonly SendRecord[];
  /** Sends read and not answered at this instant. */
  inFlight(): number;
  /** Uses up the limit of the running minute: every send until the next full minute gets -32, as at Zalo. */
  exhaustMinute(): void;
  /** Every access token is dead from now on: sends get `code` (-216 or -220) until the bot has refreshed it. */
  expireTokens(code: number): void;
  /** Token pairs granted, and calls refused because of their token. */
  tokens(): { readonly granted: number; readonly refused: number };
  /** Sends broken off before their body was read (fault `reset`). */
  resets(): number;
  /** Open connections from the bot of this number; default the first. */
  connections(replica?: number): number;
  close(): Promise<void>;
}

const UNLIMITED_PER_MINUTE = 60_000_000;

/** Starts a Zalo that knows just the calls a bot needs: token, send (v3, v2), OA info, user detail. */
export async function startFakeZalo(options: FakeZaloOptions): Promise<FakeZalo> {
  const sends: SendRecord[] = [];
  const { replicas = 1 } = options;
  const sockets = Array.from({ length: replicas }, () => new Set<Socket>());
  const limit = options.rateLimitPerMinute ?? UNLIMITED_PER_MINUTE;
  const faults = options.faults ?? NO_FAULTS;
  const { latencyMs = 0 } = options;
  const latencyNow = typeof latencyMs === 'number' ? () => latencyMs : latencyMs;
  const tokens = createTokenEndpoint(options.identity);
  const echoes = options.echoToPort === undefined ? null : startEchoes(options.identity, options.echoToPort);
  let inFlight = 0;
  let resets = 0;
  let messageCount = 0;
  let tokenRefusals = 0;
  let tokenCode = -216;
  let minute = 0;
  let sentThisMinute = 0;

  const json = (res: ServerResponse, value: unknown) => {
    const body = JSON.stringify(value);
    res.writeHead(200, {
      'content-type': 'text/json;charset=utf-8',
      'content-length': Buffer.byteLength(body),
      'x-ratelimit-limit': limit,
      'x-ratelimit-remain': Math.max(0, limit - sentThisMinute),
    });
    res.end(body);
  };

  const enterMinute = () => {
    const now = Math.floor(Date.now() / 60_000);
    if (now !== minute) {
      minute = now;
      sentThisMinute = 0;
    }
  };

  const isOverLimit = (): boolean => {
    enterMinute();
    sentThisMinute += 1;
    return sentThisMinute > limit;
  };

  const deliver = (record: SendRecord) => {
    record.deliveredAtMs = performance.now();
    options.onDelivered(record);
    echoes?.send(record.userId, record.text, record.messageId);
  };

  const answerSend = (res: ServerResponse, record: SendRecord, late: boolean) => {
    const { fault } = record;
    if (fault === 'timeout-delivered' || fault === 'timeout-lost') return;
    inFlight -= 1;
    if (res.destroyed) return;
    if (late) deliver(record);
    record.answeredAtMs = performance.now();
    if (fault === 'rate-limited') json(res, { error: -32, message: 'Your application reached limit call api' });
    else if (fault === 'token-refused') json(res, { error: -216, message: 'Access token is invalid' });
    else if (fault?.startsWith('api-200-')) json(res, { error: -200, message: 'Send message failed' });
    else if (fault !== null) {
      res.writeHead(502, { 'content-type': 'text/html' });
      res.end('<html><body><center><h1>502 Bad Gateway</h1></center></body></html>');
    } else {
      json(res, {
        data: { message_id: record.messageId, user_id: record.userId, sent_time: String(Date.now()) },
        error: 0,
        message: 'Success',
      });
    }
  };

  const handleSend = (req: IncomingMessage, res: ServerResponse, replica: number) => {
    const planned = faults.next();
    if (planned === 'reset') {
      resets += 1;
      req.socket.resetAndDestroy();
      return;
    }
    readBody(req, (body) => {
      if (!tokens.isValid(req.headers['access_token'])) {
        tokenRefusals += 1;
        json(res, { error: tokenCode, message: 'Access token is invalid' });
        return;
      }
      const parsed = JSON.parse(body) as SendBody;
      const fault = isOverLimit() ? 'rate-limited' : planned;
      messageCount += 1;
      const messageId = messageCount.toString(16).padStart(20, '0');
      const record: SendRecord = {
        userId: String(parsed.recipient.user_id),
        text: parsed.message.text ?? JSON.stringify(parsed.message.attachment ?? null),
        arrivedAtMs: performance.now(),
        answeredAtMs: null,
        deliveredAtMs: null,
        fault,
        messageId,
        replica,
        doubt: fault === null || isKnownRefusal(fault) ? 'none' : 'fault',
      };
      if (options.keepsSends !== false) sends.push(record);
      inFlight += 1;
      if (fault === 'timeout-delivered' || fault === 'timeout-lost') res.once('close', () => (inFlight -= 1));
      const reaches = fault === null || isDelivered(fault);
      const late = reaches && (options.lateDelivery?.() ?? false);
      if (reaches && !late) deliver(record);
      const waitMs = latencyNow();
      if (waitMs === 0) answerSend(res, record, late);
      else setTimeout(answerSend, waitMs, res, record, late);
    });
  };

  const listen = async (replica: number): Promise<Server> => {
    const server = createServer((req, res) => {
      const path = (req.url ?? '').split('?')[0];
      if (path === '/v3.0/oa/message/cs' || path === '/v2.0/oa/message') handleSend(req, res, replica);
      else if (path === '/v4/oa/access_token') readBody(req, (body) => json(res, tokens.grant(req.headers, body)));
      else if (path === '/v2.0/oa/getoa') json(res, { data: oaInfo(options.identity), error: 0, message: 'Success' });
      else if (path?.startsWith('/v3.0/oa/user/detail'))
        json(res, { error: -213, message: 'User has not followed OA' });
      else {
        res.writeHead(404);
        res.end();
      }
    });
    server.on('connection', (socket) => {
      sockets[replica]?.add(socket);
      socket.on('error', () => {}); // a killed bot resets its connections
      socket.on('close', () => sockets[replica]?.delete(socket));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return server;
  };
  const servers = await Promise.all(Array.from({ length: replicas }, (_, replica) => listen(replica)));
  const urls = servers.map((server) => `http://127.0.0.1:${(server.address() as AddressInfo).port}`);

  return {
    url: urls[0] ?? '',
    urls,
    sends,
    inFlight: () => inFlight,
    exhaustMinute() {
      enterMinute();
      sentThisMinute = limit;
    },
    expireTokens(code) {
      tokenCode = code;
      tokens.expireAll();
    },
    tokens: () => ({ granted: tokens.granted(), refused: tokenRefusals }),
    resets: () => resets,
    connections: (replica = 0) => sockets[replica]?.size ?? 0,
    async close() {
      echoes?.stop();
      await Promise.all(
        servers.map((server) => {
          const closed = new Promise((resolve) => server.close(resolve));
          server.closeAllConnections();
          return closed;
        }),
      );
    },
  };
}

interface SendBody {
  readonly recipient: { readonly user_id: string | number };
  readonly message: { readonly text?: string; readonly attachment?: unknown };
}

function readBody(req: IncomingMessage, then: (body: string) => void): void {
  const chunks: Buffer[] = [];
  req.on('data', (chunk: Buffer) => chunks.push(chunk));
  req.on('end', () => then(Buffer.concat(chunks).toString('utf8')));
}

function oaInfo(identity: ZaloIdentity): object {
  return { oa_id: identity.oaId, oaid: identity.oaId, name: 'Trợ lý số (thử tải)', is_verified: true, oa_type: 2 };
}
