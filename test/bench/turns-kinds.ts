import { HarnessError } from '../support/load/harness-error.ts';
import type { BenchOptions } from './run.ts';
import { type ReplicaFigures, runReplicasBench } from './turns-cluster.ts';
import { runTurnsBench, type TurnsFigures } from './turns.ts';

/**
 * `bench turns`: one server by itself, or servers on one PostgreSQL with Redis.
 *
 * @throws HarnessError `LOAD_UNKNOWN_NAME` for replicas or Redis without `--database postgres`
 */
export async function runTurnsOfAKind(options: BenchOptions): Promise<TurnsFigures | ReplicaFigures> {
  if (options.replicas === 1 && !options.redis) return runTurnsBench(options);
  if (options.database !== 'postgres') {
    throw new HarnessError(
      'LOAD_UNKNOWN_NAME',
      `--replicas ${options.replicas} and --redis were asked on SQLite, which takes one server. Add --database postgres.`,
    );
  }
  return runReplicasBench(options);
}
