/** A language model that speaks the OpenAI chat protocol. */
export interface LlmEndpoint {
  /** Address in front of `/chat/completions`, without a slash at the end, for example `https://llm.tinh.gov.vn/v1`. */
  readonly baseUrl: string;
  /** Name of the model there. */
  readonly model: string;
  /** Sent as bearer token; absent = the endpoint asks for none. */
  readonly apiKey?: string;
}

/** Loopback and private addresses (RFC 1918, RFC 4193) as `URL.hostname` writes them. */
const PRIVATE_HOST =
  /^(?:localhost|127(?:\.\d+){3}|10(?:\.\d+){3}|192\.168(?:\.\d+){2}|172\.(?:1[6-9]|2\d|3[01])(?:\.\d+){2}|\[::1\]|\[f[cd][0-9a-f]{2}:[0-9a-f:]*\])$/u;

/**
 * What is wrong with an endpoint's address, as "expected …"; undefined = it may be used. Unencrypted http is accepted
 * for loopback and private addresses only: what residents write must not cross the internet in the open.
 */
export function endpointProblem(baseUrl: string): string | undefined {
  const url = URL.canParse(baseUrl) ? new URL(baseUrl) : undefined;
  if (!url || !/^https?:$/u.test(url.protocol)) return 'expected an address like https://llm.example.gov.vn/v1';
  if (url.username !== '' || url.password !== '') return 'expected an address without a password; use LLM_API_KEY';
  if (url.search !== '' || url.hash !== '') return 'expected an address without ? and #';
  if (url.protocol === 'http:' && !PRIVATE_HOST.test(url.hostname)) {
    return 'expected https://; http:// is accepted for localhost and private addresses (10.…, 172.16–31.…, 192.168.…) only';
  }
  return undefined;
}
