import { refuse, refuseField } from '../api-answers.ts';
import type { ApiAnswer } from '../api-answers.ts';
import type { Resident } from '../chat-model.ts';
import type { OaType } from '../options.ts';
import type { EmulatorParts } from '../parts.ts';

/** Whether the OA knows the person at all: a follower, or somebody who has interacted with it. */
export function isKnown(resident: Resident): boolean {
  return resident.follows || resident.lastInteractionAtMs !== undefined;
}

/** The person with this user id; -213 (documented) for one who neither follows nor ever interacted. */
export function findKnownUser(
  { book, options }: EmulatorParts,
  userId: string,
): { readonly ok: true; readonly resident: Resident } | { readonly ok: false; readonly refusal: ApiAnswer } {
  const resident = book.find(userId);
  if (resident === undefined) return { ok: false, refusal: refuseField(options.settings.unknownUserCode, 'user_id') };
  return isKnown(resident) ? { ok: true, resident } : { ok: false, refusal: refuse(-213) };
}

/** The refusal of a call that is closed for the OA's type; a setting of 0 opens the call. */
export function refuseForType({ account }: EmulatorParts, type: OaType, code: number): ApiAnswer | undefined {
  return code !== 0 && account.get().type === type ? refuse(code) : undefined;
}
