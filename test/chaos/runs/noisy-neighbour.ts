import { startConversation, type Conversation } from '../../support/load/conversation-run.ts';
import { percentile, round } from '../../support/load/machine.ts';
import { LOAD_IDENTITY, residentId, type ZaloIdentity } from '../../support/load/webhook-body.ts';
import { sleep } from '../progress.ts';
import { conversationRun } from '../run-kinds.ts';
import { addOas } from '../several-oas.ts';
import type { Stage } from '../stage.ts';

/** The first OA and these many more. One of them is the neighbour; the others are compared. */
const LIGHT_OAS = 3;
/** Residents of each light OA chat at this pace. */
const LIGHT = { residents: 20, everyMs: 1_600 } as const;
/** The neighbour's residents, twice as many, write 3.5 times as fast: 7 times the load of another OA. */
const HEAVY = { residents: 40, everyMs: LIGHT.everyMs / 3.5 } as const;
/** Calm and noisy turns by turns, so that a machine that gets slower meets both alike. */
const ROUNDS_MAX = 4;
/** One for each resident of each light OA, calm and noisy. */
const CONVERSATIONS_A_ROUND = 2 * LIGHT_OAS * LIGHT.residents;
/** A heavy resident waits for each answer, so this bounds their pace. */
const ZALO_MS = 60;
const SHARE_ALLOWED = 1.2;

/**
 * Four OAs in one installation, one of which makes 7 times the load of another. The 95th percentile of the others, all
 * together and each, may grow by a fifth. `cpuShare` says how busy the bot's processor was meanwhile: the promise holds up
 * to 0.7 of what it can do.
 */
export const noisyNeighbour = conversationRun({
  name: 'noisy-neighbour',
  defaults: { conversations: 3 * CONVERSATIONS_A_ROUND },
  stage: { latencyMs: ZALO_MS },
  async play(stage) {
    const lights = await addOas(stage, LIGHT_OAS);
    let next = 1;
    const numbers = { take: () => residentId(next++) };
    const calm = lights.map(() => [] as Conversation[]);
    const noisy = lights.map(() => [] as Conversation[]);
    const heavy: Conversation[] = [];
    const { conversations: count } = stage.options;
    const rounds = Math.min(ROUNDS_MAX, Math.max(1, Math.round(count / CONVERSATIONS_A_ROUND)));
    const each = Math.max(1, Math.round(count / (2 * LIGHT_OAS * rounds)));
    const playLights = async (into: Conversation[][]): Promise<void> => {
      const groups = lights.map((identity) => playGroup(stage, numbers, { ...LIGHT, identity }, () => each));
      for (const [index, played] of (await Promise.all(groups)).entries()) into[index]?.push(...played);
    };
    const startedAt = performance.now();
    let noisyMs = 0;
    let noisyCpuMs = 0;
    for (let turn = 0; turn < rounds; turn += 1) {
      await playLights(calm);
      const noisyAt = performance.now();
      const cpuAt = stage.bot().cpuMs();
      let isOver = false;
      const noise = playGroup(stage, numbers, { ...HEAVY, identity: LOAD_IDENTITY }, () =>
        isOver ? 0 : Number.POSITIVE_INFINITY,
      );
      await playLights(noisy);
      isOver = true;
      heavy.push(...(await noise));
      noisyMs += performance.now() - noisyAt;
      noisyCpuMs += stage.bot().cpuMs() - cpuAt;
    }
    const p95 = { calm: p95Of(calm.flat()), noisy: p95Of(noisy.flat()) };
    const messages = (of: readonly Conversation[]) => of.reduce((sum, { accepted }) => sum + accepted.length, 0);
    return {
      conversations: [...calm.flat(), ...noisy.flat(), ...heavy],
      isAsPromised: p95.noisy <= p95.calm * SHARE_ALLOWED,
      extra: {
        scope: 'several-oas',
        oas: 1 + LIGHT_OAS,
        lightP95CalmMs: round(p95.calm, 1),
        lightP95NoisyMs: round(p95.noisy, 1),
        p95Ratio: round(p95.noisy / p95.calm, 2),
        p95RatioByOa: lights.map((_, index) => round(p95Of(noisy[index] ?? []) / p95Of(calm[index] ?? []), 2)),
        loadRatio: round((LIGHT_OAS * messages(heavy)) / messages(noisy.flat()), 1),
        noisyMsgPerSecond: round(((messages(heavy) + messages(noisy.flat())) * 1_000) / noisyMs, 0),
        cpuShare: round(noisyCpuMs / noisyMs, 2),
        zaloMs: ZALO_MS,
        playedMs: Math.round(performance.now() - startedAt),
      },
    };
  },
});

interface Group {
  readonly residents: number;
  readonly everyMs: number;
  /** The OA they write to. */
  readonly identity: ZaloIdentity;
}

/** `residents` at a time, one conversation after the other, until `count` of them have begun. */
async function playGroup(
  stage: Stage,
  numbers: { take(): string },
  { residents, everyMs, identity }: Group,
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
      const conversation = startConversation({ ...common, identity, userId: numbers.take(), everyMs });
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
