import type { Config } from './config.ts';
import { mayBeShared } from './replicas-setup.ts';
import type { AppError } from './shared/errors.ts';
import type { Logger } from './shared/logger.ts';
import type { Storage } from './storage/ports.ts';
import type { ReplicaStart } from './storage/postgres/database.ts';

/**
 * Opens the truth store the configuration names: PostgreSQL at `databaseUrl`, else the embedded database in `dataDir`.
 * Only the one that is used is loaded. `replica` = which of several servers works here; `onSyncFailed` is called when the
 * disk of the embedded one fails and this process must end. Throws STORAGE_FAILED or DATABASE_TOO_NEW.
 */
export async function openStorage(
  { dataDir, databaseUrl }: Pick<Config, 'dataDir' | 'databaseUrl'>,
  logger?: Logger,
  replica?: ReplicaStart,
  onSyncFailed?: (error: AppError) => void,
): Promise<Storage> {
  if (databaseUrl === undefined) {
    const { openSqliteStorage } = await import('./storage/sqlite/open.ts');
    return openSqliteStorage(dataDir, onSyncFailed ? { onSyncFailed } : {});
  }
  const { openPostgresStorage } = await import('./storage/postgres/open.ts');
  return openPostgresStorage({
    url: databaseUrl,
    ...(replica ? { replica } : {}),
    onLost: (error) =>
      logger?.warn({ err: error }, 'a connection to the database broke; another one is made when needed'),
  });
}

/**
 * Makes this process the only server on the database the configuration names, or, with Redis, one of several; the embedded one is locked with its folder.
 * Returns what gives it free. Throws DATABASE_IN_USE.
 */
export async function lockStorage(
  config: Pick<Config, 'databaseUrl' | 'redis'>,
  onTaken: () => void,
): Promise<() => Promise<void>> {
  const { databaseUrl } = config;
  if (databaseUrl === undefined) return async () => undefined;
  const { lockDatabase } = await import('./storage/postgres/server-lock.ts');
  return lockDatabase({ url: databaseUrl, isShared: mayBeShared(config), onTaken });
}
