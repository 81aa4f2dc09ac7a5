import type { OaType } from './options.ts';

/** What decides which calls an OA may make. Everything can be changed while the emulator runs. */
export interface OaAccountState {
  /** 2 = business, 4 = state agency; see {@link OaType}. */
  readonly type: OaType;
  readonly name: string;
  readonly isVerified: boolean;
  /** Package of a business OA as `getoa` prints it; undefined for a state agency. */
  readonly packageName: string | undefined;
  /** Whether the package carries group chat (GMF) and other paid calls; false answers -224. */
  readonly packageAllowsGroups: boolean;
  /** Balance of the linked Zalo Cloud Account in VND; undefined = none linked (-320), 0 = no money left (-321). */
  readonly zcaBalanceVnd: number | undefined;
}

/** The OA's account, changed by the page or a test. */
export interface OaAccount {
  get(): OaAccountState;
  update(change: Partial<OaAccountState>): void;
}

/** An {@link OaAccount} with the given start. */
export function createOaAccount(start: OaAccountState, onChange: (state: OaAccountState) => void): OaAccount {
  let state = start;
  return {
    get: () => state,
    update(change) {
      state = { ...state, ...change };
      onChange(state);
    },
  };
}
