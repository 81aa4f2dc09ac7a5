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

/**
 * Which list a number belongs to, for the same number means different things: `oa` the OA API (`openapi.zalo.me`), `zbs`
 * template messages by phone (`business.openapi.zalo.me`), `oauth` the token endpoint and the permission page.
 */
export type CodeTable = 'oa' | 'zbs' | 'oauth';

/** One row of a table of error codes: our wording of Zalo's message, and what to do. */
export interface CodeDescription {
  readonly meaning: string;
  readonly advice: ApiAdvice;
  /**
   * Set where the code is no proof that a message was held back: -200 "Send message failed" names no reason, and a code
   * without a published meaning proves nothing. A public office saw a message arrive although the reply was an error
   * (2026-11). Every other code is Zalo's refusal, with a reason, before sending.
   */
  readonly mayHaveBeenDelivered?: true;
}

/** Every error code of the OA API known in 2026-11, page "Mã lỗi". Codes marked "old" occur in legacy clients only. */
export const ZALO_ERROR_CODES: Readonly<Record<number, CodeDescription>> = {
  [-32]: { meaning: 'the app reached its limit of calls per minute', advice: 'retry' },
  [-100]: { meaning: 'the attachment_id has expired', advice: 'fix' },
  [-200]: { meaning: 'sending failed', advice: 'retry', mayHaveBeenDelivered: true },
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
 * Error codes of template messages by phone (ZBS, formerly ZNS), with the meanings collected in 2026-11, page "Gửi ZNS".
 * Zalo's own list runs from -100 to -162; {@link describeCode} knows that range.
 */
export const ZBS_ERROR_CODES: Readonly<Record<number, CodeDescription>> = {
  [-108]: { meaning: 'the phone number is invalid', advice: 'skip-recipient' },
  [-109]: { meaning: 'the template is invalid', advice: 'fix' },
  [-114]: { meaning: 'the recipient cannot receive this message', advice: 'skip-recipient' },
  [-115]: { meaning: 'there is no money left', advice: 'stop' },
  [-118]: { meaning: 'the phone number has no Zalo account', advice: 'skip-recipient' },
  [-119]: { meaning: 'the recipient cannot receive this message', advice: 'skip-recipient' },
  [-124]: { meaning: 'the access token is invalid', advice: 'refresh' },
  [-131]: { meaning: 'the template is not approved', advice: 'stop' },
  [-133]: { meaning: 'this message cannot be sent at night (22:00-06:00)', advice: 'reschedule' },
  [-137]: { meaning: 'there is no money left', advice: 'stop' },
  [-144]: { meaning: 'the daily quota of the OA is used up', advice: 'stop' },
  [-147]: { meaning: 'the quota of the template is used up', advice: 'stop' },
  [-1241]: { meaning: 'the appsecret_proof is wrong', advice: 'fix' },
};

/**
 * Error codes of OAuth. Zalo publishes none of them: these come from clients in production, state of 2026-11. `stop`
 * means that no call in the name of this OA will work until a person has acted.
 */
export const OAUTH_ERROR_CODES: Readonly<Record<number, CodeDescription>> = {
  [-32]: { meaning: 'the app reached its limit of calls per minute', advice: 'retry' },
  [-118]: { meaning: 'the grant is dead, as one production client reads it', advice: 'stop' },
  [-14002]: { meaning: 'the app id is invalid, or the app is not active and the user not its admin', advice: 'stop' },
  [-14003]: { meaning: 'the redirect URI is invalid', advice: 'fix' },
  [-14012]: { meaning: 'seen by users, meaning unclear', advice: 'stop' },
  [-14014]: { meaning: 'the refresh token is invalid', advice: 'stop' },
  [-14020]: { meaning: 'the refresh token is expired', advice: 'stop' },
  [-14024]: { meaning: 'seen by users, meaning unclear', advice: 'stop' },
  [-14029]: { meaning: 'the app is not approved, as users report', advice: 'stop' },
};

const TABLES: Record<CodeTable, Readonly<Record<number, CodeDescription>>> = {
  oa: ZALO_ERROR_CODES,
  zbs: ZBS_ERROR_CODES,
  oauth: OAUTH_ERROR_CODES,
};

/**
 * Meaning and advice of an error code of one of Zalo's tables, by default the OA API's. A code outside the table gets
 * `fix` (`stop` in OAuth): it ends this request and is seen by a person, without stopping the whole OA. It may have been
 * delivered, see {@link CodeDescription}.
 */
export function describeCode(code: number, table: CodeTable = 'oa'): CodeDescription {
  const row = TABLES[table][code];
  if (row) return row;
  if (table === 'oauth') return { meaning: 'an OAuth code unknown in 2026-11', advice: 'stop' };
  const isUncollected = table === 'zbs' && code <= -100 && code >= -162;
  const meaning = isUncollected ? 'a ZBS code whose meaning was not known in 2026-11' : 'a code unknown in 2026-11';
  return { meaning, advice: 'fix', mayHaveBeenDelivered: true };
}

/** The advice alone; see {@link describeCode}. */
export function adviceFor(code: number, table: CodeTable = 'oa'): ApiAdvice {
  return describeCode(code, table).advice;
}
