import type { Feature } from '../../oa-route.ts';
import type { EmulatorParts } from '../../parts.ts';
import { createAssetExpiry } from './asset-expiry.ts';
import { createGroupFounding } from './create-group.ts';
import { createGroupActions } from './group-actions.ts';
import type { GroupActions } from './group-actions.ts';
import { createGroupBook } from './group-book.ts';
import { createGroupCalls } from './group-calls.ts';
import { createGroupDesk } from './group-desk.ts';
import type { GroupDesk } from './group-desk.ts';
import { groupMessageRoutes } from './group-message-routes.ts';
import { groupRoutes } from './group-routes.ts';
import { dumpGroups, loadGroups } from './group-snapshot.ts';
import { memberRoutes } from './member-routes.ts';
import { createMembership } from './membership.ts';
import { quotaRoutes } from './quota-routes.ts';
import { createGroupSending } from './sending.ts';

/** Group chat (GMF): its 18 calls, what people do in groups, and the OA's own view of them. */
export interface GroupsFeature extends Feature {
  readonly actions: GroupActions;
  readonly desk: GroupDesk;
}

/** Composes {@link GroupsFeature}. Source: Zalo docs, the pages under "Nhóm chat GMF". */
export function createGroupsFeature(parts: EmulatorParts): GroupsFeature {
  const groups = createGroupBook(parts);
  const membership = createMembership(parts, groups);
  const expiry = createAssetExpiry(parts, groups, membership);
  const founding = createGroupFounding(parts, groups, membership, expiry);
  const calls = createGroupCalls(parts, groups);
  const sending = createGroupSending(parts, calls, groups);
  expiry.settle();
  return {
    key: 'groups',
    routes: [
      ...quotaRoutes(calls, groups, founding, expiry),
      ...groupRoutes(parts, calls, groups, founding, membership),
      ...memberRoutes(parts, calls, groups, membership),
      ...groupMessageRoutes(parts, calls, groups, sending),
    ],
    actions: createGroupActions(parts, groups, membership, sending),
    desk: createGroupDesk(groups, founding, expiry),
    dump: () => dumpGroups(groups),
    load(state) {
      loadGroups(groups, state);
      expiry.settle();
    },
  };
}
