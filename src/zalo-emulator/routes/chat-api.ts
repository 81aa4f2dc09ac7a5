import type { FastifyInstance } from 'fastify';
import * as z from 'zod';
import type { Emulator } from '../emulator.ts';
import { EmulatorError } from '../errors.ts';
import type { ResidentInput } from '../resident-actions.ts';

/** 5 MB of file as base64, with room for the rest of the JSON. */
const CHAT_BODY_LIMIT_BYTES = 8 * 1024 * 1024;

const bytes = z.base64().transform((text) => Buffer.from(text, 'base64'));
const fileName = z.string().min(1).max(200);
const coordinate = z.string().regex(/^-?\d{1,3}(\.\d+)?$/);

const residentInput = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('text'),
    text: z.string().trim().min(1).max(5000),
    quotedMessageId: z.string().optional(),
  }),
  z.object({ kind: z.literal('image'), bytes, name: fileName, text: z.string().max(2000).optional() }),
  z.object({ kind: z.literal('voice'), bytes, name: fileName }),
  z.object({ kind: z.literal('file'), bytes, name: fileName }),
  z.object({ kind: z.literal('sticker'), stickerId: z.string().regex(/^[a-z0-9-]{1,40}$/) }),
  z.object({ kind: z.literal('location'), latitude: coordinate, longitude: coordinate }),
]);

const pressInput = z.object({ messageId: z.string(), buttonIndex: z.int().nonnegative() });
const newResidentInput = z.object({ name: z.string().trim().min(1).max(40) });

/** Parses a request body or throws {@link EmulatorError} EMULATOR_INPUT_INVALID naming the field. */
function parse<T>(schema: z.ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const field = parsed.error.issues[0]?.path.join('.') || 'body';
  throw new EmulatorError(
    'EMULATOR_INPUT_INVALID',
    `The field "${field}" is missing or has a wrong shape: ${parsed.error.issues[0]?.message ?? ''}. See routes/chat-api.ts.`,
  );
}

/** Removes the undefined optional keys zod leaves, which exact optional types do not allow. */
function toResidentInput(input: z.infer<typeof residentInput>): ResidentInput {
  return Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined)) as ResidentInput;
}

type ResidentParams = { Params: { id: string } };

/** The JSON endpoints of the chat page, under `/api`. Bodies must be JSON, so that no other site can post here. */
export async function chatApiRoutes(fastify: FastifyInstance, { emulator }: { emulator: Emulator }): Promise<void> {
  fastify.removeContentTypeParser('text/plain');

  fastify.addHook('onRequest', async (request, reply) => {
    if (request.method !== 'POST' || request.headers['content-type']?.startsWith('application/json') === true) return;
    return reply.code(415).send({ code: 'EMULATOR_INPUT_INVALID', message: 'Expected content-type application/json.' });
  });

  fastify.setErrorHandler(async (error: Error & { statusCode?: number }, _request, reply) => {
    if (error instanceof EmulatorError) {
      const unknown = error.code === 'EMULATOR_RESIDENT_UNKNOWN' || error.code === 'EMULATOR_MESSAGE_UNKNOWN';
      return reply.code(unknown ? 404 : 400).send({ code: error.code, message: error.message });
    }
    throw error;
  });

  fastify.get('/api/state', async () => ({
    oa: { id: emulator.options.oaId, ...emulator.account.get() },
    webhook: emulator.webhook(),
    residents: emulator.residents(),
  }));

  fastify.post('/api/residents', async (request) => {
    return emulator.createResident(parse(newResidentInput, request.body).name);
  });

  fastify.get<ResidentParams>('/api/residents/:id/messages', async (request) => emulator.history(request.params.id));

  fastify.post<ResidentParams>('/api/residents/:id/messages', { bodyLimit: CHAT_BODY_LIMIT_BYTES }, async (request) =>
    emulator.as.send(request.params.id, toResidentInput(parse(residentInput, request.body))),
  );

  fastify.post<ResidentParams>('/api/residents/:id/presses', async (request) => {
    const { messageId, buttonIndex } = parse(pressInput, request.body);
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

  fastify.get('/api/deliveries', async () => emulator.deliveries());
  fastify.post('/api/webhook/enable', async () => {
    emulator.enableWebhook();
    return emulator.webhook();
  });
}
