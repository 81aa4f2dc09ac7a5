import * as z from 'zod';
import { STAFF_ROLES, type StaffAccount, type StaffAccountPatch, type StaffWrite } from '../../storage/staff-ports.ts';
import { newAccount, readablePassword } from '../access/first-admin.ts';
import { hashPassword } from '../access/passwords.ts';
import { type ActionContext, defineAction, Refusal } from '../action.ts';
import { AppError } from '../../shared/errors.ts';
import { stateOf } from './words.ts';

const accountShape = z.object({
  id: z.string(),
  login: z.string(),
  name: z.string(),
  role: z.enum(STAFF_ROLES),
  communeCode: z.string().optional(),
  everyOa: z.boolean(),
  state: z.enum(['active', 'locked', 'disabled']),
  hasSecondFactor: z.boolean(),
  createdAt: z.number(),
  lastSignInAt: z.number().optional(),
});

export type AccountView = z.output<typeof accountShape>;

const byId = z.object({ id: z.string().min(1) });
const done = z.object({ id: z.string() });

export const nameSchema = z
  .string()
  .trim()
  .min(2, { error: 'Ghi họ và tên.' })
  .max(80, { error: 'Tên dài quá 80 ký tự.' });

/** What an account may do, and where. */
const place = {
  name: nameSchema,
  role: z.enum(STAFF_ROLES, { error: 'Chọn một vai trò.' }),
  communeCode: z.string().trim().optional(),
  /** Works for every OA, not for this one alone. Left out = as it was. */
  everyOa: z.stringbool({ error: 'Chọn có hoặc không.' }).or(z.boolean()).optional(),
};

export const loginSchema = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9][a-z0-9._-]{2,39}$/u, {
    error: 'Tên đăng nhập gồm 3 đến 40 chữ cái không dấu, chữ số, dấu chấm hoặc gạch, ví dụ hanh.nguyen.',
  });

const view = (account: StaffAccount, at: number): AccountView => {
  const { id, login, name, role, communeCode, createdAt, lastSignInAt, totpKey } = account;
  return {
    ...{ id, login, name, role, state: stateOf(account, at), hasSecondFactor: totpKey !== undefined, createdAt },
    everyOa: account.everyOa === true,
    ...(communeCode === undefined ? {} : { communeCode }),
    ...(lastSignInAt === undefined ? {} : { lastSignInAt }),
  };
};

/** Who works for every OA is the business of those who do so too. */
const isOwnBusiness = ({ actor }: ActionContext, { everyOa }: StaffAccount): boolean =>
  everyOa !== true || actor.everyOa === true;

async function find(context: ActionContext, id: string): Promise<StaffAccount> {
  const { deps } = context;
  const account = await deps.storage.findStaff({ oaId: deps.oaId, id });
  if (account && isOwnBusiness(context, account)) return account;
  throw new AppError('STAFF_UNKNOWN', `There is no account "${id}". See the list of accounts.`);
}

/** Commune officers have a commune that exists; nobody else has one. */
function communeOf({ deps }: ActionContext, role: string, communeCode = ''): string | undefined {
  if (role !== 'commune-officer') return undefined;
  if (communeCode === '') throw new Refusal('Cán bộ xã cần có xã.', { communeCode: 'Chọn xã của cán bộ này.' });
  if (deps.places.commune(communeCode)) return communeCode;
  throw new Refusal('Chưa đúng mã xã.', { communeCode: `Không có xã mang mã «${communeCode}». Mã xã gồm 5 chữ số.` });
}

/** Nobody gives more than they have, and a commune belongs to one OA. */
function everyOaOf({ actor }: ActionContext, role: string, asked: boolean | undefined, now = false): boolean {
  const wanted = role !== 'commune-officer' && (asked ?? now);
  if (wanted && actor.everyOa !== true) {
    throw new Refusal('Chưa lưu.', { everyOa: 'Chỉ người làm việc ở mọi OA mới cho quyền này.' });
  }
  return wanted;
}

const patching = ({ deps }: ActionContext, id: string, patch: StaffAccountPatch): StaffWrite => ({
  operation: 'patchStaff',
  args: { oaId: deps.oaId, id, patch },
});

const ending = ({ deps }: ActionContext, accountId: string): StaffWrite => ({
  operation: 'endStaffSessions',
  args: { oaId: deps.oaId, accountId },
});

export const listAccounts = defineAction({
  name: 'accounts.list',
  permission: 'accounts.manage',
  route: { method: 'GET', path: '/accounts' },
  summary: 'List the accounts of the console',
  input: z.object({}),
  output: z.object({ accounts: z.array(accountShape) }),
  async run(context) {
    const { deps, at } = context;
    const accounts = await deps.storage.listStaff({ oaId: deps.oaId });
    return { accounts: accounts.filter((one) => isOwnBusiness(context, one)).map((account) => view(account, at)) };
  },
});

export const readAccount = defineAction({
  name: 'accounts.read',
  permission: 'accounts.manage',
  route: { method: 'GET', path: '/accounts/:id' },
  summary: 'One account',
  input: byId,
  output: accountShape,
  run: async (context, { id }) => view(await find(context, id), context.at),
});

export const addAccount = defineAction({
  name: 'accounts.add',
  permission: 'accounts.manage',
  route: { method: 'POST', path: '/accounts' },
  summary: 'Add an account; answers with its one-time password, which is shown nowhere again',
  input: z.object({ login: loginSchema, ...place }),
  output: z.object({ id: z.string(), login: z.string(), password: z.string() }),
  async run(context, { login, name, role, communeCode: asked, everyOa: wanted }) {
    const { deps, at } = context;
    const communeCode = communeOf(context, role, asked);
    const everyOa = everyOaOf(context, role, wanted);
    if (await deps.storage.findStaff({ login })) {
      throw new Refusal('Chưa thêm được tài khoản.', { login: `Tên đăng nhập «${login}» đã có người dùng.` });
    }
    const password = readablePassword();
    const account = await newAccount({
      ...{ oaId: deps.oaId, login, name, role, createdAt: at, mustChangePassword: true, password },
      ...(communeCode === undefined ? {} : { communeCode }),
      ...(everyOa ? { everyOa } : {}),
    });
    await context.change({
      subject: `account:${account.id}`,
      detail: { login, role, communeCode, ...(everyOa ? { everyOa } : {}) },
      writes: [{ operation: 'addStaff', args: account }],
    });
    return { id: account.id, login, password };
  },
});

export const editAccount = defineAction({
  name: 'accounts.edit',
  permission: 'accounts.manage',
  route: { method: 'PUT', path: '/accounts/:id' },
  summary: 'Change name, role or commune of an account',
  input: byId.extend(place),
  output: done,
  async run(context, { id, name, role, communeCode: asked, everyOa: wanted }) {
    const communeCode = communeOf(context, role, asked);
    const before = await find(context, id);
    const everyOa = everyOaOf(context, role, wanted, before.everyOa);
    const isMoved = everyOa !== (before.everyOa === true);
    await context.change({
      subject: `account:${id}`,
      detail: { role, communeCode, ...(isMoved ? { everyOa } : {}) },
      writes: [
        patching(context, id, {
          ...{ name, role, communeCode: communeCode ?? null },
          ...(isMoved ? { everyOa: everyOa ? true : null } : {}),
        }),
      ],
    });
    return { id };
  },
});

/** A change of one account without further input. */
const simple = (
  name: string,
  path: string,
  summary: string,
  writes: (context: ActionContext, id: string) => readonly StaffWrite[],
) =>
  defineAction({
    name: `accounts.${name}`,
    permission: 'accounts.manage',
    route: { method: 'POST', path: `/accounts/:id/${path}` },
    summary,
    input: byId,
    output: done,
    async run(context, { id }) {
      await find(context, id);
      await context.change({ subject: `account:${id}`, writes: writes(context, id) });
      return { id };
    },
  });

export const disableAccount = simple(
  'disable',
  'disable',
  'Disable an account: its sessions end, its keys of the API stop',
  (context, id) => [patching(context, id, { disabledAt: context.at }), ending(context, id)],
);

export const enableAccount = simple('enable', 'enable', 'Enable a disabled account', (context, id) => [
  patching(context, id, { disabledAt: null }),
]);

export const unlockAccount = simple(
  'unlock',
  'unlock',
  'Unlock an account after too many wrong passwords',
  (context, id) => [patching(context, id, { failures: 0, lockedUntil: null })],
);

export const resetSecondFactor = simple(
  'reset-second-factor',
  'reset-second-factor',
  'Take the second factor off an account, to be set up anew at the next sign-in',
  (context, id) => [patching(context, id, { totpKey: null, totpStep: null, recoveryHashes: [] }), ending(context, id)],
);

export const endAccountSessions = simple(
  'end-sessions',
  'end-sessions',
  'Sign an account out everywhere',
  (context, id) => [ending(context, id)],
);

export const resetPassword = defineAction({
  name: 'accounts.reset-password',
  permission: 'accounts.manage',
  route: { method: 'POST', path: '/accounts/:id/reset-password' },
  summary: 'Give an account a new one-time password, which is shown nowhere again',
  input: byId,
  output: z.object({ id: z.string(), login: z.string(), password: z.string() }),
  async run(context, { id }) {
    const { login } = await find(context, id);
    const password = readablePassword();
    const passwordHash = await hashPassword(password);
    const patch = { passwordHash, mustChangePassword: true, failures: 0, lockedUntil: null };
    await context.change({ subject: `account:${id}`, writes: [patching(context, id, patch), ending(context, id)] });
    return { id, login, password };
  },
});

export const accountActions = [
  ...[listAccounts, readAccount, addAccount, editAccount, disableAccount, enableAccount, unlockAccount],
  ...[resetSecondFactor, endAccountSessions, resetPassword],
];
