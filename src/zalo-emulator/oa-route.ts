import type { ApiAnswer } from './api-answers.ts';

/** One call to the OA API after its token was accepted. */
export interface OaRequest {
  /** Parsed JSON body; undefined when there was none. Multipart bodies are a `Buffer`. */
  readonly body: unknown;
  /** Plain query keys. */
  readonly query: URLSearchParams;
  /** JSON of the query key `data` (user and conversation calls); undefined when missing or not JSON. */
  readonly data: unknown;
  readonly contentType: string;
  /** A request header by its lower-case name; undefined when it is missing or came more than once. */
  header(name: string): string | undefined;
}

/** One path of the emulated API. The gate before it counts the call, checks the token and plays the faults. */
export interface OaRoute {
  readonly method: 'GET' | 'POST';
  /** Below the base URL, with Fastify parameters only where Zalo has one path per kind. */
  readonly path: string;
  /** True for calls that reach a person: the send faults strike them. */
  readonly isSend?: boolean;
  /** Calls with a rate limit of their own: those to articles. */
  readonly rateGroup?: 'article';
  /** Largest body, for uploads bigger than those of messages. */
  readonly bodyLimitBytes?: number;
  /** Puts the gate's refusal (rate, token, `appsecret_proof`) into the codes of another host. */
  refuseAccess?(refusal: ApiAnswer): ApiAnswer;
  answer(request: OaRequest): ApiAnswer | Promise<ApiAnswer>;
}

/**
 * One area of the emulated OA (articles, groups, tags, ...): its routes, and its state for snapshots. `dump` returns
 * plain JSON; `load` takes back what `dump` of the same version returned, and throws when it is not that.
 */
export interface Feature {
  /** Key in a snapshot. */
  readonly key: string;
  readonly routes: readonly OaRoute[];
  dump(): unknown;
  load(state: unknown): void;
}
