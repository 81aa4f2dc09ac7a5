import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { createMediaFetch, type MediaFetch, type MediaFetchOptions } from '../../../src/shared/media-fetch.ts';
import { createManualClock, type ManualClock } from '../../support/manual-clock.ts';

const PNG = Buffer.from('\x89PNG picture', 'latin1');
const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});

/** A server on this machine, which only the demo may ask. */
async function serve(answer: RequestListener): Promise<{ origin: string; asked: string[] }> {
  const asked: string[] = [];
  const server: Server = createServer((request, response) => {
    asked.push(request.url ?? '');
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  open.push({
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  });
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

function fetcher(options: Partial<MediaFetchOptions> & { readonly clock?: ManualClock } = {}): MediaFetch {
  const media = createMediaFetch({ clock: createManualClock(), types: ['image/png'], maxBytes: 1_000, ...options });
  open.push(media);
  return media;
}

/** A fetcher of the demo, whose own Zalo is `origin`. */
const demoFetcher = (origin: string, clock = createManualClock()): MediaFetch =>
  fetcher({ clock, demoOrigin: () => origin });

describe('what is fetched', () => {
  test("the demo's own picture, byte for byte, whatever stands behind its type", async () => {
    const { origin, asked } = await serve((_request, response) =>
      response.writeHead(200, { 'content-type': 'Image/PNG; charset=binary' }).end(PNG),
    );
    expect(Buffer.from(await demoFetcher(origin).fetch(`${origin}/media/1?a=b`))).toEqual(PNG);
    expect(asked).toEqual(['/media/1?a=b']);
  });

  test('a picture its host has moved, on the same host', async () => {
    const { origin, asked } = await serve((request, response) =>
      request.url === '/old'
        ? response.writeHead(302, { location: '/new' }).end('moved')
        : response.writeHead(200, { 'content-type': 'image/png' }).end(PNG),
    );
    expect(Buffer.from(await demoFetcher(origin).fetch(`${origin}/old`))).toEqual(PNG);
    expect(asked).toEqual(['/old', '/new']);
  });
});

describe('what is refused', () => {
  test.each([
    ['no address', 'anh.png'],
    ['http', 'http://f6-photo.talk.zdn.vn/a.jpg'],
    ['a file', 'file:///etc/passwd'],
    ['another host', 'https://example.com/a.jpg'],
    ["a host that ends like Zalo's", 'https://evilzdn.vn/a.jpg'],
    ["a host that begins like Zalo's", 'https://zdn.vn.example.com/a.jpg'],
    ['a name before the host', 'https://zdn.vn@example.com/a.jpg'],
    ['a password', 'https://a:b@f6-photo.talk.zdn.vn/a.jpg'],
    ['another port', 'https://f6-photo.talk.zdn.vn:8443/a.jpg'],
    ['an address in numbers', 'https://169.254.169.254/latest/meta-data'],
    ['this machine', 'http://127.0.0.1:9/a.jpg'],
  ])('%s, before any name is looked up', async (_what, address) => {
    const lookedUp: string[] = [];
    const lookUp: MediaFetchOptions['lookUp'] = (host, done) => {
      lookedUp.push(host);
      done(null, []);
    };
    const fetching = fetcher({ lookUp }).fetch(address);
    await expect(fetching).rejects.toMatchObject({ code: 'MEDIA_REFUSED' });
    expect(lookedUp).toEqual([]);
  });

  test("a name of Zalo's that leads into a private network, in production and beside the demo", async () => {
    const { origin, asked } = await serve((_request, response) => response.end());
    for (const addresses of [
      [{ address: '127.0.0.1', family: 4 }],
      [{ address: '::1', family: 6 }],
      [
        { address: '118.102.1.1', family: 4 },
        { address: '10.0.0.5', family: 4 },
      ],
      [],
    ]) {
      const media = fetcher({ lookUp: (_host, done) => done(null, addresses), demoOrigin: () => origin });
      await expect(media.fetch('https://f6-photo.talk.zdn.vn/secret.jpg')).rejects.toMatchObject({
        code: 'MEDIA_REFUSED',
        message: expect.stringContaining('private network'),
      });
    }
    expect(asked).toEqual([]);
  });

  test('a redirect to another host, a private one too, and one without an end', async () => {
    const inside = await serve((_request, response) =>
      response.writeHead(200, { 'content-type': 'image/png' }).end(PNG),
    );
    for (const location of [
      `${inside.origin}/`,
      'https://f6-photo.talk.zdn.vn/',
      'http://169.254.169.254/',
      '',
      'http://',
    ]) {
      const { origin } = await serve((_request, response) => response.writeHead(302, { location }).end());
      await expect(demoFetcher(origin).fetch(`${origin}/`), location).rejects.toMatchObject({ code: 'MEDIA_REFUSED' });
    }
    expect(inside.asked).toEqual([]);
    const round = await serve((_request, response) => response.writeHead(302, { location: '/' }).end());
    await expect(demoFetcher(round.origin).fetch(`${round.origin}/`)).rejects.toMatchObject({ code: 'MEDIA_REFUSED' });
    expect(round.asked).toHaveLength(3);
  });

  test.each([
    ['another type', { 'content-type': 'text/html' }, PNG],
    ['no type', {}, PNG],
    ['too much, as announced', { 'content-type': 'image/png', 'content-length': '1001' }, Buffer.alloc(1_001)],
    ['too much, unannounced', { 'content-type': 'image/png' }, Buffer.alloc(1_001)],
  ] as const)('%s', async (_what, headers, body) => {
    const { origin } = await serve((_request, response) => {
      response.writeHead(200, headers);
      response.write(body.subarray(0, 500));
      response.end(body.subarray(500));
    });
    const fetching = demoFetcher(origin).fetch(`${origin}/`);
    await expect(fetching).rejects.toMatchObject({ code: 'MEDIA_REFUSED' });
  });
});

describe('what cannot be fetched', () => {
  test('an address that has expired', async () => {
    const { origin } = await serve((_request, response) => response.writeHead(404).end('gone'));
    await expect(demoFetcher(origin).fetch(`${origin}/photo-of-lan`)).rejects.toMatchObject({
      code: 'MEDIA_UNREACHABLE',
      message: expect.stringContaining('answered 404'),
    });
  });

  test.each([
    ['sends nothing', () => {}],
    [
      'stops midway',
      (response: Parameters<RequestListener>[1]) => {
        response.writeHead(200, { 'content-type': 'image/png' });
        response.write('half');
      },
    ],
  ] as const)('a host that %s for five seconds', async (_what, begin) => {
    const clock = createManualClock();
    const arrived = Promise.withResolvers<void>();
    const { origin } = await serve((_request, response) => {
      begin(response);
      arrived.resolve();
    });
    const fetching = demoFetcher(origin, clock).fetch(`${origin}/photo-of-lan`);
    const outcome = expect(fetching).rejects.toMatchObject({
      code: 'MEDIA_UNREACHABLE',
      message: expect.stringContaining('within 5000 ms'),
    });
    await arrived.promise;
    await clock.advance(5_000);
    await outcome;
    expect(clock.timers()).toBe(0);
  });

  test('a host that is not there, and a name nobody knows', async () => {
    const { origin } = await serve((request) => void request.socket.destroy());
    const unknown = fetcher({
      lookUp: (_host, done) => done(Object.assign(new Error('getaddrinfo'), { code: 'ENOTFOUND' }), []),
    });
    await expect(demoFetcher(origin).fetch(`${origin}/`)).rejects.toMatchObject({ code: 'MEDIA_UNREACHABLE' });
    await expect(unknown.fetch('https://f6-photo.talk.zdn.vn/a.jpg')).rejects.toMatchObject({
      code: 'MEDIA_UNREACHABLE',
    });
  });

  test('anything after closing', async () => {
    const { origin } = await serve((_request, response) => response.end());
    const media = demoFetcher(origin);
    await media.close();
    await expect(media.fetch(`${origin}/`)).rejects.toMatchObject({ code: 'MEDIA_UNREACHABLE' });
  });

  test('no error tells where a picture lies', async () => {
    const { origin } = await serve((_request, response) => response.writeHead(500).end());
    for (const [media, address] of [
      [demoFetcher(origin), `${origin}/photo-of-lan`],
      [fetcher(), 'https://example.com/photo-of-lan'],
    ] as const) {
      const error = await media.fetch(address).catch((reason: Error) => reason);
      expect((error as Error).message).not.toContain('photo-of-lan');
    }
  });
});
