import { createHmac, timingSafeEqual } from 'node:crypto';
import type { FastifyRequest } from 'fastify';

/** The token of a session's forms: an HMAC over what the store knows of the session. */
export const csrfTokenOf = (key: Buffer, sessionHash: string): string =>
  createHmac('sha256', key).update(sessionHash).digest('base64url');

/** Whether this is that session's token. */
export function isCsrfToken(key: Buffer, sessionHash: string, token: string | undefined): boolean {
  const expected = Buffer.from(csrfTokenOf(key, sessionHash));
  const given = Buffer.from(token ?? '');
  return given.length === expected.length && timingSafeEqual(given, expected);
}

/**
 * Whether the browser says that the request comes from a page of this server: `Sec-Fetch-Site`, else `Origin` against the
 * host that was asked and the public address. A caller that says neither is no browser of today; the token decides.
 */
export function isOwnOrigin(request: Pick<FastifyRequest, 'headers' | 'host'>, publicUrl: string | undefined): boolean {
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin';
  const { origin } = request.headers;
  if (origin === undefined) return true;
  if (!URL.canParse(origin)) return false;
  const { host } = new URL(origin);
  return host === request.host || (publicUrl !== undefined && host === new URL(publicUrl).host);
}
