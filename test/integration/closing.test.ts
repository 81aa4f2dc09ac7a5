import { afterEach, expect, test } from 'vitest';
import { residentId, textWebhook, toHttpRequest } from '../support/load/webhook-body.ts';
import { openConnection } from '../support/load/webhook-connection.ts';
import { IDENTITY, startTestApp, type TestApp } from '../support/app.ts';

let stage: TestApp | undefined;

afterEach(async () => {
  await stage?.close();
  stage = undefined;
});

test('a closing server says so at /readyz and answers 200 until its port is shut', { timeout: 60_000 }, async () => {
  stage = await startTestApp({ drainMs: 1_000 });
  const { url } = stage.app;
  const port = Number(new URL(url).port);
  const message = (text: string): Buffer => toHttpRequest(textWebhook(IDENTITY, residentId(1), text, Date.now()));
  const open = openConnection(port);
  expect(await open.post(message('xin chào'))).toBe(200);

  const closing = stage.app.close();
  await expect.poll(async () => (await fetch(`${url}/readyz`)).status, { interval: 5, timeout: 5_000 }).toBe(503);
  const [kept, fresh] = await Promise.all([
    open.post(message('menu')),
    fetch(`${url}/webhook/zalo`, { method: 'POST', body: '{}' }),
  ]);
  expect(kept).toBe(200);
  expect([fresh.status, fresh.headers.get('connection')]).toEqual([200, 'close']);
  await closing;
  await expect(openConnection(port).post(message('menu'))).rejects.toThrow('ECONNREFUSED');

  await stage.restart();
  await expect.poll(() => stage?.zalo.calls.length ?? 0, { timeout: 15_000 }).toBeGreaterThan(1);
});
