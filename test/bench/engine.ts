import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { loadCatalogueSync, type Catalogue } from '../../src/catalog/index.ts';
import { advance } from '../../src/flow-engine/index.ts';
import type { Action, FlowContext, FlowEvent, FlowState } from '../../src/flow-engine/types.ts';
import { fold } from '../../src/shared/vietnamese.ts';
import { fewPlaces } from '../support/place-units.ts';

/**
 * What `bench engine` prints. One turn is: parse the stored state, `advance`, write the state as JSON. Walks every
 * shipped flow and card over and over: half the turns press a button, a third types its title without marks, the rest
 * is unclear or asks to see the step again.
 */
export interface EngineFigures {
  /** Turns in one second of CPU time of one core (user and system time of this process). */
  readonly turnsPerCoreSecond: number;
  /** 95th percentile of the stored state in bytes, over all turns that end waiting. */
  readonly stateBytesP95: number;
  readonly stateBytesMax: number;
  readonly turns: number;
  readonly walks: number;
  readonly cores: number;
}

const MEASURED_SECONDS = 3;
const WARM_UP_SECONDS = 0.5;
const MAX_TURNS_A_WALK = 60;

/** A small fixed sequence (LCG of Numerical Recipes), so that every run takes the same walks. */
function createDice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * sides);
  };
}

/** Answers where nothing is offered: some are read, some refused, some not understood. */
const TYPED: readonly FlowEvent[] = [
  ...['Nguyễn Thị Lan', 'mười hai', '1tr5', 'thứ hai tới', '0912 345 678', 'Tân Phú, Đồng Nai'].map(
    (text): FlowEvent => ({ type: 'text', text }),
  ),
  { type: 'media', kind: 'photo' },
];

/** What a conversation passes in: the time makes every limited wait store its moment. */
const CONTEXT: FlowContext = {
  now: Date.parse('2026-11-22T12:00:00+07:00'),
  seed: 'bench',
  audience: { segment: 'farmer' },
  places: fewPlaces(),
};

function nextEvent(actions: readonly Action[], dice: (sides: number) => number): FlowEvent {
  const kind = dice(20);
  if (kind === 0) return { type: 'resume' };
  if (kind <= 2) return { type: 'unclear' };
  const said = actions.findLast((action) => action.type === 'say');
  const offered = (said?.buttons ?? []).filter(({ choice }) => choice !== undefined);
  const button = offered[dice(Math.max(1, offered.length))];
  if (button?.choice === undefined) return TYPED[dice(TYPED.length)] ?? { type: 'resume' };
  if (kind <= 9) return { type: 'text', text: fold(button.title) };
  return { type: 'choice', at: button.choice.at, value: button.choice.value };
}

interface Tally {
  turns: number;
  walks: number;
  /** How many states had this many bytes. */
  readonly sizes: number[];
}

function walkOnce(catalogue: Catalogue, start: FlowEvent, dice: (sides: number) => number, tally: Tally): void {
  let stored = 'null';
  let event = start;
  for (let turn = 0; turn < MAX_TURNS_A_WALK; turn++) {
    const { state, actions } = advance(catalogue, JSON.parse(stored) as FlowState | null, event, CONTEXT);
    stored = JSON.stringify(state);
    tally.turns += 1;
    if (state === null) break;
    const bytes = Buffer.byteLength(stored);
    tally.sizes[bytes] = (tally.sizes[bytes] ?? 0) + 1;
    event = nextEvent(actions, dice);
  }
  tally.walks += 1;
}

function walkFor(
  seconds: number,
  catalogue: Catalogue,
  starts: readonly FlowEvent[],
): { tally: Tally; cpuSeconds: number } {
  const tally: Tally = { turns: 0, walks: 0, sizes: [] };
  const dice = createDice(20_261_122);
  const before = process.cpuUsage();
  const used = (): number => {
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1e6;
  };
  while (used() < seconds) for (const start of starts) walkOnce(catalogue, start, dice, tally);
  return { tally, cpuSeconds: used() };
}

function percentileOf(sizes: readonly number[], share: number): number {
  const total = sizes.reduce((sum, count) => sum + count, 0);
  let seen = 0;
  for (const [bytes, count] of sizes.entries()) {
    seen += count ?? 0;
    if (seen >= total * share) return bytes;
  }
  return 0;
}

/** Measures the engine on the shipped content; about 4 seconds of one core. */
export async function runEngineBench(): Promise<EngineFigures> {
  const catalogue = loadCatalogueSync(join(import.meta.dirname, '../..'));
  const starts: FlowEvent[] = [
    ...catalogue.flows().map(({ id }): FlowEvent => ({ type: 'start', flow: id })),
    ...catalogue.cards().map(({ slug }): FlowEvent => ({ type: 'start', card: slug })),
  ];
  walkFor(WARM_UP_SECONDS, catalogue, starts);
  const { tally, cpuSeconds } = walkFor(MEASURED_SECONDS, catalogue, starts);
  return {
    turnsPerCoreSecond: Math.round(tally.turns / cpuSeconds),
    stateBytesP95: percentileOf(tally.sizes, 0.95),
    stateBytesMax: tally.sizes.length - 1,
    turns: tally.turns,
    walks: tally.walks,
    cores: availableParallelism(),
  };
}
