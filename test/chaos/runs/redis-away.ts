import { startRedis } from '../../support/redis.ts';
import { sleep } from '../progress.ts';
import { redisRun } from '../redis-trouble.ts';

/** Redis freezes with its connections open for half of the outage, is killed for the other half, and comes back empty. */
export const redisAway = redisRun(
  'redis-away',
  async () => {
    const server = await startRedis();
    return {
      url: server.url,
      async happen(outageMs) {
        server.freeze();
        await sleep(outageMs / 2);
        await server.kill();
        await sleep(outageMs / 2);
        const backAtMs = performance.now();
        await server.start();
        return backAtMs;
      },
      stop: () => server.stop(),
    };
  },
  { outageMs: 20_000 },
);
