/**
 * What a sender should do after an error code.
 *
 * - `retry`: transient; back off and repeat a limited number of times
 * - `refresh`: the access token is dead; refresh it and repeat once
 * - `skip-recipient`: this resident or group cannot be reached now; others can
 * - `reschedule`: Zalo's night hours (22:00-06:00)
 * - `stop`: nothing of this kind will work for this OA until someone changes its set-up, package or balance
 * - `fix`: this request is wrong and will be refused again
 */
export type ApiAdvice = 'retry' | 'refresh' | 'skip-recipient' | 'reschedule' | 'stop' | 'fix';

/** One row of the table of error codes: our wording of Zalo's message, and what to do. */
export interface CodeDescription {
  readonly meaning: string;
  readonly advice: ApiAdvice;
}

/**
 * Every error code of the OA API known in 2026-11, page "Mã lỗi". -1 to -162 of the ZBS host and the OAuth codes are
 * other tables with other meanings. Codes marked "old" occur in legacy clients only.
 */
export const ZALO_ERROR_CODES: Readonly<Record<number, CodeDescription>> = {
  [-32]: { meaning: 'the app reached its limit of calls per minute', advice: 'retry' },
  [-100]: { meaning: 'the attachment_id has expired', advice: 'fix' },
  [-200]: { meaning: 'sending failed', advice: 'retry' },
  [-201]: { meaning: 'a field is invalid, or the attachment has the wrong shape', advice: 'fix' },
  [-204]: { meaning: 'the Official Account is disabled', advice: 'stop' },
  [-205]: { meaning: 'the Official Account does not exist', advice: 'stop' },
  [-207]: { meaning: 'old code, meaning no longer published', advice: 'fix' },
  [-208]: { meaning: 'old code, meaning no longer published', advice: 'fix' },
  [-209]: { meaning: 'the API is not supported because the app is not active', advice: 'stop' },
  [-210]: { meaning: 'a parameter exceeds its limit: text too long or file too big', advice: 'fix' },
  [-211]: { meaning: 'the quota of this feature is used up', advice: 'stop' },
  [-212]: { meaning: 'the app has not registered this API in the developer console', advice: 'stop' },
  [-213]: { meaning: 'the user does not follow the OA', advice: 'skip-recipient' },
  [-214]: { meaning: 'the article is still being processed', advice: 'retry' },
  [-215]: { meaning: 'old code, meaning no longer published', advice: 'fix' },
  [-216]: { meaning: 'the access token is invalid', advice: 'refresh' },
  [-217]: { meaning: 'the user has blocked invitations from the OA', advice: 'skip-recipient' },
  [-218]: { meaning: 'the user has received the most they may today', advice: 'skip-recipient' },
  [-219]: { meaning: 'the app is removed or disabled', advice: 'stop' },
  [-220]: { meaning: 'the access token is expired or removed', advice: 'refresh' },
  [-221]: { meaning: 'the OA must be verified to use this feature', advice: 'stop' },
  [-222]: { meaning: 'old code, meaning no longer published', advice: 'fix' },
  [-223]: { meaning: 'the OA has not authorised this API, or the article quota is used up', advice: 'stop' },
  [-224]: { meaning: 'the OA needs a higher package', advice: 'stop' },
  [-227]: { meaning: 'the user is banned or inactive for more than 45 days', advice: 'skip-recipient' },
  [-230]: { meaning: 'the user has not interacted with the OA in the past 7 days', advice: 'skip-recipient' },
  [-232]: {
    meaning: 'the user has not interacted with the OA, or the last interaction has expired',
    advice: 'skip-recipient',
  },
  [-233]: { meaning: 'the message type is invalid or not supported', advice: 'fix' },
  [-234]: { meaning: 'this message cannot be sent at night (22:00-06:00)', advice: 'reschedule' },
  [-235]: { meaning: 'this API does not support this type of OA', advice: 'stop' },
  [-237]: { meaning: 'the group is disabled', advice: 'skip-recipient' },
  [-238]: { meaning: 'the asset_id is already used or disabled', advice: 'fix' },
  [-240]: { meaning: 'the v2 message API is shut down for this OA', advice: 'stop' },
  [-241]: { meaning: 'the asset_id is already used or disabled', advice: 'fix' },
  [-242]: { meaning: 'the appsecret_proof is wrong', advice: 'fix' },
  [-244]: { meaning: 'the user has restricted this type of message from the OA', advice: 'skip-recipient' },
  [-248]: { meaning: 'the content violates the platform standards', advice: 'fix' },
  [-249]: { meaning: 'the template cannot be sent by user id', advice: 'fix' },
  [-305]: { meaning: 'old code: more than 48 hours since the last interaction', advice: 'skip-recipient' },
  [-311]: { meaning: 'old code: the quota of replies is used up', advice: 'skip-recipient' },
  [-320]: { meaning: 'a Zalo Cloud Account is needed', advice: 'stop' },
  [-321]: { meaning: 'the Zalo Cloud Account has no money left', advice: 'stop' },
  [-403]: { meaning: 'the OA is not in the group', advice: 'skip-recipient' },
  [-1340]: { meaning: 'the ads form was not found', advice: 'fix' },
  [-1341]: { meaning: 'no access to the ads form', advice: 'fix' },
};

/**
 * Meaning and advice of an OA API error code. A code outside the table gets `fix`: it ends this request and is seen by
 * a person, without stopping the whole OA.
 */
export function describeCode(code: number): CodeDescription {
  return ZALO_ERROR_CODES[code] ?? { meaning: 'a code unknown in 2026-11', advice: 'fix' };
}

/** The advice alone; see {@link describeCode}. */
export function adviceFor(code: number): ApiAdvice {
  return describeCode(code).advice;
}
