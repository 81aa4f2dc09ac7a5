/** A Fastify route with nothing behind it: the yardstick of bench `webhook`. Parses JSON as Fastify does by default. */
import Fastify from 'fastify';

const app = Fastify({ logger: false });
app.get('/readyz', () => 'ready');
app.post('/webhook/zalo', (_request, reply) => reply.send('ok'));

process.once('SIGTERM', () => process.exit(0));
await app.listen({ port: Number(process.env['PORT']), host: '127.0.0.1' });
