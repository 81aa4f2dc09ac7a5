import { randomBytes } from 'node:crypto';
import type { BaseChatModel } from '@langchain/core/language_models/chat_models';
import { systemClock, type Clock } from '../../shared/clock.ts';
import type { LlmEndpoint } from '../../shared/llm-endpoint.ts';
import { silentLogger, type Logger } from '../../shared/logger.ts';
import type { LlmSearch, Reader } from './card.ts';
import type { LlmTask } from './chain.ts';
import { ChainStop, ModelError, type StopReason } from './chain-stop.ts';
import type { Draft } from './guard/judge.ts';
import type { LlmUse } from './guard/material.ts';
import { toOutgoing } from './outgoing.ts';

export type { LlmCard, LlmSearch, Reader } from './card.ts';
export type { LlmUse } from './guard/material.ts';

/** Key in `content/messages.yaml` of the mark put above every generated text: "Câu trả lời do máy tạo". */
export const MACHINE_MADE_MESSAGE_KEY = 'machineMade';

/** What that message says, as Article 11 of the AI Act (134/2025/QH15) asks: the reader knows a machine wrote it. */
export const MACHINE_MADE_MARK = 'Câu trả lời do máy tạo';

export type LlmOutcome = 'used' | 'rejected' | 'timeout' | 'error';

/**
 * `ok` for used; a `StopReason` for rejected; `timeout`; for errors `http-<status>`, `connection`, `bad-answer`,
 * `busy` (too many at once), `closed`, or `unforeseen`.
 */
export type LlmReason = 'ok' | 'timeout' | StopReason | (string & {});

export interface LlmAnswererOptions {
  /** `config.llm`. Undefined = an answerer that answers nothing, asks nobody and loads nothing. */
  readonly endpoint: LlmEndpoint | undefined;
  readonly search: LlmSearch;
  /** Called once for each call, for the metrics. Never carries anybody's words. */
  readonly onOutcome?: (use: LlmUse, outcome: LlmOutcome, reason: LlmReason) => void;
  readonly logger?: Logger;
  readonly clock?: Clock;
  /** The whole call, in ms. Default 3,000: residents wait no longer for a better wording. */
  readonly timeoutMs?: number;
  /** Calls at once. Default 8; one more gets the scripted answer at once instead of a place in a queue. */
  readonly maxConcurrent?: number;
  /** A new mark for around a resident's words. Default: 18 random bytes. */
  readonly newFence?: () => string;
  /** Replaces the endpoint's client, for tests. */
  readonly model?: BaseChatModel;
}

/** A generated text and the card it comes from. Shown under `MACHINE_MADE_MESSAGE_KEY`, never alone. */
export interface GeneratedText {
  readonly card: string;
  readonly text: string;
}

/**
 * The optional model. Each call resolves to something that passed the guard, or to undefined: time-out, error and
 * rejection look the same to the caller, and the scripted answer goes out. Never rejects.
 */
export interface LlmAnswerer {
  /** The one to three cards that an unclear message may mean, best first. */
  choose(text: string): Promise<{ readonly cards: readonly string[] } | undefined>;
  /** A card's opening answer in words for this reader. Its warning and its steps stay as written. */
  rephrase(card: string, reader?: Reader): Promise<GeneratedText | undefined>;
  /** What a pasted suspicious message wants, in one plain sentence. Never a verdict. */
  summarise(text: string): Promise<GeneratedText | undefined>;
  /** Breaks running calls off and closes connections. */
  close(): Promise<void>;
}

const silent: LlmAnswerer = {
  choose: () => Promise.resolve(undefined),
  rephrase: () => Promise.resolve(undefined),
  summarise: () => Promise.resolve(undefined),
  close: () => Promise.resolve(),
};

/**
 * The answerer for an endpoint. Loads `@langchain/core` (0.3 s, 80 MB) only when there is one. Throws CONFIG_INVALID
 * for an address that `endpointProblem` refuses.
 */
export async function createLlmAnswerer(options: LlmAnswererOptions): Promise<LlmAnswerer> {
  const { endpoint, search, onOutcome = () => undefined, logger = silentLogger, clock = systemClock } = options;
  const { timeoutMs = 3_000, maxConcurrent = 8, newFence = () => randomBytes(18).toString('base64url') } = options;
  if (!endpoint) return silent;

  const { switchTracingOff } = await import('./tracing.ts');
  switchTracingOff();
  const [{ createChain }, { EndpointChatModel }] = await Promise.all([import('./chain.ts'), import('./chat-model.ts')]);
  const client = new EndpointChatModel(endpoint, maxConcurrent);
  const chain = createChain(search, options.model ?? client);
  const running = new Set<AbortController>();
  let closed = false;

  const note = (use: LlmUse, outcome: LlmOutcome, reason: LlmReason, startedAt: number): undefined => {
    onOutcome(use, outcome, reason);
    const fields = { use, outcome, reason, durationMs: clock.now() - startedAt };
    if (outcome === 'error' || outcome === 'timeout') logger.warn(fields, 'the language model gave no answer');
    else logger.debug(fields, 'the language model answered');
    return undefined;
  };

  async function run(task: () => LlmTask, use: LlmUse): Promise<Draft | undefined> {
    const startedAt = clock.now();
    if (closed) return note(use, 'error', 'closed', startedAt);
    if (running.size >= maxConcurrent) return note(use, 'error', 'busy', startedAt);
    const call = new AbortController();
    running.add(call);
    let cancel = (): void => undefined;
    const deadline = new Promise<undefined>((resolve) => {
      cancel = clock.after(timeoutMs, () => {
        resolve(undefined);
        call.abort();
      });
    });
    try {
      // Another part of the process may have switched it on since the start.
      switchTracingOff();
      const draft = await Promise.race([chain.invoke(task(), { signal: call.signal }), deadline]);
      if (draft === undefined) return note(use, 'timeout', 'timeout', startedAt);
      note(use, 'used', 'ok', startedAt);
      return draft;
    } catch (error) {
      if (error instanceof ChainStop) return note(use, 'rejected', error.reason, startedAt);
      if (closed) return note(use, 'error', 'closed', startedAt);
      return note(use, 'error', error instanceof ModelError ? error.reason : 'unforeseen', startedAt);
    } finally {
      cancel();
      running.delete(call);
    }
  }

  const generated = ({ cards: [card = ''], text }: Draft): GeneratedText => ({ card, text: text.trim() });

  return {
    async choose(text) {
      const draft = await run(() => ({ use: 'choose', text: toOutgoing(text), fence: newFence() }), 'choose');
      return draft && { cards: draft.cards };
    },
    async rephrase(card, reader = {}) {
      const draft = await run(() => ({ use: 'rephrase', card, reader }), 'rephrase');
      return draft && generated(draft);
    },
    async summarise(text) {
      const draft = await run(() => ({ use: 'summarise', text: toOutgoing(text), fence: newFence() }), 'summarise');
      return draft && generated(draft);
    },
    async close() {
      closed = true;
      for (const call of running) call.abort();
      await client.close();
    },
  };
}
