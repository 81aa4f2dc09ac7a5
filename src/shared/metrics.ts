import { Counter, Histogram, type LabelValues, Registry } from '@platformatic/prom-client';

/**
 * A counter by label that costs a map look-up: the hot path counts several times an event, and hashing labels each time
 * was a tenth of a webhook's garbage. The registry is told when it is read.
 */
export interface Tally<Label extends string> {
  inc(labels: Readonly<Record<Label, string>>): void;
}

function createTally<Label extends string>(
  registry: Registry,
  name: string,
  help: string,
  labelNames: readonly [Label, ...Label[]],
): Tally<Label> {
  const counts = new Map<string, { readonly labels: Readonly<Record<Label, string>>; count: number }>();
  const counter = new Counter<Label>({
    name,
    help,
    labelNames: [...labelNames],
    registers: [],
    collect() {
      this.reset();
      for (const { labels, count } of counts.values()) this.inc(labels as LabelValues<Label>, count);
    },
  });
  registry.registerMetric(counter);
  const [first, second] = labelNames;
  return {
    inc(labels) {
      const key = second === undefined ? labels[first] : `${labels[first]} ${labels[second]}`;
      const known = counts.get(key);
      if (known) known.count += 1;
      else counts.set(key, { labels, count: 1 });
    },
  };
}

/** Every figure of `GET /metrics`, made once in `app.ts` and passed down. No label ever carries a resident's id or words. */
export interface Metrics {
  readonly registry: Registry;
  /** Webhook requests by result: accepted, duplicate, probe, ignored, unreadable, or the error code. */
  readonly webhooks: Tally<'result'>;
  /** Accepted events by Zalo's event name. */
  readonly events: Tally<'event'>;
  /** Handled events by what came of them: answered, silent, echo, erased, failed. */
  readonly turns: Tally<'result'>;
  /** Pictures in the chat by what came of reading them: read, or why not. */
  readonly pictures: Tally<'result'>;
  /** Seconds from acceptance to the commit of the answer. */
  readonly turnSeconds: Histogram;
  /** Sends by lane and result: sent, retried, failed, unknown. */
  readonly sends: Tally<'lane' | 'result'>;
  /** Zalo's "no" by code. */
  readonly zaloErrors: Tally<'code'>;
  /** Seconds from acceptance of a message to its answer's arrival at Zalo. */
  readonly answerSeconds: Histogram;
  /** Messages found in conversations by what came of them: taken, known (a webhook had brought them), old. */
  readonly caughtUp: Tally<'result'>;
  /** Requests of the console that ended with a fault of ours. */
  readonly consoleErrors: Counter;
}

/** A fresh set of metrics with its own registry. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  return {
    registry,
    webhooks: createTally(registry, 'bot_webhooks_total', 'Webhook requests by result', ['result']),
    events: createTally(registry, 'bot_events_total', 'Accepted events by name', ['event']),
    turns: createTally(registry, 'bot_turns_total', 'Handled events by result', ['result']),
    pictures: createTally(registry, 'bot_pictures_total', 'Pictures in the chat by what came of reading', ['result']),
    turnSeconds: new Histogram({
      name: 'bot_turn_seconds',
      help: 'From acceptance to the committed answer',
      buckets: [0.005, 0.02, 0.1, 0.5, 2, 10, 60],
      registers,
    }),
    sends: createTally(registry, 'bot_sends_total', 'Sends by lane and result', ['lane', 'result']),
    zaloErrors: createTally(registry, 'bot_zalo_errors_total', 'Refusals by Zalo by code', ['code']),
    answerSeconds: new Histogram({
      name: 'bot_answer_seconds',
      help: 'From acceptance to the answer at Zalo; the service level counts 2 s and 10 s',
      buckets: [0.02, 0.1, 0.5, 2, 10, 60, 600],
      registers,
    }),
    caughtUp: createTally(registry, 'bot_caught_up_total', 'Messages no webhook brought, by what came of them', [
      'result',
    ]),
    consoleErrors: new Counter({
      name: 'bot_console_errors_total',
      help: 'Requests of the console that failed here',
      registers,
    }),
  };
}
