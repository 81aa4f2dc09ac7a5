import Fastify, { type LightMyRequestResponse } from 'fastify';
import { Secret, TOTP } from 'otpauth';
import { createAccess } from '../../src/console/access/access.ts';
import { newAccount } from '../../src/console/access/first-admin.ts';
import { deriveConsoleKeys } from '../../src/console/access/keys.ts';
import { createSignInDesk, type SignInDesk } from '../../src/console/access/sign-in-desk.ts';
import type { ConsoleDeps } from '../../src/console/deps.ts';
import { accountsFeature } from '../../src/console/accounts/feature.ts';
import type { Feature } from '../../src/console/page.ts';
import { consoleRoutes } from '../../src/console/router.ts';
import { withOaSettings } from '../../src/storage/oa-settings.ts';
import type { StaffAccount } from '../../src/storage/staff-ports.ts';
import { aConsoleOa, consoleOas } from './console-oas.ts';
import { createManualClock, type ManualClock } from './manual-clock.ts';
import { openMemoryStorage } from './memory-storage.ts';
import { silentLogger } from '../../src/shared/logger.ts';
import { OA } from './storage-rows.ts';

export const PASSWORD = 'con trâu gặm cỏ non';
export const KEYS = deriveConsoleKeys(Buffer.alloc(32, 7));

/** A browser: keeps cookies and says where its forms come from. */
export interface Browser {
  open(path: string): Promise<LightMyRequestResponse>;
  /** Opens the page, fills in the form and sends it. What the browser shows at the end of all redirects. */
  fill(page: string, action: string, fields: Readonly<Record<string, string>>): Promise<LightMyRequestResponse>;
  post(
    path: string,
    fields: Readonly<Record<string, string>>,
    headers?: Readonly<Record<string, string | undefined>>,
  ): Promise<LightMyRequestResponse>;
  readonly cookies: Map<string, string>;
}

export interface ConsoleDoor extends AsyncDisposable {
  readonly deps: ConsoleDeps;
  /** Another server's desk on the same store. */
  anotherDesk(): SignInDesk;
  readonly clock: ManualClock;
  readonly server: ReturnType<typeof Fastify>;
  browser(): Browser;
  addAccount(changes?: Partial<StaffAccount>): Promise<StaffAccount>;
}

export interface DoorOptions {
  readonly mode?: 'demo' | 'production';
  readonly publicUrl?: string;
  /** Further OAs of the installation. */
  readonly others?: readonly string[];
  /** Default: accounts alone. */
  readonly features?: readonly Feature[];
}

/** The real door of the console, accounts behind it, over a store in memory and a clock of the test. */
export async function openConsoleDoor(options: DoorOptions = {}): Promise<ConsoleDoor> {
  const { mode = 'production', publicUrl, others = [], features = [accountsFeature] } = options;
  const clock = createManualClock();
  const storage = openMemoryStorage();
  let ids = 0;
  const deps = {
    oas: consoleOas(() => [aConsoleOa({ oaId: OA, isFirst: true }), ...others.map((oaId) => aConsoleOa({ oaId }))]),
    ...{ oaId: OA, mode, storage, clock, logger: silentLogger, keys: KEYS, departmentName: 'Sở Khoa học và Công nghệ' },
    ...{ rootDir: '', filesDir: '', publicUrl: () => publicUrl, randomId: () => `once-${(ids += 1)}-0123456789` },
    places: { province: () => undefined, commune: () => undefined },
    pseudonymOf: () => 'p',
    catalogue: () => {
      throw new Error('the door needs no content');
    },
    // The rest is never asked for at the door.
  } as Partial<ConsoleDeps> as ConsoleDeps;
  const server = Fastify();
  const accessDeps = { ...deps, isServed: (oaId: string) => oaId === OA || others.includes(oaId) };
  const access = createAccess(accessDeps);
  const desk = createSignInDesk(accessDeps);
  const rooms = new Map<string, ConsoleDeps>([
    [OA, deps],
    ...others.map((oaId) => [oaId, { ...deps, oaId, storage: withOaSettings(storage, oaId) }] as const),
  ]);
  await server.register(
    (fastify) =>
      consoleRoutes(fastify, {
        ...{ deps, access, desk, features, cookieSecret: KEYS.cookieSecret },
        depsOf: (oaId) => rooms.get(oaId),
      }),
    { prefix: '/console' },
  );
  await server.ready();
  return {
    deps,
    anotherDesk: () => createSignInDesk(deps),
    clock,
    server,
    browser: () => createBrowser(server),
    async addAccount(changes = {}) {
      const account = await newAccount({
        ...{
          oaId: OA,
          login: 'hanh',
          name: 'Chị Hạnh',
          role: 'admin',
          createdAt: clock.now(),
          mustChangePassword: false,
        },
        password: PASSWORD,
      });
      await storage.addStaff({ ...account, ...changes });
      return { ...account, ...changes };
    },
    async [Symbol.asyncDispose]() {
      await server.close();
      await storage.close();
    },
  };
}

function createBrowser(server: ReturnType<typeof Fastify>): Browser {
  const cookies = new Map<string, string>();
  const cookie = () => [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const keep = (response: LightMyRequestResponse): LightMyRequestResponse => {
    for (const { name, value, maxAge, expires } of response.cookies) {
      if (maxAge === 0 || (expires && expires.getTime() === 0)) cookies.delete(name);
      else cookies.set(name, encodeURIComponent(value));
    }
    return response;
  };
  const follow = async (response: LightMyRequestResponse): Promise<LightMyRequestResponse> => {
    let now = keep(response);
    for (let hops = 0; now.statusCode === 303; hops += 1) {
      if (hops > 5) throw new Error(`The console sends the browser round in circles: ${now.headers.location}`);
      now = keep(await server.inject({ url: now.headers.location ?? '', headers: { cookie: cookie() } }));
    }
    return now;
  };
  const open = async (path: string) =>
    follow(await server.inject({ url: `/console${path}`, headers: { cookie: cookie() } }));
  const post: Browser['post'] = async (path, fields, headers = {}) =>
    follow(
      await server.inject({
        method: 'POST',
        url: `/console${path}`,
        headers: withoutUndefined({
          'content-type': 'application/x-www-form-urlencoded',
          'sec-fetch-site': 'same-origin',
          cookie: cookie(),
          ...headers,
        }),
        payload: new URLSearchParams(fields).toString(),
      }),
    );
  return {
    open,
    post,
    cookies,
    async fill(page, action, fields) {
      const { body } = await open(page);
      const from = body.indexOf(`action="/console${action}"`);
      if (from < 0) throw new Error(`The page ${page} has no form for ${action}: ${/<h1>[^<]*/u.exec(body)?.[0]}`);
      const form = body.slice(from, body.indexOf('</form>', from));
      const carried = [...form.matchAll(/type="hidden" name="([^"]+)" value="([^"]*)"/gu)];
      const hidden = Object.fromEntries(carried.map(([, name = '', value = '']) => [name, value]));
      return post(action, { ...hidden, ...fields });
    },
  };
}

const withoutUndefined = (headers: Readonly<Record<string, string | undefined>>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));

/** What the authenticator app shows now for the key a page offers. */
export function codeFor(page: LightMyRequestResponse | string, atMs: number): string {
  const key = typeof page === 'string' ? page : (/class="secret">([A-Z2-7 ]+)</u.exec(page.body)?.[1] ?? '');
  return new TOTP({ secret: Secret.fromBase32(key.replaceAll(' ', '')) }).generate({ timestamp: atMs });
}
