import { createServer } from 'node:http';
import type { RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createEmulator } from 'zalo-emulator';

const closers: Array<() => Promise<void>> = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function listen(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhook`;
}

/** Posts one event to the URL and tells how it ended. */
async function deliverTo(webhookUrl: string, webhookTimeoutMs = 2000) {
  const emulator = createEmulator({ webhookUrl, webhookTimeoutMs, retryLadderMs: [] });
  emulator.as.send(emulator.residents()[0]?.id ?? '', { kind: 'text', text: 'Xin chào 📄' });
  await emulator.idle();
  return emulator.deliveries()[0];
}

describe('posting over HTTP', () => {
  it('carries the signed bytes as JSON and reports the status', async () => {
    let body = Buffer.alloc(0);
    let type: string | undefined;
    const url = await listen(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      body = Buffer.concat(chunks);
      type = request.headers['content-type'];
      response.writeHead(401).end();
    });
    expect(await deliverTo(url)).toMatchObject({ outcome: 'answered', status: 401 });
    expect(body.includes(Buffer.from('Xin chào 📄', 'utf8'))).toBe(true);
    expect(type).toBe('application/json');
  });

  it('reports a port nobody listens on as unreachable', async () => {
    const url = await listen(() => undefined);
    for (const close of closers.splice(0)) await close();
    expect(await deliverTo(url)).toMatchObject({ outcome: 'unreachable' });
  });

  it('gives up when the answer takes too long', async () => {
    const url = await listen(() => undefined);
    expect(await deliverTo(url, 40)).toMatchObject({ outcome: 'timeout' });
  });

  it('tells a connection that was cut from one that never opened', async () => {
    const url = await listen((request) => void request.socket.destroy());
    expect(await deliverTo(url)).toMatchObject({ outcome: 'broken' });
  });

  it('takes a redirect as the answer and does not follow it', async () => {
    let followed = false;
    const url = await listen((request, response) => {
      followed ||= request.url === '/elsewhere';
      response.writeHead(302, { location: '/elsewhere' }).end();
    });
    expect(await deliverTo(url)).toMatchObject({ outcome: 'answered', status: 302 });
    expect(followed).toBe(false);
  });

  it('keeps the first 500 bytes of the answer', async () => {
    const url = await listen((_request, response) => {
      response.write('a'.repeat(300));
      response.end('b'.repeat(300));
    });
    expect((await deliverTo(url))?.answerBody).toBe('a'.repeat(300) + 'b'.repeat(200));
  });

  it('counts the time limit over the whole answer, not only until its headers', async () => {
    const url = await listen((_request, response) => void response.writeHead(200).write('not finished'));
    expect(await deliverTo(url, 40)).toMatchObject({ outcome: 'timeout' });
  });

  it('reports an address that is none as unreachable', async () => {
    expect(await deliverTo('bot')).toMatchObject({ outcome: 'unreachable' });
    expect(await deliverTo('ftp://127.0.0.1/')).toMatchObject({ outcome: 'unreachable' });
  });

  it('uses a connection again, and never more at once than it is allowed', async () => {
    const sockets = new Set<unknown>();
    const url = await listen((request, response) => {
      sockets.add(request.socket);
      setImmediate(() => response.end());
    });
    const residents = Array.from({ length: 20 }, (_, index) => ({ name: `Bác ${index}` }));
    const emulator = createEmulator({ webhookUrl: url, webhookConnections: 3, residents });
    for (const { id } of emulator.residents()) emulator.as.send(id, { kind: 'text', text: 'a' });
    await emulator.idle();
    expect(emulator.deliveries().filter(({ status }) => status === 200)).toHaveLength(20);
    expect(sockets.size).toBe(3);
    emulator.close();
  });
});
