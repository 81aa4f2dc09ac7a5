import type { SecretKind } from '../shared/secrets.ts';
import { normalize } from '../shared/vietnamese.ts';

/**
 * Our own event: somebody called the bot in a group chat of the OA. Who it was is not in it; the answer is to the group.
 * It queues under the group's address, in the order in which the calls came.
 */
export interface GroupCallEvent {
  readonly type: 'group-call';
  readonly oaId: string;
  /** The group's address as a recipient (`delivery/group-address.ts`). */
  readonly userId: string;
  readonly groupId: string;
  /** What was asked, without the call itself, masked. */
  readonly text: string;
  /** True: "#việc", which may be a hashtag of their own; it is answered only when it is understood. */
  readonly isTag?: true;
  readonly secrets?: readonly SecretKind[];
}

/** What of a group's message is for the bot. */
export interface CalledText {
  readonly text: string;
  readonly isTag?: true;
}

/**
 * What follows a call of the bot, or undefined for a message that is not for it: "# đăng ký tạm trú", "#tạm trú",
 * "@Trợ lý số đăng ký tạm trú", `[@<OA id>]`. `names`: what the OA is called there, and its id.
 */
export function calledText(text: string, names: readonly string[]): CalledText | undefined {
  const [, sign = '', rest = ''] = /^\s*(#+\s*)(.*)$/su.exec(text) ?? [];
  if (sign !== '') return { text: rest.trim(), ...(/\s/u.test(sign) || rest === '' ? {} : { isTag: true as const }) };
  const whole = text.normalize('NFC');
  const small = whole.toLocaleLowerCase('vi');
  for (const name of names) {
    for (const mention of [`[@${name}]`, `@${name}`]) {
      const called = mention.normalize('NFC').toLocaleLowerCase('vi');
      const at = small.indexOf(called);
      // Lower case of Vietnamese letters is as long as upper case, so places in both texts agree.
      if (at !== -1 && !/^[\p{L}\p{N}]/u.test(small.slice(at + called.length)))
        return { text: normalize(`${whole.slice(0, at)} ${whole.slice(at + called.length)}`) };
    }
  }
  return undefined;
}
