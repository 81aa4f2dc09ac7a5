import { startPlaying } from '../progress.ts';
import { conversationRun } from '../run-kinds.ts';
import { expireForProcesses } from '../token-processes.ts';

/** Zalo says one or the other (fact sheet, error table). */
const CODES = [-220, -216] as const;
const PROCESSES = 4;

/**
 * The access token dies twice under load, with 64 sends under way: one refresh each, whoever notices. Then four
 * processes share one token store and the token dies again: one refresh between them.
 */
export const tokenExpiry = conversationRun({
  name: 'token-expiry',
  stage: { latencyMs: 20 },
  async play(stage) {
    const playing = startPlaying(stage);
    for (const [index, code] of CODES.entries()) {
      await playing.reaches((index + 1) / (CODES.length + 1));
      stage.fake.expireTokens(code);
    }
    const conversations = await playing.done;
    const { granted, refused } = stage.fake.tokens();
    const shared = await expireForProcesses(PROCESSES);
    return {
      conversations,
      isAsPromised: granted === CODES.length && shared.refreshes === 1 && shared.failed === 0,
      extra: {
        ...{ expiries: CODES.length, refreshes: granted, sendsRefused: refused, processes: PROCESSES },
        ...{ processCalls: shared.calls, processCallsFailed: shared.failed, processRefreshes: shared.refreshes },
      },
    };
  },
});
