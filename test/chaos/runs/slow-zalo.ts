import { conversationRun } from '../run-kinds.ts';

const SLOWEST_MS = 5_000;
const FASTEST_MS = 2_000;

/**
 * Every call takes 2 to 5 s: what 64 sends at once can do is 18 a second, so residents wait for each other. 100
 * conversations unless told otherwise: 900 sends take about a minute.
 */
export const slowZalo = conversationRun({
  name: 'slow-zalo',
  defaults: { conversations: 100, giveUpMs: 180_000, quietMs: 6_000 },
  stage: { latencyMs: (random) => FASTEST_MS + random.below(SLOWEST_MS - FASTEST_MS), lateDeliveries: true },
  async play(stage) {
    const conversations = await stage.play({ atOnce: stage.options.conversations });
    return { conversations, extra: { latencyMs: [FASTEST_MS, SLOWEST_MS] } };
  },
});
