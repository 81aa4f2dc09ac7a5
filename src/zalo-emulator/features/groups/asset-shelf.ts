import { EmulatorError } from '../../errors.ts';
import type { ResolvedOptions } from '../../options.ts';
import type { GroupAsset, StartingGroupAsset } from './group-model.ts';

/** The assets the OA owns: one for each group it may have. */
export interface AssetShelf {
  list(): readonly GroupAsset[];
  find(assetId: string): GroupAsset | undefined;
  /** @throws EmulatorError EMULATOR_GROUP_ASSET_UNKNOWN */
  get(assetId: string): GroupAsset;
  add(asset: StartingGroupAsset): GroupAsset;
  change(assetId: string, change: Partial<Omit<GroupAsset, 'id' | 'groupId'>>): GroupAsset;
  occupy(assetId: string, groupId: string): void;
  /** Makes the asset available again; one that ran out stays so. */
  release(assetId: string): void;
  isExpired(asset: GroupAsset): boolean;
  replace(assets: readonly GroupAsset[]): void;
}

/** An {@link AssetShelf} with the assets of the options. */
export function createAssetShelf(options: ResolvedOptions): AssetShelf {
  const assets = new Map<string, GroupAsset>();

  function get(assetId: string): GroupAsset {
    const asset = assets.get(assetId);
    if (asset !== undefined) return asset;
    throw new EmulatorError(
      'EMULATOR_GROUP_ASSET_UNKNOWN',
      `The OA has no group asset "${assetId}". Expected one listed by groups.assets(). Add one with groups.addAsset().`,
    );
  }

  function add(asset: StartingGroupAsset): GroupAsset {
    const added: GroupAsset = {
      id: asset.id ?? options.newId('group_asset'),
      type: asset.type,
      quotaType: asset.quotaType ?? 'sub_quota',
      validThroughMs: asset.validThroughMs ?? options.now() + options.settings.groupAssetPeriodMs,
      autoRenew: asset.autoRenew ?? true,
    };
    assets.set(added.id, added);
    return added;
  }

  for (const asset of options.groupAssets) add(asset);

  return {
    list: () => [...assets.values()],
    find: (assetId) => assets.get(assetId),
    get,
    add,
    change(assetId, change) {
      const changed: GroupAsset = { ...get(assetId), ...change };
      assets.set(assetId, changed);
      return changed;
    },
    occupy: (assetId, groupId) => void assets.set(assetId, { ...get(assetId), groupId }),
    release(assetId) {
      const { groupId: _freed, ...asset } = get(assetId);
      assets.set(assetId, asset);
    },
    isExpired: ({ validThroughMs }) => validThroughMs <= options.now(),
    replace(next) {
      assets.clear();
      for (const asset of next) assets.set(asset.id, asset);
    },
  };
}
