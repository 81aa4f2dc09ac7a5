import { createConsultationCalls, type ConsultationCalls } from './calls/consultation.ts';
import { createOaProfileCalls, type OaProfileCalls } from './calls/oa-profile.ts';
import { createOaCall } from './oa-call.ts';
import type { OaSettingsStore, SdkClock } from './ports.ts';
import type { Tokens } from './tokens.ts';
import type { Transport } from './transport.ts';

/** Calls to the OA API. All throw `ZaloApiError`, `ZaloTransportError` or `ZaloConsentError`. */
export interface ZaloClient extends ConsultationCalls, OaProfileCalls {}

/** Options of {@link createZaloClient}. */
export interface ZaloClientOptions {
  readonly transport: Transport;
  readonly tokens: Tokens;
  readonly oa: OaSettingsStore;
  readonly clock: SdkClock;
}

/**
 * A client for any number of OAs.
 *
 * A state-agency OA is refused on v3 with -235 and must send by v2; a business OA the other way round. The client
 * starts with v3, and only on -235 repeats the same body on v2 and remembers that for the OA. No other error leads to
 * the other API: the message may have arrived, and would arrive twice. A refused token (-216, -220) is refreshed and
 * the call repeated once.
 *
 * Source: pages "Gửi tin Tư vấn", "Mã lỗi"; behaviour of state-agency OAs from two public offices, 2026-11.
 */
export function createZaloClient({ transport, tokens, oa, clock }: ZaloClientOptions): ZaloClient {
  const call = createOaCall(transport, tokens);
  return { ...createConsultationCalls(call, oa, clock), ...createOaProfileCalls(call) };
}
