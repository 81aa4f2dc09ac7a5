import { postUntilAccepted } from '../../support/load/conversation-run.ts';
import { openSpread, type WebhookConnection } from '../../support/load/webhook-connection.ts';
import { sleep } from '../progress.ts';
import { conversationRun } from '../run-kinds.ts';

const SPARE_CONNECTIONS = 20;
const LATE_COPY_MAX_MS = 1_500;
/** A webhook goes out once, or up to so many times. */
const TIMES_MAX = 5;

/** Every webhook goes out one to five times: half of the copies at once on another connection, the rest later. */
export const duplicate = conversationRun({
  name: 'duplicate',
  async play(stage) {
    const idle: WebhookConnection[] = Array.from({ length: SPARE_CONNECTIONS }, () => openSpread(stage.ports));
    const copies: Promise<void>[] = [];
    const postCopy = async (request: Buffer, delayMs: number) => {
      if (delayMs > 0) await sleep(delayMs);
      const connection = idle.pop() ?? openSpread(stage.ports);
      await postUntilAccepted(connection, request);
      idle.push(connection);
    };
    const onPost = (request: Buffer) => {
      const count = stage.random.below(TIMES_MAX);
      for (let copy = 0; copy < count; copy += 1) {
        const isAtOnce = stage.random.next() < 0.5;
        copies.push(postCopy(request, isAtOnce ? 0 : stage.random.below(LATE_COPY_MAX_MS)));
      }
    };
    const conversations = await stage.play({ onPost });
    await Promise.all(copies);
    for (const connection of idle) connection.close();
    return { conversations, extra: { copiesPosted: copies.length } };
  },
});
