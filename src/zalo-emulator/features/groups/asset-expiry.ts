import type { EmulatorParts } from '../../parts.ts';
import type { GroupBook } from './group-book.ts';
import type { GroupAsset } from './group-model.ts';
import type { Membership } from './membership.ts';

/** Watches the assets: renews, disables and dissolves on the emulator's clock. */
export interface AssetExpiry {
  /** Does what is due now and waits for the next; to be called after every change of assets and groups. */
  settle(): void;
}

/** Shortest asset period in ms: a setting of 0 must not renew without end. */
const MIN_PERIOD_MS = 60_000;

/**
 * An {@link AssetExpiry}: an asset past its time is renewed if it renews itself, else its group is disabled, and
 * dissolved (`delete_group`) 45 days later.
 *
 * Source: Zalo docs, "Lấy thông tin nhóm" (`auto_delete_date`).
 */
export function createAssetExpiry(
  { options, clock }: EmulatorParts,
  groups: GroupBook,
  membership: Membership,
): AssetExpiry {
  const { settings } = options;
  let callOff: (() => void) | undefined;

  /** The asset, with whole periods added until it is valid again if it renews itself. */
  function renewed(asset: GroupAsset, nowMs: number): GroupAsset {
    if (asset.validThroughMs > nowMs || !asset.autoRenew) return asset;
    const periodMs = Math.max(settings.groupAssetPeriodMs, MIN_PERIOD_MS);
    const periods = Math.floor((nowMs - asset.validThroughMs) / periodMs) + 1;
    return groups.assets.change(asset.id, {
      validThroughMs: asset.validThroughMs + periods * periodMs,
    });
  }

  /** Returns when to look again; undefined = never. */
  function settleAsset(before: GroupAsset): number | undefined {
    const nowMs = options.now();
    const asset = renewed(before, nowMs);
    const group = asset.groupId === undefined ? undefined : groups.find(asset.groupId);
    const isValid = asset.validThroughMs > nowMs;
    const dissolvesAtMs = asset.validThroughMs + settings.groupDissolveAfterMs;
    if (group !== undefined && dissolvesAtMs <= nowMs) {
      groups.remove(group);
      membership.emit('delete_group', group);
      return undefined;
    }
    const status = isValid ? 'enabled' : 'disabled';
    if (group !== undefined && (group.status !== status || asset !== before)) {
      group.status = status;
      groups.publish(group);
    }
    if (isValid) return asset.validThroughMs;
    return group === undefined ? undefined : dissolvesAtMs;
  }

  function settle(): void {
    callOff?.();
    callOff = undefined;
    const dueTimes = groups.assets.list().flatMap((asset) => settleAsset(asset) ?? []);
    if (dueTimes.length === 0) return;
    callOff = clock.schedule(settle, Math.min(...dueTimes) - options.now());
  }

  return { settle };
}
