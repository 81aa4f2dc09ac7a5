import * as z from 'zod';
import type { HelpRequest } from '../../storage/help-ports.ts';
import type { StaffWrite } from '../../storage/staff-ports.ts';
import { newHelp, takenByDesk } from '../../teams/help-chain.ts';
import { type ActionContext, defineAction, Refusal } from '../action.ts';
import { changing, communesOf, handOf, LEASE_MS, refOf, requestOf } from './guard.ts';
import { changeAndTell, type Told } from './notices.ts';
import { doingNow } from './read.ts';
import { MOST_ROWS } from './rows.ts';
import { refInput, ticked } from './shapes.ts';

const output = z.object({ id: z.string(), until: z.number() });

/** The write that takes a case in hand. */
export const holding = (context: ActionContext, kind: 'help' | 'demand' | 'question', ref: string, takesOver = false) =>
  ({
    operation: 'holdDesk',
    args: { ...refOf(context, kind, ref), ...handOf(context), until: context.at + LEASE_MS, takesOver },
  }) as const satisfies StaffWrite;

const needAdmin = ({ actor }: ActionContext, takesOver: boolean): void => {
  if (takesOver && actor.role !== 'admin') {
    throw new Refusal('Chỉ quản trị viên lấy được yêu cầu đang ở tay đồng nghiệp.');
  }
};

/** Takes a request in hand: one that waits at the desk, or one that is still with the teams, which lose it. */
export const claimHelp = defineAction({
  name: 'help.claim',
  permission: 'help.work',
  route: { method: 'POST', path: '/help/:id/claim' },
  summary:
    'Takes a request in hand for 15 minutes, or longer by whoever has it. A request with the teams comes to the desk.',
  input: z.object({ id: refInput, takeOver: ticked }),
  output,
  async run(context, { id, takeOver }) {
    needAdmin(context, takeOver);
    const { at, deps } = context;
    const request = await requestOf(context, id);
    if (['done', 'cancelled', 'unanswered'].includes(request.state)) {
      throw new Refusal('Yêu cầu này đã khép lại. Nếu vẫn cần giúp, bạn bấm "Mở lại".');
    }
    const taken = request.state === 'desk' ? undefined : takenByDesk(request, at);
    if (request.state !== 'desk' && !taken) throw new Refusal('Người dân đã xóa dữ liệu. Không còn gì để trả lời.');
    const writes: StaffWrite[] = [holding(context, 'help', id, takeOver)];
    if (taken?.userId !== undefined) {
      writes.push({ operation: 'saveHelp', args: { request: taken } });
      const contact = { oaId: deps.oaId, userId: taken.userId, handoverAt: request.at };
      writes.push({ operation: 'setDeskContact', args: contact });
    }
    const told = taken
      ? helpersOf(request).map((userId): Told => ({ userId, notice: { kind: 'help', what: 'taken', id } }))
      : [];
    const deed = { subject: `help:${id}`, detail: { from: request.state, takeOver }, writes };
    await changing(context, refOf(context, 'help', id), () =>
      changeAndTell(context, deed, told, `${id} ${request.version}`),
    );
    return { id, until: at + LEASE_MS };
  },
});

/** Who of the teams is asked, or has taken it. */
const helpersOf = ({ offeredTo, acceptedBy }: HelpRequest): readonly string[] =>
  [...new Set([offeredTo, acceptedBy])].flatMap((userId) => (userId === undefined ? [] : [userId]));

/** Somebody who waits without a request gets one, and it is in hand. */
export const claimWaiting = defineAction({
  name: 'help.claimWaiting',
  permission: 'help.work',
  route: { method: 'POST', path: '/help/waiting/:ref/claim' },
  summary: 'Makes a request of a resident who waits for a person without one, and takes it in hand.',
  input: z.object({ ref: refInput }),
  output,
  async run(context, { ref }) {
    const { deps, at } = context;
    const { storage, oaId } = deps;
    const communeCodes = await communesOf(context);
    const waiting = await storage.listDeskWaiting({
      ...{ oaId, limit: MOST_ROWS },
      ...(communeCodes === undefined ? {} : { communeCodes }),
    });
    const found = waiting.find(({ userId }) => deps.pseudonymOf(oaId, userId) === ref);
    if (!found)
      throw new Refusal('Có đồng nghiệp vừa nhận người này, hoặc người dân không chờ nữa. Bạn xem lại danh sách.');
    const { userId, handoverAt, teamCode, communeCode } = found;
    const id = deps.randomId();
    const doing = await doingNow(deps, userId);
    const asked = newHelp({ oaId, id, userId, teamCode, communeCode, at: handoverAt, ...doing });
    const request = takenByDesk(asked, at) ?? asked;
    await context.change({
      subject: `help:${id}`,
      detail: { waiting: ref },
      writes: [{ operation: 'saveHelp', args: { request } }, holding(context, 'help', id)],
    });
    return { id, until: at + LEASE_MS };
  },
});

/** Gives a request out of one's hand. */
export const releaseHelp = defineAction({
  name: 'help.release',
  permission: 'help.work',
  route: { method: 'POST', path: '/help/:id/release' },
  summary: 'Gives a request out of hand, so that a colleague may take it.',
  input: z.object({ id: refInput }),
  output: z.object({ id: z.string() }),
  async run(context, { id }) {
    await requestOf(context, id);
    const args = { ...refOf(context, 'help', id), ...handOf(context) };
    await context.change({ subject: `help:${id}`, writes: [{ operation: 'releaseDesk', args }] });
    return { id };
  },
});
