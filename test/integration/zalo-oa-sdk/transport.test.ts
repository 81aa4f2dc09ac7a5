import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { inspect } from 'node:util';
import { Dispatcher, MockAgent } from 'undici';
import { afterEach, describe, expect, it } from 'vitest';
import { createTransport, type Transport, type TransportOptions } from 'zalo-oa-sdk';
import { listen } from './fakes.ts';

const cleanups: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

async function serve(onRequest: RequestListener): Promise<string> {
  const server = await listen(onRequest);
  cleanups.push(server.close);
  return server.url;
}

function transportOf(options: TransportOptions): Transport {
  const transport = createTransport(options);
  cleanups.push(() => transport.close());
  return transport;
}

const POST = { host: 'api', method: 'POST', path: '/v3.0/oa/message/cs', json: { text: 'bí mật' } } as const;

describe('createTransport', () => {
  it('keeps the path prefix of the API address and sends JSON with the headers given', async () => {
    const seen: unknown[] = [];
    const url = await serve(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const { access_token: token, 'content-type': type } = request.headers;
      seen.push([request.method, request.url, token, type, Buffer.concat(chunks).toString()]);
      response.setHeader('X-RateLimit-Limit', '4000');
      response.setHeader('X-RateLimit-Remain', '3999');
      response.end('{"error":0}');
    });
    const transport = transportOf({ apiUrl: `${url}/emulator/` });
    const reply = await transport.request({ ...POST, headers: { access_token: 'A1' } });
    expect(seen).toEqual([['POST', '/emulator/v3.0/oa/message/cs', 'A1', 'application/json', '{"text":"bí mật"}']]);
    expect(reply).toEqual({ status: 200, body: { error: 0 }, rateLimit: { limit: 4000, remain: 3999 } });
  });

  it('encodes query and form, and keeps the prefix of the OAuth address', async () => {
    const seen: unknown[] = [];
    const url = await serve(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      seen.push([request.url, Buffer.concat(chunks).toString()]);
      response.end('{"error":0}');
    });
    const transport = transportOf({ apiUrl: url, oauthUrl: `${url}/oauth` });
    await transport.request({ host: 'api', method: 'GET', path: '/a', query: { data: '{"user_id":"1"}' } });
    await transport.request({ host: 'oauth', method: 'POST', path: '/b', form: { refresh_token: 'a+b/c=' } });
    expect(seen).toEqual([
      ['/a?data=%7B%22user_id%22%3A%221%22%7D', ''],
      ['/oauth/b', 'refresh_token=a%2Bb%2Fc%3D'],
    ]);
  });

  it('reports a refused connection as certainly not delivered', async () => {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    server.close();
    await once(server, 'close');
    await expect(transportOf({ apiUrl: `http://127.0.0.1:${port}` }).request(POST)).rejects.toMatchObject({
      name: 'ZaloTransportError',
      code: 'ZALO_UNREACHABLE',
      kind: 'refused',
      mayHaveBeenDelivered: false,
      cause: { code: 'ECONNREFUSED' },
    });
  });

  it('reports a host that speaks no TLS as certainly not delivered', async () => {
    const url = await serve((_request, response) => response.end('{}'));
    const transport = transportOf({ apiUrl: url.replace('http:', 'https:') });
    await expect(transport.request(POST)).rejects.toMatchObject({ kind: 'refused', mayHaveBeenDelivered: false });
  });

  it('gives up on an answer that does not come, which may have been delivered', async () => {
    const url = await serve(() => {});
    const failure = await transportOf({ apiUrl: url, timeoutMs: 50 })
      .request(POST)
      .catch((error: unknown) => error);
    expect(failure).toMatchObject({ kind: 'timeout', code: 'ZALO_TIMEOUT', mayHaveBeenDelivered: true });
    expect(String(failure)).toContain('no complete answer within 50 ms');
    expect(String(failure)).not.toContain('bí mật');
  });

  it('gives up on a body that stops halfway', async () => {
    const url = await serve((_request, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('{"error":');
    });
    await expect(transportOf({ apiUrl: url, timeoutMs: 50 }).request(POST)).rejects.toMatchObject({ kind: 'timeout' });
  });

  it.each([
    ['before the headers', (response: { socket: { destroy(): void } | null }) => response.socket?.destroy()],
    [
      'inside the body',
      (response: { socket: { destroy(): void } | null; write(text: string, sent: () => void): void }) =>
        response.write('{"err', () => response.socket?.destroy()),
    ],
  ])('reports a connection that breaks %s as maybe delivered', async (_name, breakOff) => {
    const url = await serve((_request, response) => {
      breakOff(response);
    });
    await expect(transportOf({ apiUrl: url }).request(POST)).rejects.toMatchObject({
      kind: 'network',
      code: 'ZALO_CONNECTION_BROKEN',
      mayHaveBeenDelivered: true,
    });
  });

  const BODIES = [
    ['HTML', '<html><body>Bad Gateway</body></html>'],
    ['an empty body', ''],
    ['white space', ' \n'],
    ['a JSON array', '[{"error":0}]'],
    ['a JSON text', '"error"'],
    ['a JSON number', '0'],
    ['a JSON null', 'null'],
    ['half a JSON object', '{"error":0'],
  ] as const;
  const STATUSES = [
    [200, true],
    [302, true],
    [400, false],
    [404, false],
    [408, true],
    [499, false],
    [500, true],
    [502, true],
  ] as const;
  const CASES = BODIES.flatMap(([name, body]) =>
    STATUSES.map(([status, mayHaveBeenDelivered]) => ({ name, body, status, mayHaveBeenDelivered })),
  );

  it.each(CASES)('cannot read $name with HTTP $status', async ({ body, status, mayHaveBeenDelivered }) => {
    const url = await serve((_request, response) => {
      response.statusCode = status;
      response.end(body);
    });
    const failure = await transportOf({ apiUrl: url })
      .request(POST)
      .catch((error: unknown) => error);
    expect(failure).toMatchObject({ name: 'ZaloTransportError', kind: 'http', code: 'ZALO_BAD_ANSWER', status });
    expect(failure).toMatchObject({ mayHaveBeenDelivered });
    expect((failure as Error).message).toBe(
      `ZALO_BAD_ANSWER: POST /v3.0/oa/message/cs: HTTP ${status} with ${body.length} bytes that are not a Zalo answer. ` +
        (mayHaveBeenDelivered
          ? 'The call may have taken effect: check before repeating it.'
          : 'The call had no effect and can be repeated.'),
    );
  });

  it.each([200, 302, 400, 499])('reads a JSON object whatever its HTTP status below 500: %i', async (status) => {
    const url = await serve((_request, response) => {
      response.statusCode = status;
      response.setHeader('content-type', 'text/html');
      response.end('\n{"error":-230,"message":"no"}');
    });
    const reply = await transportOf({ apiUrl: url }).request(POST);
    expect(reply).toEqual({ status, body: { error: -230, message: 'no' } });
  });

  it('leaves the answer out of the cause when it is not even HTTP', async () => {
    const server = createTcpServer((socket) => {
      socket.on('data', (request) => socket.write(`HTTP/1.1 200 OK\r\nno header ${request.toString()}\r\n\r\n`));
      socket.on('error', () => {});
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    cleanups.push(async () => void server.close());
    const { port } = server.address() as AddressInfo;
    const failure = await transportOf({ apiUrl: `http://127.0.0.1:${port}` })
      .request(POST)
      .catch((error: unknown) => error);
    expect(failure).toMatchObject({ kind: 'network', mayHaveBeenDelivered: true, cause: { name: 'HTTPParserError' } });
    expect(inspect(failure, { depth: 9, showHidden: true })).not.toContain('bí mật');
  });

  it('reports a header that cannot be sent as certainly not delivered', async () => {
    const url = await serve((_request, response) => response.end('{"error":0}'));
    const failure = await transportOf({ apiUrl: url })
      .request({ ...POST, headers: { access_token: 'secret\nA1' } })
      .catch((error: unknown) => error);
    expect(failure).toMatchObject({ kind: 'refused', mayHaveBeenDelivered: false });
    expect(failure).toMatchObject({ cause: { code: 'UND_ERR_INVALID_ARG' } });
    expect(inspect(failure, { depth: 9 })).not.toContain('secret');
  });

  it('is usable again after a time-out', async () => {
    let count = 0;
    const url = await serve((_request, response) => {
      count += 1;
      if (count > 1) response.end('{"error":0}');
    });
    const transport = transportOf({ apiUrl: url, timeoutMs: 300, connections: 1 });
    await expect(transport.request(POST)).rejects.toMatchObject({ kind: 'timeout' });
    expect((await transport.request(POST)).body).toEqual({ error: 0 });
  });

  it('ends a call that waits for a connection at its deadline, and breaks it off when one comes', async () => {
    let waiting: Dispatcher.DispatchHandler | undefined;
    class Queue extends Dispatcher {
      override dispatch(_options: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): boolean {
        waiting = handler;
        return false;
      }
    }
    const transport = transportOf({ dispatcher: new Queue(), timeoutMs: 20 });
    await expect(transport.request(POST)).rejects.toMatchObject({ kind: 'timeout', mayHaveBeenDelivered: true });
    const brokenOff: unknown[] = [];
    const controller = { abort: (reason: unknown) => brokenOff.push(reason) };
    waiting?.onRequestStart?.(controller as unknown as Dispatcher.DispatchController, {});
    expect(brokenOff).toEqual([expect.objectContaining({ name: 'DeadlinePassed' })]);
  });

  it('uses a dispatcher of the caller and leaves it open', async () => {
    const agent = new MockAgent();
    cleanups.push(() => agent.close());
    agent.disableNetConnect();
    const scope = agent.get('https://openapi.zalo.me');
    scope.intercept({ path: POST.path, method: 'POST' }).reply(200, { error: 0 }).times(2);
    const transport = createTransport({ dispatcher: agent });
    await transport.request(POST);
    await transport.close();
    expect((await transport.request(POST)).status).toBe(200);
  });

  it('refuses a call after close() as not delivered', async () => {
    const transport = createTransport({ apiUrl: 'http://127.0.0.1:9' });
    await transport.close();
    await expect(transport.request(POST)).rejects.toMatchObject({ kind: 'refused', mayHaveBeenDelivered: false });
  });

  it.each(['openapi.zalo.me', 'ftp://openapi.zalo.me', ''])('refuses the API address %j at once', (apiUrl) => {
    expect(() => createTransport({ apiUrl })).toThrow(/ZALO_BAD_URL: apiUrl is/);
  });
});
