/**
 * Run as its own process: `node hold-database.ts <file>` keeps a SQLite database locked, as a backup tool or a stuck
 * command would. Says `held` once it has the lock and lets go when told anything, or when its parent is gone.
 */
import { DatabaseSync } from 'node:sqlite';

const database = new DatabaseSync(process.argv[2] ?? '');
database.exec('pragma busy_timeout = 30000; begin exclusive');

const letGo = (): void => {
  database.exec('rollback');
  database.close();
  process.exit(0);
};
process.once('message', letGo);
process.once('disconnect', letGo);
process.send?.('held');
