import * as z from 'zod';
import { accept } from '../../api-answers.ts';
import type { OaRoute } from '../../oa-route.ts';
import { zaloId } from '../field-reading.ts';
import type { AssetExpiry } from './asset-expiry.ts';
import type { GroupFounding } from './create-group.ts';
import { assetAnswer, groupDetail } from './group-answers.ts';
import type { GroupBook } from './group-book.ts';
import type { GroupCalls } from './group-calls.ts';

const quotaShape = z.object({
  quota_owner: z.literal('OA'),
  product_type: z.enum(['gmf10', 'gmf50', 'gmf100']).nullish(),
  quota_type: z.enum(['sub_quota', 'purchase_quota', 'reward_quota']).nullish(),
});

const assetShape = z.object({ asset_id: zaloId });

/**
 * `quota/group` and `group/updateasset`: the rights to groups. An available asset past its time is not listed: Zalo
 * knows only `available` and `used`.
 *
 * Source: Zalo docs, "Kiểm tra hạn mức nhóm", "Cập nhật dịch vụ nhóm".
 */
export function quotaRoutes(
  calls: GroupCalls,
  groups: GroupBook,
  founding: GroupFounding,
  expiry: AssetExpiry,
): readonly OaRoute[] {
  return [
    calls.route('POST', 'quota/group', ({ body }) => {
      const wanted = quotaShape.safeParse(body);
      if (!wanted.success) return calls.invalid(String(wanted.error.issues[0]?.path[0] ?? 'body'));
      const { product_type: type, quota_type: quotaType } = wanted.data;
      const listed = groups.assets
        .list()
        .filter((asset) => (type ?? asset.type) === asset.type && (quotaType ?? asset.quotaType) === asset.quotaType)
        .filter((asset) => asset.groupId !== undefined || !groups.assets.isExpired(asset));
      return accept(listed.map(assetAnswer));
    }),
    // Not a change in the sense of -237: a new asset is what brings a disabled group back.
    calls.groupRoute('POST', 'updateasset', 'body', 'any', ({ body, group }) => {
      const wanted = assetShape.safeParse(body);
      if (!wanted.success) return calls.invalid('asset_id');
      const asset = groups.assets.find(wanted.data.asset_id);
      const refusal = founding.checkAsset(asset, groups.placesTaken(group));
      if (refusal !== undefined) return refusal;
      groups.assets.release(group.assetId);
      group.assetId = wanted.data.asset_id;
      groups.assets.occupy(group.assetId, group.id);
      expiry.settle();
      groups.publish(group);
      return accept(groupDetail(groups, group));
    }),
  ];
}
