import * as z from 'zod';
import { WINDOW_MS } from '../../broadcasts/reach.ts';
import { SILENCE_MS } from '../../conversation/handle-event.ts';
import { deskAnswered } from '../../teams/help-chain.ts';
import { defineAction, Refusal } from '../action.ts';
import { checkedMessage } from './check-text.ts';
import { holding } from './claim-actions.ts';
import { changing, handOf, LEASE_MS, needReach, refOf, requestOf } from './guard.ts';
import { findContact } from './read.ts';
import { answersSeen, answerText, cardInput, refInput } from './shapes.ts';

/** Answers a resident, once. */
export const answerHelp = defineAction({
  name: 'help.answer',
  permission: 'help.work',
  route: { method: 'POST', path: '/help/:id/answer' },
  summary:
    'Sends an answer to the resident as a message of the OA. `answers` is how many the request had when it was written.',
  input: z.object({ id: refInput, text: answerText, card: cardInput, answers: answersSeen }),
  output: z.object({ id: z.string(), answers: z.number() }),
  async run(context, { id, text, card, answers }) {
    const { deps, at } = context;
    const request = await requestOf(context, id);
    const answered = deskAnswered(request, at);
    const { userId } = request;
    if (!answered || userId === undefined) throw new Refusal(whyNot(request.state));
    const contact = await findContact(deps, userId, at);
    const body = checkedMessage(deps, {
      text,
      card,
      ...(contact.address === undefined ? {} : { address: contact.address }),
    });
    needReach(contact, at);
    const ref = refOf(context, 'help', id);
    const { results } = await changing(context, ref, () =>
      context.change({
        subject: `help:${id}`,
        detail: { characters: text.length, card: card ?? '', reach: contact.reach },
        writes: [
          {
            operation: 'answerDesk',
            args: {
              ...{
                ...ref,
                ...handOf(context),
                until: at + LEASE_MS,
                answersSeen: answers,
                detail: String(text.length),
                userId,
              },
              message: { body, windowStart: at - WINDOW_MS, silencedUntil: at + SILENCE_MS },
            },
          },
          { operation: 'saveHelp', args: { request: answered } },
        ],
      }),
    );
    const { outboxId } = results[0] as { readonly outboxId?: number };
    if (outboxId !== undefined) deps.helpDesk.deliver(userId, { id: outboxId, body });
    return { id, answers: answers + 1 };
  },
});

function whyNot(state: string): string {
  if (['open', 'offered', 'accepted'].includes(state)) {
    return 'Yêu cầu này đang ở tổ. Bạn bấm "Lấy về bàn trợ giúp" rồi trả lời.';
  }
  return state === 'desk'
    ? 'Người dân đã xóa dữ liệu, nên không gửi được nữa.'
    : 'Yêu cầu này đã khép lại. Bạn bấm "Mở lại" rồi trả lời.';
}

/** Reads the latest messages with the resident from Zalo. They are shown once and kept nowhere; that somebody looked is. */
export const lookAtChat = defineAction({
  name: 'help.look',
  permission: 'help.work',
  route: { method: 'POST', path: '/help/:id/recent-messages' },
  summary:
    'Reads the latest messages with the resident live from Zalo, masked. Recorded; for whoever has the request in hand.',
  input: z.object({ id: refInput }),
  output: z.object({
    id: z.string(),
    messages: z.array(z.object({ at: z.number().optional(), from: z.enum(['oa', 'resident']), text: z.string() })),
  }),
  async run(context, { id }) {
    const { deps } = context;
    const { userId, state } = await requestOf(context, id);
    if (userId === undefined) throw new Refusal('Người dân đã xóa dữ liệu.');
    if (state !== 'desk') throw new Refusal('Chỉ xem tin khi yêu cầu đang ở bàn trợ giúp và bạn đang nhận.');
    const ref = refOf(context, 'help', id);
    await changing(context, ref, () =>
      context.change({
        subject: `resident:${deps.pseudonymOf(deps.oaId, userId)}`,
        detail: { request: id },
        writes: [
          holding(context, 'help', id),
          { operation: 'noteDesk', args: { ...ref, ...handOf(context), deed: 'looked', detail: '' } },
        ],
      }),
    );
    try {
      return { id, messages: [...(await deps.helpDesk.recentMessages(userId))] };
    } catch (error) {
      deps.logger.warn({ err: error }, 'the latest messages of a chat could not be read from Zalo');
      throw new Refusal('Zalo chưa cho xem tin lúc này. Bạn thử lại sau ít phút, hoặc xem trên OA Manager.');
    }
  },
});
