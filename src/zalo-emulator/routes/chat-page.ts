import { readFileSync, readdirSync } from 'node:fs';
import { extname } from 'node:path';
import type { FastifyInstance } from 'fastify';

const pageFolder = new URL('../page/', import.meta.url);

const mimeTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** Pictures the bot links to may live anywhere; everything else comes from here, and nothing is inline. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' http: https: blob:",
  "media-src 'self' blob:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const pageHeaders = {
  'content-security-policy': contentSecurityPolicy,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-cache',
};

/** Serves scripts, styles and drawings at `/page/<name>`. Read once: an exact list leaves no path to traverse. */
export async function pageAssetRoutes(fastify: FastifyInstance): Promise<void> {
  const names = readdirSync(pageFolder, { recursive: true, encoding: 'utf8' }).map((name) =>
    name.replaceAll('\\', '/'),
  );
  for (const name of names) {
    if (name === 'index.html' || extname(name) === '') continue;
    const content = readFileSync(new URL(name, pageFolder));
    const type = mimeTypes[extname(name)] ?? 'application/octet-stream';
    fastify.get(`/page/${name}`, async (_request, reply) =>
      reply.headers({ ...pageHeaders, 'content-type': type }).send(content),
    );
  }
}

/** Serves the page itself at `path`, told by `base` where the emulator's other routes are. */
export function registerChatPage(fastify: FastifyInstance, path: string, base: string): void {
  const html = readFileSync(new URL('index.html', pageFolder), 'utf8').replaceAll('{{base}}', base.replaceAll('"', ''));
  fastify.get(path, async (_request, reply) => {
    return reply.headers({ ...pageHeaders, 'content-type': 'text/html; charset=utf-8' }).send(html);
  });
}
