import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createFingerprintSet } from '../../../src/storage/sqlite/fingerprint-set.ts';

/** Spread as the product's keys are: hashes. */
const KEYS = Array.from({ length: 30_000 }, (_, number) => createHash('sha1').update(String(number)).digest());
const keyOf = (number: number): Buffer => KEYS[number] ?? Buffer.alloc(8);

function bytesOf(...words: readonly number[]): Buffer {
  const key = Buffer.alloc(8);
  for (const [index, word] of words.entries()) key.writeUInt32LE(word, 4 * index);
  return key;
}

describe('the set of seen keys', () => {
  it('knows every key it was given and no other, however often it grew', () => {
    const set = createFingerprintSet();
    const count = 12_000;
    for (let number = 0; number < count; number += 1) set.add(keyOf(number));
    let missing = 0;
    let invented = 0;
    for (let number = 0; number < count; number += 1) {
      if (!set.has(keyOf(number))) missing += 1;
      if (set.has(keyOf(count + number))) invented += 1;
    }
    expect({ missing, invented }).toEqual({ missing: 0, invented: 0 });
  });

  it('takes a key twice as one', () => {
    const set = createFingerprintSet();
    for (let round = 0; round < 3; round += 1) for (let number = 0; number < 2_000; number += 1) set.add(keyOf(number));
    const once = createFingerprintSet();
    for (let number = 0; number < 2_000; number += 1) once.add(keyOf(number));
    expect(set.bytes()).toBe(once.bytes());
  });

  it('keeps apart keys that begin in the same slot, at the end of a table too', () => {
    const set = createFingerprintSet();
    const keys = Array.from({ length: 40 }, (_, index) => bytesOf(1_024 * index, 0xffff_ffff));
    for (const key of keys) set.add(key);
    expect(keys.every((key) => set.has(key))).toBe(true);
    expect(set.has(bytesOf(1_024 * 40, 0xffff_ffff))).toBe(false);
  });

  it('knows the key of zeros, which looks like a free slot', () => {
    const set = createFingerprintSet();
    expect(set.has(bytesOf(0, 0))).toBe(false);
    set.add(bytesOf(0, 0));
    expect(set.has(bytesOf(0, 0))).toBe(true);
    expect(set.has(bytesOf(0, 7))).toBe(false);
  });

  it('grows with its keys by small steps: not a tenth while a hundredth more comes, at most 14 bytes a key', () => {
    const set = createFingerprintSet();
    for (let number = 0; number < 15_000; number += 1) set.add(keyOf(number));
    let largestStep = 1;
    let before = set.bytes();
    for (let number = 15_000; number < 30_000; number += 1) {
      set.add(keyOf(number));
      if (number % 150 !== 0) continue;
      largestStep = Math.max(largestStep, set.bytes() / before);
      before = set.bytes();
    }
    expect(largestStep).toBeLessThan(1.1);
    expect(set.bytes() / 30_000).toBeLessThan(14);
  });
});
