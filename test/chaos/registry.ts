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
  clockJump,
  diskFull,
  tokenExpiry,
  noisyNeighbour,
  rollingRestart,
];
