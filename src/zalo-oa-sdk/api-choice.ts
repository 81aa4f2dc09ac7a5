import { ZaloApiError } from './errors.ts';
import type { MessageApi } from './ports.ts';

/** Which of two API generations serves an OA, found out by use. */
export interface ApiChoice {
  /**
   * Runs `attempt` on the API known to serve this OA, v3 until it is known. Only on -235 it runs once more on v2; what
   * v2 answers decides whether that is remembered. Every other error comes back as it is: an error reply may still
   * have taken effect, and a second attempt would take effect twice.
   */
  run<T>(oaId: string, attempt: (api: MessageApi) => Promise<T>): Promise<T>;
}

/** Where a choice is kept between restarts; losing it costs one refused call. */
export interface ApiChoiceMemory {
  load(oaId: string): Promise<MessageApi | undefined>;
  remember(oaId: string, api: 'v2'): Promise<void>;
}

/** "This API does not support this type of OA": a state agency on v3. */
const WRONG_OA_TYPE = -235;

/**
 * A choice for one family of calls (consultations, users). Without `memory` it lasts as long as the client.
 *
 * Source: page "Mã lỗi" (-235, -240); behaviour of state-agency OAs from two public offices, 2026-11.
 */
export function createApiChoice(memory?: ApiChoiceMemory): ApiChoice {
  const known = new Map<string, MessageApi>();

  async function apiOf(oaId: string): Promise<MessageApi> {
    const cached = known.get(oaId);
    if (cached) return cached;
    const api = (await memory?.load(oaId)) ?? 'v3';
    // another call may have met -235 while the memory was read
    const current = known.get(oaId) ?? api;
    known.set(oaId, current);
    return current;
  }

  async function rememberV2(oaId: string): Promise<void> {
    known.set(oaId, 'v2');
    // the message may be delivered: failing here would make the caller send it again, forgetting costs one -235
    await memory?.remember(oaId, 'v2').catch(() => undefined);
  }

  return {
    async run(oaId, attempt) {
      const api = await apiOf(oaId);
      try {
        return await attempt(api);
      } catch (error) {
        if (api !== 'v3' || !(error instanceof ZaloApiError) || error.code !== WRONG_OA_TYPE) throw error;
      }
      try {
        const result = await attempt('v2');
        await rememberV2(oaId);
        return result;
      } catch (error) {
        // v2 judged the resident, not the OA: it is the right API all the same
        if (error instanceof ZaloApiError && error.advice === 'skip-recipient') await rememberV2(oaId);
        throw error;
      }
    },
  };
}
