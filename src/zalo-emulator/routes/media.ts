import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Emulator } from '../emulator.ts';
import type { StoredMedia } from '../media-shelf.ts';

type MediaParams = { Params: { id: string } };

/** `GET /media/:id` (in webhooks, expires) and `GET /api/media/:id` (for the chat page, does not). */
export async function mediaRoutes(fastify: FastifyInstance, { emulator }: { emulator: Emulator }): Promise<void> {
  const { now, settings } = emulator.options;

  function sendMedia(reply: FastifyReply, media: StoredMedia | undefined): FastifyReply {
    if (media === undefined) return reply.code(404).send({ error: 404, message: 'Not found' });
    const inline = media.mimeType !== 'application/octet-stream';
    return reply
      .headers({
        'content-type': media.mimeType,
        'x-content-type-options': 'nosniff',
        'content-security-policy': "default-src 'none'; sandbox",
        'content-disposition': `${inline ? 'inline' : 'attachment'}; filename*=UTF-8''${encodeURIComponent(media.name)}`,
        'cache-control': 'private, max-age=600',
      })
      .send(media.bytes);
  }

  fastify.get<MediaParams>('/media/:id', async (request, reply) => {
    const media = emulator.inner.shelf.find(request.params.id);
    const expired = media !== undefined && now() - media.storedAtMs > settings.mediaUrlTtlMs;
    return sendMedia(reply, expired ? undefined : media);
  });

  fastify.get<MediaParams>('/api/media/:id', async (request, reply) => {
    return sendMedia(reply, emulator.inner.shelf.find(request.params.id));
  });
}
