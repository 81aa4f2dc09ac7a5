import type { EmulatorParts } from '../../parts.ts';
import { createAssetShelf } from './asset-shelf.ts';
import type { AssetShelf } from './asset-shelf.ts';
import { groupSizes } from './group-model.ts';
import type { Group, GroupMessage, GroupSwitches } from './group-model.ts';
import { createMessageBook } from './message-book.ts';
import type { MessageBook } from './message-book.ts';

/** A group as it is kept: people by id, in the order they came. */
export interface GroupRecord {
  readonly id: string;
  name: string;
  avatarUrl: string;
  description: string;
  readonly link: string;
  readonly createdAtMs: number;
  status: 'enabled' | 'disabled';
  hasOa: boolean;
  switches: GroupSwitches;
  assetId: string;
  readonly members: Map<string, { isAdmin: boolean; readonly joinedAtMs: number }>;
  readonly pending: Map<string, { readonly how: 'invited' | 'requested'; readonly sinceMs: number }>;
}

/** What the OA's groups are: groups, assets, messages and the OA's admins. Changes reach the live stream by `publish`. */
export interface GroupBook {
  readonly assets: AssetShelf;
  readonly messages: MessageBook;
  /** Residents who are admins of the OA: one of them must be in a new group. */
  readonly oaAdmins: Set<string>;
  list(): readonly GroupRecord[];
  find(groupId: string): GroupRecord | undefined;
  /** Whether this id was a group that is gone; the last 500 are remembered. */
  wasDissolved(groupId: string): boolean;
  add(group: GroupRecord): void;
  /** Forgets the group and its messages and frees its asset. */
  remove(group: GroupRecord): void;
  view(group: GroupRecord, status?: Group['status']): Group;
  /** Places taken, the OA's among them where it takes one. */
  placesTaken(group: GroupRecord): number;
  /** Places left under the group's asset. */
  placesLeft(group: GroupRecord): number;
  publish(group: GroupRecord): void;
  publishMessage(message: GroupMessage): void;
  /** For snapshots: puts these in place of everything. */
  replace(state: {
    readonly groups: readonly GroupRecord[];
    readonly dissolved: readonly string[];
    readonly oaAdmins: readonly string[];
  }): void;
  dissolvedIds(): readonly string[];
}

const MAX_DISSOLVED = 500;

/** A {@link GroupBook} with the assets and OA admins of the options. */
export function createGroupBook({ options, book, live }: EmulatorParts): GroupBook {
  const { settings } = options;
  const assets = createAssetShelf(options);
  const messages = createMessageBook();
  const groups = new Map<string, GroupRecord>();
  const dissolved = new Set<string>();
  const oaAdmins = new Set(
    options.oaAdminIds ??
      book
        .residents()
        .slice(0, 1)
        .map(({ id }) => id),
  );

  const nameOf = (residentId: string) => book.find(residentId)?.name ?? '';
  const placesTaken = ({ members, hasOa }: GroupRecord) => members.size + (hasOa && settings.groupOaTakesPlace ? 1 : 0);
  const maxMembers = ({ assetId }: GroupRecord) => groupSizes[assets.get(assetId).type];

  function view(group: GroupRecord, status: Group['status'] = group.status): Group {
    const asset = assets.get(group.assetId);
    return {
      id: group.id,
      name: group.name,
      avatarUrl: group.avatarUrl,
      description: group.description,
      link: group.link,
      createdAtMs: group.createdAtMs,
      status,
      hasOa: group.hasOa,
      switches: group.switches,
      maxMembers: maxMembers(group),
      members: [...group.members].map(([residentId, rest]) => ({ residentId, name: nameOf(residentId), ...rest })),
      pending: [...group.pending].map(([residentId, rest]) => ({ residentId, name: nameOf(residentId), ...rest })),
      asset,
      ...(asset.autoRenew ? {} : { dissolvesAtMs: asset.validThroughMs + settings.groupDissolveAfterMs }),
    };
  }

  function rememberDissolved(groupId: string): void {
    dissolved.add(groupId);
    const [oldest] = dissolved;
    if (dissolved.size > MAX_DISSOLVED && oldest !== undefined) dissolved.delete(oldest);
  }

  return {
    assets,
    messages,
    oaAdmins,
    list: () => [...groups.values()],
    find: (groupId) => groups.get(groupId),
    wasDissolved: (groupId) => dissolved.has(groupId),
    add(group) {
      groups.set(group.id, group);
      assets.occupy(group.assetId, group.id);
    },
    remove(group) {
      live.publish({ type: 'group', group: view(group, 'dissolved') });
      groups.delete(group.id);
      messages.forget(group.id);
      assets.release(group.assetId);
      rememberDissolved(group.id);
    },
    view,
    placesTaken,
    placesLeft: (group) => maxMembers(group) - placesTaken(group),
    publish: (group) => live.publish({ type: 'group', group: view(group) }),
    publishMessage: (message) => live.publish({ type: 'group-message', message }),
    replace(state) {
      groups.clear();
      dissolved.clear();
      oaAdmins.clear();
      for (const group of state.groups) groups.set(group.id, group);
      for (const groupId of state.dissolved) dissolved.add(groupId);
      for (const residentId of state.oaAdmins) oaAdmins.add(residentId);
    },
    dissolvedIds: () => [...dissolved],
  };
}
