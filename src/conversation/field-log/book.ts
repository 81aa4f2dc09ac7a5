import { dayText } from '../../flow-engine/calendar.ts';
import { vietnamDay } from '../../shared/clock.ts';
import { plusDays } from '../../shared/periods.ts';
import type { FieldEntry } from '../../storage/field-log-ports.ts';
import { correctableUntil } from '../../storage/field-log-rules.ts';
import type { Member } from '../../storage/team-ports.ts';
import { fillMessage, menuOption, type Plan, reply, type TeamReads } from '../plan.ts';
import type { Option } from '../session.ts';
import { placeNameOf } from '../team-standing.ts';
import { dropDraft, newDraft } from './draft.ts';
import { authorOf, entryLines, entryTitle, writtenAt } from './entry-text.ts';
import { askStep, logOption } from './questions.ts';
import { demandLogger, isMine, refusal } from './standing.ts';

/** Entries of one page, so that the way to older ones is the fifth button. */
const PAGE = 4;
/** Lines an officer sees at once: they have no buttons. */
const OFFICER_PAGE = 10;
/** A commune's whole history would be sorted for them; reports hold what is older. */
const OFFICER_DAYS = 62;

/** "SỔ TỔ": the last entries of the team, to be looked at one by one. `before`: written before that moment, epoch ms. */
export async function sayBook(plan: Plan, before = ''): Promise<void> {
  const { teams } = plan.deps;
  const me = await teams?.findMember({ oaId: plan.oaId, userId: plan.userId });
  if (teams && me?.state === 'active' && me.role === 'officer') return sayCommuneBook(plan, teams, me);
  const logger = await demandLogger(plan);
  if (!logger) return;
  const { messages } = plan;
  const tổ = await placeNameOf(plan, logger.teams, logger.me);
  const found = await logger.teams.listFieldLogs({
    oaId: plan.oaId,
    teamCode: logger.me.teamCode,
    limit: PAGE + 1,
    ...(/^\d{1,15}$/u.test(before) ? { before: Number(before) } : {}),
  });
  if (found.length === 0) {
    const empty = fillMessage(plan, messages.logBookEmpty, { tổ });
    return reply(plan, empty, { options: [logOption(messages.logAnother, 'new'), menuOption(plan)] });
  }
  const shown = found.slice(0, PAGE);
  const last = shown.at(-1);
  reply(plan, [fillMessage(plan, messages.logBook, { tổ }), messages.logBookHint].join('\n'), {
    options: [
      ...shown.map((entry) => logOption(entryTitle(plan, entry), 'show', entry.id)),
      found.length > PAGE && last
        ? logOption(messages.logOlder, 'book', String(last.createdAt))
        : logOption(messages.logAnother, 'new'),
    ],
  });
}

async function sayCommuneBook(plan: Plan, teams: TeamReads, me: Member): Promise<void> {
  const { oaId, messages } = plan;
  const communeCodes = await teams.listCommuneLine({ oaId, communeCode: me.communeCode });
  const fromDay = plusDays(vietnamDay(plan.now), -OFFICER_DAYS);
  const found = await teams.listFieldLogs({ oaId, communeCodes, fromDay, limit: OFFICER_PAGE });
  const tổ = await placeNameOf(plan, teams, { teamCode: '', communeCode: me.communeCode });
  const lines = await Promise.all(
    found.map(async (entry) => {
      const team = await placeNameOf(plan, teams, entry);
      const flag = flagNote(plan, entry);
      return `- ${entryTitle(plan, entry)}, ${team}, ${await authorOf(plan, teams, entry)}${flag === undefined ? '' : ` (${flag})`}`;
    }),
  );
  const header = fillMessage(plan, found.length === 0 ? messages.logBookEmpty : messages.logBook, { tổ });
  // Names stand in the text alone: options are remembered.
  reply(plan, [header, ...lines].join('\n'), { numbered: false });
}

function flagNote({ messages }: Plan, { flag }: FieldEntry): string | undefined {
  if (flag === 'too-many') return messages.logFlagWaits;
  return flag === 'to-correct' ? messages.logFlagReturnedNote : undefined;
}

/** One entry with what may be done with it. */
export async function sayEntry(plan: Plan, id: string): Promise<void> {
  const logger = await demandLogger(plan);
  if (!logger) return;
  const { teams, me } = logger;
  const { messages } = plan;
  const entry = await teams.findFieldLog({ oaId: plan.oaId, id });
  if (entry?.state !== 'kept' || !(entry.teamCode === me.teamCode || entry.userId === me.userId)) {
    return reply(plan, messages.logChanged, { options: [logOption(messages.logBookTitle, 'book')] });
  }
  const why = refusal(plan, me, entry);
  const until = fillMessage(plan, messages.logEntryOpen, { ngày: dayText(correctableUntil(entry.firstAt)) });
  const closed = isMine(me, entry) ? messages.logEntryClosed : messages.logEntryOthers;
  const values = { tên: await authorOf(plan, teams, entry), lúc: writtenAt(entry), mục: entryLines(plan, entry) };
  const lines = [
    fillMessage(plan, messages.logEntry, values),
    ...[flagNote(plan, entry)].flatMap((note) => note ?? []),
    why === undefined ? until : closed,
  ];
  reply(plan, lines.join('\n'), {
    options: [
      ...flagOptions(plan, me, entry),
      ...(why === undefined ? entryOptions(plan, entry.id) : []),
      logOption(messages.logBookTitle, 'book'),
    ],
  });
}

/** "Sửa" and "Rút mục này". */
export const entryOptions = ({ messages }: Plan, id: string): Option[] => [
  logOption(messages.logEdit, 'change', id),
  logOption(messages.logWithdraw, 'withdraw', id),
];

function flagOptions({ messages }: Plan, me: Member, entry: FieldEntry): Option[] {
  const isForMe = me.role === 'leader' && me.teamCode === entry.teamCode && entry.userId !== me.userId;
  if (!isForMe || entry.flag !== 'too-many') return [];
  return [logOption(messages.logFlagYes, 'flag-yes', entry.id), logOption(messages.logFlagNo, 'flag-no', entry.id)];
}

/** "Sửa": the entry as a draft that will take its place. */
export async function changeEntry(plan: Plan, id: string): Promise<void> {
  const logger = await demandLogger(plan);
  if (!logger) return;
  const entry = await logger.teams.findFieldLog({ oaId: plan.oaId, id });
  const why = refusal(plan, logger.me, entry);
  if (why !== undefined || !entry) return refuse(plan, why ?? plan.messages.logChanged);
  dropDraft(plan);
  const { kind, quantity, day, place, group, note, photo } = entry;
  const draft = newDraft(plan, {
    ...{ quantity, day, place, group, note, replaces: id },
    // A kind that content has no more is chosen anew.
    ...(Object.hasOwn(plan.deps.catalogue.fieldLog.kinds, kind) ? { kind } : {}),
    ...(photo === undefined ? { photo: '' } : { photo, photoBefore: photo }),
    // What was confirmed once, or looked at by the leader, is not asked about again.
    ...(entry.flag === 'to-correct' ? {} : { sure: quantity }),
  });
  askStep(plan, draft, 'edit');
}

/** "Rút": asks first. */
export async function withdrawEntry(plan: Plan, id: string, isSure: boolean): Promise<void> {
  const logger = await demandLogger(plan);
  if (!logger) return;
  const { messages } = plan;
  const entry = await logger.teams.findFieldLog({ oaId: plan.oaId, id });
  const why = refusal(plan, logger.me, entry);
  if (why !== undefined || !entry) return refuse(plan, why ?? messages.logChanged);
  if (!isSure) {
    return reply(plan, `${entryLines(plan, entry)}\n${messages.logWithdrawAsk}`, {
      options: [logOption(messages.logWithdrawYes, 'withdraw-yes', id), logOption(messages.logKeep, 'keep')],
    });
  }
  const { oaId, now: at } = plan;
  plan.effects.push({ operation: 'withdrawFieldLog', args: { oaId, id, by: logger.me.userId, at } });
  if (plan.session.logging?.replaces === id) dropDraft(plan);
  reply(plan, fillMessage(plan, messages.logWithdrawn, { mục: entryLines(plan, entry) }), {
    options: [logOption(messages.logBookTitle, 'book'), menuOption(plan)],
  });
}

/** "Giữ lại". */
export function keepEntry(plan: Plan): void {
  reply(plan, plan.messages.logKept, { options: [logOption(plan.messages.logBookTitle, 'book'), menuOption(plan)] });
}

function refuse(plan: Plan, why: string): void {
  reply(plan, why, { options: [logOption(plan.messages.logBookTitle, 'book'), menuOption(plan)] });
}
