import type { SlotShare } from '../shared/slots.ts';

/**
 * Who is alive and who has which slot, in the truth store. Its word is final: a replica declared gone cannot write there
 * any more, so whatever replaces it may begin at once.
 */
export interface ReplicaTable {
  /** This replica, the same after a restart on the same data folder. */
  readonly name: string;
  /** Which start of it this is. */
  readonly epoch: number;
  /** The part of the slots that a proxy posts to it; undefined = it is posted anything. */
  readonly home?: SlotShare | undefined;
  /**
   * A sign of life, answered with how things stand; `gone` when others have declared this replica gone. One that `isReady`
   * counts among those who share the slots.
   */
  beat(isReady: boolean): Promise<ReplicaView | 'gone'>;
  /** Makes free slots this replica's; those it got. */
  take(slots: readonly number[]): Promise<readonly number[]>;
  /** Gives slots up, for anybody to take. */
  free(slots: readonly number[]): Promise<void>;
  /**
   * Declares a replica gone that has given no sign since `beats`: ends what it still runs at the store, then frees its
   * slots. False when it gave one meanwhile.
   */
  bury(silent: ReplicaSign): Promise<boolean>;
  /** Says goodbye and lets go of everything. Never throws. */
  leave(): Promise<void>;
  /** Calls `listener` when somebody came, went or freed slots. At most once each, and may be missed. */
  onChange(listener: () => void): void;
}

export interface ReplicaSign {
  readonly name: string;
  readonly epoch: number;
  /** Signs of life since this start. */
  readonly beats: number;
  /** See `ReplicaTable.home`. */
  readonly home?: SlotShare | undefined;
}

export interface ReplicaView {
  /** Everybody who is ready or still has slots from before it was started again, and nobody declared gone. */
  readonly alive: readonly ReplicaSign[];
  /** Owner of each slot by number; undefined = free. */
  readonly owners: readonly (string | undefined)[];
}
