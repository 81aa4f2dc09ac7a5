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
  /** The first OA of the installation. */
  readonly oaId: string;
  /** Whether this OA belongs to the installation now. Default: the first alone does. */
  isServed?(oaId: string): boolean;
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

  const isServed = (of: string): boolean => deps.isServed?.(of) ?? of === oaId;

  const enabledAccount = async (of: { readonly id: string; readonly oaId?: string }) => {
    const account = await storage.findStaff(of);
    return account?.disabledAt === undefined ? account : undefined;
  };

  /** The OA somebody works for: that of the account, or the one they chose where they may. */
  const oaOf = ({ oaId: own, everyOa }: StaffAccount, chosen: string | undefined): string | undefined => {
    const wanted = everyOa === true ? (chosen ?? own) : own;
    if (isServed(wanted)) return wanted;
    return everyOa === true ? oaId : undefined;
  };

  return {
    async actorOf(request) {
      const sessionHash = sessionHashOf(request);
      const session = sessionHash === undefined ? undefined : await storage.findStaffSession({ idHash: sessionHash });
      const now = clock.now();
      if (!session || !isAlive(session, now)) return undefined;
      const account = await enabledAccount({ id: session.accountId });
      const workedFor = account && oaOf(account, session.atOaId);
      if (!account || workedFor === undefined) return undefined;
      // A list that redraws itself is nobody at the desk.
      const isPolling = request.headers['hx-request'] !== undefined && request.method === 'GET';
      if (!isPolling && now - session.lastSeenAt >= TOUCH_MS)
        await storage.touchStaffSession({ idHash: session.idHash, at: now });
      return {
        actor: { ...actorOfAccount(account, workedFor), sessionHash: session.idHash },
        sessionHash: session.idHash,
        stage: stageOf(account, session.isComplete, mode),
      };
    },

    async endedOwnerOf(request) {
      const sessionHash = sessionHashOf(request);
      const session = sessionHash === undefined ? undefined : await storage.findStaffSession({ idHash: sessionHash });
      if (!session || !session.isComplete || isAlive(session, clock.now())) return undefined;
      return { accountId: session.accountId, sessionHash: session.idHash };
    },

    csrfToken: ({ sessionHash }) => csrfTokenOf(keys.csrf, sessionHash),

    isCsrfValid: ({ sessionHash }, token, request) =>
      isOwnOrigin(request, deps.publicUrl()) && isCsrfToken(keys.csrf, sessionHash, token),

    async actorOfKey(request) {
      const [, secret] = /^Bearer ([\w-]{20,200})$/u.exec(request.headers.authorization ?? '') ?? [];
      const key = secret === undefined ? undefined : await storage.findStaffKey({ hash: sha256(secret) });
      const now = clock.now();
      if (!key || !isServed(key.oaId) || key.revokedAt !== undefined || (key.expiresAt ?? Infinity) <= now)
        return undefined;
      const account = await enabledAccount({ oaId: key.oaId, id: key.accountId });
      if (!account) return undefined;
      await noteUse(storage, key, now);
      return { ...actorOfAccount(account, key.oaId), id: `key:${key.id}`, scopes: key.scopes };
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

const actorOfAccount = ({ id, name, role, communeCode, everyOa }: StaffAccount, oaId: string): Actor => ({
  id,
  accountId: id,
  name,
  role,
  oaId,
  ...(everyOa === true ? { everyOa } : {}),
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
