import type { Clock } from '../../shared/clock.ts';
import { AppError } from '../../shared/errors.ts';
import type { Logger } from '../../shared/logger.ts';
import { backoffMs, type Client, COMMAND_TIMEOUT_MS, type Random } from './client.ts';
import type { Commands } from './scripts.ts';

/** The way to Redis, with the one answer to "is it there?" that everything else goes by. */
export interface Link {
  isUp(): boolean;
  /** Since when it is up or away, epoch ms. */
  since(): number;
  /** Why it was last away, without a word that could be secret. */
  lastReason(): string | undefined;
  /** Replies, or rejects with COORDINATION_AWAY: at once while away, else within 500 ms. Then Redis counts as away. */
  ask<T>(command: (redis: Commands) => Promise<T>): Promise<T>;
  /** Called after each change. */
  onChange(listener: (isUp: boolean) => void): void;
  close(): void;
}

export interface LinkOptions {
  readonly client: Client;
  /** Asked for while away; any key with the tag that matters most. */
  readonly probeKey: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly random: Random;
}

/** Away is told of once a minute, however often it comes and goes. */
const TELL_EVERY_MS = 60_000;
/** A connection that answers nothing for so many probes is given up: the other end may be frozen, or gone without a word. */
const PROBES_A_CONNECTION = 4;

export function createLink({ client, probeKey, clock, logger, random }: LinkOptions): Link {
  const listeners: ((isUp: boolean) => void)[] = [];
  let up = false;
  let closed = false;
  let since = clock.now();
  let reason: string | undefined;
  let toldAt = Number.NEGATIVE_INFINITY;
  let probing = false;
  let failedProbes = 0;

  const change = (isUp: boolean): void => {
    if (up === isUp || closed) return;
    const lastedMs = clock.now() - since;
    up = isUp;
    since = clock.now();
    if (isUp) logger.info({ awayMs: lastedMs }, 'Redis answers: replicas coordinate');
    for (const listener of listeners) listener(isUp);
  };

  const away = (why: string): void => {
    if (closed) return;
    reason = why;
    if (clock.now() - toldAt >= TELL_EVERY_MS) {
      toldAt = clock.now();
      logger.warn({ reason }, 'Redis does not answer: every replica keeps to its share and goes on, slower');
    }
    change(false);
    probe();
  };

  const within = <T>(reply: Promise<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      const cancel = clock.after(COMMAND_TIMEOUT_MS, () => reject(new Error('Command timed out')));
      reply.then(resolve, reject).finally(cancel);
    });

  const knock = async (): Promise<void> => {
    try {
      await within(client.exists(probeKey));
      failedProbes = 0;
      change(true);
    } catch (error) {
      reason = reasonOf(error);
      failedProbes += 1;
      if (failedProbes % PROBES_A_CONNECTION === 0 && client.status === 'ready') client.disconnect(true);
    }
  };

  /** Until it is up again. One at a time. */
  const probe = (): void => {
    if (probing || closed) return;
    probing = true;
    const again = (tries: number): void => {
      clock.after(backoffMs(tries, random), () => {
        if (closed || up) {
          probing = false;
          return;
        }
        void knock().finally(() => {
          if (up || closed) probing = false;
          else again(tries + 1);
        });
      });
    };
    again(1);
  };

  client.on('error', (error: Error) => away(reasonOf(error)));
  const onClosed = (): void => away(up ? 'CONNECTION_CLOSED' : (reason ?? 'CONNECTION_CLOSED'));
  client.on('close', onClosed);
  client.on('end', onClosed);
  client.on('ready', () => void knock().finally(() => (up ? undefined : probe())));

  return {
    isUp: () => up,
    since: () => since,
    lastReason: () => reason,
    async ask(command) {
      if (!up) throw awayError(reason);
      try {
        return await within(command(client));
      } catch (error) {
        away(reasonOf(error));
        throw awayError(reason, error);
      }
    },
    onChange: (listener) => void listeners.push(listener),
    close() {
      closed = true;
      client.disconnect();
    },
  };
}

function awayError(reason: string | undefined, cause?: unknown): AppError {
  return new AppError(
    'COORDINATION_AWAY',
    `Redis does not answer (${reason ?? 'not connected yet'}). Each replica goes on by itself, slower; look at the server behind REDIS_URL.`,
    // The message alone: errors of the client carry the command with its words, a password among them.
    cause === undefined ? {} : { cause: reasonOf(cause) },
  );
}

/** A short word: the code of the system, the first word of what Redis said, or the kind of failure. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'UNKNOWN';
  const { lastNodeError, code } = error as Error & { lastNodeError?: unknown; code?: unknown };
  if (lastNodeError instanceof Error) return reasonOf(lastNodeError);
  if (typeof code === 'string' && /^[A-Z_0-9]{3,40}$/u.test(code)) return code;
  if (/timed out|ETIMEDOUT/u.test(error.message)) return 'TIMEOUT';
  if (/closed|isn't (writeable|ready)/iu.test(error.message)) return 'CONNECTION_CLOSED';
  if (/sentinel/iu.test(error.message)) return 'NO_MASTER_KNOWN';
  return /^[A-Z]{4,20}(?= )/u.exec(error.message)?.[0] ?? error.name;
}
