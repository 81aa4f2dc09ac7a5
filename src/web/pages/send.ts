import { hash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { chatSecurityPolicy } from './chat-widget.ts';
import { contentSecurityPolicy } from './style.ts';

/** How long a browser or proxy may show it without asking again. A corrected card is with everybody in five minutes. */
export const SHARED = 'public, max-age=300';
/** For answers to what somebody typed, and for mistakes: kept nowhere. */
export const UNKEPT = 'private, no-store';

export interface Sendable {
  readonly type: 'text/html; charset=utf-8' | 'application/pdf';
  readonly body: string | Buffer;
  readonly cache: typeof SHARED | typeof UNKEPT;
  readonly status?: number;
  /** True: Zalo's chat frame is in it, and the policy lets it in. Default false. */
  readonly opensChat?: boolean;
  /** Suggested when a PDF is saved. */
  readonly fileName?: string;
}

const matches = (header: string | undefined, tag: string): boolean =>
  header !== undefined && header.split(',').some((one) => ['*', tag].includes(one.trim().replace(/^W\//u, '')));

/** Sends a page or sheet with its tag and the headers that keep it to itself; 304 to who has it already. */
export function send(request: FastifyRequest, reply: FastifyReply, sendable: Sendable): FastifyReply {
  const { type, body, cache, status = 200, opensChat = false, fileName } = sendable;
  void reply.code(status).headers({
    'content-type': type,
    'cache-control': cache,
    // Zalo tells us on which page its chat was opened; the address holds the team's code and nothing of the reader.
    'referrer-policy': opensChat ? 'no-referrer-when-downgrade' : 'no-referrer',
    'x-content-type-options': 'nosniff',
    // Viewers of PDF run within the page that holds them: the policy of a page of text would stop them.
    ...(type === 'application/pdf'
      ? {}
      : { 'content-security-policy': opensChat ? chatSecurityPolicy : contentSecurityPolicy }),
    ...(fileName === undefined ? {} : { 'content-disposition': `inline; filename="${fileName}"` }),
  });
  if (cache !== SHARED) return reply.send(body);
  const tag = `"${hash('sha256', body, 'base64url').slice(0, 22)}"`;
  void reply.header('etag', tag);
  return matches(request.headers['if-none-match'], tag) ? reply.code(304).send() : reply.send(body);
}
