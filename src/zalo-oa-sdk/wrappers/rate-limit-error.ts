const PROBLEMS = {
  ZALO_RATE_QUEUE_FULL: {
    detail: 'calls are waiting already, the most allowed',
    step: 'Send less, later, or raise maxQueued.',
  },
  ZALO_RATE_CLOSED: { detail: 'calls were waiting when the client was closed', step: 'Send them after a restart.' },
} as const;

/**
 * A call was given up before it was sent, so it had no effect: the queue in front of Zalo's limit is full, or the
 * client was closed while the call waited. `queued` is how many were waiting, `limitPerMinute` the limit in force.
 */
export class ZaloRateLimitError extends Error {
  override readonly name = 'ZaloRateLimitError';
  readonly code: keyof typeof PROBLEMS;
  readonly queued: number;
  readonly limitPerMinute: number;
  readonly mayHaveBeenDelivered = false;

  constructor(code: keyof typeof PROBLEMS, { queued, limitPerMinute }: { queued: number; limitPerMinute: number }) {
    const { detail, step } = PROBLEMS[code];
    super(`${code}: ${queued} ${detail}, at ${limitPerMinute} calls a minute. The call was not sent. ${step}`);
    this.code = code;
    this.queued = queued;
    this.limitPerMinute = limitPerMinute;
  }
}
