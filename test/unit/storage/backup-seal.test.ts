import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { backupKeys, fingerprint, openFile, sealFile } from '../../../src/storage/backup/seal.ts';
import { makeTempDir } from '../../support/temp-dir.ts';

/** Cheap here; the real recipe costs 0.4 s. */
const keys = backupKeys('a passphrase', { kdf: 'scrypt', N: 1_024, r: 8, p: 1, salt: 'c2FsdHNhbHRzYWx0c2FsdA' });
let folder: ReturnType<typeof makeTempDir>;
let number = 0;
beforeEach(() => {
  folder = makeTempDir();
});
afterEach(() => folder[Symbol.dispose]());
const at = (name: string): string => path.join(folder.dir, name);

async function roundTrip(bytes: Uint8Array, name = 'a/b.jpg', as = name): Promise<Buffer> {
  number += 1;
  writeFileSync(at(`in-${number}`), bytes);
  await sealFile(at(`in-${number}`), at(`sealed-${number}`), name, keys);
  await openFile(at(`sealed-${number}`), at(`out-${number}`), as, keys);
  return readFileSync(at(`out-${number}`));
}

test('whatever is sealed comes back the same, at every size around the pieces a file is read in', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
      expect((await roundTrip(bytes)).equals(bytes)).toBe(true);
    }),
    { numRuns: 25 },
  );
  for (const size of [0, 1, 65_535, 65_536, 65_537, 65_536 + 16, 200_000]) {
    const bytes = Buffer.alloc(size, 'x');
    expect((await roundTrip(bytes)).equals(bytes)).toBe(true);
  }
});

test('a changed, cut or renamed file is refused, and so is another key', async () => {
  writeFileSync(at('in'), 'words of nobody');
  await sealFile(at('in'), at('sealed'), 'name', keys);
  const sealed = readFileSync(at('sealed'));
  expect(sealed.includes('words')).toBe(false);
  const refused = async (bytes: Buffer, name: string, withKeys = keys): Promise<void> => {
    number += 1;
    writeFileSync(at(`bad-${number}`), bytes);
    await expect(openFile(at(`bad-${number}`), at(`out-${number}`), name, withKeys)).rejects.toMatchObject({
      code: 'BACKUP_INVALID',
    });
  };
  for (const index of [0, 15, sealed.length - 1]) {
    const changed = Buffer.from(sealed);
    changed[index] = (changed[index] ?? 0) ^ 1;
    await refused(changed, 'name');
  }
  await refused(sealed.subarray(0, sealed.length - 1), 'name');
  await refused(sealed.subarray(0, 5), 'name');
  await refused(Buffer.alloc(0), 'name');
  await refused(sealed, 'another name');
  await refused(sealed, 'name', backupKeys('another one', { kdf: 'scrypt', N: 1_024, r: 8, p: 1, salt: 'c2Fs' }));
});

test('two seals of the same file are not alike', async () => {
  writeFileSync(at('in'), 'the same');
  await sealFile(at('in'), at('one'), 'name', keys);
  await sealFile(at('in'), at('two'), 'name', keys);
  expect((await fingerprint(at('one'))).sha256).not.toBe((await fingerprint(at('two'))).sha256);
  expect((await fingerprint(at('in'))).size).toBe(8);
});
