import type { FastifyInstance } from 'fastify';
import * as z from 'zod';
import type { Emulator } from '../emulator.ts';
import { faultSwitchesShape } from '../fault-shapes.ts';
import type { FaultSwitches } from '../fault-shapes.ts';
import type { OaAccountState } from '../oa-account.ts';
import type { Snapshot } from '../snapshot.ts';
import { applyChatRules, parseBody } from './chat-input.ts';

/** Media travel as base64 in a snapshot: 200 files of 5 MB are more than anyone will keep. */
const SNAPSHOT_LIMIT_BYTES = 512 * 1024 * 1024;

const clockInput = z.union([
  z.strictObject({ advanceMs: z.number().min(0) }),
  z.strictObject({ offsetMs: z.number().min(-8.64e15).max(8.64e15) }),
]);
const accountInput = z.strictObject({
  type: z.union([z.literal(2), z.literal(4)]).optional(),
  name: z.string().trim().min(1).max(100).optional(),
  isVerified: z.boolean().optional(),
  packageName: z.string().max(100).nullable().optional(),
  packageAllowsGroups: z.boolean().optional(),
  zcaBalanceVnd: z.number().min(0).nullable().optional(),
});
const webhookInput = z.strictObject({
  url: z
    .url({ protocol: /^https?$/ })
    .max(2000)
    .nullable(),
});
const callInput = z.strictObject({
  type: z.enum(['AUDIO', 'VIDEO']).optional(),
  durationMs: z.number().min(0).optional(),
});

type IdParams = { Params: { id: string } };

/**
 * What a developer turns while the emulator runs: clock, faults, account, settings, events, webhook, tokens, snapshots.
 * Bodies and answers are JSON; `null` stands for "none". Wrong input is HTTP 400 with a stable `code`.
 */
export async function controlApiRoutes(fastify: FastifyInstance, { emulator }: { emulator: Emulator }): Promise<void> {
  applyChatRules(fastify);

  const clock = () => ({ nowMs: emulator.clock.now(), offsetMs: emulator.clock.offsetMs() });
  fastify.get('/api/clock', async () => clock());
  fastify.post('/api/clock', async (request) => {
    const input = parseBody(clockInput, request.body);
    if ('advanceMs' in input) emulator.clock.advance(input.advanceMs);
    else emulator.clock.setOffset(input.offsetMs);
    return clock();
  });

  fastify.get('/api/faults', async () => emulator.faults());
  fastify.post('/api/faults', async (request) => {
    emulator.setFaults(parseBody(faultSwitchesShape, request.body) as FaultSwitches);
    return emulator.faults();
  });

  fastify.get('/api/account', async () => accountAsJson(emulator.account.get()));
  fastify.post('/api/account', async (request) => {
    const change = Object.entries(parseBody(accountInput, request.body)).map(([key, value]) => [
      key,
      value ?? undefined,
    ]);
    emulator.account.update(Object.fromEntries(change) as Partial<OaAccountState>);
    return accountAsJson(emulator.account.get());
  });

  fastify.get('/api/settings', async () => emulator.settings());
  fastify.post('/api/settings', async (request) => {
    emulator.updateSettings(parseBody(z.record(z.string(), z.unknown()), request.body));
    return emulator.settings();
  });

  fastify.get('/api/event-switches', async () => emulator.eventSwitches());
  fastify.post('/api/event-switches', async (request) => {
    emulator.setEventSwitches(parseBody(z.record(z.string().min(1), z.boolean()), request.body));
    return emulator.eventSwitches();
  });

  fastify.get('/api/calls', async () => emulator.calls());
  fastify.get('/api/deliveries', async () => emulator.deliveries());
  fastify.post<IdParams>('/api/deliveries/:id/resend', async (request) => emulator.resendDelivery(request.params.id));

  fastify.get('/api/snapshot', async () => emulator.snapshot());
  fastify.post('/api/snapshot', { bodyLimit: SNAPSHOT_LIMIT_BYTES }, async (request) => {
    emulator.restore(request.body as Snapshot);
    return { residents: emulator.residents().length };
  });

  const webhook = () => ({ ...emulator.webhook(), url: emulator.webhook().url ?? null });
  fastify.get('/api/webhook', async () => webhook());
  fastify.post('/api/webhook', async (request) => {
    emulator.setWebhookUrl(parseBody(webhookInput, request.body).url ?? undefined);
    return webhook();
  });
  fastify.post('/api/webhook/enable', async () => {
    emulator.enableWebhook();
    return webhook();
  });
  fastify.post('/api/webhook/probe', async () => ({ status: (await emulator.probeWebhook()) ?? null }));

  // The secrets of an Official Account that exists nowhere else: a developer copies them into the bot's environment.
  fastify.get('/api/tokens', async () => {
    const { appId, appSecret, oaId, oaSecret } = emulator.options;
    return { appId, appSecret, oaId, oaSecret, ...emulator.tokens() };
  });
  fastify.post('/api/authorization-code', async () => ({ code: emulator.createAuthorizationCode() }));

  const { as } = emulator;
  const residentOf = (id: string) => emulator.residents().find((resident) => resident.id === id);
  fastify.post<IdParams>('/api/residents/:id/block', async ({ params }) => as.block(params.id));
  fastify.post<IdParams>('/api/residents/:id/unblock', async ({ params }) => as.unblock(params.id));
  fastify.post<IdParams>('/api/residents/:id/chatnow', async ({ params }) => {
    as.clickChatNow(params.id);
    return residentOf(params.id);
  });
  fastify.post<IdParams>('/api/residents/:id/withdraw', async ({ params }) => {
    as.withdraw(params.id);
    return residentOf(params.id);
  });
  fastify.post<IdParams>('/api/residents/:id/call', async ({ params, body }) => {
    const { type, durationMs } = parseBody(callInput, body ?? {});
    as.call(params.id, {
      ...(type === undefined ? {} : { type }),
      ...(durationMs === undefined ? {} : { durationMs }),
    });
    return residentOf(params.id);
  });
}

function accountAsJson(account: OaAccountState): object {
  return { ...account, packageName: account.packageName ?? null, zcaBalanceVnd: account.zcaBalanceVnd ?? null };
}
