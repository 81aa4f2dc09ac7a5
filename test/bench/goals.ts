/** One figure and what it must be. */
export interface Goal {
  readonly figure: string;
  readonly is: 'at least' | 'at most';
  readonly value: number;
}

/** What a page shows of a bench: which figures, in this order, and what they are held against. */
export interface Expectation {
  readonly shown: readonly string[];
  readonly goals: readonly Goal[];
}

/** Figures of a bench by name, as its JSON line has them; nested ones are not looked into. */
export type Figures = Readonly<Record<string, unknown>>;

const atLeast = (figure: string, value: number): Goal => ({ figure, is: 'at least', value });
const atMost = (figure: string, value: number): Goal => ({ figure, is: 'at most', value });

/** Turns on the database in the process, and on PostgreSQL with Redis; both at 50 chats on two cores. */
const TURNS = {
  embedded: [atLeast('msgPerSecond', 3_000), atMost('p99Ms', 60)],
  shared: [atLeast('msgPerSecond', 1_500), atMost('p99Ms', 60)],
};
/** CPU of a turn, in-flow answers and free text apart. */
const LEGS = {
  embedded: [atMost('inFlowCpuMsPerMessage', 0.3), atMost('freeTextCpuMsPerMessage', 0.6)],
  shared: [atMost('inFlowCpuMsPerMessage', 0.6), atMost('freeTextCpuMsPerMessage', 0.9)],
};
const CHATS_OF_GOALS = 50;

const EXPECTATIONS: Readonly<Record<string, (figures: Figures) => Expectation>> = {
  webhook: ({ event }) => ({
    shown: ['ratio', 'requestsPerSecond', 'bareRequestsPerSecond', 'p99Ms', 'cpuMsPerRequest'],
    // Texts bring their turns with them, which is not accepting.
    goals: event === 'user_send_text' ? [] : [atLeast('ratio', 0.5)],
  }),
  turns: ({ chats, database, replicas, inFlowCpuMsPerMessage }) => ({
    shown: [
      ...['msgPerSecond', 'cpuMsPerMessage', 'inFlowCpuMsPerMessage', 'freeTextCpuMsPerMessage'],
      ...['databaseCpuMsPerMessage', 'redisCpuMsPerMessage', 'p50Ms', 'p99Ms'],
      ...['rssMb', 'stubMsgPerSecond', 'cpuRatioToOne'],
    ],
    goals: [
      ...(chats === CHATS_OF_GOALS ? (database === 'postgres' ? TURNS.shared : TURNS.embedded) : []),
      ...(chats === CHATS_OF_GOALS && typeof inFlowCpuMsPerMessage === 'number'
        ? database === 'postgres'
          ? LEGS.shared
          : LEGS.embedded
        : []),
      ...(replicas === 2 ? [atMost('cpuRatioToOne', 1.15)] : []),
    ],
  }),
  engine: () => ({
    shown: ['turnsPerCoreSecond', 'stateBytesP95', 'stateBytesMax'],
    goals: [atLeast('turnsPerCoreSecond', 10_000), atMost('stateBytesP95', 1_024)],
  }),
  emulator: () => ({ shown: ['allEvents', 'userTextOnly'], goals: [] }),
  understand: () => ({
    shown: ['medianUs', 'p99Us', 'rssMb', 'buildMs', 'trainMs'],
    goals: [atMost('medianUs', 300), atMost('p99Us', 1_000), atMost('rssMb', 100), atMost('buildMs', 1_000)],
  }),
  broadcast: () => ({
    shown: [
      'msgPerSecond',
      'limitRatio',
      'pauseMs',
      'cpuMsPerMessage',
      'planSeconds',
      'planRssMb',
      'bytesPerRecipient',
    ],
    goals: [
      ...[atLeast('msgPerSecond', 2_000), atLeast('limitRatio', 0.97), atMost('secondsOverLimit', 0)],
      ...[atMost('pauseMs', 1_000), atMost('planRssMb', 300), atMost('doubled', 0), atMost('missing', 0)],
    ],
  }),
  dashboard: () => ({
    shown: ['worstViewMs', 'worstView', 'historyRatio', 'events', 'databaseMb', 'rollMs'],
    goals: [atMost('worstViewMs', 300), atMost('differing', 0)],
  }),
  soak: () => ({
    shown: [
      ...['minutes', 'perSecond', 'rssMb', 'rssGrowthMb', 'heapGrowthMb', 'handles', 'handleGrowth', 'unanswered'],
      ...['p99Ms', 'cpuMsPerMessage', 'diskBytesPerMessage'],
    ],
    goals: [atMost('rssGrowthMb', 5), atMost('handleGrowth', 0), atMost('unanswered', 0)],
  }),
  growth: () => ({
    shown: [
      ...['residents', 'messageCpuUs', 'databaseCpuUs', 'messageRatio', 'worstReadUs', 'worstRead'],
      ...['worstReadRatio', 'purgeUs', 'fileMb', 'fillSeconds'],
    ],
    goals: [],
  }),
  disk: () => ({
    shown: [
      ...['bytesPerResident', 'bytesPerMessage', 'bytesPerEvent'],
      ...['packedBytesPerResident', 'packedBytesPerMessage', 'packedBytesPerEvent'],
    ],
    goals: [],
  }),
};

/** A bench nobody wrote down here shows every plain number it prints and has no goal. */
export function expectationOf(name: string, figures: Figures): Expectation {
  const known = Object.hasOwn(EXPECTATIONS, name) ? EXPECTATIONS[name]?.(figures) : undefined;
  if (known !== undefined) return known;
  return { shown: Object.keys(figures).filter((key) => typeof figures[key] === 'number'), goals: [] };
}

/** `missing` where the line has no such number: a goal never passes because its figure was renamed. */
export function verdictOf(goal: Goal, figures: Figures): 'met' | 'not met' | 'missing' {
  const value = figures[goal.figure];
  if (typeof value !== 'number' || Number.isNaN(value)) return 'missing';
  return (goal.is === 'at least' ? value >= goal.value : value <= goal.value) ? 'met' : 'not met';
}
