import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { createPseudonyms, loadPseudonymKey } from '../../../src/teams/pseudonym.ts';
import { makeTempDir } from '../../support/temp-dir.ts';

test('a resident keeps the pseudonym as long as the key stays', () => {
  const pseudonymOf = createPseudonyms('a key of the tests');
  expect(pseudonymOf('1', '23')).toMatch(/^[0-9a-f]{16}$/u);
  expect(createPseudonyms('a key of the tests')('1', '23')).toBe(pseudonymOf('1', '23'));
});

test('another resident, another OA and another key give another pseudonym, also where the digits run together', () => {
  const pseudonymOf = createPseudonyms('a key of the tests');
  const all = [
    pseudonymOf('1', '23'),
    pseudonymOf('12', '3'),
    pseudonymOf('1', '24'),
    createPseudonyms('another key of the tests')('1', '23'),
  ];
  expect(new Set(all).size).toBe(4);
});

test('the key is made once, for the owner alone, and stays', () => {
  using folder = makeTempDir();
  const dataDir = path.join(folder.dir, 'new');
  const key = loadPseudonymKey(dataDir);
  expect(Buffer.from(key, 'base64url')).toHaveLength(32);
  expect(statSync(path.join(dataDir, 'pseudonym.key')).mode & 0o777).toBe(0o600);
  expect(readdirSync(dataDir)).toEqual(['pseudonym.key']);
  expect(loadPseudonymKey(dataDir)).toBe(key);
});

test('an empty key file stops the start instead of making pseudonyms anybody can compute', () => {
  using folder = makeTempDir();
  const file = path.join(folder.dir, 'pseudonym.key');
  writeFileSync(file, '\n');
  expect(() => loadPseudonymKey(folder.dir)).toThrow(
    expect.objectContaining({ code: 'CONFIG_INVALID', message: expect.stringContaining(file) }),
  );
});

test('a draft that a crash left behind is no key', () => {
  using folder = makeTempDir();
  writeFileSync(path.join(folder.dir, 'pseudonym.key.new'), 'half a k');
  expect(loadPseudonymKey(folder.dir)).toHaveLength(43);
  expect(existsSync(path.join(folder.dir, 'pseudonym.key.new'))).toBe(false);
});
