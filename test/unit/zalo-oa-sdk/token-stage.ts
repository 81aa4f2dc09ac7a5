import {
  createTokens,
  type SdkClock,
  type TokenKeeper,
  type TokenPair,
  type TokensOptions,
  type Transport,
} from 'zalo-oa-sdk';
import { START_MS } from '../../integration/zalo-oa-sdk/fakes.ts';

/** How long before its end a token is replaced, by default. */
export const AHEAD_MS = 30 * 60_000;
/** Life of a new token: 90,000 s. */
export const LIFE_MS = 90_000_000;
/** The first pair, fresh and at its end. */
export const OLD: TokenPair = { accessToken: 'A1', refreshToken: 'R1', expiresAtMs: START_MS + LIFE_MS };
export const OVER: TokenPair = { ...OLD, expiresAtMs: START_MS };
/** The second pair, as Zalo answers it and as it is stored. */
export const NEW_ANSWER = { access_token: 'A2', refresh_token: 'R2', expires_in: '90000' } as const;
export const NEW: TokenPair = { accessToken: 'A2', refreshToken: 'R2', expiresAtMs: START_MS + LIFE_MS };
/** Zalo's answer to a dead refresh token. */
export const DEAD = { error: -14014, error_name: 'Invalid refresh token' } as const;

/** Tokens of one app over a scripted wire and a clock in the hands of the test. */
export function keeperOn(
  wire: { readonly transport: Transport; readonly clock: SdkClock },
  store: TokensOptions['store'],
  more: Partial<TokensOptions> = {},
): TokenKeeper {
  return createTokens({ ...wire, store, appId: '135', appSecret: 'app-secret', ...more });
}

/** The error of a call that must fail. */
export const failureOf = (running: Promise<unknown>): Promise<unknown> =>
  running.then(
    () => 'nothing was thrown',
    (error: unknown) => error,
  );

/** A promise and the function that fulfils it. */
export function gate(): { readonly opened: Promise<void>; open(): void } {
  const { promise: opened, resolve: open } = Promise.withResolvers<void>();
  return { opened, open: () => open() };
}
