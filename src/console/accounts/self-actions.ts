import { randomInt } from 'node:crypto';
import * as z from 'zod';
import type { StaffAccount, StaffAccountPatch, StaffWrite } from '../../storage/staff-ports.ts';
import { hashCode } from '../access/keys.ts';
import { afterFailure, isLocked } from '../access/lockout.ts';
import { passwordProblem } from '../access/password-rules.ts';
import { hashPassword, isPassword } from '../access/passwords.ts';
import { newRecoveryCodes, recoveryHash } from '../access/recovery-codes.ts';
import { isAlive } from '../access/sessions.ts';
import { type ActionContext, defineAction, Refusal } from '../action.ts';
import { AppError } from '../../shared/errors.ts';
import { nameSchema } from './account-actions.ts';

/** A code typed in the chat is good for this long. */
const LINK_MS = 10 * 60_000;
const LINK_DIGITS = 6;

const nothing = z.object({});
const password = z.string().min(1, { error: 'Nhập mật khẩu.' });

async function own({ deps, actor }: ActionContext): Promise<StaffAccount> {
  const account = await deps.storage.findStaff({ oaId: deps.oaId, id: actor.accountId });
  if (account) return account;
  throw new AppError('STAFF_UNKNOWN', `There is no account "${actor.accountId}" any more.`);
}

const patchOwn = ({ deps, actor }: ActionContext, patch: StaffAccountPatch): StaffWrite => ({
  operation: 'patchStaff',
  args: { oaId: deps.oaId, id: actor.accountId, patch },
});

const changeOwn = (context: ActionContext, writes: readonly StaffWrite[]): Promise<unknown> =>
  context.change({ subject: `account:${context.actor.accountId}`, writes });

/** Asks for the password once more before the doors themselves are changed; a wrong one counts as at sign-in. */
async function confirm(context: ActionContext, given: string, field: string): Promise<StaffAccount> {
  const { deps, actor, at } = context;
  const account = await own(context);
  if (isLocked(account, at)) {
    throw new Refusal('Nhập sai nhiều lần nên tài khoản tạm khóa. Bạn thử lại sau.', { [field]: 'Tạm khóa.' });
  }
  if (await isPassword(given, account.passwordHash)) return account;
  const patch = afterFailure(account, at);
  await deps.storage.staffChange({
    ...{ oaId: deps.oaId, at, actor: actor.id, action: 'sign-in.refused', subject: `account:${account.id}` },
    detail: JSON.stringify({ what: 'password', ...patch }),
    writes: [patchOwn(context, patch)],
  });
  throw new Refusal('Chưa đổi gì.', { [field]: 'Mật khẩu chưa đúng.' });
}

/** Zalo knows a person at each OA by another id, and one is kept: that of the account's own OA. */
async function demandHome(context: ActionContext): Promise<void> {
  const { oaId } = await own(context);
  if (oaId === context.deps.oaId) return;
  const home = context.deps.oas.list().find((oa) => oa.oaId === oaId)?.name ?? oaId;
  throw new Refusal(`Zalo của bạn được nối ở ${home}. Bạn chuyển sang OA đó rồi làm lại.`);
}

export const readSelf = defineAction({
  name: 'self.read',
  permission: 'self',
  route: { method: 'GET', path: '/me' },
  summary: 'The own account',
  input: nothing,
  output: z.object({
    ...{ id: z.string(), login: z.string(), name: z.string(), role: z.string(), communeCode: z.string().optional() },
    ...{ hasSecondFactor: z.boolean(), recoveryCodesLeft: z.number(), isLinkedToZalo: z.boolean() },
  }),
  async run(context) {
    const { id, login, name, role, communeCode, totpKey, recoveryHashes, zaloUserId } = await own(context);
    return {
      ...{ id, login, name, role, ...(communeCode === undefined ? {} : { communeCode }) },
      ...{ hasSecondFactor: totpKey !== undefined, recoveryCodesLeft: recoveryHashes.length },
      isLinkedToZalo: zaloUserId !== undefined,
    };
  },
});

export const renameSelf = defineAction({
  name: 'self.rename',
  permission: 'self',
  route: { method: 'PUT', path: '/me' },
  summary: 'Change the own name',
  input: z.object({ name: nameSchema }),
  output: nothing,
  async run(context, { name }) {
    await changeOwn(context, [patchOwn(context, { name })]);
    return {};
  },
});

export const changePassword = defineAction({
  name: 'self.change-password',
  permission: 'self',
  route: { method: 'POST', path: '/me/password' },
  summary: 'Change the own password; other sessions end',
  input: z.object({ current: password, password, again: password }),
  output: nothing,
  async run(context, input) {
    const { deps, actor } = context;
    if (input.password !== input.again)
      throw new Refusal('Chưa đổi mật khẩu.', { again: 'Hai lần nhập chưa giống nhau.' });
    const account = await confirm(context, input.current, 'current');
    const problem =
      passwordProblem(input.password, account.login) ??
      (input.password === input.current ? 'Đây là mật khẩu đang dùng. Bạn chọn một mật khẩu mới.' : undefined);
    if (problem !== undefined) throw new Refusal('Chưa đổi mật khẩu.', { password: problem });
    const passwordHash = await hashPassword(input.password);
    const args = {
      oaId: deps.oaId,
      accountId: actor.accountId,
      ...(actor.sessionHash === undefined ? {} : { exceptHash: actor.sessionHash }),
    };
    await changeOwn(context, [
      patchOwn(context, { passwordHash, mustChangePassword: false, failures: 0, lockedUntil: null }),
      { operation: 'endStaffSessions', args },
    ]);
    return {};
  },
});

export const listOwnSessions = defineAction({
  name: 'self.sessions',
  permission: 'self',
  route: { method: 'GET', path: '/me/sessions' },
  summary: 'Browsers that are signed in to the own account',
  input: nothing,
  output: z.object({
    sessions: z.array(z.object({ id: z.string(), createdAt: z.number(), lastSeenAt: z.number(), isThis: z.boolean() })),
  }),
  async run({ deps, actor, at }) {
    const sessions = await deps.storage.listStaffSessions({ oaId: deps.oaId, accountId: actor.accountId });
    const alive = sessions.filter((session) => session.isComplete && isAlive(session, at));
    return {
      sessions: alive.map(({ idHash, createdAt, lastSeenAt }) => ({
        ...{ id: idHash, createdAt, lastSeenAt, isThis: idHash === actor.sessionHash },
      })),
    };
  },
});

export const endOwnSession = defineAction({
  name: 'self.end-session',
  permission: 'self',
  route: { method: 'POST', path: '/me/sessions/:id/end' },
  summary: 'End one session of the own account',
  input: z.object({ id: z.string().min(1) }),
  output: nothing,
  async run(context, { id }) {
    const { deps, actor } = context;
    const args = { oaId: deps.oaId, accountId: actor.accountId, idHash: id };
    await changeOwn(context, [{ operation: 'endStaffSessions', args }]);
    return {};
  },
});

export const endOtherSessions = defineAction({
  name: 'self.end-other-sessions',
  permission: 'self',
  route: { method: 'POST', path: '/me/end-other-sessions' },
  summary: 'End every other session of the own account',
  input: nothing,
  output: nothing,
  async run(context) {
    const { deps, actor } = context;
    const except = actor.sessionHash === undefined ? {} : { exceptHash: actor.sessionHash };
    const args = { oaId: deps.oaId, accountId: actor.accountId, ...except };
    await changeOwn(context, [{ operation: 'endStaffSessions', args }]);
    return {};
  },
});

export const renewRecoveryCodes = defineAction({
  name: 'self.recovery-codes',
  permission: 'self',
  route: { method: 'POST', path: '/me/recovery-codes' },
  summary: 'New recovery codes in place of the old ones, shown nowhere again',
  input: z.object({ codesPassword: password }),
  output: z.object({ codes: z.array(z.string()) }),
  async run(context, { codesPassword }) {
    const { id, totpKey } = await confirm(context, codesPassword, 'codesPassword');
    if (totpKey === undefined) throw new Refusal('Bạn chưa bật xác thực hai bước.');
    const codes = [...newRecoveryCodes()];
    const recoveryHashes = codes.map((code) => recoveryHash(context.deps.keys, id, code));
    await changeOwn(context, [patchOwn(context, { recoveryHashes })]);
    return { codes };
  },
});

export const resetOwnSecondFactor = defineAction({
  name: 'self.reset-second-factor',
  permission: 'self',
  route: { method: 'POST', path: '/me/reset-second-factor' },
  summary: 'Take off the own second factor; every session ends, and the next sign-in sets it up anew',
  input: z.object({ resetPassword: password }),
  output: nothing,
  async run(context, { resetPassword }) {
    const { id } = await confirm(context, resetPassword, 'resetPassword');
    await changeOwn(context, [
      patchOwn(context, { totpKey: null, totpStep: null, recoveryHashes: [] }),
      { operation: 'endStaffSessions', args: { oaId: context.deps.oaId, accountId: id } },
    ]);
    return {};
  },
});

export const newLinkCode = defineAction({
  name: 'self.link-code',
  permission: 'self',
  route: { method: 'POST', path: '/me/zalo-link' },
  summary: 'A code that, typed in the chat within ten minutes, links the own Zalo account for test messages',
  input: nothing,
  output: z.object({ code: z.string(), expiresAt: z.number() }),
  async run(context) {
    const { deps, actor, at } = context;
    await demandHome(context);
    const code = String(randomInt(10 ** LINK_DIGITS)).padStart(LINK_DIGITS, '0');
    const expiresAt = at + LINK_MS;
    const codeHash = hashCode(deps.keys, 'link', deps.oaId, code);
    await changeOwn(context, [
      { operation: 'saveStaffLink', args: { oaId: deps.oaId, accountId: actor.accountId, codeHash, expiresAt } },
    ]);
    return { code, expiresAt };
  },
});

export const unlinkZalo = defineAction({
  name: 'self.unlink-zalo',
  permission: 'self',
  route: { method: 'DELETE', path: '/me/zalo-link' },
  summary: 'Unlink the own Zalo account',
  input: nothing,
  output: nothing,
  async run(context) {
    await demandHome(context);
    await changeOwn(context, [patchOwn(context, { zaloUserId: null })]);
    return {};
  },
});

export const selfActions = [
  ...[readSelf, renameSelf, changePassword, listOwnSessions, endOwnSession, endOtherSessions, renewRecoveryCodes],
  ...[resetOwnSecondFactor, newLinkCode, unlinkZalo],
];
