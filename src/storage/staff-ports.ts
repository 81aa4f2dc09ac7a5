/**
 * What the province's console asks of the truth store about its own people: accounts, sessions, keys of the API, and the
 * record of what they did. Part of `StorageOperations` (`ports.ts`), in a file of its own by size.
 */
import type { StorageOperations } from './ports.ts';

/** Who works with the console. A commune officer sees their commune alone. */
export const STAFF_ROLES = ['admin', 'editor', 'approver', 'analyst', 'help-desk', 'commune-officer'] as const;
export type StaffRole = (typeof STAFF_ROLES)[number];

/** An account of the console. Holds no password and no code: a hash, and a sealed key of the second factor. */
export interface StaffAccount {
  /** Random, url-safe. */
  readonly id: string;
  readonly oaId: string;
  /** Lower case, unique within the OA. */
  readonly login: string;
  /** Name of the person, shown to colleagues. */
  readonly name: string;
  readonly role: StaffRole;
  /** Set for commune officers alone. */
  readonly communeCode?: string;
  readonly passwordHash: string;
  /** A new password is asked for at the next sign-in. */
  readonly mustChangePassword: boolean;
  /** Sealed key of the second factor; absent until one is set up. */
  readonly totpKey?: string;
  /** The 30-second step of the last accepted code: no code is accepted twice. */
  readonly totpStep?: number;
  /** Hashes of recovery codes that were not used yet. */
  readonly recoveryHashes: readonly string[];
  /** Wrong passwords or codes in a row. */
  readonly failures: number;
  readonly lockedUntil?: number;
  readonly createdAt: number;
  readonly lastSignInAt?: number;
  readonly disabledAt?: number;
  /** Their own Zalo account at this OA, for test messages; set by themselves with a code typed in the chat. */
  readonly zaloUserId?: string;
}

/** What every try to sign in changes. */
export type SignInTries = Pick<StaffAccount, 'failures' | 'totpStep' | 'recoveryHashes'>;

/** Changes to an account; `null` clears a field. */
export type StaffAccountPatch = {
  readonly [K in Exclude<keyof StaffAccount, 'id' | 'oaId' | 'createdAt'>]?: StaffAccount[K] | null;
};

/** One signed-in browser. The store knows a hash of the cookie alone. */
export interface StaffSession {
  readonly idHash: string;
  readonly oaId: string;
  readonly accountId: string;
  readonly createdAt: number;
  readonly lastSeenAt: number;
  readonly expiresAt: number;
  /** False between password and second factor. */
  readonly isComplete: boolean;
}

/** A key of the API. The store knows its hash alone. */
export interface StaffKey {
  readonly id: string;
  readonly oaId: string;
  readonly hash: string;
  readonly name: string;
  /** Names of permissions; never more than the account that made it has. */
  readonly scopes: readonly string[];
  readonly accountId: string;
  readonly createdAt: number;
  readonly expiresAt?: number;
  readonly lastUsedAt?: number;
  readonly revokedAt?: number;
}

/** One line of the record of what staff did. Lines are only added, each sealed with the hash of the one before. */
export interface AuditEntry {
  readonly seq: number;
  readonly oaId: string;
  readonly at: number;
  /** Id of the account, `key:<id>`, `command-line` or `system`. */
  readonly actor: string;
  /** Name of an action, `announcements.approve`. */
  readonly action: string;
  /** What it was done to, `announcement:a1b2`; '' for none. Never a resident's id: their pseudonym. */
  readonly subject: string;
  /** What changed, as JSON. Never a secret, a resident's words, name or number. */
  readonly detail: string;
  readonly previousHash: string;
  /** SHA-256, hex, over the fields above (`auditHash`). */
  readonly hash: string;
}

/** `previousHash` of the first line. */
export const AUDIT_BEGINNING = '0'.repeat(64);

/** An operation that may be part of a change by staff. */
export type StaffWriteName = Exclude<keyof StorageOperations, 'staffChange' | 'checkpoint' | 'purge' | 'commitTurn'>;

/** One write of a change by staff. */
export type StaffWrite = {
  readonly [K in StaffWriteName]: { readonly operation: K; readonly args: Parameters<StorageOperations[K]>[0] };
}[StaffWriteName];

/** A change by staff: its writes and its line in the record, in one transaction. */
export interface StaffChange {
  readonly oaId: string;
  readonly at: number;
  readonly actor: string;
  readonly action: string;
  readonly subject: string;
  readonly detail: string;
  /** The same key a second time changes nothing: a double click, a reload, a retry of the API. */
  readonly onceKey?: string;
  readonly writes: readonly StaffWrite[];
}

export interface StaffReads {
  findStaff(args: { readonly oaId: string; readonly id?: string; readonly login?: string }): StaffAccount | undefined;
  listStaff(args: { readonly oaId: string }): readonly StaffAccount[];
  findStaffSession(args: { readonly idHash: string }): StaffSession | undefined;
  listStaffSessions(args: { readonly oaId: string; readonly accountId: string }): readonly StaffSession[];
  findStaffKey(args: { readonly hash: string }): StaffKey | undefined;
  listStaffKeys(args: { readonly oaId: string }): readonly StaffKey[];
  /** Whose code this is, while it may still be typed. */
  findStaffLink(args: {
    readonly oaId: string;
    readonly codeHash: string;
    readonly at: number;
  }): { readonly accountId: string; readonly name: string } | undefined;
  /**
   * Lines of the record, newest first, behind `beforeSeq` when given. Of one actor, action (or its first part) or subject,
   * written from `fromAt` to before `toAt`.
   */
  listAudit(args: {
    readonly oaId: string;
    readonly beforeSeq?: number;
    readonly fromAt?: number;
    readonly toAt?: number;
    readonly actor?: string;
    readonly action?: string;
    readonly subject?: string;
    readonly limit: number;
  }): readonly AuditEntry[];
  /** Lines in order of `seq`, for checking the chain. */
  readAudit(args: { readonly afterSeq: number; readonly limit: number }): readonly AuditEntry[];
}

export interface StaffWrites {
  /** Fails with STAFF_CHANGED when the login is taken. */
  addStaff(account: StaffAccount): null;
  /**
   * Fails with STAFF_UNKNOWN; with STAFF_CHANGED when nobody would be left who may manage accounts, or when `seen` is given
   * and somebody has tried to sign in since it was read: guesses at two servers in the same moment count as two.
   */
  patchStaff(args: {
    readonly oaId: string;
    readonly id: string;
    readonly patch: StaffAccountPatch;
    readonly seen?: SignInTries;
  }): null;
  /** Also removes sessions that ran out before `lastSeenAt`. */
  saveStaffSession(session: StaffSession): null;
  /** Notes use of a session; one that was ended meanwhile stays ended. */
  touchStaffSession(args: { readonly idHash: string; readonly at: number }): null;
  /** Ends one session, or all of an account (`exceptHash` stays). */
  endStaffSessions(args: {
    readonly oaId: string;
    readonly idHash?: string;
    readonly accountId?: string;
    readonly exceptHash?: string;
  }): { readonly ended: number };
  /** A key once revoked stays revoked. */
  saveStaffKey(key: StaffKey): null;
  /** A code to type in the chat; takes the place of an earlier one of this account. */
  saveStaffLink(args: {
    readonly oaId: string;
    readonly accountId: string;
    readonly codeHash: string;
    readonly expiresAt: number;
  }): null;
  /**
   * The writer of the code is this account from now on, and no other; the code is used up. Part of a turn. Fails with
   * STAFF_CHANGED when the code has run out or was used meanwhile.
   */
  linkStaff(args: {
    readonly oaId: string;
    readonly userId: string;
    readonly codeHash: string;
    readonly at: number;
  }): null;
  /** Every write and the line in the record, or none of them. `isRepeat`: this `onceKey` was done before, nothing was changed. */
  staffChange(change: StaffChange): { readonly isRepeat: boolean; readonly results: readonly unknown[] };
}
