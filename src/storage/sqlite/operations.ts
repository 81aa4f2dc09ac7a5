import type { StorageOperations } from '../ports.ts';
import { announcementOperations } from './announcements.ts';
import type { Database } from './database.ts';
import { visitOperations } from './engagement.ts';
import { guideOperations } from './guides.ts';
import { inboxOperations } from './inbox.ts';
import { oaOperations } from './oa.ts';
import { outboxOperations } from './outbox.ts';
import { residentOperations } from './residents.ts';
import { teamOperations } from './teams.ts';
import type { SeenKeys } from './seen-keys.ts';
import { turnOperations } from './turns.ts';
import { upkeepOperations } from './upkeep.ts';

/** Every storage operation over one SQLite connection. The caller owns the transaction and tells `seen` how it ended. */
export const createOperations = (db: Database, seen: SeenKeys): StorageOperations => ({
  ...inboxOperations(db, seen),
  ...turnOperations(db),
  ...outboxOperations(db),
  ...oaOperations(db),
  ...residentOperations(db),
  ...teamOperations(db),
  ...announcementOperations(db),
  ...visitOperations(db),
  ...guideOperations(db),
  ...upkeepOperations(db, seen),
});
