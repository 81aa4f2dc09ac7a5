import { conversationRun } from '../run-kinds.ts';

/** Messages in a row, each after the 200 of the one before, without waiting for replies. */
const BURST = 5;

/** All residents write at once, several messages each. */
export const burst = conversationRun({
  name: 'burst',
  async play(stage) {
    const chats = stage.options.conversations;
    return { conversations: await stage.play({ burst: BURST, atOnce: chats }), extra: { burst: BURST, chats } };
  },
});
