import { AppError, codeOf } from '../../shared/errors.ts';
import type { DeskCase, DeskHand, DeskRef } from '../../storage/desk-ports.ts';
import type { HelpRequest } from '../../storage/help-ports.ts';
import type { Contact } from './read.ts';
import { type ActionContext, communeFor, Refusal } from '../action.ts';
import type { Actor } from '../permissions.ts';
import { clockWords, holdingWords } from './words.ts';

/** Without a deed a case is free again after this. */
export const LEASE_MS = 15 * 60_000;

type Reader = Pick<ActionContext, 'actor' | 'deps'>;

/** The communes whose cases the actor sees, with those that became theirs; undefined = all. */
export async function communesOf({ actor, deps }: Reader, asked?: string): Promise<readonly string[] | undefined> {
  const communeCode = communeFor(actor, asked);
  if (communeCode === undefined) return undefined;
  return deps.storage.listCommuneLine({ oaId: deps.oaId, communeCode });
}

/** A request the actor may see. Throws HELP_UNKNOWN, `Refusal` for one of another commune. */
export async function requestOf(reader: Reader, id: string): Promise<HelpRequest> {
  const { deps } = reader;
  const request = await deps.storage.findHelp({ oaId: deps.oaId, id });
  if (!request) throw new AppError('HELP_UNKNOWN', `There is no request "${id}".`);
  const communes = await communesOf(reader);
  if (communes && !communes.includes(request.communeCode)) {
    throw new Refusal('Yêu cầu này thuộc xã khác. Tài khoản của bạn chỉ xem được xã của mình.');
  }
  return request;
}

/** Names a case. */
export const refOf = ({ deps }: Pick<ActionContext, 'deps'>, kind: DeskRef['kind'], ref: string): DeskRef => ({
  oaId: deps.oaId,
  kind,
  ref,
});

/** Whose deed it is. */
export const handOf = ({ actor, at }: Pick<ActionContext, 'actor' | 'at'>): DeskHand => ({
  by: actor.accountId,
  name: actor.name,
  at,
});

/** Who has the case now; undefined when nobody has, or their time is over. */
export function holderOf(
  kept: DeskCase | undefined,
  at: number,
): { readonly id: string; readonly name: string; readonly since: number; readonly until: number } | undefined {
  if (kept?.holder === undefined || (kept.heldUntil ?? 0) <= at) return undefined;
  return {
    id: kept.holder,
    name: kept.holderName ?? '',
    since: kept.heldSince ?? at,
    until: kept.heldUntil ?? at,
  };
}

/** True when the actor has the case in hand. */
export const isMine = (kept: DeskCase | undefined, actor: Actor, at: number): boolean =>
  holderOf(kept, at)?.id === actor.accountId;

/** Does a change of a case; what a colleague did meanwhile becomes a sentence that says who and since when. */
export async function changing<T>(context: ActionContext, ref: DeskRef, change: () => Promise<T>): Promise<T> {
  try {
    return await change();
  } catch (error) {
    const code = codeOf(error);
    if (code !== 'DESK_HELD' && code !== 'DESK_CHANGED') throw error;
    const holder = holderOf(await context.deps.storage.findDeskCase(ref), context.at);
    if (code === 'DESK_HELD' && holder) {
      const words = holdingWords(holder.name, holder.since, context.at);
      throw new Refusal(
        `${words}. Bạn chưa cần làm gì; nếu đến ${clockWords(holder.until, context.at)} chưa có gì mới thì bạn nhận được.`,
      );
    }
    throw new Refusal(
      'Yêu cầu này vừa được trả lời hoặc vừa thay đổi. Chưa có gì được gửi thêm. Bạn xem lại rồi hãy quyết định.',
    );
  }
}

/** Throws `Refusal` where Zalo does not let anybody write to the resident. */
export function needReach(
  contact: Contact,
  at: number,
): asserts contact is Contact & { readonly reach: 'free' | 'paid' } {
  if (contact.reach !== 'closed') return;
  const since =
    contact.lastInteractionAt === 0
      ? 'Chưa rõ người dân nhắn lần cuối lúc nào.'
      : `Người dân nhắn lần cuối lúc ${clockWords(contact.lastInteractionAt, at)}.`;
  throw new Refusal('Chưa gửi được.', {
    text: `${since} Quá 7 ngày thì Zalo không cho gửi. Bạn gọi điện nếu có số, hoặc chuyển cho tổ.`,
  });
}
