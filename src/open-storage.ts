import type { Config } from './config.ts';
import type { Logger } from './shared/logger.ts';
import type { Storage } from './storage/ports.ts';

/**
 * Opens the truth store the configuration names: PostgreSQL at `databaseUrl`, else the embedded database in `dataDir`.
 * Only the one that is used is loaded. Throws STORAGE_FAILED or DATABASE_TOO_NEW.
 */
export async function openStorage(
  { dataDir, databaseUrl }: Pick<Config, 'dataDir' | 'databaseUrl'>,
  logger?: Logger,
): Promise<Storage> {
  if (databaseUrl === undefined) return (await import('./storage/sqlite/open.ts')).openSqliteStorage(dataDir);
  const { openPostgresStorage } = await import('./storage/postgres/open.ts');
  return openPostgresStorage({
    url: databaseUrl,
    onLost: (error) =>
      logger?.warn({ err: error }, 'a connection to the database broke; another one is made when needed'),
  });
}

/**
 * Makes this process the only server on the database the configuration names; the embedded one is locked with its folder.
 * Returns what gives it free. Throws DATABASE_IN_USE.
 */
export async function lockStorage(
  { databaseUrl }: Pick<Config, 'databaseUrl'>,
  onTaken: () => void,
): Promise<() => Promise<void>> {
  if (databaseUrl === undefined) return async () => undefined;
  const { lockDatabase } = await import('./storage/postgres/server-lock.ts');
  return lockDatabase({ url: databaseUrl, onTaken });
}
