import type { SendFault } from '../../support/load/send-faults.ts';
import { conversationRun } from '../run-kinds.ts';
import { countFault } from './failing-sends.ts';

/** Out of 20: a time-out holds one of the 64 sends at once for 10 s. */
const MIX: readonly (readonly [SendFault, number])[] = [
  ['html-502-delivered', 9],
  ['api-200-delivered', 9],
  ['timeout-delivered', 2],
];
const KINDS = MIX.flatMap(([kind, weight]) => Array<SendFault>(weight).fill(kind));

/**
 * Every send is delivered and no answer says so. The echoes settle them, so a copy is doubled even where the bot could
 * not know from the answer. With `--no-echoes` one copy each is the price (ADR 0007) and counted as `doubledUnknown`.
 */
export const errorButDelivered = conversationRun({
  name: 'error-but-delivered',
  defaults: { conversations: 200, echoes: true, giveUpMs: 120_000, quietMs: 8_000 },
  stage: { faults: (random) => ({ next: () => KINDS[random.below(KINDS.length)] ?? null }) },
  async play(stage) {
    const conversations = await stage.play({});
    const copies = conversations.reduce((sum, conversation) => sum + conversation.verdict().doubledUnknown, 0);
    return {
      conversations,
      isAsPromised: !stage.options.echoes || copies === 0,
      extra: { failed: Object.fromEntries(MIX.map(([kind]) => [kind, countFault(stage, kind)])) },
    };
  },
});
