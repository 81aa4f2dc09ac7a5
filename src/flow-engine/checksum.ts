/** FNV-1a, 32 bit, as an unsigned number: short and stable, not secret. */
export function checksumNumber(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

/** The same as up to 7 characters `0-9a-z`. */
export function checksum(text: string): string {
  return checksumNumber(text).toString(36);
}

/**
 * One of `count` parts for a seed and a purpose: the same every time, spread evenly over seeds, and another one for
 * another purpose. The extra mixing (murmur3's last step) is needed because the low bits of FNV hardly depend on the seed.
 */
export function partOf(seed: string, purpose: string, count: number): number {
  let hash = checksumNumber(`${seed} ${purpose}`);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) % Math.max(1, count);
}
