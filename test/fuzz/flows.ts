import { MESSAGE_LIMITS } from 'zalo-oa-sdk';
import type { Catalogue } from '../../src/catalog/index.ts';
import { advance, positionOf, stateBytes } from '../../src/flow-engine/index.ts';
import type { Action, Button, FlowContext, FlowEvent, FlowState } from '../../src/flow-engine/types.ts';
import { answersAt } from '../support/flow-walker.ts';
import { fewPlaces } from '../support/place-units.ts';
import { createRandom, type Random } from './random.ts';

export interface FlowFuzzOptions {
  /** Events in all, over every flow and card in turn. */
  readonly count: number;
  readonly seed: number;
  readonly catalogue: Catalogue;
  /** Replaced only to show that a bad engine is noticed. */
  readonly engine?: typeof advance;
}

/** What `fuzz flows` prints. The criterion holds when `throws`, `stuck` and `overLimit` are 0. */
export interface FlowFuzzReport {
  readonly count: number;
  readonly seed: number;
  readonly sessions: number;
  /** How the sessions ended. */
  readonly ended: Readonly<Record<string, number>>;
  /** Events of each type. */
  readonly events: Readonly<Record<string, number>>;
  readonly stateBytesMax: number;
  readonly eventsPerSecond: number;
  readonly seconds: number;
  readonly throws: number;
  /** Sessions that answers, giving up and waiting could not bring to an end. */
  readonly stuck: number;
  /** Messages that Zalo would refuse, and states over 1 kB. */
  readonly overLimit: number;
  /** Up to five things that broke the criterion, to repeat them by hand. */
  readonly examples: readonly string[];
}

/** Events thrown at a session before it is led home. */
const WILD_EVENTS = 40;
/** Sensible events after which a session that has not ended counts as stuck. */
const HOME_EVENTS = 1_500;
const HOUR_MS = 3_600_000;
const MAX_STATE_BYTES = 1024;

const WORDS = [
  ...['xong', 'chưa được', 'xem lại', 'gặp người', 'có rồi ạ', 'không', '1', '2', '3', '9', 'số hai', 'mười hai'],
  ...['1tr5', '22/11', 'thứ hai tới', '0912345678', 'Tân Phú', 'hà nội', 'không nhớ', 'bỏ qua', 'thôi', 'menu'],
  ...[
    '',
    ' ',
    '{bác}',
    '{account}',
    '\u0000',
    '\uD800',
    '😀'.repeat(300),
    'a'.repeat(3000),
    '<script>',
    "'; --",
    'constructor',
  ],
];

/** One resident in the making of a session. */
interface Session {
  state: FlowState | null;
  context: FlowContext;
  readonly oldButtons: Button[];
}

function junk(random: Random): string {
  const length = random.below(40);
  return Array.from({ length }, () => String.fromCodePoint(random.below(0x2fff) + 1)).join('');
}

/** Anything a resident, an old button, the clock or a broken caller can send. */
function wildEvent(session: Session, catalogue: Catalogue, random: Random): FlowEvent {
  const answers = answersAt(catalogue, session.state, session.context);
  switch (random.below(14)) {
    case 0:
      return { type: 'unclear' };
    case 1:
      return { type: 'resume' };
    case 2:
      if (random.below(2) === 0 && session.state?.due !== undefined) {
        session.context = { ...session.context, now: session.state.due };
      }
      return { type: 'due' };
    case 3:
      return { type: 'media', kind: random.pick(['photo', 'location', 'file', 'voice', 'other'] as const) };
    case 4: {
      const old = session.oldButtons[random.below(Math.max(1, session.oldButtons.length))]?.choice;
      return old ? { type: 'choice', ...old } : { type: 'choice', at: junk(random), value: junk(random) };
    }
    case 5:
      return { type: 'text', text: junk(random) };
    case 6:
    case 7:
      return { type: 'text', text: random.pick(WORDS) };
    case 8:
      return random.pick([null, 7, [], {}, { type: 'text' }, { type: 'media', kind: 'x' }]) as unknown as FlowEvent;
    default:
      return likely(answers, random);
  }
}

/** Mostly one of the first two buttons: they lead deep into a flow, the last ones out of it. */
function likely(answers: readonly FlowEvent[], random: Random): FlowEvent {
  return random.pick(random.below(3) > 0 ? answers.slice(0, 2) : answers);
}

/** What somebody does who wants to be done: buttons mostly, typed answers, giving up, or letting the time run out. */
function homeEvent(session: Session, catalogue: Catalogue, random: Random): FlowEvent {
  const roll = random.below(10);
  if (roll === 0) return { type: 'unclear' };
  if (roll === 1 && session.state?.due !== undefined) {
    session.context = { ...session.context, now: session.state.due };
    return { type: 'due' };
  }
  return likely(answersAt(catalogue, session.state, session.context), random);
}

/** Why Zalo would not take what is said, or nothing. */
function messageFault(action: Action): string | undefined {
  if (action.type !== 'say') return undefined;
  const { text, buttons = [], picture } = action;
  if (text.trim() === '') return 'an empty text';
  if (text.length > MESSAGE_LIMITS.textLength) return `a text of ${text.length} characters`;
  if (/undefined|\[object/u.test(text)) return `a text with a hole: ${text.slice(0, 60)}`;
  if (buttons.length > MESSAGE_LIMITS.buttonCount) return `${buttons.length} buttons`;
  if (picture && !/^(?:https:\/\/|file:|screen:)/u.test(picture.url)) return 'a picture without an address';
  for (const { title, choice, url } of buttons) {
    if (title.trim() === '' || title.length > MESSAGE_LIMITS.buttonTitleLength) return `a title "${title}"`;
    if (choice && `#do:${choice.at}|${choice.value}`.length > MESSAGE_LIMITS.queryPayloadLength)
      return 'a long payload';
    if (url !== undefined && !url.startsWith('https://')) return `an address ${url}`;
  }
  return undefined;
}

const contextOf = (random: Random): FlowContext => ({
  address: random.pick(['bác', 'cô', 'anh']),
  now: Date.parse('2026-11-22T07:00:00+07:00') + random.below(1000) * HOUR_MS,
  seed: String(random.below(1000)),
  audience: { segment: random.pick(['trader', 'farmer', 'elderly'] as const), largeSteps: random.below(3) === 0 },
  places: fewPlaces(),
  assisted: random.below(5) === 0,
});

/**
 * Throws `count` random events at every shipped flow and card in turn, the state going through JSON between every two,
 * and counts what may never happen. Each session is thrown about first and then led home; the same seed gives the same
 * events. About 15,000 events a second on one core.
 */
export function fuzzFlows({ count, seed, catalogue, engine = advance }: FlowFuzzOptions): FlowFuzzReport {
  const random = createRandom(seed);
  const starts: FlowEvent[] = [
    ...catalogue.flows().map(({ id }): FlowEvent => ({ type: 'start', flow: id })),
    ...catalogue.cards().map(({ slug }): FlowEvent => ({ type: 'start', card: slug })),
  ];
  const ended: Record<string, number> = {};
  const events: Record<string, number> = {};
  const broken = { throws: 0, stuck: 0, overLimit: 0 };
  const examples: string[] = [];
  let [sent, sessions, stateBytesMax] = [0, 0, 0];
  const startedAt = performance.now();

  const report = (fault: keyof typeof broken, what: string): void => {
    broken[fault] += 1;
    if (examples.length < 5) examples.push(`${fault}: ${what}`);
  };

  const send = (session: Session, event: FlowEvent): void => {
    const type = String((event as { type?: unknown } | null)?.type ?? 'other');
    events[type] = (events[type] ?? 0) + 1;
    sent += 1;
    const at = session.state ? positionOf(session.state) : 'none';
    try {
      const { state, actions } = engine(catalogue, session.state, event, session.context);
      session.state = JSON.parse(JSON.stringify(state)) as FlowState | null;
      for (const action of actions) {
        const fault = messageFault(action);
        if (fault !== undefined) report('overLimit', `${fault} after ${type} at ${at}`);
        if (action.type === 'say') session.oldButtons.push(...(action.buttons ?? []));
        if (action.type === 'end') ended[action.how] = (ended[action.how] ?? 0) + 1;
      }
    } catch (error) {
      report('throws', `${String(error)} after ${type} at ${at}`);
      session.state = null;
    }
    const bytes = session.state ? stateBytes(session.state) : 0;
    stateBytesMax = Math.max(stateBytesMax, bytes);
    if (bytes > MAX_STATE_BYTES) report('overLimit', `a state of ${bytes} bytes at ${at}`);
  };

  while (sent < count) {
    const session: Session = { state: null, context: contextOf(random), oldButtons: [] };
    const start = starts[sessions % starts.length] ?? ({ type: 'resume' } satisfies FlowEvent);
    sessions += 1;
    send(session, start);
    const wild = random.below(WILD_EVENTS);
    for (let n = 0; n < wild && session.state; n += 1) {
      session.context = { ...session.context, now: (session.context.now ?? 0) + random.below(5) * HOUR_MS };
      send(session, wildEvent(session, catalogue, random));
    }
    for (let n = 0; n < HOME_EVENTS && session.state; n += 1) send(session, homeEvent(session, catalogue, random));
    if (session.state) report('stuck', `${JSON.stringify(start)} at ${positionOf(session.state)}`);
  }

  const seconds = (performance.now() - startedAt) / 1000;
  return {
    count: sent,
    seed,
    sessions,
    ended,
    events,
    stateBytesMax,
    eventsPerSecond: Math.round(sent / seconds),
    seconds: Math.round(seconds * 10) / 10,
    ...broken,
    examples,
  };
}
