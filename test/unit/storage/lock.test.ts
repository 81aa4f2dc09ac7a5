import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { lockDataDir } from '../../../src/storage/sqlite/lock.ts';
import { rootDir } from '../../support/shipped-content.ts';
import { makeTempDir } from '../../support/temp-dir.ts';

const inUse = (dataDir: string) =>
  expect.objectContaining({ code: 'DATA_DIR_IN_USE', message: expect.stringContaining(dataDir) });

test('a second server on the same folder is refused, another folder is free', () => {
  using folder = makeTempDir();
  const one = path.join(folder.dir, 'one');
  const unlock = lockDataDir(one);
  expect(() => lockDataDir(one)).toThrow(inUse(one));
  lockDataDir(path.join(folder.dir, 'two'))();
  unlock();
});

test('a server that has stopped leaves the folder free', () => {
  using folder = makeTempDir();
  lockDataDir(folder.dir)();
  const unlock = lockDataDir(folder.dir);
  expect(() => lockDataDir(folder.dir)).toThrow(inUse(folder.dir));
  unlock();
});

test('a server that was killed leaves no lock behind', async () => {
  using folder = makeTempDir();
  const script = `import { lockDataDir } from './src/storage/sqlite/lock.ts'; lockDataDir(process.argv[1]); console.log('locked'); setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script, folder.dir], {
    cwd: rootDir,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  await once(child.stdout, 'data');
  expect(() => lockDataDir(folder.dir)).toThrow(inUse(folder.dir));
  child.kill('SIGKILL');
  await exited;
  lockDataDir(folder.dir)();
});

test('a folder that cannot be used is not said to be in use', () => {
  using folder = makeTempDir();
  const notAFolder = path.join(folder.dir, 'file');
  writeFileSync(notAFolder, '');
  const failed = expect.objectContaining({ code: 'STORAGE_FAILED', message: expect.stringContaining(notAFolder) });
  expect(() => lockDataDir(notAFolder)).toThrow(failed);
  writeFileSync(
    path.join(folder.dir, 'server.lock'),
    'this is no database, it is a long line of ordinary words'.repeat(20),
  );
  expect(() => lockDataDir(folder.dir)).toThrow(expect.objectContaining({ code: 'STORAGE_FAILED' }));
});
