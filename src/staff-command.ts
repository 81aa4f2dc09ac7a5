import { newAccount, readablePassword } from './console/access/first-admin.ts';
import { hashPassword } from './console/access/passwords.ts';
import { loginSchema, nameSchema } from './console/accounts/account-actions.ts';
import { verifyAudit } from './console/accounts/audit-actions.ts';
import { roleName, STATES, stateOf } from './console/accounts/words.ts';
import { vietnamTime } from './shared/clock.ts';
import { AppError } from './shared/errors.ts';
import type { Storage } from './storage/ports.ts';
import { STAFF_ROLES, type StaffAccount, type StaffAccountPatch, type StaffWrite } from './storage/staff-ports.ts';

export interface StaffOrder {
  readonly storage: Storage;
  readonly oaId: string;
  readonly now: number;
  readonly words: readonly string[];
  readonly name: string | undefined;
  readonly role: string | undefined;
  /** Code of the commune, for commune officers. */
  readonly commune: string | undefined;
  communeName(code: string): string | undefined;
  /** Before the first write. */
  claim(): Promise<void>;
  say(text: string): void;
}

const ACTIONS = ['list', 'add', 'reset-password', 'reset-second-factor', 'unlock', 'disable'] as const;

/**
 * `bot staff`: accounts of the console, for when nobody can sign in. Every change stands in the record, by `command-line`.
 * Throws CLI_USAGE for an order that cannot be carried out, STAFF_UNKNOWN for no account, STAFF_CHANGED for a taken login
 * and for the last administrator.
 */
export async function doStaff(order: StaffOrder): Promise<void> {
  const [action = 'list', login = ''] = order.words;
  switch (action) {
    case 'list':
      return list(order);
    case 'add':
      return add(order, login);
    case 'reset-password':
      return resetPassword(order, login);
    case 'reset-second-factor':
      await change(order, login, { totpKey: null, totpStep: null, recoveryHashes: [] }, true);
      return order.say('Đã bỏ xác thực hai bước. Lần sau đăng nhập, người này thiết lập lại.');
    case 'unlock':
      await change(order, login, { failures: 0, lockedUntil: null }, false);
      return order.say('Đã mở khóa.');
    case 'disable':
      await change(order, login, { disabledAt: order.now }, true);
      return order.say('Đã ngừng tài khoản và đăng xuất mọi máy.');
    default:
      throw new AppError('CLI_USAGE', `"staff ${action}" is unknown. Expected ${ACTIONS.join(', ')}.`);
  }
}

async function list({ storage, oaId, now, say, communeName }: StaffOrder): Promise<void> {
  const accounts = await storage.listStaff({ oaId });
  if (accounts.length === 0) return say('Chưa có tài khoản. Thêm: staff add admin --name "Họ và tên" --role admin');
  for (const account of accounts) {
    const { login, name, role, communeCode, lastSignInAt } = account;
    const place = communeCode === undefined ? '' : ` ${communeName(communeCode) ?? communeCode}`;
    const [state] = STATES[stateOf(account, now)];
    const seen =
      lastSignInAt === undefined ? 'chưa đăng nhập lần nào' : `đăng nhập gần nhất ${vietnamTime(lastSignInAt)}`;
    say(`${login}\t${name}\t${roleName(role)}${place}\t${state}\t${seen}`);
  }
}

async function add(order: StaffOrder, given: string): Promise<void> {
  const { storage, oaId, now, commune, say } = order;
  const login = read(loginSchema, given, `login "${given}"`, 'staff add <login> --name "…" --role admin');
  const name = read(nameSchema, order.name ?? '', '--name', '2 to 80 characters');
  const role = STAFF_ROLES.find((one) => one === order.role);
  if (!role)
    throw new AppError('CLI_USAGE', `--role "${order.role ?? ''}" is unknown. Expected ${STAFF_ROLES.join(', ')}.`);
  if ((role === 'commune-officer') !== (commune !== undefined)) {
    throw new AppError('CLI_USAGE', 'A commune officer needs --commune <code>; nobody else has one.');
  }
  if (commune !== undefined && order.communeName(commune) === undefined) {
    throw new AppError('CLI_USAGE', `--commune "${commune}" is no commune. Expected a code of five digits.`);
  }
  const password = readablePassword();
  const account = await newAccount({
    ...{ oaId, login, name, role, createdAt: now, mustChangePassword: true, password },
    // Whoever has the server has every OA on it; officers have their commune.
    ...(role === 'admin' ? { everyOa: true } : {}),
    ...(commune === undefined ? {} : { communeCode: commune }),
  });
  await order.claim();
  await record(order, 'accounts.add', account, { login, role, communeCode: commune }, [
    { operation: 'addStaff', args: account },
  ]);
  say(`Đã thêm tài khoản ${login}. Mật khẩu dùng một lần, chỉ hiện lần này: ${password}`);
  await storage.checkpoint();
}

async function resetPassword(order: StaffOrder, login: string): Promise<void> {
  const password = readablePassword();
  const passwordHash = await hashPassword(password);
  await change(order, login, { passwordHash, mustChangePassword: true, failures: 0, lockedUntil: null }, true);
  order.say(`Mật khẩu mới dùng một lần, chỉ hiện lần này: ${password}`);
}

async function change(
  order: StaffOrder,
  login: string,
  patch: StaffAccountPatch,
  endsSessions: boolean,
): Promise<void> {
  const { storage, oaId } = order;
  const account = await storage.findStaff({ oaId, login: login.toLowerCase() });
  if (!account) throw new AppError('STAFF_UNKNOWN', `There is no account "${login}". See "bot staff list".`);
  await order.claim();
  await record(order, `accounts.${order.words[0]}`, account, {}, [
    { operation: 'patchStaff', args: { oaId, id: account.id, patch } },
    ...(endsSessions ? [{ operation: 'endStaffSessions', args: { oaId, accountId: account.id } } as const] : []),
  ]);
}

async function record(
  { storage, oaId, now }: StaffOrder,
  action: string,
  { id }: Pick<StaffAccount, 'id'>,
  detail: Readonly<Record<string, unknown>>,
  writes: readonly StaffWrite[],
): Promise<void> {
  const line = { oaId, at: now, actor: 'command-line', action, subject: `account:${id}` };
  await storage.staffChange({ ...line, detail: JSON.stringify(detail), writes });
}

function read(schema: typeof nameSchema, value: string, what: string, expected: string): string {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new AppError('CLI_USAGE', `${what} cannot be used: ${parsed.error.issues[0]?.message} Expected ${expected}.`);
}

/**
 * `bot audit verify [<line>:<seal>]`: follows the chain of the record from its first line. With a line and the beginning
 * of its seal, as noted down after an earlier check, lines cut off at the end are found too. False when it is broken.
 */
export async function doAudit(order: Pick<StaffOrder, 'storage' | 'words' | 'say'>): Promise<boolean> {
  const { storage, words, say } = order;
  const [action, noted] = words;
  const asked = noted === undefined ? undefined : /^(\d{1,15}):([0-9a-f]{8,64})$/u.exec(noted);
  if (action !== 'verify' || asked === null) {
    throw new AppError('CLI_USAGE', `"audit ${words.join(' ')}" is unknown. Expected audit verify [<line>:<seal>].`);
  }
  const { lines, lastHash, brokenSeq } = await verifyAudit(storage);
  if (brokenSeq !== undefined) {
    say(`Nhật ký đã bị sửa hoặc mất dòng: ${lines} dòng đầu còn nguyên, hỏng từ dòng số ${brokenSeq}.`);
    return false;
  }
  const [, seq, seal = ''] = asked ?? [];
  const [line] = seq === undefined ? [] : await storage.readAudit({ afterSeq: Number(seq) - 1, limit: 1 });
  if (seq !== undefined && !(line?.seq === Number(seq) && line.hash.startsWith(seal))) {
    say(
      `Nhật ký có ${lines} dòng nối tiếp nhau, nhưng dòng số ${seq} không còn là dòng đã ghi nhận: phần cuối đã bị cắt hoặc thay.`,
    );
    return false;
  }
  say(`Nhật ký còn nguyên vẹn: ${lines} dòng.`);
  if (lines > 0) say(`Ghi lại để lần sau kiểm tra cả phần cuối: bot audit verify ${lines}:${lastHash.slice(0, 16)}`);
  return true;
}
