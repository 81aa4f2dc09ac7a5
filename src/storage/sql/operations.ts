import type { StorageOperations } from '../ports.ts';
import { claimOperations } from './announcement-claims.ts';
import { recipientOperations } from './announcement-recipients.ts';
import { announcementOperations } from './announcements.ts';
import { audienceOperations } from './audience.ts';
import { auditOperations } from './audit.ts';
import { cascadeOperations } from './cascades.ts';
import { dashboardOperations } from './dashboard.ts';
import { demandOperations } from './demand.ts';
import { deskOperations } from './desk.ts';
import { visitOperations } from './engagement.ts';
import { erasureOperations } from './erasures.ts';
import { fieldLogOperations } from './field-log.ts';
import { groupOperations } from './groups.ts';
import { guideOperations } from './guides.ts';
import { helpOperations } from './help.ts';
import { indicatorOperations } from './indicators.ts';
import { inboxOperations } from './inbox.ts';
import { oaOperations } from './oa.ts';
import { laneOperations } from './lanes.ts';
import { learningOperations } from './learning.ts';
import { outboxOperations } from './outbox.ts';
import type { Operation, Queried, Sql } from './query.ts';
import { questionOperations } from './questions.ts';
import { registryOperations } from './registry.ts';
import { registryTeamOperations } from './registry-teams.ts';
import { residentOperations } from './residents.ts';
import { staffOperations } from './staff.ts';
import { teamOperations } from './teams.ts';
import { privacyOperations } from './privacy.ts';
import { settingsOperations } from './settings.ts';
import type { SeenKeys } from './seen.ts';
import { tipOperations } from './tips.ts';
import { turnOperations } from './turns.ts';
import { teamMemberOperations } from './team-members.ts';
import { upkeepOperations } from './upkeep.ts';
import { workAgeOperations } from './work-ages.ts';

/** What an adapter runs: every operation but those that are no queries. */
export type QueriedOperations = Queried<Omit<StorageOperations, 'checkpoint'>>;

/** Every storage operation as queries. The caller owns the transaction and tells `seen` how it ended. */
export function createOperations(db: Sql, seen: SeenKeys): QueriedOperations {
  const inbox = inboxOperations(db, seen);
  function* byName(write: { readonly operation: keyof QueriedOperations; readonly args: unknown }): Operation<unknown> {
    return yield* (operations[write.operation] as (args: unknown) => Operation<unknown>)(write.args);
  }
  const announcements = { ...announcementOperations(db), ...recipientOperations(db) };
  const operations: QueriedOperations = {
    ...inbox,
    ...turnOperations(db, {
      acceptEvent: (event) => inbox.acceptEvent(event),
      runEffect: byName,
    }),
    ...staffOperations(db),
    ...auditOperations(db, byName),
    ...audienceOperations(db),
    ...outboxOperations(db, seen),
    ...oaOperations(db),
    ...residentOperations(db),
    ...teamOperations(db),
    ...teamMemberOperations(db),
    ...registryOperations(db),
    ...registryTeamOperations(db),
    ...announcements,
    ...claimOperations(db),
    ...visitOperations(db),
    ...indicatorOperations(db),
    ...fieldLogOperations(db),
    ...erasureOperations(db),
    ...workAgeOperations(db),
    ...demandOperations(db),
    ...deskOperations(db),
    ...privacyOperations(db),
    ...settingsOperations(db),
    ...dashboardOperations(db),
    ...guideOperations(db),
    ...helpOperations(db),
    ...groupOperations(db),
    ...laneOperations(db),
    ...cascadeOperations(db),
    ...learningOperations(db),
    ...questionOperations(db),
    ...tipOperations(db, announcements),
    ...upkeepOperations(db, seen),
  };
  return operations;
}
