import { startSentinels } from '../../support/redis.ts';
import { sleep } from '../progress.ts';
import { redisRun } from '../redis-trouble.ts';

const LOOK_MS = 50;
const PATIENCE_MS = 30_000;

/**
 * The Redis master is killed; three Sentinels make its replica the master. Away is from the kill until then, and the bot
 * has to find the new master by itself.
 */
export const redisFailover = redisRun(
  'redis-failover',
  async () => {
    const group = await startSentinels();
    return {
      url: group.url,
      async happen(outageMs) {
        const killedAtMs = performance.now();
        await group.master.kill();
        // The middle of the outage must lie before the fail-over: the Sentinels wait as long as they are told.
        await sleep(outageMs / 2);
        while (!(await group.replica.command('ROLE')).includes('master')) {
          if (performance.now() - killedAtMs > PATIENCE_MS) break;
          await sleep(LOOK_MS);
        }
        return performance.now();
      },
      stop: () => group.stop(),
    };
  },
  { outageMs: 2_000 },
);
