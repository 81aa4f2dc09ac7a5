import type { FastifyInstance } from 'fastify';
import * as z from 'zod';
import type { Emulator } from '../emulator.ts';
import { CHAT_BODY_LIMIT_BYTES, applyChatRules, parseBody, parseResidentInput } from './chat-input.ts';

const pressInput = z.object({ messageId: z.string(), buttonIndex: z.int().nonnegative() });
const newResidentInput = z.object({ name: z.string().trim().min(1).max(40) });

type ResidentParams = { Params: { id: string } };

/** The JSON endpoints of the chat page, under `/api`. Bodies must be JSON, so that no other site can post here. */
export async function chatApiRoutes(fastify: FastifyInstance, { emulator }: { emulator: Emulator }): Promise<void> {
  applyChatRules(fastify);

  fastify.get('/api/state', async () => ({
    oa: { id: emulator.options.oaId, ...emulator.account.get() },
    webhook: emulator.webhook(),
    residents: emulator.residents(),
  }));

  fastify.post('/api/residents', async (request) => {
    return emulator.createResident(parseBody(newResidentInput, request.body).name);
  });

  fastify.get<ResidentParams>('/api/residents/:id/messages', async (request) => emulator.history(request.params.id));

  fastify.post<ResidentParams>('/api/residents/:id/messages', { bodyLimit: CHAT_BODY_LIMIT_BYTES }, async (request) =>
    emulator.as.send(request.params.id, parseResidentInput(request.body)),
  );

  fastify.post<ResidentParams>('/api/residents/:id/presses', async (request) => {
    const { messageId, buttonIndex } = parseBody(pressInput, request.body);
    return emulator.as.press(request.params.id, messageId, buttonIndex);
  });

  fastify.post<ResidentParams>('/api/residents/:id/follow', async (request) => emulator.as.follow(request.params.id));
  fastify.post<ResidentParams>('/api/residents/:id/unfollow', async (request) =>
    emulator.as.unfollow(request.params.id),
  );
  fastify.post<ResidentParams>('/api/residents/:id/seen', async (request) => {
    emulator.as.markSeen(request.params.id);
    return {};
  });
}
