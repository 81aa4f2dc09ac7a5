import { round } from '../../support/load/machine.ts';
import { conversationRun } from '../run-kinds.ts';

/** Messages in a row, each after the 200 of the one before, without waiting for replies. */
const BURST = 5;

/**
 * All residents write at once, several messages each. `botCores` is the CPU the bot got, in cores: on a machine that is
 * shared with other work it tells what the slowest 200 is worth.
 */
export const burst = conversationRun({
  name: 'burst',
  async play(stage) {
    const chats = stage.options.conversations;
    const cpuBeforeMs = stage.bot().cpuMs();
    const startedAt = performance.now();
    const conversations = await stage.play({ burst: BURST, atOnce: chats });
    const botCores = round((stage.bot().cpuMs() - cpuBeforeMs) / (performance.now() - startedAt), 2);
    return { conversations, extra: { burst: BURST, chats, botCores } };
  },
});
