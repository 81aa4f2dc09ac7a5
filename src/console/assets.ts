import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FastifyInstance } from 'fastify';
import type { AssetPaths } from './frame.ts';

interface Asset {
  readonly path: string;
  readonly type: string;
  readonly bytes: Buffer;
}

const FOLDER = join(dirname(fileURLToPath(import.meta.url)), 'assets');

/** The address changes with the content, so that browsers may keep it for a year. */
function asset(name: string, type: string, file: string): Asset {
  const bytes = readFileSync(file);
  const tag = createHash('sha256').update(bytes).digest('base64url').slice(0, 10);
  const [stem, ending] = name.split('.');
  return { path: `/assets/${stem}-${tag}.${ending}`, type, bytes };
}

/** Serves style sheet and scripts of the console below `/console/assets/`; returns where they are. */
export function serveAssets(fastify: FastifyInstance): AssetPaths {
  const htmx = join(dirname(createRequire(import.meta.url).resolve('htmx.org/package.json')), 'dist/htmx.min.js');
  const assets = {
    css: asset('console.css', 'text/css; charset=utf-8', join(FOLDER, 'console.css')),
    js: asset('console.js', 'text/javascript; charset=utf-8', join(FOLDER, 'console.js')),
    htmx: asset('htmx.js', 'text/javascript; charset=utf-8', htmx),
  };
  for (const { path, type, bytes } of Object.values(assets)) {
    fastify.get(path, (_request, reply) =>
      reply
        .headers({
          'content-type': type,
          'cache-control': 'public, max-age=31536000, immutable',
          'x-content-type-options': 'nosniff',
        })
        .send(bytes),
    );
  }
  return {
    css: `/console${assets.css.path}`,
    js: `/console${assets.js.path}`,
    htmx: `/console${assets.htmx.path}`,
  };
}
