import * as z from 'zod';
import type { GroupBook } from './group-book.ts';
import type { GroupAsset, GroupMessage } from './group-model.ts';

const assetShape = z.object({
  id: z.string(),
  type: z.enum(['gmf10', 'gmf50', 'gmf100']),
  quotaType: z.enum(['sub_quota', 'purchase_quota', 'reward_quota']),
  validThroughMs: z.number(),
  autoRenew: z.boolean(),
  groupId: z.string().optional(),
});

const groupShape = z.object({
  id: z.string(),
  name: z.string(),
  avatarUrl: z.string(),
  description: z.string(),
  link: z.string(),
  createdAtMs: z.number(),
  status: z.enum(['enabled', 'disabled']),
  hasOa: z.boolean(),
  switches: z.object({
    lockSendMsg: z.boolean(),
    joinAppr: z.boolean(),
    enableMsgHistory: z.boolean(),
    enableLinkJoin: z.boolean(),
  }),
  assetId: z.string(),
  members: z.array(z.tuple([z.string(), z.object({ isAdmin: z.boolean(), joinedAtMs: z.number() })])),
  pending: z.array(z.tuple([z.string(), z.object({ how: z.enum(['invited', 'requested']), sinceMs: z.number() })])),
});

// Only what finds a message is checked: its drawing is the emulator's own and comes back as it was dumped.
const messageShape = z.looseObject({
  id: z.string(),
  groupId: z.string(),
  from: z.enum(['resident', 'oa']),
  kind: z.string(),
  sentAtMs: z.number(),
  senderName: z.string(),
  state: z.string(),
});

const stateShape = z.object({
  assets: z.array(assetShape),
  groups: z.array(groupShape),
  messages: z.array(messageShape),
  dissolved: z.array(z.string()),
  oaAdmins: z.array(z.string()),
});

/** Everything of group chat as plain JSON. */
export function dumpGroups(groups: GroupBook): z.infer<typeof stateShape> {
  return structuredClone({
    assets: [...groups.assets.list()],
    groups: groups.list().map((group) => ({ ...group, members: [...group.members], pending: [...group.pending] })),
    messages: groups.messages.dump().map((message) => ({ ...message })),
    dissolved: [...groups.dissolvedIds()],
    oaAdmins: [...groups.oaAdmins],
  });
}

/** Puts a dump in place of what is there; throws a ZodError when it is not one. */
export function loadGroups(groups: GroupBook, state: unknown): void {
  const parsed = stateShape.parse(state);
  groups.assets.replace(parsed.assets as GroupAsset[]);
  groups.replace({
    groups: parsed.groups.map((group) => ({
      ...group,
      members: new Map(group.members),
      pending: new Map(group.pending),
    })),
    dissolved: parsed.dissolved,
    oaAdmins: parsed.oaAdmins,
  });
  // One whose event was still on its way when the snapshot was taken will not hear of its end any more.
  groups.messages.replace(
    parsed.messages.map((message) =>
      message.state === 'sending' ? { ...message, state: 'received' } : message,
    ) as unknown as GroupMessage[],
  );
}
