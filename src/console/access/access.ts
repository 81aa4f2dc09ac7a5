import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Clock } from '../../shared/clock.ts';
import type { Storage } from '../../storage/ports.ts';
import type { StaffAccount, StaffKey } from '../../storage/staff-ports.ts';
import type { Actor } from '../permissions.ts';
import { csrfTokenOf, isCsrfToken, isOwnOrigin } from './csrf.ts';
import type { ConsoleKeys } from './keys.ts';
import { isAlive, sha256, TOUCH_MS } from './sessions.ts';
import type { Access, SignInStage } from './types.ts';

export interface AccessDeps {
  readonly oaId: string;
  /** In the demo the second factor may be put off. */
  readonly mode: 'demo' | 'production';
  readonly storage: Storage;
  readonly clock: Clock;
  readonly keys: ConsoleKeys;
  /** `https://…` without a slash at the end; undefined where none is known. */
  publicUrl(): string | undefined;
}

/** Carries the id of the session, signed. */
const SESSION_COOKIE = 'phien';

/** The console's door over the store. Needs `@fastify/cookie` with `keys.cookieSecret` on the routes it is asked about. */
export function createAccess(deps: AccessDeps): Access {
  const { oaId, mode, storage, clock, keys } = deps;

  const enabledAccount = async (id: string): Promise<StaffAccount | undefined> => {
    const account = await storage.findStaff({ oaId, id });
    return account?.disabledAt === undefined ? account : undefined;
  };

  return {
    async actorOf(request) {
      const sessionHash = sessionHashOf(request);
      const session = sessionHash === undefined ? undefined : await storage.findStaffSession({ idHash: sessionHash });
      const now = clock.now();
      if (!session || session.oaId !== oaId || !isAlive(session, now)) return undefined;
      const account = await enabledAccount(session.accountId);
      if (!account) return undefined;
      // A list that redraws itself is nobody at the desk.
      const isPolling = request.headers['hx-request'] !== undefined && request.method === 'GET';
      if (!isPolling && now - session.lastSeenAt >= TOUCH_MS) await storage.touchStaffSession({ idHash: session.idHash, at: now });
      return {
        actor: { ...actorOfAccount(account), sessionHash: session.idHash },
        sessionHash: session.idHash,
        stage: stageOf(account, session.isComplete, mode),
      };
    },

    csrfToken: ({ sessionHash }) => csrfTokenOf(keys.csrf, sessionHash),

    isCsrfValid: ({ sessionHash }, token, request) =>
      isOwnOrigin(request, deps.publicUrl()) && isCsrfToken(keys.csrf, sessionHash, token),

    async actorOfKey(request) {
      const [, secret] = /^Bearer ([\w-]{20,200})$/u.exec(request.headers.authorization ?? '') ?? [];
      const key = secret === undefined ? undefined : await storage.findStaffKey({ hash: sha256(secret) });
      const now = clock.now();
      if (!key || key.oaId !== oaId || key.revokedAt !== undefined || (key.expiresAt ?? Infinity) <= now)
        return undefined;
      const account = await enabledAccount(key.accountId);
      if (!account) return undefined;
      await noteUse(storage, key, now);
      return { ...actorOfAccount(account), id: `key:${key.id}`, scopes: key.scopes };
    },
  };
}

/** Gives the browser its session. `null` takes it away. */
export function setSessionCookie(reply: FastifyReply, sessionId: string | null, publicUrl: string | undefined): void {
  if (sessionId === null) return void reply.clearCookie(SESSION_COOKIE, { path: '/console' });
  void reply.setCookie(SESSION_COOKIE, sessionId, {
    path: '/console',
    httpOnly: true,
    sameSite: 'strict',
    secure: publicUrl?.startsWith('https:') ?? false,
    signed: true,
  });
}

function sessionHashOf(request: FastifyRequest): string | undefined {
  const raw = request.cookies[SESSION_COOKIE];
  if (raw === undefined) return undefined;
  const { valid, value } = request.unsignCookie(raw);
  return valid && value !== null ? sha256(value) : undefined;
}

const actorOfAccount = ({ id, name, role, communeCode }: StaffAccount): Actor => ({
  id,
  accountId: id,
  name,
  role,
  ...(communeCode === undefined ? {} : { communeCode }),
});

/** How far the owner of a session has come. */
export function stageOf(
  account: Pick<StaffAccount, 'totpKey' | 'mustChangePassword'>,
  isComplete: boolean,
  mode: AccessDeps['mode'],
): SignInStage {
  if (!isComplete) return account.totpKey === undefined ? 'set-up-second-factor' : 'second-factor';
  if (mode === 'production' && account.totpKey === undefined) return 'set-up-second-factor';
  return account.mustChangePassword ? 'change-password' : 'complete';
}

/** Notes the use of a key, at most once a minute. */
async function noteUse(storage: Storage, key: StaffKey, at: number): Promise<void> {
  if (at - (key.lastUsedAt ?? 0) >= TOUCH_MS) await storage.saveStaffKey({ ...key, lastUsedAt: at });
}
