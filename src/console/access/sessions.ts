import { createHash, randomBytes } from 'node:crypto';
import type { StaffSession } from '../../storage/staff-ports.ts';

/** Without a request for this long, a session is over. */
export const IDLE_MS = 30 * 60_000;
/** However busy, a session is over after this. */
const LIFE_MS = 12 * 3_600_000;
/** Between password and second factor. */
const HALF_WAY_MS = 10 * 60_000;
/** Use is noted at most this often, so that a page that polls does not write every few seconds. */
export const TOUCH_MS = 60_000;
const ID_BYTES = 32;

/** SHA-256, hex: all that the store keeps of ids of sessions and keys of the API, which are too long to be guessed. */
export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** A new session with the id that goes into the cookie and is kept nowhere. */
export function newSession(
  owner: Pick<StaffSession, 'oaId' | 'accountId'>,
  at: number,
  isComplete: boolean,
): { readonly id: string; readonly session: StaffSession } {
  const id = randomBytes(ID_BYTES).toString('base64url');
  const { oaId, accountId } = owner;
  const expiresAt = at + (isComplete ? LIFE_MS : HALF_WAY_MS);
  const session = { idHash: sha256(id), oaId, accountId, createdAt: at, lastSeenAt: at, expiresAt, isComplete };
  return { id, session };
}

/** Whether a session may still be used. */
export const isAlive = ({ expiresAt, lastSeenAt }: StaffSession, at: number): boolean =>
  at < expiresAt && at < lastSeenAt + IDLE_MS;
