import type { FastifyInstance } from 'fastify';
import { type PermissionGrant, readPermissionCallback } from 'zalo-oa-sdk';
import { codeOf } from '../../shared/errors.ts';
import { createOneAtATime } from '../access/one-at-a-time.ts';
import type { ConsoleDeps } from '../deps.ts';
import { CALLBACK_PATH, CONSENT_LIFE_MS, CONSENT_STATE_KEY } from './connect-actions.ts';

/**
 * Where Zalo sends the administrator of the OA back to, `GET /callback?code=…&oa_id=…&state=…`. The state was made by the
 * console, is good once and for 30 minutes; without it nothing happens. Whatever came of it is said by the console.
 */
export async function callbackPlugin(
  fastify: FastifyInstance,
  options: {
    readonly deps: ConsoleDeps;
    /** Of an OA of the installation. Default: of the one OA there is. */
    readonly depsOf?: (oaId: string) => ConsoleDeps | undefined;
  },
): Promise<void> {
  // One after the other: of two requests with one state the second finds it used up.
  const oneAtATime = createOneAtATime();
  fastify.get(CALLBACK_PATH, async (request, reply) => {
    const { oa_id: named } = request.query as { readonly oa_id?: unknown };
    const deps = (typeof named === 'string' ? options.depsOf?.(named) : undefined) ?? options.deps;
    const outcome = await oneAtATime('', () => takeGrant(deps, request.url));
    return reply
      .header('cache-control', 'private, no-store')
      .header('referrer-policy', 'no-referrer')
      .redirect(`/console/cai-dat/ket-noi?ket-qua=${outcome}`, 303);
  });
}

type Outcome = 'xong' | 'sai-duong-dan' | 'oa-khac' | 'tu-choi';

async function takeGrant(deps: ConsoleDeps, url: string): Promise<Outcome> {
  const kept = await deps.storage.readMeta({ key: CONSENT_STATE_KEY });
  const { state, at, oaId = deps.oaId } = JSON.parse(kept || '{}') as { state?: string; at?: number; oaId?: string };
  if (state === undefined || deps.clock.now() - (at ?? 0) > CONSENT_LIFE_MS) return 'sai-duong-dan';
  let grant: PermissionGrant;
  try {
    grant = readPermissionCallback(url, { expectedState: state });
  } catch (error) {
    deps.logger.warn({ code: codeOf(error) }, 'a consent came back that cannot be used');
    return 'sai-duong-dan';
  }
  // Used up before it is used: a second request with the same state finds nothing.
  await deps.storage.writeMeta({ key: CONSENT_STATE_KEY, value: '' });
  if (grant.oaId !== deps.oaId || oaId !== grant.oaId) {
    deps.logger.warn({ oaId: grant.oaId }, 'another OA was chosen for the consent than the one served here');
    return 'oa-khac';
  }
  try {
    await deps.zalo.exchangeCode(grant.code);
  } catch (error) {
    deps.logger.error({ err: error }, 'Zalo did not take the code of a consent');
    return 'tu-choi';
  }
  await deps.storage.staffChange({
    oaId: deps.oaId,
    at: deps.clock.now(),
    actor: 'system',
    action: 'settings.consent-done',
    subject: `oa:${deps.oaId}`,
    detail: '{}',
    writes: [],
  });
  return 'xong';
}
