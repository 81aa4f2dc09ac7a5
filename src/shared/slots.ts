import { hash } from 'node:crypto';

/**
 * Residents are dealt into this many slots; a replica handles whole slots. 256 leaves each of a dozen replicas about
 * twenty, so that shares are even to 5 %, and one row each is little to read every second.
 */
export const SLOTS = 256;

/**
 * Slot of a resident of an OA, 0–255: the first byte of a SHA-256. The databases reckon the same (`is_in_slots`), so
 * that no row carries it.
 */
export const slotOf = (oaId: string, userId: string): number =>
  hash('sha256', `${oaId} ${userId}`, 'binary').charCodeAt(0);

/** Slots as 32 bytes, a bit each: slot n is bit n % 8 of byte n / 8, as PostgreSQL's `get_bit` counts. */
export function slotMask(slots: Iterable<number>): Uint8Array {
  const mask = new Uint8Array(SLOTS / 8);
  for (const slot of slots) mask[slot >> 3] = (mask[slot >> 3] ?? 0) | (1 << (slot & 7));
  return mask;
}

/** Whether the slot stands in the mask. */
export const hasSlot = (mask: Uint8Array, slot: number): boolean => ((mask[slot >> 3] ?? 0) & (1 << (slot & 7))) !== 0;

/** Whoever has this slot also does the work that is done once for the whole installation. */
export const LEADING_SLOT = 0;

/** Which of how many equal parts of the slots: `{ part: 1, of: 2 }` = 0–127. Parts count from 1. */
export interface SlotShare {
  readonly part: number;
  readonly of: number;
}

/** Reads a share as "1/2"; undefined for anything that is none. As many parts as slots at most. */
export function parseShare(text: string): SlotShare | undefined {
  const [, part, of] = /^([1-9]\d{0,2})\/([1-9]\d{0,2})$/u.exec(text) ?? [];
  const share = { part: Number(part), of: Number(of) };
  return share.of <= SLOTS && share.part <= share.of ? share : undefined;
}

/** Whether the slot is in that part. A proxy deals posts out by the same bounds: `compose.scale-out.yaml`. */
export const isInShare = ({ part, of }: SlotShare, slot: number): boolean =>
  slot >= Math.floor(((part - 1) * SLOTS) / of) && slot < Math.floor((part * SLOTS) / of);
