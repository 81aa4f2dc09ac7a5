import { type Dispatcher, Pool } from 'undici';
import { ZaloTransportError } from './errors.ts';
import { DeadlinePassed, exchange } from './exchange.ts';
import { brokenBy, deadlinePassed, unreadable } from './transport-failures.ts';
import { multipartBody } from './multipart.ts';
import { parseJsonKeepingIds } from './webhook.ts';

/** The three hosts of Zalo's platform for OAs. */
export type ZaloHost = 'api' | 'oauth' | 'business';

/** One file of a `multipart/form-data` body. Zalo decides by the extension of `fileName`, so it must have one. */
export interface ZaloFilePart {
  /** Name of the form field, `file` for every documented upload. */
  readonly field: string;
  readonly fileName: string;
  readonly contentType: string;
  readonly bytes: Uint8Array;
}

/** One call to Zalo. `path` starts with `/` and is put after the host's path prefix. */
export interface ZaloCall {
  /** Open API, OAuth, or the host of template messages by phone (ZBS). */
  readonly host: ZaloHost;
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  /** JSON body; `json`, `form` and `file` exclude each other. */
  readonly json?: unknown;
  /** `application/x-www-form-urlencoded` body. */
  readonly form?: Readonly<Record<string, string>>;
  /** `multipart/form-data` body with one file. */
  readonly file?: ZaloFilePart;
}

/** Zalo's answer: a JSON object, whatever its `error` field says. */
export interface ZaloReply {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  /** `X-RateLimit-Limit` and `X-RateLimit-Remain`, calls per minute, when both were sent. */
  readonly rateLimit?: { readonly limit: number; readonly remain: number };
}

/** The wire: turns calls into replies or a `ZaloTransportError`, and knows nothing of tokens or error codes. */
export interface Transport {
  /** Throws `ZaloTransportError`. Never retries: whether a repeat is safe is the caller's knowledge. */
  request(call: ZaloCall): Promise<ZaloReply>;
  /** Waits for running calls, then closes the connections. */
  close(): Promise<void>;
}

/** Options of {@link createTransport}. */
export interface TransportOptions {
  /** Default `https://openapi.zalo.me`. A path prefix such as `http://127.0.0.1:3000/emulator` is kept. */
  readonly apiUrl?: string;
  /** Default `https://oauth.zaloapp.com`. A path prefix is kept. */
  readonly oauthUrl?: string;
  /** Default `https://business.openapi.zalo.me`. A path prefix is kept. */
  readonly businessUrl?: string;
  /** Connections per host, default 32: at 100 ms a call that is 320 calls/s, five times Zalo's 4000 a minute. */
  readonly connections?: number;
  /** The whole call, waiting for a free connection included, in ms. Default 10,000. */
  readonly timeoutMs?: number;
  /** Opening a connection, in ms. Default a third of `timeoutMs`, so that it ends first and counts as `refused`. */
  readonly connectTimeoutMs?: number;
  /** Replaces the pools, for tests and proxies. `close()` leaves it open: it belongs to whoever made it. */
  readonly dispatcher?: Dispatcher;
}

/** Zalo's largest answers are lists of 50 users; anything beyond this is not one of them. */
const MAX_ANSWER_BYTES = 4 * 1024 * 1024;

interface Host {
  readonly origin: string;
  readonly prefix: string;
  readonly dispatcher: Dispatcher;
}

/**
 * A transport on undici pools, one per host: `Pool.request` takes a fifth of the CPU time of `fetch` (measured on
 * 2026-11-22). Throws a `TypeError` when a URL is not http or https.
 */
export function createTransport(options: TransportOptions = {}): Transport {
  const { connections = 32, timeoutMs = 10_000 } = options;
  const connectTimeoutMs = options.connectTimeoutMs ?? Math.ceil(timeoutMs / 3);
  const pools = new Map<string, Pool>();

  function hostOf(name: string, text: string): Host {
    const url = URL.canParse(text) ? new URL(text) : undefined;
    if (!url || !/^https?:$/.test(url.protocol)) {
      throw new TypeError(`ZALO_BAD_URL: ${name} is '${text}'; expected an address like https://openapi.zalo.me.`);
    }
    const prefix = url.pathname.replace(/\/+$/, '');
    if (options.dispatcher) return { origin: url.origin, prefix, dispatcher: options.dispatcher };
    const pool =
      pools.get(url.origin) ??
      // the deadline below covers headers and body, so undici's own timers are off
      new Pool(url.origin, {
        connections,
        connect: { timeout: connectTimeoutMs },
        headersTimeout: 0,
        bodyTimeout: 0,
        maxResponseSize: MAX_ANSWER_BYTES,
      });
    pools.set(url.origin, pool);
    return { origin: url.origin, prefix, dispatcher: pool };
  }

  const hosts = {
    api: hostOf('apiUrl', options.apiUrl ?? 'https://openapi.zalo.me'),
    oauth: hostOf('oauthUrl', options.oauthUrl ?? 'https://oauth.zaloapp.com'),
    business: hostOf('businessUrl', options.businessUrl ?? 'https://business.openapi.zalo.me'),
  };

  return {
    async request(call) {
      const method = `${call.method} ${call.path}`;
      try {
        return await send(hosts[call.host], call, method, timeoutMs);
      } catch (error) {
        if (error instanceof ZaloTransportError) throw error;
        throw error instanceof DeadlinePassed ? deadlinePassed(method, timeoutMs, error) : brokenBy(method, error);
      }
    },
    async close() {
      await Promise.all([...pools.values()].map((pool) => pool.close()));
    },
  };
}

async function send(host: Host, call: ZaloCall, method: string, timeoutMs: number): Promise<ZaloReply> {
  const query = call.query ? `?${new URLSearchParams(call.query).toString()}` : '';
  const { body, contentType } = bodyOf(call);
  const { status, headers, raw } = await exchange(
    host.dispatcher,
    {
      origin: host.origin,
      path: host.prefix + call.path + query,
      method: call.method,
      headers: contentType ? { ...call.headers, 'content-type': contentType } : { ...call.headers },
      ...(body === undefined ? {} : { body }),
    },
    timeoutMs,
  );
  const answer = status < 500 ? asObject(raw) : undefined;
  if (!answer) throw unreadable(method, status, raw.length);
  const limit = Number(headers['x-ratelimit-limit'] ?? Number.NaN);
  const remain = Number(headers['x-ratelimit-remain'] ?? Number.NaN);
  const rate = Number.isFinite(limit) && Number.isFinite(remain) ? { rateLimit: { limit, remain } } : {};
  return { status, body: answer, ...rate };
}

function bodyOf(call: ZaloCall): { body?: string | Buffer; contentType?: string } {
  if (call.file) return multipartBody(call.file);
  if (call.form) {
    return { body: new URLSearchParams(call.form).toString(), contentType: 'application/x-www-form-urlencoded' };
  }
  return call.json === undefined ? {} : { body: JSON.stringify(call.json), contentType: 'application/json' };
}

function asObject(raw: Buffer): Record<string, unknown> | undefined {
  try {
    const value = parseJsonKeepingIds(raw);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
