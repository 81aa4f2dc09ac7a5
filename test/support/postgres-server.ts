import { tmpdir } from 'node:os';
import path from 'node:path';
import { SERVER_DIR } from './postgres.ts';

/**
 * Before all tests: names the folder of the PostgreSQL that the first test to need one starts there. Its watcher ends the
 * server and removes the folder when this process is gone, however it went.
 */
export default function setup(): void {
  // Each part of a run comes here; all of them share one server.
  if (process.env[`${SERVER_DIR}_OWNER`] === String(process.pid)) return;
  process.env[SERVER_DIR] = path.join(tmpdir(), `tro-ly-so-postgres-${process.pid}-${Date.now()}`);
  process.env[`${SERVER_DIR}_OWNER`] = String(process.pid);
}
