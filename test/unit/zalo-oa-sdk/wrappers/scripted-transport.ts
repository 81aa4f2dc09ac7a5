import type { Transport, ZaloCall, ZaloReply } from 'zalo-oa-sdk';

/** What a scripted transport does with one call. */
export type Step = ZaloReply | Error;

/** A success answer. */
export const OK: ZaloReply = { status: 200, body: { error: 0, message: 'Success' } };

/** An answer with an error code. */
export function refusedWith(error: number | string): ZaloReply {
  return { status: 200, body: { error, message: 'no' } };
}

/** A transport that answers from a script, then with {@link OK}, and remembers what it was asked. */
export class ScriptedTransport implements Transport {
  readonly calls: ZaloCall[] = [];
  closed = 0;
  readonly steps: Step[];

  constructor(...steps: Step[]) {
    this.steps = steps;
  }

  async request(call: ZaloCall): Promise<ZaloReply> {
    this.calls.push(call);
    const step = this.steps.shift() ?? OK;
    if (step instanceof Error) throw step;
    return step;
  }

  async close(): Promise<void> {
    this.closed += 1;
  }
}

/** A call of each kind that matters to the wrappers. */
export const CALLS = {
  post: { host: 'api', method: 'POST', path: '/v3.0/oa/message/cs', json: { a: 1 } },
  get: { host: 'api', method: 'GET', path: '/v2.0/oa/getoa' },
  oauth: { host: 'oauth', method: 'POST', path: '/v4/oa/access_token', form: { a: '1' } },
  article: { host: 'api', method: 'POST', path: '/v2.0/article/create' },
  business: { host: 'business', method: 'POST', path: '/message/template' },
} as const satisfies Record<string, ZaloCall>;

/** Lets everything that waits for nothing but promises run. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
