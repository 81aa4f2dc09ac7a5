import { startConversation, type Conversation } from '../../support/load/conversation-run.ts';
import { percentile, round } from '../../support/load/machine.ts';
import { residentId } from '../../support/load/webhook-body.ts';
import { sleep } from '../progress.ts';
import { conversationRun } from '../run-kinds.ts';
import type { Stage } from '../stage.ts';

/** Light residents chat at this pace; heavy ones, half as many, write 14 times as fast: 7 times the load in all. */
const LIGHT = { residents: 20, everyMs: 1_600 } as const;
const HEAVY = { residents: 10, everyMs: LIGHT.everyMs / 14 } as const;
/** Calm and noisy turns by turns, so that a machine that gets slower meets both alike. */
const ROUNDS_MAX = 4;
/** One for each of the light residents, calm and noisy. */
const CONVERSATIONS_A_ROUND = 40;
/** A heavy resident waits for each answer, so this bounds their pace. */
const ZALO_MS = 60;
const SHARE_ALLOWED = 1.2;

/**
 * 10 residents make 7 times the load of 20 others. The others' 95th percentile may grow by a fifth. The app serves one
 * OA, so the neighbour is a group of residents of the same OA: `scope` says so.
 */
export const noisyNeighbour = conversationRun({
  name: 'noisy-neighbour',
  defaults: { conversations: 160 },
  stage: { latencyMs: ZALO_MS },
  async play(stage) {
    let next = 1;
    const numbers = { take: () => residentId(next++) };
    const light = { calm: [] as Conversation[], noisy: [] as Conversation[] };
    const heavy: Conversation[] = [];
    const { conversations: count } = stage.options;
    const rounds = Math.min(ROUNDS_MAX, Math.max(1, Math.round(count / CONVERSATIONS_A_ROUND)));
    const each = Math.max(1, Math.round(count / (2 * rounds)));
    const startedAt = performance.now();
    let noisyMs = 0;
    for (let turn = 0; turn < rounds; turn += 1) {
      light.calm.push(...(await playGroup(stage, numbers, LIGHT, () => each)));
      const noisyAt = performance.now();
      let isOver = false;
      const noise = playGroup(stage, numbers, HEAVY, () => (isOver ? 0 : Number.POSITIVE_INFINITY));
      light.noisy.push(...(await playGroup(stage, numbers, LIGHT, () => each)));
      isOver = true;
      heavy.push(...(await noise));
      noisyMs += performance.now() - noisyAt;
    }
    const p95 = { calm: p95Of(light.calm), noisy: p95Of(light.noisy) };
    const messages = (of: readonly Conversation[]) => of.reduce((sum, { accepted }) => sum + accepted.length, 0);
    return {
      conversations: [...light.calm, ...light.noisy, ...heavy],
      isAsPromised: p95.noisy <= p95.calm * SHARE_ALLOWED,
      extra: {
        scope: 'one-oa',
        lightP95CalmMs: round(p95.calm, 1),
        lightP95NoisyMs: round(p95.noisy, 1),
        p95Ratio: round(p95.noisy / p95.calm, 2),
        loadRatio: round(messages(heavy) / messages(light.noisy), 1),
        noisyMsgPerSecond: round(((messages(heavy) + messages(light.noisy)) * 1_000) / noisyMs, 0),
        zaloMs: ZALO_MS,
        playedMs: Math.round(performance.now() - startedAt),
      },
    };
  },
});

interface Group {
  readonly residents: number;
  readonly everyMs: number;
}

/** `residents` at a time, one conversation after the other, until `count` of them have begun. */
async function playGroup(
  stage: Stage,
  numbers: { take(): string },
  { residents, everyMs }: Group,
  count: () => number,
): Promise<readonly Conversation[]> {
  const { ports, router, messages, expected, options, posts } = stage;
  const played: Conversation[] = [];
  const slot = { park: () => undefined, resume: () => undefined };
  const chat = async (): Promise<void> => {
    // Not all in step.
    await sleep(stage.random.next() * everyMs);
    while (played.length < count()) {
      const common = { ports, router, messages, expected, burst: 1, giveUpMs: options.giveUpMs, slot, posts };
      const conversation = startConversation({ ...common, userId: numbers.take(), everyMs });
      played.push(conversation);
      await conversation.done;
    }
  };
  await Promise.all(Array.from({ length: residents }, chat));
  return played;
}

/** 95th percentile from 200 to last reply. */
function p95Of(conversations: readonly Conversation[]): number {
  const waits = conversations.flatMap(({ accepted }) =>
    accepted.flatMap(({ acceptedAtMs, answeredAtMs }) => (answeredAtMs === null ? [] : [answeredAtMs - acceptedAtMs])),
  );
  return percentile(waits, 0.95);
}
