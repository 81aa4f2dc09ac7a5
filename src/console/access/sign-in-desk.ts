import { codeOf } from '../../shared/errors.ts';
import type { StaffAccount, StaffWrite } from '../../storage/staff-ports.ts';
import type { AccessDeps } from './access.ts';
import { afterFailure, isLocked } from './lockout.ts';
import { createOneAtATime } from './one-at-a-time.ts';
import { passwordProblem } from './password-rules.ts';
import { hashPassword, isPassword, NOBODYS_HASH } from './passwords.ts';
import { looksLikeRecoveryCode, newRecoveryCodes, recoveryHash } from './recovery-codes.ts';
import { seal, unseal } from './sealed.ts';
import { newSession } from './sessions.ts';
import { newTotpKey, totpStepOf, totpUri } from './totp.ts';
import type { SignedIn } from './types.ts';

/** A browser that came one step further, with a new id for its cookie. */
export interface Onward {
  readonly sessionId: string;
}

/** What sign-in pages do. Every step that opens something gives the browser a new session id. */
export interface SignInDesk {
  /** undefined = wrong, unknown, disabled or locked: told apart for nobody, neither by words nor by time. */
  enter(login: string, password: string): Promise<Onward | undefined>;
  /** The code of the app, or a recovery code. undefined = wrong, used before, or locked. */
  prove(signedIn: SignedIn, code: string): Promise<Onward | undefined>;
  /** A new key of a second factor: to scan, to type, and sealed to come back with the form. */
  offerKey(signedIn: SignedIn, sealed?: string): Promise<OfferedKey>;
  /** Takes the offered key into use once a code of it was typed. The recovery codes are known here alone. */
  setUp(
    signedIn: SignedIn,
    sealed: string,
    code: string,
  ): Promise<(Onward & { readonly codes: readonly string[] }) | undefined>;
  /** The demo's way past the second factor; refused (undefined) in production, and where one is set up. */
  putOff(signedIn: SignedIn): Promise<Onward | undefined>;
  /** A new password in place of the one-time one; a Vietnamese sentence when it may not be used. */
  renewPassword(signedIn: SignedIn, password: string): Promise<{ readonly problem?: string }>;
  leave(signedIn: SignedIn): Promise<void>;
}

export interface OfferedKey {
  readonly sealed: string;
  /** Base32. */
  readonly key: string;
  readonly uri: string;
}

/** So often a try is looked at again because of others at the same account, at other servers. */
const MOST_TRIES = 10;

/** Makes the desk over the store; one per process, because it lets one guess at a time at each account. */
export function createSignInDesk(deps: AccessDeps): SignInDesk {
  const { oaId, mode, storage, clock, keys } = deps;
  const oneAtATime = createOneAtATime();

  const record = async (
    account: Pick<StaffAccount, 'id'>,
    action: string,
    writes: readonly StaffWrite[],
    detail: Readonly<Record<string, unknown>> = {},
  ): Promise<void> => {
    const subject = `account:${account.id}`;
    const change = {
      oaId,
      at: clock.now(),
      actor: account.id,
      action,
      subject,
      detail: JSON.stringify(detail),
      writes,
    };
    await storage.staffChange(change);
  };

  const patched = (
    account: StaffAccount,
    patch: Extract<StaffWrite, { operation: 'patchStaff' }>['args']['patch'],
  ): StaffWrite => ({
    operation: 'patchStaff',
    args: { oaId, id: account.id, patch, seen: account },
  });

  const refuse = async (account: StaffAccount, what: 'password' | 'code'): Promise<undefined> => {
    const patch = afterFailure(account, clock.now());
    await record(account, 'sign-in.refused', [patched(account, patch)], { what, ...patch });
    return undefined;
  };

  /** Again from the account as it is now, when somebody tried to sign in to it at another server meanwhile. */
  const onFresh = async <T>(id: string, run: (account: StaffAccount) => Promise<T>): Promise<T | undefined> => {
    for (let tries = 1; ; tries++) {
      const account = await storage.findStaff({ oaId, id });
      if (!account || account.disabledAt !== undefined) return undefined;
      try {
        return await run(account);
      } catch (error) {
        if (codeOf(error) !== 'STAFF_CHANGED' || tries >= MOST_TRIES) throw error;
      }
    }
  };

  /** Reads the account anew, when it is its turn. */
  const withAccount = <T>(id: string, run: (account: StaffAccount) => Promise<T | undefined>): Promise<T | undefined> =>
    oneAtATime(id, () => onFresh(id, run));

  /** All the way in, in place of the session so far. */
  const admit = async (
    { sessionHash }: SignedIn,
    account: StaffAccount,
    action: string,
    patch: Parameters<typeof patched>[1],
    detail: Readonly<Record<string, unknown>> = {},
  ): Promise<Onward> => {
    const now = clock.now();
    const { id, session } = newSession({ oaId, accountId: account.id }, now, true);
    const writes: StaffWrite[] = [
      patched(account, { failures: 0, lockedUntil: null, lastSignInAt: now, ...patch }),
      { operation: 'endStaffSessions', args: { oaId, idHash: sessionHash } },
      { operation: 'saveStaffSession', args: session },
    ];
    await record(account, action, writes, detail);
    return { sessionId: id };
  };

  return {
    async enter(login, password) {
      const name = login.trim().toLowerCase();
      const known = await storage.findStaff({ oaId, login: name });
      const answer = Promise.withResolvers<Onward | undefined>();
      // An unknown login waits its turn, reads and hashes as a known one does.
      const done = oneAtATime(known?.id ?? `login ${name}`, async () => {
        const account = await storage.findStaff({ oaId, login: name });
        const isRight = await isPassword(password, account?.passwordHash ?? NOBODYS_HASH);
        if (!account || account.disabledAt !== undefined || isLocked(account, clock.now()))
          return answer.resolve(undefined);
        if (!isRight) {
          // Answered first: the time of this write would tell that the login is known.
          answer.resolve(undefined);
          await onFresh(account.id, (now) => refuse(now, 'password'));
          return;
        }
        const { id, session } = newSession({ oaId, accountId: account.id }, clock.now(), false);
        await storage.saveStaffSession(session);
        answer.resolve({ sessionId: id });
      });
      done.catch(answer.reject);
      return answer.promise;
    },

    prove: (signedIn, code) =>
      withAccount(signedIn.actor.accountId, async (account) => {
        const now = clock.now();
        if (account.totpKey === undefined || isLocked(account, now)) return undefined;
        if (looksLikeRecoveryCode(code)) {
          const hash = recoveryHash(keys, account.id, code);
          const left = account.recoveryHashes.filter((one) => one !== hash);
          if (left.length === account.recoveryHashes.length) return refuse(account, 'code');
          return admit(signedIn, account, 'sign-in.recovery', { recoveryHashes: left }, { codesLeft: left.length });
        }
        const key = unseal(keys.seal, account.totpKey, account.id);
        const step = key === undefined ? undefined : totpStepOf(code, key, now, account.totpStep);
        if (step === undefined) return refuse(account, 'code');
        return admit(signedIn, account, 'sign-in', { totpStep: step });
      }),

    async offerKey({ actor, sessionHash }, sealed) {
      const owner = `${actor.accountId} ${sessionHash}`;
      const key = (sealed === undefined ? undefined : unseal(keys.seal, sealed, owner)) ?? newTotpKey();
      const account = await storage.findStaff({ oaId, id: actor.accountId });
      return { key, sealed: seal(keys.seal, key, owner), uri: totpUri(key, account?.login ?? actor.name) };
    },

    setUp: (signedIn, sealed, code) =>
      withAccount(signedIn.actor.accountId, async (account) => {
        if (account.totpKey !== undefined) return undefined;
        const key = unseal(keys.seal, sealed, `${account.id} ${signedIn.sessionHash}`);
        const step = key === undefined ? undefined : totpStepOf(code, key, clock.now());
        if (key === undefined || step === undefined) return undefined;
        const codes = newRecoveryCodes();
        const onward = await admit(signedIn, account, 'second-factor.set-up', {
          totpKey: seal(keys.seal, key, account.id),
          totpStep: step,
          recoveryHashes: codes.map((one) => recoveryHash(keys, account.id, one)),
        });
        return { ...onward, codes };
      }),

    putOff: (signedIn) =>
      withAccount(signedIn.actor.accountId, async (account) => {
        if (mode !== 'demo' || account.totpKey !== undefined) return undefined;
        return admit(signedIn, account, 'sign-in', {}, { secondFactor: 'put off' });
      }),

    async renewPassword({ actor, sessionHash }, password) {
      const done = await withAccount<{ readonly problem?: string }>(actor.accountId, async (account) => {
        const problem = passwordProblem(password, account.login);
        if (problem !== undefined) return { problem };
        if (await isPassword(password, account.passwordHash))
          return { problem: 'Đây là mật khẩu đang dùng. Bạn chọn một mật khẩu mới.' };
        const patch = { passwordHash: await hashPassword(password), mustChangePassword: false };
        const args = { oaId, accountId: account.id, exceptHash: sessionHash };
        await record(account, 'password.change', [patched(account, patch), { operation: 'endStaffSessions', args }]);
        return {};
      });
      return done ?? { problem: 'Tài khoản này không dùng được nữa.' };
    },

    async leave({ actor, sessionHash }) {
      const args = { oaId, idHash: sessionHash };
      await record({ id: actor.accountId }, 'sign-out', [{ operation: 'endStaffSessions', args }]);
    },
  };
}
