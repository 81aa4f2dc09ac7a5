import { Counter, Gauge, Histogram, Registry } from '@platformatic/prom-client';

/** Every figure of `GET /metrics`, made once in `app.ts` and passed down. No label ever carries a resident's id or words. */
export interface Metrics {
  readonly registry: Registry;
  /** Webhook requests by result: accepted, duplicate, probe, ignored, unreadable, or the error code. */
  readonly webhooks: Counter<'result'>;
  /** Accepted events by Zalo's event name. */
  readonly events: Counter<'event'>;
  /** Handled events by what came of them: answered, silent, echo, erased, failed. */
  readonly turns: Counter<'result'>;
  /** Seconds from acceptance to the commit of the answer. */
  readonly turnSeconds: Histogram;
  /** Sends by lane and result: sent, retried, failed, unknown. */
  readonly sends: Counter<'lane' | 'result'>;
  /** Zalo's "no" by code. */
  readonly zaloErrors: Counter<'code'>;
  /** Seconds from acceptance of a message to its answer's arrival at Zalo. */
  readonly answerSeconds: Histogram;
  /** 1 = usable, 0 = the OA's administrator has to consent again. */
  readonly tokenUsable: Gauge;
}

/** A fresh set of metrics with its own registry. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  return {
    registry,
    webhooks: new Counter({
      name: 'bot_webhooks_total',
      help: 'Webhook requests by result',
      labelNames: ['result'],
      registers,
    }),
    events: new Counter({
      name: 'bot_events_total',
      help: 'Accepted events by name',
      labelNames: ['event'],
      registers,
    }),
    turns: new Counter({
      name: 'bot_turns_total',
      help: 'Handled events by result',
      labelNames: ['result'],
      registers,
    }),
    turnSeconds: new Histogram({
      name: 'bot_turn_seconds',
      help: 'From acceptance to the committed answer',
      buckets: [0.005, 0.02, 0.1, 0.5, 2, 10, 60],
      registers,
    }),
    sends: new Counter({
      name: 'bot_sends_total',
      help: 'Sends by lane and result',
      labelNames: ['lane', 'result'],
      registers,
    }),
    zaloErrors: new Counter({
      name: 'bot_zalo_errors_total',
      help: 'Refusals by Zalo by code',
      labelNames: ['code'],
      registers,
    }),
    answerSeconds: new Histogram({
      name: 'bot_answer_seconds',
      help: 'From acceptance to the answer at Zalo; the service level counts 2 s and 10 s',
      buckets: [0.02, 0.1, 0.5, 2, 10, 60, 600],
      registers,
    }),
    tokenUsable: new Gauge({ name: 'bot_zalo_token_usable', help: '1 while the OA can send', registers }),
  };
}
