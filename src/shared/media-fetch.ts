import { lookup as lookUpHost, type LookupAddress } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { Agent, type Dispatcher } from 'undici';
import type { Clock } from './clock.ts';
import { AppError } from './errors.ts';
import { isPrivateAddress } from './private-addresses.ts';

/**
 * Where Zalo keeps what people send: `f47-photo.talk.zdn.vn`, `f18-zpg.zdn.vn`, older `…zadn.vn` (addresses seen in
 * public code, 2020 to 2026). Names and everything below them.
 */
export const ZALO_MEDIA_HOSTS: readonly string[] = ['zdn.vn', 'zadn.vn', 'zalo.me'];

/** Finds the addresses of a host, as `dns.lookup` with `all` does. */
export type LookUpAddresses = (
  host: string,
  done: (error: NodeJS.ErrnoException | null, addresses: readonly LookupAddress[]) => void,
) => void;

export interface MediaFetchOptions {
  readonly clock: Clock;
  /** Hosts, each with everything below it. Default: Zalo's. */
  readonly hosts?: readonly string[];
  /** Origin of the demo's own Zalo, http and on this machine; undefined = there is none. Never given in production. */
  demoOrigin?(): string | undefined;
  /** Content types that are taken, in lower case. */
  readonly types: readonly string[];
  /** Default 5 MiB. */
  readonly maxBytes?: number;
  /** For everything from name to last byte. Default 5,000 ms: such a file has under 1 MB. */
  readonly timeoutMs?: number;
  /** Default: the system's. */
  readonly lookUp?: LookUpAddresses;
}

/** Fetches what residents sent from where Zalo keeps it, and from nowhere else. */
export interface MediaFetch {
  /**
   * The bytes behind an address of a webhook. Throws MEDIA_REFUSED for an address, redirect, type or size that is not
   * taken, MEDIA_UNREACHABLE when nothing comes in time or the address has expired (Zalo keeps them about 30 minutes,
   * reported). No error holds more of the address than its host.
   */
  fetch(address: string): Promise<Uint8Array>;
  /** Ends every connection; what is under way fails. */
  close(): Promise<void>;
}

const MAX_REDIRECTS = 2;

const refused = (what: string): AppError =>
  new AppError('MEDIA_REFUSED', `A file a resident sent was not fetched: ${what}.`);

const unreachable = (what: string, cause?: unknown): AppError =>
  new AppError('MEDIA_UNREACHABLE', `A file a resident sent could not be fetched: ${what}.`, { cause });

/** A fetcher that opens no connection to any other host, nor to a private address behind an allowed name. */
export function createMediaFetch(options: MediaFetchOptions): MediaFetch {
  const { clock, demoOrigin, types, hosts = ZALO_MEDIA_HOSTS, maxBytes = 5 * 1024 * 1024, timeoutMs = 5_000 } = options;
  // Checked where the connection is opened: a name that is looked up twice could say something else the second time.
  const guarded = new Agent({ connect: { lookup: publicOnly(options.lookUp ?? lookUpAll) } });
  const plain = new Agent();

  const isDemo = (url: URL): boolean => url.origin === demoOrigin?.();
  const isAllowed = (url: URL): boolean =>
    isDemo(url) ||
    (url.protocol === 'https:' &&
      url.port === '' &&
      url.username === '' &&
      url.password === '' &&
      hosts.some((host) => url.hostname === host || url.hostname.endsWith(`.${host}`)));

  const request = async (url: URL, signal: AbortSignal): Promise<Dispatcher.ResponseData> =>
    (isDemo(url) ? plain : guarded).request({
      origin: url.origin,
      path: url.pathname + url.search,
      method: 'GET',
      headers: { accept: types.join(', ') },
      signal,
    });

  const bytesOf = async (url: URL, { headers, body }: Dispatcher.ResponseData): Promise<Uint8Array> => {
    const type = one(headers['content-type']).split(';')[0]?.trim().toLowerCase() ?? '';
    if (!types.includes(type)) throw refused(`${url.hostname} sent "${type.slice(0, 60)}", not ${types.join(' or ')}`);
    const tooLarge = (): AppError => refused(`it is larger than ${maxBytes} bytes`);
    if (Number(one(headers['content-length'])) > maxBytes) throw tooLarge();
    const chunks: Buffer[] = [];
    let length = 0;
    for await (const chunk of body as AsyncIterable<Buffer>) {
      length += chunk.length;
      if (length > maxBytes) throw tooLarge();
      chunks.push(chunk);
    }
    return Buffer.concat(chunks, length);
  };

  const follow = async (first: URL, signal: AbortSignal): Promise<Uint8Array> => {
    let url = first;
    for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
      const response = await request(url, signal);
      try {
        if (response.statusCode === 200) return await bytesOf(url, response);
        if (response.statusCode < 300 || response.statusCode > 399) {
          throw unreachable(`${url.hostname} answered ${response.statusCode}`);
        }
        const next = one(response.headers['location']);
        const target = URL.canParse(next, url.href) ? new URL(next, url) : undefined;
        if (target?.host !== url.host || !isAllowed(target)) {
          throw refused(`${url.hostname} leads on to another host`);
        }
        url = target;
      } finally {
        // What was not read must not be waited for; a body read to its end has nothing left to destroy.
        response.body.on('error', () => {}).destroy();
      }
    }
    throw refused(`${url.hostname} leads on and on`);
  };

  return {
    async fetch(address) {
      const url = URL.canParse(address) ? new URL(address) : undefined;
      if (!url || !isAllowed(url)) {
        throw refused(`its address is not https at one of Zalo's hosts (${hosts.join(', ')})`);
      }
      const controller = new AbortController();
      const late = unreachable(`${url.hostname} did not send it within ${timeoutMs} ms`);
      const cancel = clock.after(timeoutMs, () => controller.abort(late));
      try {
        return await follow(url, controller.signal);
      } catch (error) {
        if (error instanceof AppError) throw error;
        throw unreachable(`${url.hostname} did not answer`, error);
      } finally {
        cancel();
      }
    },
    async close() {
      await Promise.all([guarded.destroy(), plain.destroy()]);
    },
  };
}

const one = (header: string | string[] | undefined): string => (Array.isArray(header) ? header[0] : header) ?? '';

const lookUpAll: LookUpAddresses = (host, done) => lookUpHost(host, { all: true }, done);

/** A look-up for sockets that knows no private address. */
function publicOnly(lookUp: LookUpAddresses): LookupFunction {
  return (host, { all }, done) => {
    lookUp(host, (error, addresses) => {
      if (error) return done(error, []);
      const [first] = addresses;
      if (!first || addresses.some(({ address }) => isPrivateAddress(address))) {
        return done(refused(`${host} has an address inside a private network`), []);
      }
      if (all) return done(null, [...addresses]);
      done(null, first.address, first.family);
    });
  };
}
