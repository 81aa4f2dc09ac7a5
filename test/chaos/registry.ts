import type { ChaosRun } from './run-kinds.ts';
import { burst } from './runs/burst.ts';
import { clockJump } from './runs/clock-jump.ts';
import { databaseAway } from './runs/database-away.ts';
import { diskFull } from './runs/disk-full.ts';
import { duplicate } from './runs/duplicate.ts';
import { errorButDelivered } from './runs/error-but-delivered.ts';
import { failingSends } from './runs/failing-sends.ts';
import { hangingZalo } from './runs/hanging-zalo.ts';
import { killBroadcast } from './runs/kill-broadcast.ts';
import { kill } from './runs/kill.ts';
import { noisyNeighbour } from './runs/noisy-neighbour.ts';
import { redisAway } from './runs/redis-away.ts';
import { redisFailover } from './runs/redis-failover.ts';
import { rollingRestart } from './runs/rolling-restart.ts';
import { slowZalo } from './runs/slow-zalo.ts';
import { tokenExpiry } from './runs/token-expiry.ts';

/** Every run, in the order in which `all` plays them. */
export const CHAOS_RUNS: readonly ChaosRun[] = [
  duplicate,
  burst,
  failingSends,
  slowZalo,
  hangingZalo,
  errorButDelivered,
  kill,
  killBroadcast,
  databaseAway,
  redisAway,
  redisFailover,
  clockJump,
  diskFull,
  tokenExpiry,
  noisyNeighbour,
  rollingRestart,
];

/** What happens in each run, in a few words for the table. */
export const WHAT_HAPPENS: Readonly<Record<string, string>> = {
  duplicate: 'every webhook comes one to five times, at once and up to 1.5 s later',
  burst: '1,000 residents at once write 5 messages in a row without waiting',
  'failing-sends': '5 % of the sends fail in eight ways; once, -32 for the rest of a minute',
  'slow-zalo': 'every call to Zalo takes 2 to 5 s; 100 conversations',
  'hanging-zalo': 'for 30 s Zalo reads every send and says nothing; it delivers half; 300 conversations',
  'error-but-delivered': 'every send is delivered and answered with an error or not at all; 200 conversations',
  kill: 'SIGKILL at random moments while accepted messages wait for their reply',
  'kill-broadcast': 'SIGKILL at 20 random points of an announcement to 6,000 of 66,000 people',
  'database-away': 'for 60 s the database lets nobody in (SQLite: locked; PostgreSQL: frozen, then crashed)',
  'redis-away': 'Redis is frozen for 10 s and gone for 10 s; the token dies; an announcement goes on',
  'redis-failover': 'the Redis master is killed, Sentinels make its replica the master; the token dies',
  'clock-jump': 'the clock jumps an hour ahead, back, beyond the next day, back and ahead',
  'disk-full': 'for 20 s no file grows beyond 16 kB; the bot ends and is started again and again',
  'token-expiry': 'the access token dies twice under load; then for four processes with one store',
  'noisy-neighbour': 'one part makes 7 times the load of the others',
  'rolling-restart': 'SIGTERM and a new process, 20 times, under load',
};
