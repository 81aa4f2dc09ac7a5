import type { FastifyInstance } from 'fastify';
import * as z from 'zod';
import type { Emulator } from '../emulator.ts';
import { EmulatorError } from '../errors.ts';
import type { VisitorInput } from '../features/anonymous.ts';
import { defined } from '../features/field-reading.ts';
import type { ResidentInput } from '../resident-actions.ts';
import { CHAT_BODY_LIMIT_BYTES, applyChatRules, parseBody, parseResidentInput } from './chat-input.ts';

/** Source: Zalo docs, "Thả biểu tượng cảm xúc"; `/-remove` takes the reaction away. */
const reactionIcons = [':>', '--b', ':-((', '/-strong', '/-heart', ':-h', ':o', '/-remove'] as const;

const reactionInput = z.strictObject({ messageId: z.string(), icon: z.enum(reactionIcons) });

const line = z.string().trim().max(200).optional();
const phone = z.string().regex(/^\d{8,15}$/);

const infoInput = z.strictObject({
  name: z.string().trim().min(1).max(100),
  phone,
  birthDate: z
    .string()
    .regex(/^\d{1,2}\/\d{1,2}\/\d{4}$/)
    .optional(),
  gender: z.enum(['Nam', 'Nữ']).optional(),
  city: line,
  district: line,
  ward: line,
  street: line,
});

const describeInput = z.strictObject({
  phone: phone.optional(),
  traits: z
    .strictObject({
      ageYears: z.int().min(0).max(150).optional(),
      gender: z.union([z.literal(1), z.literal(2)]).optional(),
      cityCode: z.int().min(0).max(63).optional(),
      platform: z.union([z.literal(1), z.literal(2), z.literal(3)]).optional(),
    })
    .optional(),
});

const newVisitorInput = z.strictObject({ name: z.string().trim().min(1).max(40).optional() });

type IdParams = { Params: { id: string } };

/**
 * What people do beside plain chatting, under `/api`: react, answer a card that asks for information, be described;
 * visitors of the OA's web chat. JSON rules as in the chat's endpoints.
 */
export async function peopleApiRoutes(fastify: FastifyInstance, { emulator }: { emulator: Emulator }): Promise<void> {
  const { as, visitors } = emulator;
  applyChatRules(fastify);

  fastify.post<IdParams>('/api/residents/:id/reactions', async ({ params, body }) => {
    const { messageId, icon } = parseBody(reactionInput, body);
    as.react(params.id, messageId, icon);
    return emulator.history(params.id).find(({ id }) => id === messageId) ?? {};
  });
  fastify.post<IdParams>('/api/residents/:id/info', async ({ params, body }) => {
    as.submitInfo(params.id, defined(parseBody(infoInput, body)));
    return {};
  });
  /** `traits` are replaced as a whole; a field that is absent stays. */
  fastify.post<IdParams>('/api/residents/:id/describe', async ({ params, body }) => {
    const { traits, ...known } = defined(parseBody(describeInput, body));
    return emulator.describeResident(params.id, traits === undefined ? known : { ...known, traits: defined(traits) });
  });

  fastify.get('/api/visitors', async () => visitors.list());
  fastify.post('/api/visitors', async ({ body }) => visitors.create(parseBody(newVisitorInput, body).name));
  fastify.get<IdParams>('/api/visitors/:id/messages', async ({ params }) => visitors.history(params.id));
  fastify.post<IdParams>('/api/visitors/:id/messages', { bodyLimit: CHAT_BODY_LIMIT_BYTES }, async ({ params, body }) =>
    visitors.send(params.id, asVisitorInput(parseResidentInput(body))),
  );
}

function asVisitorInput(input: ResidentInput): VisitorInput {
  switch (input.kind) {
    case 'text':
    case 'image':
    case 'file':
    case 'sticker':
      return input;
    default:
      throw new EmulatorError(
        'EMULATOR_INPUT_INVALID',
        `A visitor cannot send a ${input.kind}. Expected text, a picture that is no GIF, a file or a sticker.`,
      );
  }
}
