/**
 * What the privacy desk asks of the truth store: requests of residents about their own data, and what is kept of one.
 * Part of `StorageOperations` (`ports.ts`), in a file of its own by size.
 */
import type { ResidentPatch } from './ports.ts';

/** See, correct, erase, withdraw consent, restrict, object (Law 91/2025/QH15 and Decree 356/2025). */
export const PRIVACY_KINDS = ['see', 'correct', 'erase', 'withdraw', 'restrict', 'object'] as const;
export type PrivacyKind = (typeof PRIVACY_KINDS)[number];

export const PRIVACY_WAYS = ['chat', 'counter', 'phone', 'paper'] as const;
export type PrivacyWay = (typeof PRIVACY_WAYS)[number];

/** A request and how far it is. Holds no word and no name of the resident. */
export interface PrivacyRequest {
  readonly oaId: string;
  /** Short, for reading aloud: `D7K2M9`. */
  readonly id: string;
  /** Grows with every change; a change based on another version is refused. */
  readonly version: number;
  readonly kind: PrivacyKind;
  readonly via: PrivacyWay;
  /** The account it is about; undefined where none was named, and after its erasure. */
  readonly userId?: string;
  readonly receivedAt: number;
  /** The resident must have been answered by then. */
  readonly replyDueAt: number;
  /** It must be done by then. */
  readonly dueAt: number;
  readonly extendedAt?: number;
  readonly repliedAt?: number;
  readonly closedAt?: number;
  readonly outcome?: 'done' | 'refused' | 'withdrawn';
  /** Id of the account that closed it. */
  readonly closedBy?: string;
}

export type PrivacyPatch = {
  readonly [K in 'dueAt' | 'extendedAt' | 'repliedAt' | 'closedAt' | 'outcome' | 'closedBy']?: PrivacyRequest[K];
};

/** One heading of what is kept of a person. Values as stored; times in epoch ms. */
export interface PersonalSection {
  /** Name of what it is: `resident`, `session`, `team`, `engagement` … */
  readonly name: string;
  readonly rows: readonly Readonly<Record<string, string | number | null>>[];
}

export interface PrivacyReads {
  findPrivacyRequest(args: { readonly oaId: string; readonly id: string }): PrivacyRequest | undefined;
  /** Open ones by due date, or closed ones, the latest first. */
  listPrivacyRequests(args: {
    readonly oaId: string;
    readonly isOpen: boolean;
    readonly limit: number;
  }): readonly PrivacyRequest[];
  /** The account behind a code that is still good; undefined also where two accounts were given the same digits. */
  findPrivacyCode(args: {
    readonly oaId: string;
    readonly codeHash: string;
    readonly at: number;
  }): { readonly userId: string } | undefined;
  /** Everything kept under an account and its pseudonym. */
  readPersonalData(args: {
    readonly oaId: string;
    readonly userId: string;
    readonly pseudonym: string;
  }): readonly PersonalSection[];
  /** Erasures done by the machine at once, by way, since a moment. */
  countErasures(args: { readonly oaId: string; readonly since: number }): readonly {
    readonly via: string;
    readonly count: number;
  }[];
}

export interface PrivacyWrites {
  /** Nothing when the id is taken. */
  addPrivacyRequest(request: PrivacyRequest): { readonly created: boolean };
  /** Throws PRIVACY_CHANGED when it is not at this version, PRIVACY_UNKNOWN when there is none. */
  changePrivacyRequest(args: {
    readonly oaId: string;
    readonly id: string;
    readonly expectedVersion: number;
    readonly patch: PrivacyPatch;
  }): null;
  /** A code by which staff find the account of somebody who stands before them; the latest alone is good. */
  givePrivacyCode(args: {
    readonly oaId: string;
    readonly userId: string;
    readonly codeHash: string;
    readonly expiresAt: number;
  }): null;
  /** Changes what is kept of a resident, at their request. */
  correctResident(args: {
    readonly oaId: string;
    readonly userId: string;
    readonly patch: ResidentPatch;
    readonly at: number;
  }): null;
}

/** What of the privacy desk a turn may write. */
export type PrivacyTurnWrite = 'addPrivacyRequest' | 'givePrivacyCode';
