import { openConnection } from './webhook-connection.ts';
import { echoWebhook, toHttpRequest, type ZaloIdentity } from './webhook-body.ts';

/** Posts the `oa_send_text` echoes that Zalo sends for every delivered message. */
export interface Echoes {
  send(userId: string, text: string, messageId: string): void;
  stop(): void;
}

/** Zalo itself waits 30 s before it tries a refused connection again; a run of two minutes cannot. */
const RETRY_MS = 250;

/** One connection, in delivery order; a refused echo is tried again every 250 ms until the run stops. */
export function startEchoes(identity: ZaloIdentity, port: number): Echoes {
  const connection = openConnection(port);
  const queue: Buffer[] = [];
  let busy = false;
  let stopped = false;

  const pump = async () => {
    busy = true;
    for (let next = queue[0]; next !== undefined && !stopped; next = queue[0]) {
      try {
        await connection.post(next);
        queue.shift();
      } catch {
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
      }
    }
    busy = false;
  };

  return {
    send(userId, text, messageId) {
      queue.push(toHttpRequest(echoWebhook(identity, userId, text, messageId, Date.now())));
      if (!busy) void pump();
    },
    stop() {
      stopped = true;
      connection.close();
    },
  };
}
