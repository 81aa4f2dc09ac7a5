import { randomBytes } from 'node:crypto';
import { dayText } from '../../flow-engine/calendar.ts';
import type { FieldEntry, FieldEntryContent } from '../../storage/field-log-ports.ts';
import { correctableUntil } from '../../storage/field-log-rules.ts';
import { fillMessage, menuOption, type Plan, reply, type TeamReads } from '../plan.ts';
import { parkedOption } from '../walk.ts';
import { endDraft, type LogDraft } from './draft.ts';
import { authorOf, entryLines, entryTitle, writtenAt } from './entry-text.ts';
import { askNext, askSure, askTwins, logOption, nextStep, shownOf } from './questions.ts';
import { demandLogger, type Logger, lookersOn, reachable, refusal } from './standing.ts';

/** Random, and too long to be met twice. */
const newEntryId = (plan: Plan): string => plan.deps.newVisitId?.() ?? randomBytes(9).toString('base64url');

/** What is about to be written. */
interface Writing {
  readonly content: FieldEntryContent;
  /** Whose work it is. */
  readonly userId: string | undefined;
  readonly teamCode: string;
  readonly communeCode: string;
  /** The entry it corrects. */
  readonly before: FieldEntry | undefined;
}

/** "Lưu": asks about what is odd, then keeps the entry, with the notice to the leader where there is one to be sent. */
export async function saveDraft(plan: Plan, draft: LogDraft): Promise<void> {
  const logger = await demandLogger(plan);
  if (!logger) return;
  if (nextStep(plan, draft) !== 'summary') return askNext(plan, draft);
  const before = draft.replaces === undefined ? undefined : await findEntry(plan, logger.teams, draft.replaces);
  if (draft.replaces !== undefined) {
    const why = refusal(plan, logger.me, before);
    if (why !== undefined) {
      endDraft(plan);
      return reply(plan, why, { options: [logOption(plan.messages.logBookTitle, 'book'), menuOption(plan)] });
    }
  }
  const writing = writingOf(plan, draft, logger, before);
  const isTooMany = await exceeds(plan, draft, logger, writing);
  if (typeof isTooMany === 'number') return askSure(plan, draft, isTooMany);
  const twins = await twinsOf(plan, logger.teams, writing);
  if (twins.some(({ id }) => !(draft.twins ?? []).includes(id))) {
    return askTwins(
      plan,
      draft,
      await twinLines(plan, logger.teams, twins),
      twins.map(({ id }) => id),
    );
  }
  await keep(plan, draft, logger, writing, { isTooMany, twins: twins.map(({ id }) => id) });
}

const findEntry = (plan: Plan, teams: TeamReads, id: string): Promise<FieldEntry | undefined> =>
  teams.findFieldLog({ oaId: plan.oaId, id });

function writingOf(plan: Plan, draft: LogDraft, { me }: Logger, before: FieldEntry | undefined): Writing {
  const { photo, ...shown } = shownOf(draft);
  const topic = plan.deps.catalogue.fieldLog.kinds[shown.kind]?.topic ?? '';
  return {
    content: { ...shown, topic, flag: '', ...(photo === undefined || photo === '' ? {} : { photo }) },
    userId: before ? before.userId : me.userId,
    teamCode: before?.teamCode ?? me.teamCode,
    communeCode: before?.communeCode ?? me.communeCode,
    before,
  };
}

/**
 * Whether the day's figures of this person are more than is plausible: false, true after they were confirmed, or the sum
 * that has to be confirmed first. A leader who corrects the figure of another has looked at it.
 */
async function exceeds(
  plan: Plan,
  { sure = 0 }: LogDraft,
  { teams, me }: Logger,
  { content, userId, teamCode, before }: Writing,
): Promise<boolean | number> {
  const { kind, day, quantity } = content;
  const max = plan.deps.catalogue.fieldLog.kinds[kind]?.dailyMax ?? 0;
  const same =
    userId === undefined
      ? []
      : await teams.listFieldLogs({ oaId: plan.oaId, teamCode, userId, kind, fromDay: day, toDay: day });
  const sum = same.filter(({ id }) => id !== before?.id).reduce((all, one) => all + one.quantity, quantity);
  if (sum <= max) return false;
  return sum > sure ? sum : userId === me.userId;
}

const twinsOf = (
  plan: Plan,
  teams: TeamReads,
  { content, teamCode, before }: Writing,
): Promise<readonly FieldEntry[]> =>
  teams.findFieldLogTwins({
    oaId: plan.oaId,
    teamCode,
    kind: content.kind,
    day: content.day,
    place: content.place,
    quantity: content.quantity,
    at: plan.now,
    ...(before ? { exceptId: before.id } : {}),
  });

const twinLines = (plan: Plan, teams: TeamReads, twins: readonly FieldEntry[]): Promise<string[]> =>
  Promise.all(
    twins.map(async (twin) => {
      const tên = await authorOf(plan, teams, twin);
      const line = fillMessage(plan, plan.messages.logTwinLine, { tên, lúc: writtenAt(twin) });
      return `${entryTitle(plan, twin)}: ${line}`;
    }),
  );

async function keep(
  plan: Plan,
  draft: LogDraft,
  { teams, me }: Logger,
  writing: Writing,
  checked: { readonly isTooMany: boolean; readonly twins: readonly string[] },
): Promise<void> {
  const { before, teamCode, communeCode } = writing;
  const id = newEntryId(plan);
  const content: FieldEntryContent = { ...writing.content, flag: checked.isTooMany ? 'too-many' : '' };
  const common = { ...content, oaId: plan.oaId, id, at: plan.now, knownTwins: checked.twins };
  if (before) {
    plan.effects.push({ operation: 'correctFieldLog', args: { ...common, replacesId: before.id, by: me.userId } });
  } else {
    plan.effects.push({
      operation: 'saveFieldLog',
      args: { ...common, teamCode, communeCode, userId: me.userId },
    });
  }
  const told = content.flag === '' ? undefined : await tellLookers(plan, teams, { ...writing, id });
  endDraft(plan);
  const { messages } = plan;
  const until = dayText(correctableUntil(before?.firstAt ?? plan.now));
  const saved = fillMessage(plan, messages.logSaved, { mục: entryLines(plan, shownOf(draft)), ngày: until });
  const flagged = told === undefined ? [] : [told ? messages.logFlagged : messages.logFlaggedLater];
  reply(plan, [saved, ...flagged].join('\n'), {
    options: [
      ...(draft.visit === undefined ? [] : [logOption(messages.logVisitMore, 'visit', draft.visit)]),
      logOption(messages.logAnother, 'new'),
      logOption(messages.logBookTitle, 'book'),
      ...parkedOption(plan),
      menuOption(plan),
    ],
  });
}

/** True when somebody who looks at odd figures could be written to. */
async function tellLookers(
  plan: Plan,
  teams: TeamReads,
  entry: Pick<Writing, 'teamCode' | 'communeCode' | 'userId'> & { readonly id: string },
): Promise<boolean> {
  const lookers = reachable(plan, await lookersOn(plan, teams, entry));
  for (const { userId } of lookers) {
    plan.notices.push({ userId, notice: { kind: 'field-log', what: 'too-many', id: entry.id } });
  }
  return lookers.length > 0;
}
