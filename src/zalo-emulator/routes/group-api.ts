import type { FastifyInstance } from 'fastify';
import * as z from 'zod';
import type { Emulator } from '../emulator.ts';
import { CHAT_BODY_LIMIT_BYTES, applyChatRules, parseBody, parseResidentInput } from './chat-input.ts';

const who = z.object({ residentId: z.string().min(1) });

const people = z.object({ residentIds: z.array(z.string().min(1)).min(1), adminId: z.string().optional() });

const newGroup = z.object({
  name: z.string(),
  description: z.string().default(''),
  assetId: z.string().optional(),
  memberIds: z.array(z.string().min(1)).min(1),
});

const assetChange = z.object({
  /** Absent: a new asset. */
  assetId: z.string().optional(),
  type: z.enum(['gmf10', 'gmf50', 'gmf100']).optional(),
  quotaType: z.enum(['sub_quota', 'purchase_quota', 'reward_quota']).optional(),
  validThroughMs: z.int().nonnegative().optional(),
  autoRenew: z.boolean().optional(),
});

type GroupParams = { Params: { id: string } };

/** Drops the undefined keys zod leaves, which exact optional types do not allow. */
function defined<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, held]) => held !== undefined)) as never;
}

/**
 * Group chat for the chat page, under `/api`: groups with members, settings, asset and link; what members and the OA's
 * admins do; assets. JSON rules as in the chat's endpoints.
 */
export async function groupApiRoutes(fastify: FastifyInstance, { emulator }: { emulator: Emulator }): Promise<void> {
  const { groups, inGroup } = emulator;
  applyChatRules(fastify);

  fastify.get('/api/groups', async () => groups.list());
  fastify.post('/api/groups', async (request) => groups.create(defined(parseBody(newGroup, request.body))));

  fastify.get<GroupParams & { Querystring: { residentId?: string } }>('/api/groups/:id/messages', async (request) =>
    groups.history(request.params.id, request.query.residentId),
  );
  fastify.post<GroupParams>('/api/groups/:id/messages', { bodyLimit: CHAT_BODY_LIMIT_BYTES }, async (request) => {
    const { residentId } = parseBody(who, request.body);
    return inGroup.send(request.params.id, residentId, parseResidentInput(request.body));
  });
  fastify.post<GroupParams>('/api/groups/:id/oa-messages', { bodyLimit: CHAT_BODY_LIMIT_BYTES }, async (request) =>
    inGroup.sendAsOa(request.params.id, parseResidentInput(request.body)),
  );

  fastify.post<GroupParams>('/api/groups/:id/join', async (request) =>
    inGroup.join(request.params.id, parseBody(who, request.body).residentId),
  );
  fastify.post<GroupParams>('/api/groups/:id/request-join', async (request) =>
    inGroup.requestJoin(request.params.id, parseBody(who, request.body).residentId),
  );
  fastify.post<GroupParams>('/api/groups/:id/leave', async (request) =>
    inGroup.leave(request.params.id, parseBody(who, request.body).residentId),
  );
  fastify.post<GroupParams>('/api/groups/:id/approve', async (request) => {
    const { residentIds, adminId } = parseBody(people, request.body);
    return inGroup.approve(request.params.id, residentIds, adminId);
  });
  fastify.post<GroupParams>('/api/groups/:id/decline', async (request) => {
    const { residentIds, adminId } = parseBody(people, request.body);
    return inGroup.decline(request.params.id, residentIds, adminId);
  });

  fastify.get('/api/group-assets', async () => groups.assets());
  fastify.post('/api/group-assets', async (request) => {
    const { assetId, type, ...rest } = defined(parseBody(assetChange, request.body));
    if (assetId !== undefined) return groups.changeAsset(assetId, { ...rest, ...(type === undefined ? {} : { type }) });
    return groups.addAsset({ ...rest, type: type ?? 'gmf10' });
  });
}
