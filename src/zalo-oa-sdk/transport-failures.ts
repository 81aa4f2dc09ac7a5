import { ZaloTransportError } from './errors.ts';

/** Node and undici codes that mean no byte of the request left: no connection was opened for it. */
const NEVER_OPENED = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_CLOSED',
  'UND_ERR_DESTROYED',
  'UND_ERR_INVALID_ARG',
]);

/** Where undici's errors quote what was received, which may repeat a resident's words or a token. */
const QUOTING_FIELDS = new Set(['data', 'body', 'headers']);

/** Certificate and handshake failures; OpenSSL and Node use many codes with few beginnings. */
const TLS_FAILURE = /^(ERR_TLS_|ERR_SSL_|CERT_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|EPROTO$)/;

const TIMED_OUT = new Set(['UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT']);

/** The answer did not come within the deadline. */
export function deadlinePassed(method: string, timeoutMs: number, cause: unknown): ZaloTransportError {
  const detail = `no complete answer within ${timeoutMs} ms`;
  return new ZaloTransportError({ kind: 'timeout', method, detail, mayHaveBeenDelivered: true, cause });
}

/** An answer that is not Zalo's JSON object, or a 5xx. A 4xx from a gateway means the call went no further. */
export function unreadable(method: string, status: number, bytes: number): ZaloTransportError {
  const detail = `HTTP ${status} with ${bytes} bytes that are not a Zalo answer`;
  const refusedByGateway = status >= 400 && status < 500 && status !== 408;
  return new ZaloTransportError({ kind: 'http', method, detail, mayHaveBeenDelivered: !refusedByGateway, status });
}

/** Sorts an error of undici or Node by what it says about delivery. Only its code is repeated. */
export function brokenBy(method: string, error: unknown): ZaloTransportError {
  const cause = withoutQuotes(error);
  const code = codeOf(cause);
  if (NEVER_OPENED.has(code) || TLS_FAILURE.test(code) || (code === 'ETIMEDOUT' && syscallOf(cause) === 'connect')) {
    const detail = `the connection could not be opened (${code})`;
    return new ZaloTransportError({ kind: 'refused', method, detail, mayHaveBeenDelivered: false, cause });
  }
  const kind = TIMED_OUT.has(code) ? 'timeout' : 'network';
  const detail = `the connection broke before the answer was complete (${code})`;
  return new ZaloTransportError({ kind, method, detail, mayHaveBeenDelivered: true, cause });
}

/** The error itself, or a copy of one that quotes the answer, without the quote. */
function withoutQuotes(error: unknown): unknown {
  if (!(error instanceof Error) || !Object.keys(error).some((key) => QUOTING_FIELDS.has(key))) return error;
  const { name, message, stack } = error;
  const harmless = Object.entries(error).filter(([key]) => !QUOTING_FIELDS.has(key));
  return Object.assign(new Error(message), { ...Object.fromEntries(harmless), name, stack });
}

function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('code' in error)) return 'no code';
  return typeof error.code === 'string' ? error.code : 'no code';
}

function syscallOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'syscall' in error ? error.syscall : undefined;
}
