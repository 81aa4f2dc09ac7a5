import * as z from 'zod';
import { accept } from '../../api-answers.ts';
import type { OaRoute } from '../../oa-route.ts';
import type { EmulatorParts } from '../../parts.ts';
import { flag, zaloId } from '../field-reading.ts';
import type { GroupFounding } from './create-group.ts';
import { groupDetail, shortGroup } from './group-answers.ts';
import type { GroupBook } from './group-book.ts';
import type { GroupCalls } from './group-calls.ts';
import type { Membership } from './membership.ts';

const createShape = z.object({
  group_name: z.string(),
  group_description: z.string().nullish(),
  asset_id: zaloId,
  member_user_ids: z.array(zaloId),
});

const switchShape = flag.nullish();

const updateShape = z.object({
  group_name: z.string().nullish(),
  group_avatar: z.string().nullish(),
  group_description: z.string().nullish(),
  lock_send_msg: switchShape,
  join_appr: switchShape,
  enable_msg_history: switchShape,
  enable_link_join: switchShape,
});

const firstField = (error: z.ZodError) => String(error.issues[0]?.path[0] ?? 'body');

/**
 * The group itself: `creategroupwithoa`, `getgroup`, `getgroupsofoa`, `updateinfo`, `delete`.
 *
 * Source: Zalo docs, GMF pages "Tạo nhóm mới", "Lấy thông tin nhóm", "Lấy danh sách nhóm", "Cập nhật nhóm", "Giải tán
 * nhóm".
 */
export function groupRoutes(
  { options: { settings } }: EmulatorParts,
  calls: GroupCalls,
  groups: GroupBook,
  founding: GroupFounding,
  membership: Membership,
): readonly OaRoute[] {
  return [
    calls.route('POST', 'group/creategroupwithoa', ({ body }) => {
      const wanted = createShape.safeParse(body);
      if (!wanted.success) return calls.invalid(firstField(wanted.error));
      const created = founding.create({
        name: wanted.data.group_name,
        description: wanted.data.group_description ?? '',
        assetId: wanted.data.asset_id,
        memberIds: wanted.data.member_user_ids,
      });
      return 'error' in created ? created : accept(shortGroup(groups, created));
    }),
    calls.groupRoute('GET', 'getgroup', 'query', 'any', ({ group }) => accept(groupDetail(groups, group))),
    calls.route('GET', 'group/getgroupsofoa', ({ query }) => {
      const page = calls.page(query, settings.groupListMaxCount);
      if ('error' in page) return page;
      const own = groups.list().filter(({ hasOa }) => hasOa);
      const shown = own.slice(page.offset, page.offset + page.count);
      return accept({ ...page, total: own.length, groups: shown.map((group) => shortGroup(groups, group)) });
    }),
    calls.groupRoute('POST', 'updateinfo', 'body', 'change', ({ body, group }) => {
      const wanted = updateShape.safeParse(body);
      if (!wanted.success) return calls.invalid(firstField(wanted.error));
      const change = wanted.data;
      const name = change.group_name?.trim();
      const refusal = name === undefined ? undefined : founding.checkName(name);
      if (refusal !== undefined) return refusal;
      group.name = name ?? group.name;
      group.avatarUrl = change.group_avatar ?? group.avatarUrl;
      group.description = change.group_description ?? group.description;
      group.switches = {
        lockSendMsg: change.lock_send_msg ?? group.switches.lockSendMsg,
        joinAppr: change.join_appr ?? group.switches.joinAppr,
        enableMsgHistory: change.enable_msg_history ?? group.switches.enableMsgHistory,
        enableLinkJoin: change.enable_link_join ?? group.switches.enableLinkJoin,
      };
      groups.publish(group);
      membership.emit('update_group_info', group);
      return accept(groupDetail(groups, group));
    }),
    calls.groupRoute('POST', 'delete', 'body', 'any', ({ group }) => {
      groups.remove(group);
      membership.emit('delete_group', group);
      return accept();
    }),
  ];
}
