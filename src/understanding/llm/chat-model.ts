import { SimpleChatModel } from '@langchain/core/language_models/chat_models';
import type { BaseMessage } from '@langchain/core/messages';
import { type Dispatcher, Pool } from 'undici';
import * as z from 'zod';
import { AppError } from '../../shared/errors.ts';
import { endpointProblem, type LlmEndpoint } from '../../shared/llm-endpoint.ts';
import { ModelError } from './chain-stop.ts';

const completionSchema = z.object({
  choices: z.tuple([z.object({ message: z.object({ content: z.string() }) })], z.unknown()),
});

const ROLES: Readonly<Record<string, string>> = { system: 'system', human: 'user', ai: 'assistant' };
/** 700 Vietnamese characters take up to 500 tokens, the JSON around them a few more. */
const MAX_TOKENS = 800;
const MAX_ANSWER_BYTES = 64 * 1024;
/** A third of the whole time, as in the Zalo client: an endpoint that is down is known before the deadline. */
const CONNECT_TIMEOUT_MS = 1_000;

/**
 * The chat protocol of OpenAI (`POST <baseUrl>/chat/completions`) as vLLM, Ollama, llama.cpp and hosted services speak
 * it: one request, no stream, temperature 0, no repeat, no redirect, stopped by the caller's signal. Throws
 * `ModelError`, which holds neither key nor words; the constructor throws CONFIG_INVALID for an address that
 * `endpointProblem` refuses.
 */
export class EndpointChatModel extends SimpleChatModel {
  readonly #endpoint: LlmEndpoint;
  readonly #path: string;
  readonly #pool: Pool;

  /** `connections`: how many requests may run at once. */
  constructor(endpoint: LlmEndpoint, connections: number) {
    // Nothing of the endpoint goes to the base class: it would be part of what langchain serialises.
    super({});
    const problem = endpointProblem(endpoint.baseUrl);
    if (problem !== undefined) throw new AppError('CONFIG_INVALID', `LLM_BASE_URL cannot be used: ${problem}.`);
    const url = new URL(endpoint.baseUrl);
    this.#endpoint = endpoint;
    this.#path = `${url.pathname.replace(/\/+$/u, '')}/chat/completions`;
    this.#pool = new Pool(url.origin, {
      connections,
      connect: { timeout: CONNECT_TIMEOUT_MS },
      // The caller's deadline covers the whole call.
      headersTimeout: 0,
      bodyTimeout: 0,
      maxResponseSize: MAX_ANSWER_BYTES,
    });
  }

  override _llmType(): string {
    return 'openai-compatible';
  }

  override async _call(messages: BaseMessage[], options: this['ParsedCallOptions']): Promise<string> {
    const { statusCode, body } = await this.#send(messages, options.signal);
    if (statusCode !== 200) {
      await body.dump().catch(() => undefined);
      throw new ModelError(`http-${statusCode}`);
    }
    const answer = await body.json().catch(() => undefined);
    const completion = completionSchema.safeParse(answer);
    if (!completion.success) throw new ModelError('bad-answer');
    return completion.data.choices[0].message.content;
  }

  async #send(messages: BaseMessage[], signal: AbortSignal | undefined): Promise<Dispatcher.ResponseData> {
    const { model, apiKey } = this.#endpoint;
    try {
      return await this.#pool.request({
        method: 'POST',
        path: this.#path,
        headers: {
          'content-type': 'application/json',
          accept: 'application/json',
          ...(apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` }),
        },
        body: JSON.stringify({
          model,
          temperature: 0,
          max_tokens: MAX_TOKENS,
          stream: false,
          messages: messages.map((message) => ({ role: ROLES[message.type] ?? 'user', content: message.text })),
        }),
        ...(signal ? { signal } : {}),
      });
    } catch {
      // The cause may quote the request.
      throw new ModelError('connection');
    }
  }

  /** Breaks running requests off and closes the connections. */
  async close(): Promise<void> {
    await this.#pool.destroy();
  }
}
