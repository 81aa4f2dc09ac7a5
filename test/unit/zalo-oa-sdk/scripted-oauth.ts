import type { Transport, ZaloCall } from 'zalo-oa-sdk';

/** A transport whose answers a test writes down one by one; a function is run first and may throw. */
export interface ScriptedOauth extends Transport {
  readonly calls: ZaloCall[];
  answer(...next: readonly (object | (() => object | Promise<object>))[]): void;
}

/** Plays the token endpoint. A call nobody wrote an answer for fails. */
export function scriptedOauth(): ScriptedOauth {
  const calls: ZaloCall[] = [];
  const answers: (object | (() => object | Promise<object>))[] = [];
  return {
    calls,
    answer: (...next) => void answers.push(...next),
    async request(call) {
      calls.push(call);
      const next = answers.shift();
      if (next === undefined) throw new Error(`no answer is scripted for call ${calls.length}`);
      const body = typeof next === 'function' ? await (next as () => object | Promise<object>)() : next;
      return { status: 200, body: body as Record<string, unknown> };
    },
    close: async () => {},
  };
}
