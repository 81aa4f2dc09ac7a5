import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { openDatabase } from '../../src/storage/sqlite/database.ts';
import { DATABASE_FILE } from '../../src/storage/sqlite/open.ts';
import { LOAD_IDENTITY, residentId } from '../support/load/webhook-body.ts';

const HOUR_MS = 3_600_000;

/**
 * Residents 1 to `count` who wrote an hour ago and know the notice, straight into the tables of a new data folder: so many
 * by the front door would take longer than the bench.
 *
 * @param communeAt commune of the resident with this index, or null where they never said
 */
export function fillResidents(dataDir: string, count: number, communeAt: (index: number) => string | null): void {
  mkdirSync(dataDir, { recursive: true });
  const database = openDatabase(join(dataDir, DATABASE_FILE));
  const at = Date.now() - HOUR_MS;
  database.exec('begin');
  for (let index = 0; index < count; index += 1) {
    const values = [LOAD_IDENTITY.oaId, residentId(index + 1), at, at, communeAt(index), at];
    database.run(
      `insert into resident (oa_id, user_id, created_at, last_interaction_at, commune_code, following, notice_at)
       values (?, ?, ?, ?, ?, 1, ?)`,
      ...values,
    );
  }
  database.exec('commit');
  database.exec('pragma wal_checkpoint(truncate)');
  database.close();
}
