import { EmulatorError } from './errors.ts';
import { faultSwitchesShape } from './fault-shapes.ts';
import type { FaultRule, FaultSwitches, WebhookFaults } from './fault-shapes.ts';

export type { FaultRule, FaultSwitches, WebhookFaults } from './fault-shapes.ts';

/** What a call is to the fault switches: a send, the token endpoint, or any other call. */
export type FaultTarget = 'send' | 'token' | 'other';

/** Faults that replace the answer of one call. */
export type FaultKind = 'refused' | 'hang' | 'html502' | 'errorReply' | 'lostTokenAnswer';

/** A fault that strikes the call at hand. */
export interface Fault {
  readonly kind: FaultKind;
  /** Whether the call takes effect all the same. */
  readonly delivered: boolean;
  /** `error` of the answer, for `errorReply`. */
  readonly code: number;
}

/** Holds the switches and decides, call by call, what strikes. */
export interface FaultBox {
  /**
   * Replaces all switches; `{}` turns every fault off. Counts and `rateStorm.forMs` start anew.
   *
   * @throws EmulatorError EMULATOR_INPUT_INVALID for an unknown key or a value out of its range
   */
  set(switches: FaultSwitches): void;
  /** The switches as they stand: `nextCount` and `forMs` say how much is left. */
  get(): FaultSwitches;
  /** The fault that strikes this call, if any; counts down `nextCount`. */
  take(target: FaultTarget): Fault | undefined;
  /** Whether `rateStorm` refuses this call with -32; counts down `nextCount`. */
  takeStorm(target: FaultTarget): boolean;
  /** How long `slowNetwork` holds this call, in ms; 0 when it does not. */
  takeDelayMs(target: FaultTarget): number;
  /** What the webhook sender is to spoil. */
  webhook(): WebhookFaults;
}

/** The first that strikes wins. */
const kinds = ['refused', 'hang', 'html502', 'errorReply', 'lostTokenAnswer'] as const;

type RuleKind = FaultKind | 'slowNetwork' | 'rateStorm';

const strikesOn: Readonly<Record<RuleKind, NonNullable<FaultRule['on']>>> = {
  refused: 'send',
  hang: 'send',
  html502: 'send',
  errorReply: 'send',
  lostTokenAnswer: 'token',
  rateStorm: 'any',
  slowNetwork: 'any',
};

/** A {@link FaultBox} with the given switches; `random` decides probabilities, `now` (ms) ends a timed storm. */
export function createFaultBox(initial: FaultSwitches, random: () => number, now: () => number): FaultBox {
  let switches: FaultSwitches = {};
  let left = new Map<RuleKind, number>();
  let stormEndsAtMs = 0;

  function set(next: FaultSwitches): void {
    const parsed = faultSwitchesShape.safeParse(next);
    if (!parsed.success) {
      const issue = parsed.error.issues[0];
      throw new EmulatorError(
        'EMULATOR_INPUT_INVALID',
        `The fault switch "${issue?.path.join('.') ?? ''}" is wrong: ${issue?.message ?? ''}. Expected the shape of FaultSwitches in fault-shapes.ts.`,
      );
    }
    switches = next;
    left = new Map(
      ([...kinds, 'slowNetwork', 'rateStorm'] as const).flatMap((kind) => {
        const count = next[kind]?.nextCount;
        return count === undefined ? [] : [[kind, count] as const];
      }),
    );
    stormEndsAtMs = now() + (next.rateStorm?.forMs ?? 0);
  }

  function aims(kind: RuleKind, rule: FaultRule, target: FaultTarget): boolean {
    const on = rule.on ?? strikesOn[kind];
    return on === 'any' || on === target;
  }

  function strikes(kind: RuleKind, rule: FaultRule): boolean {
    const remaining = left.get(kind) ?? 0;
    if (remaining > 0) {
      left.set(kind, remaining - 1);
      return true;
    }
    return rule.probability !== undefined && random() < rule.probability;
  }

  function get(): FaultSwitches {
    const current = Object.entries(switches).map(([key, rule]): [string, unknown] => {
      const count = left.get(key as RuleKind);
      const timed = key === 'rateStorm' && switches.rateStorm?.forMs !== undefined;
      return [
        key,
        {
          ...rule,
          ...(count === undefined ? {} : { nextCount: count }),
          ...(timed ? { forMs: Math.max(0, stormEndsAtMs - now()) } : {}),
        },
      ];
    });
    return Object.fromEntries(current) as FaultSwitches;
  }

  set(initial);
  return {
    set,
    get,
    take(target) {
      for (const kind of kinds) {
        const rule: (FaultRule & { readonly code?: number }) | undefined = switches[kind];
        if (rule === undefined || !aims(kind, rule, target) || !strikes(kind, rule)) continue;
        if (kind === 'lostTokenAnswer') return { kind, delivered: true, code: 0 };
        return { kind, delivered: rule.delivered ?? kind === 'errorReply', code: rule.code ?? -200 };
      }
      return undefined;
    },
    takeStorm(target) {
      const rule = switches.rateStorm;
      if (rule === undefined || !aims('rateStorm', rule, target)) return false;
      return now() < stormEndsAtMs || strikes('rateStorm', rule);
    },
    takeDelayMs(target) {
      const rule = switches.slowNetwork;
      if (rule === undefined || !aims('slowNetwork', rule, target)) return 0;
      const always = rule.nextCount === undefined && rule.probability === undefined;
      if (!always && !strikes('slowNetwork', rule)) return 0;
      return rule.delayMs + random() * (rule.jitterMs ?? 0);
    },
    webhook: () => switches.webhook ?? {},
  };
}
