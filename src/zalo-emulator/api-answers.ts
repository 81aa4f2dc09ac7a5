/** The body of every OA API answer: HTTP 200, `error` 0 on success, no `data` on failure. */
export interface ApiAnswer {
  /** An object on most calls, a list on quota calls; absent on failures and void calls. */
  readonly data?: object;
  readonly error: number;
  readonly message: string;
}

/**
 * Zalo's sentence for each code the emulator can answer, spelling as published.
 *
 * Source: Zalo docs, "Mã lỗi" (copy of Aug 2025) and docs.zaloplatforms.com (2026-08/09).
 */
const messages: Readonly<Record<number, string>> = {
  [-32]: 'Your application (OA) reached limit call api',
  [-100]: 'attachment_id was expired',
  [-200]: 'Send message failed',
  [-204]: 'Offical Account is disable',
  [-209]: 'Not supported this api',
  [-210]: 'Parameter exceeds allowable limit',
  [-211]: 'Out of quota',
  [-213]: 'User has not followed OA',
  [-214]: 'Article is being processed',
  [-216]: 'Access token is invalid',
  [-217]: 'User has blocked invitation from OA',
  [-218]: 'Out of quota receive',
  [-220]: 'access_token is expired or removed',
  [-221]: 'The OA needs to be verified to use this feature',
  [-223]: 'OA has not authorized this API or reached limit quota create article',
  [-224]: 'The OA needs to upgrade OA Tier Package',
  [-227]: 'User is banned or has been inactive for more than 45 days',
  [-230]: 'User has not interacted with the OA in the past 7 days',
  [-232]: 'User has not interacted with the OA, or the last interaction has expired',
  [-233]: 'message type is invalid or not support',
  [-234]: 'This message cannot be sent at night (10PM-6AM)',
  [-235]: 'This API does not support this type of OA',
  [-237]: 'The group is disabled',
  [-238]: 'asset_id was used or disabled',
  [-240]: 'MessageV2 API has been shut down, please switch to MessageV3',
  [-241]: 'asset_id was used or disabled',
  [-242]: 'Invalid appsecret_proof',
  [-244]: 'User has restricted this message type from your OA',
  [-248]: 'Violates our platform standards',
  [-320]: 'Your app needs to be linked with a Zalo Cloud Account',
  [-321]: 'Zalo Cloud Account is out of money',
  [-403]: 'OA is not in group',
};

/** A failure answer; `message` replaces Zalo's standard sentence for the code. */
export function refuse(code: number, message?: string): ApiAnswer {
  return { error: code, message: message ?? messages[code] ?? 'Unknown error' };
}

/** The `-201` style answer that names the field: `<field> is invalid!`. */
export function refuseField(code: number, field: string): ApiAnswer {
  return { error: code, message: `${field} is invalid!` };
}

/** A success answer. */
export function accept(data?: object): ApiAnswer {
  return data === undefined ? { error: 0, message: 'Success' } : { data, error: 0, message: 'Success' };
}
