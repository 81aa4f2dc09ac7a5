import type { StorageOperations } from '../ports.ts';
import { announcementOperations } from './announcements.ts';
import type { Operation, Queried, Sql } from './query.ts';
import { demandOperations } from './demand.ts';
import { visitOperations } from './engagement.ts';
import { fieldLogOperations } from './field-log.ts';
import { groupOperations } from './groups.ts';
import { guideOperations } from './guides.ts';
import { helpOperations } from './help.ts';
import { indicatorOperations } from './indicators.ts';
import { inboxOperations } from './inbox.ts';
import { oaOperations } from './oa.ts';
import { learningOperations } from './learning.ts';
import { outboxOperations } from './outbox.ts';
import { questionOperations } from './questions.ts';
import { registryOperations } from './registry.ts';
import { registryTeamOperations } from './registry-teams.ts';
import { residentOperations } from './residents.ts';
import { teamOperations } from './teams.ts';
import type { SeenKeys } from './seen.ts';
import { tipOperations } from './tips.ts';
import { turnOperations } from './turns.ts';
import { teamMemberOperations } from './team-members.ts';
import { upkeepOperations } from './upkeep.ts';

/** What an adapter runs: every operation but those that are no queries. */
export type QueriedOperations = Queried<Omit<StorageOperations, 'checkpoint'>>;

/** Every storage operation as queries. The caller owns the transaction and tells `seen` how it ended. */
export function createOperations(db: Sql, seen: SeenKeys): QueriedOperations {
  const inbox = inboxOperations(db, seen);
  const operations: QueriedOperations = {
    ...inbox,
    ...turnOperations(db, {
      acceptEvent: (event) => inbox.acceptEvent(event),
      *runEffect(effect) {
        yield* (operations[effect.operation] as (args: unknown) => Operation<unknown>)(effect.args);
      },
    }),
    ...outboxOperations(db),
    ...oaOperations(db),
    ...residentOperations(db),
    ...teamOperations(db),
    ...teamMemberOperations(db),
    ...registryOperations(db),
    ...registryTeamOperations(db),
    ...announcementOperations(db),
    ...visitOperations(db),
    ...indicatorOperations(db),
    ...fieldLogOperations(db),
    ...demandOperations(db),
    ...guideOperations(db),
    ...helpOperations(db),
    ...groupOperations(db),
    ...learningOperations(db),
    ...questionOperations(db),
    ...tipOperations(db),
    ...upkeepOperations(db, seen),
  };
  return operations;
}
