/**
 * What the truth store is asked about the OAs of an installation beside the first, whose keys stand in the environment.
 * Part of `StorageOperations` (`ports.ts`), in a file of its own by size.
 */

/** `paused`: nothing is taken in or sent, and everything is kept. */
export type AddedOaState = 'serving' | 'paused';

/** An OA that was added in the console. */
export interface AddedOa {
  readonly oaId: string;
  /** Id of the app at developers.zalo.me that the OA gave access to. */
  readonly appId: string;
  /** What staff call it. */
  readonly name: string;
  /** Sealed; see `oa-secrets.ts`. */
  readonly appSecret: string;
  /** Sealed; signs the webhooks of the app. */
  readonly oaSecret: string;
  readonly state: AddedOaState;
  readonly addedAt: number;
}

export interface OaReads {
  /** Every OA that was added and not removed, in the order in which they were added. */
  listOas(): readonly AddedOa[];
}

export interface OaWrites {
  /** Fails with OA_CHANGED when it is there already. One that was removed comes back with what was kept of it. */
  addOa(oa: Omit<AddedOa, 'state'>): null;
  /** New name, state or keys. Fails with OA_CHANGED for an OA that was not added, or was removed. */
  patchOa(args: {
    readonly oaId: string;
    readonly patch: Partial<Pick<AddedOa, 'name' | 'state' | 'appId' | 'appSecret' | 'oaSecret'>>;
  }): null;
  /** Forgets its keys and tokens; what residents and teams did stays until its time is over. Fails with OA_CHANGED. */
  removeOa(args: { readonly oaId: string }): null;
}
