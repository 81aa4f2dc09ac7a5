import * as z from 'zod';
import { HELP_PHONE_MS } from '../../storage/help-ports.ts';
import { defineAction } from '../action.ts';
import { holderOf, isMine, refOf, requestOf } from './guard.ts';
import { findContact, residentCode } from './read.ts';
import { requestRow } from './rows.ts';
import { contactShape, historyLine, holderShape, inboxRow, refInput } from './shapes.ts';
import { deedWords } from './words.ts';

/** One request with its times, its history and whether its resident can be written to. */
export const getHelp = defineAction({
  name: 'help.get',
  permission: 'help.work',
  route: { method: 'GET', path: '/help/:id' },
  summary: 'Shows one request with its times and history. Holds no word of the resident.',
  input: z.object({ id: refInput }),
  output: z.object({
    row: inboxRow,
    /** State of the request itself: open, offered, accepted, desk, done, cancelled, unanswered. */
    state: z.string(),
    /** A short pseudonym; '' once they were erased. */
    resident: z.string(),
    contact: contactShape,
    holder: holderShape.optional(),
    answers: z.number(),
    times: z.object({
      asked: z.number(),
      desk: z.number().optional(),
      held: z.number().optional(),
      firstAnswer: z.number().optional(),
      ended: z.number().optional(),
    }),
    outcome: z.string().optional(),
    feedback: z.enum(['good', 'bad']).optional(),
    handedTo: z.string().optional(),
    /** Given for this alone; shown to whoever has the request in hand. */
    phone: z.string().optional(),
    /** A number was given; when it is erased at the latest. */
    phoneUntil: z.number().optional(),
    history: z.array(historyLine),
  }),
  async run(context, { id }) {
    const { deps, actor, at } = context;
    const request = await requestOf(context, id);
    const ref = refOf(context, 'help', id);
    const [kept, events, contact] = await Promise.all([
      deps.storage.findDeskCase(ref),
      deps.storage.listDeskEvents(ref),
      findContact(deps, request.userId, at),
    ]);
    const holder = holderOf(kept, at);
    const { phone, phoneAt, deskAt, doneAt, feedback, handedTo, userId } = request;
    return {
      row: await requestRow(context, request, kept, contact.lastInteractionAt),
      state: request.state,
      resident: userId === undefined ? '' : residentCode(deps, userId),
      contact,
      answers: kept?.answers ?? 0,
      times: {
        asked: request.at,
        ...(deskAt === undefined ? {} : { desk: deskAt }),
        ...(kept?.firstHeldAt === undefined ? {} : { held: kept.firstHeldAt }),
        ...(kept?.firstAnswerAt === undefined ? {} : { firstAnswer: kept.firstAnswerAt }),
        ...(doneAt === undefined ? {} : { ended: doneAt }),
      },
      history: events.map((event) => ({
        ...{ at: event.at, name: event.name, deed: event.deed, words: deedWords(event) },
      })),
      ...(holder ? { holder: { ...holder, isMine: holder.id === actor.accountId } } : {}),
      ...(kept?.outcome === undefined ? {} : { outcome: kept.outcome }),
      ...(feedback === undefined ? {} : { feedback }),
      ...(handedTo === undefined ? {} : { handedTo }),
      ...(phone !== undefined && isMine(kept, actor, at) ? { phone } : {}),
      ...(phone === undefined ? {} : { phoneUntil: (phoneAt ?? request.at) + HELP_PHONE_MS }),
    };
  },
});
