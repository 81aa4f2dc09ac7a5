import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Names and secrets of the app and OA that {@link startRotatingZalo} knows. */
export const ROTATING_APP = {
  appId: '1357924680135792468',
  appSecret: 'app-secret',
  oaId: '2468013579246801357',
} as const;

/** What happens to the first refresh; later ones are answered. */
export type FirstRefresh = 'answered' | 'held before it counts' | 'held after it counts';

/** A Zalo that takes single-use refresh tokens seriously, and counts. */
export interface RotatingZalo {
  readonly url: string;
  /** The pair it gave out first: `A1`, `R1`. */
  readonly first: { readonly accessToken: string; readonly refreshToken: string };
  /** Refreshes asked for, refreshes granted, API calls answered 0, API calls answered -220. */
  readonly counts: { asked: number; granted: number; served: number; refused: number };
  /** Resolves when the first refresh has arrived. */
  readonly refreshArrived: Promise<void>;
  close(): Promise<void>;
}

/**
 * Starts it on a free loopback port. `startsDead`: the first access token is already refused with -220. An old access
 * token dies with a refresh; a used refresh token is answered -14014. Every answer takes `latencyMs`.
 */
export async function startRotatingZalo(options: {
  readonly startsDead: boolean;
  readonly latencyMs?: number;
  readonly firstRefresh?: FirstRefresh;
}): Promise<RotatingZalo> {
  const { latencyMs = 5, firstRefresh = 'answered' } = options;
  const counts = { asked: 0, granted: 0, served: 0, refused: 0 };
  let generation = 1;
  let alive = options.startsDead ? undefined : 'A1';
  let arrived = (): void => {};
  const refreshArrived = new Promise<void>((resolve) => {
    arrived = resolve;
  });

  function refresh(form: URLSearchParams, secret: unknown): object | undefined {
    counts.asked += 1;
    const isHeld = firstRefresh !== 'answered' && counts.asked === 1;
    if (counts.asked === 1) arrived();
    if (isHeld && firstRefresh === 'held before it counts') return undefined;
    const isRight =
      secret === ROTATING_APP.appSecret &&
      form.get('app_id') === ROTATING_APP.appId &&
      form.get('grant_type') === 'refresh_token' &&
      form.get('refresh_token') === `R${generation}`;
    if (!isRight) return { error: -14014, error_name: 'Invalid refresh token' };
    generation += 1;
    counts.granted += 1;
    alive = `A${generation}`;
    if (isHeld) return undefined;
    return { access_token: alive, refresh_token: `R${generation}`, expires_in: '90000' };
  }

  function serve(token: unknown): object {
    if (token === undefined || token !== alive) {
      counts.refused += 1;
      return { error: -220, message: 'access_token is expired or removed' };
    }
    counts.served += 1;
    return { error: 0, message: 'Success', data: { oaid: ROTATING_APP.oaId, name: 'OA' } };
  }

  const server = createServer(async (request, response) => {
    const form = new URLSearchParams(await bodyOf(request));
    const { secret_key: secret, access_token: token } = request.headers;
    const answer = request.url === '/v4/oa/access_token' ? refresh(form, secret) : serve(token);
    if (answer) setTimeout(() => response.end(JSON.stringify(answer)), latencyMs);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    first: { accessToken: 'A1', refreshToken: 'R1' },
    counts,
    refreshArrived,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) text += chunk as string;
  return text;
}
