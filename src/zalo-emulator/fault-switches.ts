/** When a fault strikes, and whether the call takes effect all the same. */
export interface FaultRule {
  /** Strike the next N calls. */
  readonly nextCount?: number;
  /** Strike each call with this chance, 0-1. Used when `nextCount` is absent or used up. */
  readonly probability?: number;
  /** Whether the call still takes effect (message delivered, token rotated). Default false; true for `errorReply`. */
  readonly delivered?: boolean;
  /** Which calls it strikes: sending a message, or refreshing a token. Default `send`. */
  readonly on?: 'send' | 'token';
}

/**
 * Faults a client must survive; none is on by default.
 *
 * - `html502`: HTTP 502 with an HTML body, as a gateway failure.
 * - `hang`: no answer for `settings.hangMs`, then the connection drops.
 * - `errorReply`: `error` = `code` (default -200) although the message was delivered.
 * - `refused`: the connection is dropped at once without an answer.
 */
export interface FaultSwitches {
  readonly html502?: FaultRule;
  readonly hang?: FaultRule;
  readonly errorReply?: FaultRule & { readonly code?: number };
  readonly refused?: FaultRule;
}

/** A fault that strikes the call at hand. */
export interface Fault {
  readonly kind: keyof FaultSwitches;
  readonly delivered: boolean;
  readonly code: number;
}

/** Holds the switches and decides, call by call, what strikes. */
export interface FaultBox {
  /** Replaces all switches; `{}` turns every fault off. */
  set(switches: FaultSwitches): void;
  /** The fault that strikes this call, if any; counts down `nextCount`. */
  take(on: 'send' | 'token'): Fault | undefined;
}

const kinds = ['refused', 'hang', 'html502', 'errorReply'] as const;

/** A {@link FaultBox} with the given switches; `random` decides probabilities. */
export function createFaultBox(initial: FaultSwitches, random: () => number): FaultBox {
  let switches = initial;
  let left = new Map<keyof FaultSwitches, number>();

  function set(next: FaultSwitches): void {
    switches = next;
    left = new Map(kinds.map((kind) => [kind, next[kind]?.nextCount ?? 0]));
  }

  function strikes(kind: keyof FaultSwitches, rule: FaultRule): boolean {
    const remaining = left.get(kind) ?? 0;
    if (remaining > 0) {
      left.set(kind, remaining - 1);
      return true;
    }
    return rule.probability !== undefined && random() < rule.probability;
  }

  set(initial);
  return {
    set,
    take(on) {
      for (const kind of kinds) {
        const rule: (FaultRule & { readonly code?: number }) | undefined = switches[kind];
        if (rule === undefined || (rule.on ?? 'send') !== on || !strikes(kind, rule)) continue;
        return { kind, delivered: rule.delivered ?? kind === 'errorReply', code: rule.code ?? -200 };
      }
      return undefined;
    },
  };
}
