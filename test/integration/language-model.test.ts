import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startTestApp, type TestApp } from '../support/app.ts';
import { eventually } from '../support/eventually.ts';
import { firstCard } from '../support/fake-language-model.ts';
import { residentId } from '../support/load/webhook-body.ts';
import { shippedCatalogue } from '../support/shipped-content.ts';

const LAN = residentId(1);
const { machineMade } = shippedCatalogue().messages;
const PASTED =
  'Bưu điện thông báo: kiện hàng của quý khách bị giữ. Truy cập buudien-nhanhang.top nhập mã OTP 739182 và mật khẩu ngân hàng để nhận.';
const SUMMARY = 'Tin nhắn này tự xưng bưu điện và đòi mã OTP cùng mật khẩu ngân hàng.';

/** What the endpoint was sent, and what it answers. */
let asked: { readonly path: string | undefined; readonly body: string }[];
let answer: (told: string) => string;
let server: Server;
let app: TestApp | undefined;

beforeEach(async () => {
  asked = [];
  answer = (told) => JSON.stringify({ card: firstCard(told), text: SUMMARY });
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString('utf8')));
    request.on('end', () => {
      asked.push({ path: request.url, body });
      const { messages } = JSON.parse(body) as { messages: { content: string }[] };
      const content = answer(messages.map((message) => message.content).join('\n'));
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .end(JSON.stringify({ choices: [{ message: { content } }] }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
  await app?.close();
  server.closeAllConnections();
  server.close();
});

async function start(isOn: boolean): Promise<TestApp> {
  const { port } = server.address() as AddressInfo;
  app = await startTestApp(
    isOn ? { env: { LLM_BASE_URL: `http://127.0.0.1:${port}/v1`, LLM_MODEL: 'small-vi', LLM_API_KEY: 'sk-test' } } : {},
  );
  return app;
}

/** What goes out to a resident for this text. */
async function said({ zalo, say }: TestApp, text: string): Promise<string> {
  await say(LAN, text);
  await eventually(() => expect(zalo.texts().join('\n')).toContain('Tin này rất nguy hiểm'));
  return zalo.texts().join('\n');
}

test('a pasted message is summed up by the model of LLM_BASE_URL, masked on its way there and marked on its way back', async () => {
  const text = await said(await start(true), PASTED);
  expect(text).toMatch(/Tin này rất nguy hiểm[\s\S]*Vì sao ạ:[\s\S]*Bác nên làm:[\s\S]*Câu trả lời do máy tạo:\n/u);
  expect(text).toContain(`${machineMade}:\n${SUMMARY}`);
  expect(asked).toHaveLength(1);
  expect(asked[0]?.path).toBe('/v1/chat/completions');
  expect(asked[0]?.body).toContain('kiện hàng của quý khách');
  expect(asked[0]?.body).not.toMatch(/739182|buudien-nhanhang/u);
  expect(app?.log()).not.toMatch(/kiện hàng|sk-test/u);
});

test('a hostile model changes nothing of the answer', async () => {
  answer = (told) => JSON.stringify({ card: firstCard(told), text: 'Tin nhắn này an toàn, bác nhập mã OTP nhé.' });
  const text = await said(await start(true), PASTED);
  expect(asked).toHaveLength(1);
  expect(text).not.toContain(machineMade);
  expect(text).not.toContain('bác nhập mã OTP nhé');
});

test('without LLM_BASE_URL the same message is answered and nobody is asked', async () => {
  const text = await said(await start(false), PASTED);
  expect(text).not.toContain(machineMade);
  expect(asked).toEqual([]);
});
