import type { StorageOperations } from '../ports.ts';
import { announcementOperations } from './announcements.ts';
import type { Database } from './database.ts';
import { inboxOperations } from './inbox.ts';
import { oaOperations } from './oa.ts';
import { outboxOperations } from './outbox.ts';
import { residentOperations } from './residents.ts';
import { teamOperations } from './teams.ts';
import { turnOperations } from './turns.ts';
import { upkeepOperations } from './upkeep.ts';

/** Every storage operation over one SQLite connection. The caller owns the transaction. */
export const createOperations = (db: Database): StorageOperations => ({
  ...inboxOperations(db),
  ...turnOperations(db),
  ...outboxOperations(db),
  ...oaOperations(db),
  ...residentOperations(db),
  ...teamOperations(db),
  ...announcementOperations(db),
  ...upkeepOperations(db),
});
