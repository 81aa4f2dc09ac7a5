import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { SERVER_DIR } from './postgres.ts';

/** Before all tests: a folder for the PostgreSQL that the first test to need one starts there. It ends with this process. */
export default function setup(): () => void {
  const dir = mkdtempSync(path.join(tmpdir(), 'tro-ly-so-postgres-'));
  process.env[SERVER_DIR] = dir;
  process.env[`${SERVER_DIR}_OWNER`] = String(process.pid);
  return () => {
    // A server that runs is ended, and its folder removed, by its watcher.
    rmSync(path.join(dir, 'mine'), { recursive: true, force: true });
  };
}
