/**
 * The smallest bot that is one: 200 to every webhook, and one text for each `user_send_text`. Started by `emulator.ts` as
 * a process of its own; tells its port over IPC.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Pool } from 'undici';

const [apiUrl = '', accessToken = ''] = process.argv.slice(2);
const zalo = new Pool(apiUrl, { connections: 64 });
const headers = { 'content-type': 'application/json', access_token: accessToken };

// dispatch with a deaf handler: this bot reads no answer, and a stream for each would cost as much as the send
const nothing = () => undefined;
const deaf = { onRequestStart: nothing, onResponseStart: nothing, onResponseData: nothing, onResponseEnd: nothing };
const handler = { ...deaf, onResponseError: nothing };

function answer(userId: string): void {
  const body = JSON.stringify({ recipient: { user_id: userId }, message: { text: 'Dạ, cháu nghe bác ạ.' } });
  zalo.dispatch({ path: '/v3.0/oa/message/cs', method: 'POST', headers, body }, handler);
}

const server = createServer((request, response) => {
  let body = '';
  request.setEncoding('latin1');
  request.on('data', (chunk: string) => {
    body += chunk;
  });
  request.on('end', () => {
    response.end();
    if (!body.includes('"event_name":"user_send_text"')) return;
    const userId = /"sender":\{"id":"(\d+)"/.exec(body)?.[1];
    if (userId !== undefined) answer(userId);
  });
});
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }));
process.once('disconnect', () => process.exit(0));
