import type { FastifyInstance } from 'fastify';
import type { Pictures } from '../pictures/index.ts';

export interface PicturesPluginOptions {
  readonly pictures: Pick<Pictures, 'read'>;
}

const TYPES: Readonly<Record<string, string>> = { png: 'image/png', jpg: 'image/jpeg', jpeg: 'image/jpeg' };

/**
 * `GET /pictures/<name>`: what Zalo and the public pages show. A name never stands for another picture later, so it may
 * be kept for a year. Names are looked up, never joined to a path.
 */
export async function picturesPlugin(fastify: FastifyInstance, { pictures }: PicturesPluginOptions): Promise<void> {
  // The names of certificates are long: they say what is drawn.
  fastify.get<{ Params: { '*': string } }>('/pictures/*', async (request, reply) => {
    const name = request.params['*'];
    const picture = await pictures.read(name);
    if (!picture) {
      return reply.code(404).type('text/plain; charset=utf-8').send('Không có hình này, hoặc hình đã được thay.');
    }
    return reply
      .type(TYPES[name.split('.').at(-1) ?? ''] ?? 'application/octet-stream')
      .header('cache-control', 'public, max-age=31536000, immutable')
      .header('x-content-type-options', 'nosniff')
      .send(picture);
  });
}
