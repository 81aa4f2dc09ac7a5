import type { EventSwitches } from './event-switches.ts';
import type { FaultBox } from './fault-switches.ts';
import type { Feature } from './oa-route.ts';
import type { EmulatorParts } from './parts.ts';
import { defaultSettings } from './settings.ts';
import { checkSettings } from './settings-check.ts';
import { SNAPSHOT_VERSION, checkSnapshot, snapshotError } from './snapshot.ts';
import type { Snapshot } from './snapshot.ts';
import type { TokenDesk } from './token-desk.ts';

/** Takes and restores {@link Snapshot}s of one emulator. */
export interface SnapshotKeeper {
  take(): Snapshot;
  /**
   * Replaces the whole state; when that fails, the state before is put back.
   *
   * @throws EmulatorError EMULATOR_SNAPSHOT_INVALID
   */
  restore(snapshot: unknown): void;
}

/** A {@link SnapshotKeeper} over the parts and the features of an emulator. */
export function createSnapshotKeeper(
  parts: EmulatorParts,
  tokenDesk: TokenDesk,
  faults: FaultBox,
  features: readonly Feature[],
): SnapshotKeeper {
  const { options, clock, account, book, shelf, sender, live } = parts;

  function take(): Snapshot {
    const { packageName, zcaBalanceVnd, ...rest } = account.get();
    const { appId, appSecret, oaId, oaSecret } = options;
    const state: Snapshot = {
      version: SNAPSHOT_VERSION,
      takenAtMs: options.now(),
      identity: { appId, appSecret, oaId, oaSecret },
      clockOffsetMs: clock.offsetMs(),
      account: { ...rest, packageName: packageName ?? null, zcaBalanceVnd: zcaBalanceVnd ?? null },
      webhook: { url: sender.url() ?? null, disabled: sender.isDisabled() },
      settings: options.settings,
      eventSwitches: sender.eventSwitches(),
      faults: faults.get(),
      chats: book.dump(),
      media: shelf.dump(),
      tokens: tokenDesk.dump(),
      features: Object.fromEntries(features.map((feature) => [feature.key, feature.dump()])),
    };
    // A copy: nothing that happens later may change it.
    return structuredClone(state);
  }

  function load(snapshot: Snapshot): void {
    const { packageName, zcaBalanceVnd, ...rest } = snapshot.account;
    clock.setOffset(snapshot.clockOffsetMs);
    faults.set(snapshot.faults);
    Object.assign(options.settings, defaultSettings, checkSettings(snapshot.settings));
    sender.setEventSwitches(snapshot.eventSwitches as EventSwitches);
    book.load(snapshot.chats);
    shelf.load(snapshot.media);
    tokenDesk.load(snapshot.tokens);
    for (const feature of features) feature.load(snapshot.features[feature.key]);
    account.update({ ...rest, packageName: packageName ?? undefined, zcaBalanceVnd: zcaBalanceVnd ?? undefined });
    sender.restore({ url: snapshot.webhook.url ?? undefined, disabled: snapshot.webhook.disabled });
  }

  return {
    take,
    restore(value) {
      const snapshot = structuredClone(checkSnapshot(value));
      const missing = features.find(({ key }) => !Object.hasOwn(snapshot.features, key));
      if (missing !== undefined) throw snapshotError(`the part "features.${missing.key}" is missing`);
      const before = take();
      try {
        load(snapshot);
      } catch (error) {
        load(before);
        throw snapshotError(error instanceof Error ? error.message : String(error));
      }
      live.publish({ type: 'control', changed: 'snapshot' });
    },
  };
}
