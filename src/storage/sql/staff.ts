import { AppError } from '../../shared/errors.ts';
import type { SignInTries, StaffAccount, StaffAccountPatch, StaffReads, StaffWrites } from '../staff-ports.ts';
import type { Operation, Queried, Row, Sql } from './query.ts';
import { staffDoorOperations } from './staff-doors.ts';

type Staff = Omit<StaffReads, 'listAudit' | 'readAudit'> & Omit<StaffWrites, 'staffChange'>;

/** Column of each field of an account that may change. */
const COLUMNS: { readonly [K in keyof StaffAccountPatch]-?: string } = {
  login: 'login',
  name: 'name',
  role: 'role',
  communeCode: 'commune_code',
  passwordHash: 'password_hash',
  mustChangePassword: 'must_change_password',
  totpKey: 'totp_key',
  totpStep: 'totp_step',
  recoveryHashes: 'recovery_hashes',
  failures: 'failures',
  lockedUntil: 'locked_until',
  lastSignInAt: 'last_sign_in_at',
  disabledAt: 'disabled_at',
  zaloUserId: 'zalo_user_id',
};
const FIELDS = Object.keys(COLUMNS) as (keyof StaffAccountPatch)[];

const toColumn = (value: StaffAccountPatch[keyof StaffAccountPatch]): string | number | null => {
  if (value === undefined || value === null) return null;
  if (typeof value === 'boolean') return value ? 1 : 0;
  return typeof value === 'object' ? JSON.stringify(value) : value;
};

const known = <K extends string, V>(key: K, value: V | null | undefined): { [P in K]?: V } =>
  value === null || value === undefined ? {} : ({ [key]: value } as { [P in K]?: V });

const toAccount = (row: Row): StaffAccount => ({
  id: String(row['id']),
  oaId: String(row['oa_id']),
  login: String(row['login']),
  name: String(row['name']),
  role: row['role'] as StaffAccount['role'],
  ...known('communeCode', row['commune_code'] as string | null),
  passwordHash: String(row['password_hash']),
  mustChangePassword: row['must_change_password'] === 1,
  ...known('totpKey', row['totp_key'] as string | null),
  ...known('totpStep', row['totp_step'] as number | null),
  recoveryHashes: JSON.parse(String(row['recovery_hashes'])) as string[],
  failures: Number(row['failures']),
  ...known('lockedUntil', row['locked_until'] as number | null),
  createdAt: Number(row['created_at']),
  ...known('lastSignInAt', row['last_sign_in_at'] as number | null),
  ...known('disabledAt', row['disabled_at'] as number | null),
  ...known('zaloUserId', row['zalo_user_id'] as string | null),
});

export const staffOperations = (db: Sql): Queried<Staff> => ({
  ...staffDoorOperations(db),

  *findStaff({ oaId, id, login }) {
    if (id === undefined && login === undefined) return undefined;
    const row = yield* db.get(
      'select * from staff_account where oa_id = ?1 and (?2 is null or id = ?2) and (?3 is null or login = ?3)',
      oaId,
      id ?? null,
      login ?? null,
    );
    return row && toAccount(row);
  },

  *listStaff({ oaId }) {
    return (yield* db.all('select * from staff_account where oa_id = ? order by login', oaId)).map(toAccount);
  },

  *addStaff(account) {
    yield* refuseTaken(db, account.oaId, account.login);
    yield* db.write(
      `insert into staff_account (oa_id, id, created_at, ${FIELDS.map((field) => COLUMNS[field]).join(', ')})
       values (${Array.from({ length: FIELDS.length + 3 }, () => '?').join(', ')})`,
      account.oaId,
      account.id,
      account.createdAt,
      ...FIELDS.map((field) => toColumn(account[field])),
    );
    return null;
  },

  *patchStaff({ oaId, id, patch, seen }) {
    const before = yield* db.get(
      'select login, role, disabled_at, failures, totp_step, recovery_hashes from staff_account where oa_id = ? and id = ?',
      oaId,
      id,
    );
    if (!before) {
      throw new AppError('STAFF_UNKNOWN', `There is no account "${id}". See "bot staff list" for the accounts.`);
    }
    if (seen && hasBeenTried(before, seen)) {
      throw new AppError('STAFF_CHANGED', 'Somebody tried to sign in to this account meanwhile. Look at it again.');
    }
    if (typeof patch.login === 'string' && patch.login !== before['login']) yield* refuseTaken(db, oaId, patch.login);
    const fields = FIELDS.filter((field) => patch[field] !== undefined);
    if (fields.length > 0) {
      yield* db.write(
        `update staff_account set ${fields.map((field) => `${COLUMNS[field]} = ?`).join(', ')} where oa_id = ? and id = ?`,
        ...fields.map((field) => toColumn(patch[field])),
        oaId,
        id,
      );
    }
    if (before['role'] === 'admin' && before['disabled_at'] === null) yield* demandAdmin(db, oaId);
    return null;
  },
});

const hasBeenTried = (row: Row, { failures, totpStep, recoveryHashes }: SignInTries): boolean =>
  Number(row['failures']) !== failures ||
  row['totp_step'] !== (totpStep ?? null) ||
  row['recovery_hashes'] !== JSON.stringify(recoveryHashes);

function* refuseTaken(db: Sql, oaId: string, login: string): Operation<void> {
  if (!(yield* db.get('select id from staff_account where oa_id = ? and login = ?', oaId, login))) return;
  throw new AppError('STAFF_CHANGED', `The login "${login}" is taken. Choose another one.`);
}

function* demandAdmin(db: Sql, oaId: string): Operation<void> {
  const left = yield* db.get(
    `select id from staff_account where oa_id = ? and role = 'admin' and disabled_at is null limit 1`,
    oaId,
  );
  if (left) return;
  throw new AppError(
    'STAFF_CHANGED',
    'Nobody would be left who may manage accounts: this is the last enabled administrator. Make another one first.',
  );
}

/** Takes a resident out: no account of the console is linked to them any more. */
export function* eraseFromStaff(db: Sql, oaId: string, userId: string): Operation<void> {
  yield* db.write('update staff_account set zalo_user_id = null where oa_id = ? and zalo_user_id = ?', oaId, userId);
}
