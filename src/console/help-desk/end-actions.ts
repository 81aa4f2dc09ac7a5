import * as z from 'zod';
import { closedByDesk, handTo, nextHelper, takenByDesk } from '../../teams/help-chain.ts';
import { helpersOf, helpFieldOf } from '../../teams/help-place.ts';
import { defineAction, Refusal } from '../action.ts';
import { openTeamOf } from '../teams/read.ts';
import { holding } from './claim-actions.ts';
import { changing, handOf, refOf, requestOf } from './guard.ts';
import { changeAndTell, type Told } from './notices.ts';
import { findContact } from './read.ts';
import { outcomeInput, refInput, ticked } from './shapes.ts';

const output = z.object({ id: z.string() });

/** Hands a request to a team, whose members are asked one by one from now on. */
export const handHelp = defineAction({
  name: 'help.hand',
  permission: 'help.work',
  route: { method: 'POST', path: '/help/:id/hand' },
  summary: 'Hands a request to a team; its members are asked one by one, in daytime.',
  input: z.object({
    id: refInput,
    team: z
      .string({ error: 'Bạn điền mã tổ.' })
      .regex(/^[A-Za-z0-9]{2,12}$/u, { error: 'Mã tổ chỉ gồm chữ và số, ví dụ LN03.' }),
  }),
  output: z.object({ id: z.string(), team: z.string() }),
  async run(context, { id, team: code }) {
    const { deps, at } = context;
    const { storage, oaId } = deps;
    const request = await requestOf(context, id);
    const team = await openTeamOf(context, code);
    const handed = handTo(request, team.code, at);
    if (!handed || handed.userId === undefined) {
      throw new Refusal('Không chuyển được: yêu cầu đã có người của tổ nhận, hoặc đã khép lại.');
    }
    const field = await helpFieldOf(storage, handed);
    const helpers = await helpersOf(storage, handed, field);
    if (nextHelper(handed, helpers, field, at)?.stage !== 'handed') {
      throw new Refusal('Chưa chuyển.', {
        team: 'Tổ này không còn ai nhắn được: đã hỏi rồi, hoặc quá 7 ngày chưa nhắn cho OA. Bạn chọn tổ khác hoặc gọi điện.',
      });
    }
    const { userId } = handed;
    const ref = refOf(context, 'help', id);
    const note = { ...ref, ...handOf(context), deed: 'handed', detail: team.code, releases: true } as const;
    const deed = {
      subject: `help:${id}`,
      detail: { team: team.code },
      writes: [
        { operation: 'noteDesk', args: note },
        { operation: 'saveHelp', args: { request: handed } },
        { operation: 'setDeskContact', args: { oaId, userId, silencedUntil: null, handoverAt: null } },
      ],
    } as const;
    const told: Told[] = [{ userId, notice: { kind: 'help', what: 'due', id } }];
    await changing(context, ref, () => changeAndTell(context, deed, told, `${id} ${request.version}`));
    return { id, team: team.code };
  },
});

/** Closes a request with what became of it. */
export const closeHelp = defineAction({
  name: 'help.close',
  permission: 'help.work',
  route: { method: 'POST', path: '/help/:id/close' },
  summary: 'Closes a request with its outcome; with `ask` the resident is asked whether they were helped.',
  input: z.object({ id: refInput, outcome: outcomeInput, ask: ticked }),
  output,
  async run(context, { id, outcome, ask }) {
    const { deps, at } = context;
    const request = await requestOf(context, id);
    const closed = closedByDesk(request, outcome === 'solved', at);
    if (!closed) throw new Refusal('Không khép được: yêu cầu đang ở tổ hoặc đã khép lại rồi.');
    const { userId } = request;
    const contact = await findContact(deps, userId, at);
    const ref = refOf(context, 'help', id);
    const note = { ...ref, ...handOf(context), deed: 'closed', detail: outcome, outcome } as const;
    const asks = ask && outcome === 'solved' && contact.reach !== 'closed';
    const deed = {
      subject: `help:${id}`,
      detail: { outcome, asks },
      writes: [
        { operation: 'noteDesk', args: note },
        { operation: 'saveHelp', args: { request: closed } },
        ...(userId === undefined
          ? []
          : [
              {
                operation: 'setDeskContact',
                args: { oaId: deps.oaId, userId, silencedUntil: null, handoverAt: null },
              } as const,
            ]),
      ],
    } as const;
    const told: Told[] = asks && userId !== undefined ? [{ userId, notice: { kind: 'help', what: 'closed', id } }] : [];
    await changing(context, ref, () => changeAndTell(context, deed, told, `${id} ${request.version}`));
    return { id };
  },
});

/** Opens a request again that ended; it lies at the desk, in hand. */
export const reopenHelp = defineAction({
  name: 'help.reopen',
  permission: 'help.work',
  route: { method: 'POST', path: '/help/:id/reopen' },
  summary: 'Opens a request again that ended; it is in hand of whoever opened it.',
  input: z.object({ id: refInput }),
  output,
  async run(context, { id }) {
    const { deps, at } = context;
    const request = await requestOf(context, id);
    const isOver = ['done', 'cancelled', 'unanswered'].includes(request.state);
    const opened = isOver ? takenByDesk(request, at) : undefined;
    if (!opened || opened.userId === undefined) {
      throw new Refusal(isOver ? 'Người dân đã xóa dữ liệu. Không mở lại được.' : 'Yêu cầu này chưa khép lại.');
    }
    const { userId } = opened;
    const live = await deps.storage.findLiveHelp({ oaId: deps.oaId, userId });
    if (live) throw new Refusal('Người dân này đang có một yêu cầu khác chưa xong. Bạn trả lời ở yêu cầu đó.');
    const ref = refOf(context, 'help', id);
    await changing(context, ref, () =>
      context.change({
        subject: `help:${id}`,
        writes: [
          { operation: 'noteDesk', args: { ...ref, ...handOf(context), deed: 'reopened', detail: '', reopens: true } },
          { operation: 'saveHelp', args: { request: opened } },
          { operation: 'setDeskContact', args: { oaId: deps.oaId, userId, handoverAt: at } },
          holding(context, 'help', id),
        ],
      }),
    );
    return { id };
  },
});

/** The bot answers the resident again at once. */
export const returnToBot = defineAction({
  name: 'help.return',
  permission: 'help.work',
  route: { method: 'POST', path: '/help/:id/return' },
  summary: 'Ends the silence of the assistant in the chat with the resident.',
  input: z.object({ id: refInput }),
  output,
  async run(context, { id }) {
    const { deps } = context;
    const { userId } = await requestOf(context, id);
    if (userId === undefined) throw new Refusal('Người dân đã xóa dữ liệu.');
    const ref = refOf(context, 'help', id);
    await changing(context, ref, () =>
      context.change({
        subject: `help:${id}`,
        writes: [
          { operation: 'noteDesk', args: { ...ref, ...handOf(context), deed: 'returned', detail: '' } },
          { operation: 'setDeskContact', args: { oaId: deps.oaId, userId, silencedUntil: null } },
        ],
      }),
    );
    return { id };
  },
});
