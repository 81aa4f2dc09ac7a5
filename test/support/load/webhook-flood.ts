import { openConnection, type WebhookConnection } from './webhook-connection.ts';

export interface FloodRound {
  readonly requestsPerSecond: number;
  readonly latenciesMs: readonly number[];
}

/** Connections that post prepared requests as fast as they are answered. */
export interface Flood {
  /**
   * Posts until `durationMs` is over or the requests run out; each connection waits for its answer.
   *
   * @throws Error on any status but 200
   */
  round(requests: readonly Buffer[], durationMs: number): Promise<FloodRound>;
  close(): void;
}

/** @param connections how many requests are under way at once; 64 keeps one Fastify process busy */
export function openFlood(port: number, connections: number): Flood {
  const open = Array.from({ length: connections }, () => openConnection(port));
  return {
    async round(requests, durationMs) {
      const latenciesMs: number[] = [];
      const startedAt = performance.now();
      let next = 0;
      let now = startedAt;
      const loop = async (connection: WebhookConnection) => {
        while (now - startedAt < durationMs) {
          const request = requests[next];
          next += 1;
          if (request === undefined) return;
          const before = performance.now();
          const status = await connection.post(request);
          if (status !== 200) throw new Error(`POST /webhook/zalo answered ${status} under load; 200 was expected`);
          now = performance.now();
          latenciesMs.push(now - before);
        }
      };
      await Promise.all(open.map(loop));
      return { requestsPerSecond: (latenciesMs.length * 1000) / (performance.now() - startedAt), latenciesMs };
    },
    close() {
      for (const connection of open) connection.close();
    },
  };
}
