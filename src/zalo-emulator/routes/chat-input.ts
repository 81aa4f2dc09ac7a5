import type { FastifyInstance } from 'fastify';
import * as z from 'zod';
import { EmulatorError } from '../errors.ts';
import type { ResidentInput } from '../resident-drawing.ts';

/** 5 MB of file as base64, with room for the rest of the JSON. */
export const CHAT_BODY_LIMIT_BYTES = 8 * 1024 * 1024;

const bytes = z.base64().transform((text) => Buffer.from(text, 'base64'));
const fileName = z.string().min(1).max(200);
const coordinate = z.string().regex(/^-?\d{1,3}(\.\d+)?$/);
const webUrl = z.url({ protocol: /^https?$/ }).max(2000);
const caption = z.string().max(2000).optional();

const residentInputShape = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('text'),
    text: z.string().trim().min(1).max(5000),
    quotedMessageId: z.string().optional(),
  }),
  z.object({ kind: z.literal('image'), bytes, name: fileName, text: caption }),
  z.object({ kind: z.literal('voice'), bytes, name: fileName }),
  z.object({ kind: z.literal('video'), bytes, name: fileName, text: caption }),
  z.object({ kind: z.literal('file'), bytes, name: fileName }),
  z.object({ kind: z.literal('sticker'), stickerId: z.string().regex(/^[a-z0-9-]{1,40}$/) }),
  z.object({ kind: z.literal('location'), latitude: coordinate, longitude: coordinate }),
  z.object({
    kind: z.literal('link'),
    url: webUrl,
    description: z.string().max(500).default(''),
    thumbnailUrl: webUrl.optional(),
  }),
  z.object({
    kind: z.literal('business_card'),
    phone: z.string().regex(/^\+?\d{8,15}$/),
    thumbnailUrl: webUrl.optional(),
  }),
]);

/** Parses a request body or throws {@link EmulatorError} EMULATOR_INPUT_INVALID naming the field. */
export function parseBody<T>(schema: z.ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const field = parsed.error.issues[0]?.path.join('.') || 'body';
  throw new EmulatorError(
    'EMULATOR_INPUT_INVALID',
    `The field "${field}" is missing or has a wrong shape: ${parsed.error.issues[0]?.message ?? ''}. See the emulator's routes folder.`,
  );
}

/** Reads what a person sends out of a request body; bytes come as base64. Throws as {@link parseBody}. */
export function parseResidentInput(body: unknown): ResidentInput {
  const input = parseBody(residentInputShape, body);
  // zod leaves optional keys as undefined, which exact optional types do not allow
  return Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined)) as ResidentInput;
}

/** The rules of the page's endpoints: JSON bodies only, so that no other site can post here; stable error codes. */
export function applyChatRules(fastify: FastifyInstance): void {
  fastify.removeContentTypeParser('text/plain');

  fastify.addHook('onRequest', async (request, reply) => {
    if (request.method !== 'POST' || request.headers['content-type']?.startsWith('application/json') === true) return;
    return reply.code(415).send({ code: 'EMULATOR_INPUT_INVALID', message: 'Expected content-type application/json.' });
  });

  fastify.setErrorHandler(async (error: Error & { statusCode?: number }, _request, reply) => {
    if (error instanceof EmulatorError) {
      const status = error.code.endsWith('_UNKNOWN') && error.code !== 'EMULATOR_BUTTON_UNKNOWN' ? 404 : 400;
      return reply.code(status).send({ code: error.code, message: error.message });
    }
    throw error;
  });
}
