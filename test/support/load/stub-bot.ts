/**
 * A bot that does nothing useful: verifies, removes duplicates in memory, sends one numbered text per message. It shows
 * what the load generator alone can drive (`stubMsgPerSecond`), and, with `STUB_FAULT`, that the chaos criterion notices
 * a bot that loses, doubles or reorders. Started as its own process, with the product's environment variables.
 *
 * `STUB_FAULT`: `lose` | `double` | `misorder`, on every 20th message after the first 40 (while the reference is learnt
 * it behaves), or `no-dedupe`, always.
 */
import { createHash } from 'node:crypto';
import Fastify from 'fastify';
import { Pool } from 'undici';

const env = process.env;
const zalo = new Pool(env['ZALO_API_URL'] ?? '', { connections: 32 });
const app = Fastify({ logger: false });
const seen = new Set<string>();
const turnOf = new Map<string, number>();
const lastOf = new Map<string, Promise<void>>();
const fault = env['STUB_FAULT'] ?? '';
const FAULT_EVERY = 20;
const FAULTS_AFTER = 40;
let messages = 0;

interface Event {
  readonly event_name: string;
  readonly timestamp: string;
  readonly sender: { readonly id: string };
  readonly message: { readonly msg_id: string };
}

async function send(userId: string, text: string): Promise<void> {
  const { body } = await zalo.request({
    path: '/v3.0/oa/message/cs',
    method: 'POST',
    headers: { 'content-type': 'application/json', access_token: env['ZALO_ACCESS_TOKEN'] ?? '' },
    body: JSON.stringify({ recipient: { user_id: userId }, message: { text } }),
  });
  await body.text();
}

async function answer(userId: string): Promise<void> {
  messages += 1;
  const turn = (turnOf.get(userId) ?? 0) + 1;
  turnOf.set(userId, turn);
  const isFaulty = messages > FAULTS_AFTER && messages % FAULT_EVERY === 0;
  if (isFaulty && fault === 'lose') return;
  if (isFaulty && fault === 'misorder') await new Promise((resolve) => setTimeout(resolve, 100));
  await send(userId, `Trả lời thứ ${turn}`);
  if (isFaulty && fault === 'double') await send(userId, `Trả lời thứ ${turn}`);
}

app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
app.get('/readyz', () => 'ready');
app.post('/webhook/zalo', (request, reply) => {
  const raw = request.body as Buffer;
  const event = JSON.parse(raw.toString('utf8')) as Event;
  const mac = createHash('sha256')
    .update(env['ZALO_APP_ID'] ?? '')
    .update(raw)
    .update(event.timestamp + (env['ZALO_OA_SECRET'] ?? ''))
    .digest('hex');
  if (request.headers['x-zevent-signature'] !== `mac=${mac}`) return reply.code(401).send();
  if (event.event_name !== 'user_send_text') return reply.send('ok');
  const key = event.message.msg_id;
  if (seen.has(key) && fault !== 'no-dedupe') return reply.send('ok');
  seen.add(key);
  const userId = event.sender.id;
  const before = fault === 'misorder' ? Promise.resolve() : (lastOf.get(userId) ?? Promise.resolve());
  const after = before.then(() => answer(userId)).catch(() => {});
  lastOf.set(userId, after);
  return reply.send('ok');
});

process.once('SIGTERM', () => process.exit(0));
await app.listen({ port: Number(env['PORT']), host: '127.0.0.1' });
