import type {
  Action,
  Definitions,
  Flow,
  FlowContext,
  FlowEvent,
  FlowState,
  GuideCard,
  Step,
} from '../../src/flow-engine/types.ts';
import { advance, positionOf } from '../../src/flow-engine/index.ts';

/** A flow with sensible rest: `flowOf({ a: {...} })` starts at its first step. */
export function flowOf(steps: Record<string, Step>, overrides: Partial<Flow> = {}): Flow {
  const start = Object.keys(steps)[0] ?? 'none';
  return { id: 'flow', topic: 'e-payments', title: 'Luồng mẫu', hash: 'f1', start, steps, ...overrides };
}

/** A card of three steps with advice on the second one. */
export function cardOf(overrides: Partial<GuideCard> = {}): GuideCard {
  return {
    slug: 'card',
    hash: 'c1',
    topic: 'public-services',
    title: 'Thẻ mẫu',
    answer: 'Câu trả lời cho {bác}.',
    steps: [
      { text: 'Mở ứng dụng.' },
      { text: 'Bấm "Đăng ký".', ifStuck: 'Nhờ người nhà bấm giúp.' },
      { text: 'Bấm "Xong".' },
    ],
    help: 'Công an xã, phường.',
    ...overrides,
  };
}

/** Definitions that hold exactly these. */
export function definitionsOf(flows: readonly Flow[], cards: readonly GuideCard[] = []): Definitions {
  return {
    flow: (id) => flows.find((flow) => flow.id === id),
    card: (slug) => cards.find((card) => card.slug === slug),
  };
}

/** One resident walking; the state goes through JSON between every two turns, as in a session. */
export class Walk {
  readonly #definitions: Definitions;
  state: FlowState | null = null;
  actions: readonly Action[] = [];
  /** What every turn is told beside the event; tests move `now` on. */
  context: FlowContext;

  constructor(definitions: Definitions, context: FlowContext = {}) {
    this.#definitions = definitions;
    this.context = context;
  }

  send(event: FlowEvent): this {
    const stored = JSON.parse(JSON.stringify(this.state)) as FlowState | null;
    const { state, actions } = advance(this.#definitions, stored, event, this.context);
    this.state = state;
    this.actions = actions;
    return this;
  }

  start(flow = 'flow'): this {
    return this.send({ type: 'start', flow });
  }

  startCard(card = 'card'): this {
    return this.send({ type: 'start', card });
  }

  text(text: string): this {
    return this.send({ type: 'text', text });
  }

  /** Presses the button with this value under the waiting step. */
  press(value: string): this {
    return this.send({ type: 'choice', at: this.at, value });
  }

  /** Lets time pass, then says that the moment of the waiting step has come. */
  due(afterMs: number): this {
    this.context = { ...this.context, now: (this.context.now ?? 0) + afterMs };
    return this.send({ type: 'due' });
  }

  get at(): string {
    return this.state ? positionOf(this.state) : 'none';
  }

  /** What was said in the last turn, one message an element. */
  get said(): string[] {
    return this.actions.flatMap((action) => (action.type === 'say' ? [action.text] : []));
  }

  /** Titles of the buttons of the last message. */
  get buttons(): string[] {
    const say = this.actions.findLast((action) => action.type === 'say');
    return (say?.buttons ?? []).map(({ title }) => title);
  }

  /** Counted events of the last turn, `kind flow step`. */
  get tracks(): string[] {
    return this.actions.flatMap((action) =>
      action.type === 'track' ? [`${action.kind} ${action.flow} ${action.step}`] : [],
    );
  }

  /** Types of all actions of the last turn. */
  get types(): string[] {
    return this.actions.map(({ type }) => type);
  }
}
