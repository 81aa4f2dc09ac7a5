import * as z from 'zod';
import { vietnamDay } from '../../shared/clock.ts';
import { daysOfPeriod, monthOf } from '../../shared/periods.ts';
import { AppError } from '../../shared/errors.ts';
import type { FieldEntry } from '../../storage/field-log-ports.ts';
import { fieldLogCsv } from '../../teams/field-log-csv.ts';
import { canBeMessaged } from '../../teams/registry.ts';
import { type ActionContext, communeFor, defineAction, Refusal } from '../action.ts';
import { communeName } from '../teams/communes.ts';
import { ALL, teamOf } from '../teams/read.ts';

const ENTRIES_A_PAGE = 50;
const MOST_EXPORTED = 100_000;

const filter = {
  team: z.string().trim().toUpperCase().max(12).optional(),
  communeCode: z.string().max(5).optional(),
  /** Month in which things were done; absent = this one, or every month for what waits. */
  month: z.string().max(7).optional(),
};

const entryRow = z.object({
  id: z.string(),
  day: z.string(),
  teamCode: z.string(),
  communeName: z.string(),
  kind: z.string(),
  title: z.string(),
  quantity: z.number(),
  unit: z.string(),
  group: z.string(),
  place: z.string(),
  note: z.string(),
  /** '' for somebody who was erased. */
  author: z.string(),
  authorCanBeMessaged: z.boolean(),
  createdAt: z.number(),
  state: z.enum(['kept', 'replaced', 'withdrawn']),
  flag: z.enum(['', 'too-many', 'to-correct', 'confirmed']),
  hasPhoto: z.boolean(),
  /** The entry this one corrects. */
  replacesId: z.string().optional(),
});

type Filter = { team?: string | undefined; communeCode?: string | undefined; month?: string | undefined };

/** Where to look, within what the actor may see. */
async function whereOf(context: ActionContext, { team, communeCode: asked, month }: Filter, isMonthly: boolean) {
  const { deps, actor, at } = context;
  const { storage, oaId } = deps;
  const wanted = month !== undefined && month !== '' ? daysOfPeriod('m', month) : undefined;
  const days = wanted ?? (isMonthly ? daysOfPeriod('m', monthOf(vietnamDay(at))) : undefined);
  const communeCode = communeFor(actor, asked);
  // A team of another commune is refused; entries it wrote while it was elsewhere stay with that commune.
  const teamCode = team === undefined || team === '' ? undefined : (await teamOf(context, team)).code;
  return {
    oaId,
    ...(teamCode === undefined ? {} : { teamCode }),
    ...(communeCode === undefined ? {} : { communeCodes: await storage.listCommuneLine({ oaId, communeCode }) }),
    ...days,
  };
}

/** People who wrote these entries, by id. */
async function authorsOf({ deps }: ActionContext, entries: readonly FieldEntry[]) {
  const people = new Map<string, { readonly name: string; readonly lastInteractionAt: number }>();
  for (const teamCode of new Set(entries.map((entry) => entry.teamCode))) {
    for (const one of await deps.storage.listMembers({ oaId: deps.oaId, teamCode, limit: ALL }))
      people.set(one.userId, one);
  }
  return people;
}

/** What teams wrote into their log. Self-reported: never added to what the assistant measures. */
export const listFieldLog = defineAction({
  name: 'field-log.list',
  permission: 'teams.view',
  route: { method: 'GET', path: '/field-log' },
  summary: 'Entries of the teams’ field log (self-reported), the latest written first.',
  input: z.object({
    ...filter,
    /** `flagged`: odd figures nobody has looked at, and those to be corrected. `all`: with what was replaced or withdrawn. */
    view: z.enum(['kept', 'flagged', 'all']).default('kept'),
    /** Written before this moment, epoch ms, for the next page. */
    before: z.coerce.number().int().min(1).optional(),
  }),
  output: z.object({ entries: z.array(entryRow), before: z.number().optional() }),
  async run(context, { view, before, ...asked }) {
    const { deps, at } = context;
    const where = await whereOf(context, asked, view !== 'flagged');
    const found = await deps.storage.listFieldLogs({
      ...where,
      ...(before === undefined ? {} : { before }),
      ...(view === 'flagged' ? { flagged: true } : {}),
      ...(view === 'all' ? { state: 'all' as const } : {}),
      limit: ENTRIES_A_PAGE + 1,
    });
    const shown = found.slice(0, ENTRIES_A_PAGE);
    const authors = await authorsOf(context, shown);
    const { kinds, groups } = deps.catalogue().fieldLog;
    const last = shown.at(-1)?.createdAt;
    return {
      entries: shown.map((entry) => {
        const { id, day, teamCode, kind, quantity, place, note, createdAt, state, flag, replacesId } = entry;
        const author = authors.get(entry.userId ?? '');
        return {
          ...{ id, day, teamCode, kind, quantity, place, note, createdAt, state, flag },
          communeName: communeName(deps, entry.communeCode),
          title: kinds[kind]?.title ?? kind,
          unit: kinds[kind]?.unit ?? '',
          group: groups[entry.group]?.title ?? '',
          author: author?.name ?? '',
          authorCanBeMessaged: canBeMessaged(author?.lastInteractionAt ?? 0, at),
          hasPhoto: entry.photo !== undefined,
          ...(replacesId === undefined ? {} : { replacesId }),
        };
      }),
      ...(found.length > ENTRIES_A_PAGE && last !== undefined ? { before: last } : {}),
    };
  },
});

/** An entry the actor may see. */
export async function entryOf({ deps, actor }: Pick<ActionContext, 'deps' | 'actor'>, id: string): Promise<FieldEntry> {
  const { storage, oaId } = deps;
  const entry = await storage.findFieldLog({ oaId, id });
  const own = communeFor(actor);
  const line = own === undefined ? undefined : await storage.listCommuneLine({ oaId, communeCode: own });
  if (entry && (line === undefined || line.includes(entry.communeCode))) return entry;
  throw new AppError('NOT_FOUND', `There is no entry "${id}" within what "${actor.id}" may see.`);
}

const output = z.object({ teamCode: z.string() });
const id = z.string().max(60);

/** Says whether an odd figure is right. */
export const judgeEntry = defineAction({
  name: 'field-log.judge',
  permission: 'teams.manage',
  route: { method: 'POST', path: '/field-log/:id/verdict' },
  summary: 'Says of a flagged entry that its figure is right, or that its author is to correct it.',
  input: z.object({ id, verdict: z.enum(['confirmed', 'to-correct']) }),
  output,
  async run(context, { id: key, verdict }) {
    const { teamCode, flag, state } = await entryOf(context, key);
    if (state !== 'kept' || (flag !== 'too-many' && flag !== 'to-correct')) {
      throw new Refusal('Mục này không còn chờ xem lại.');
    }
    await context.change({
      subject: `field-log:${key}`,
      detail: { verdict, team: teamCode },
      writes: [{ operation: 'confirmFlag', args: { oaId: context.deps.oaId, id: key, verdict } }],
    });
    return { teamCode };
  },
});

/** Takes an entry out of the figures. */
export const withdrawEntry = defineAction({
  name: 'field-log.withdraw',
  permission: 'teams.manage',
  route: { method: 'POST', path: '/field-log/:id/withdraw' },
  summary: 'Takes an entry out of the figures; it stays in the log, its photo goes. Cannot be taken back.',
  input: z.object({
    id,
    confirmed: z.literal('yes', { error: 'Đánh dấu vào ô này: rút rồi thì không hoàn tác được.' }),
  }),
  output,
  async run(context, { id: key }) {
    const { teamCode, state, kind, quantity, day } = await entryOf(context, key);
    if (state !== 'kept') throw new Refusal('Mục này đã được sửa hoặc rút rồi.');
    await context.change({
      subject: `field-log:${key}`,
      detail: { team: teamCode, kind, quantity, day },
      writes: [{ operation: 'withdrawFieldLog', args: { oaId: context.deps.oaId, id: key, at: context.at } }],
    });
    return { teamCode };
  },
});

/** The log as a file. */
export const exportFieldLog = defineAction({
  name: 'field-log.export',
  permission: 'export',
  route: { method: 'GET', path: '/field-log/export' },
  summary: 'Entries of a month as CSV text, corrected and withdrawn ones too. The export is put on record.',
  input: z.object(filter),
  output: z.object({ csv: z.string(), entries: z.number() }),
  async run(context, asked) {
    const { deps } = context;
    const where = await whereOf(context, asked, true);
    const entries = await deps.storage.listFieldLogs({ ...where, state: 'all', limit: MOST_EXPORTED });
    const teams = new Map((await deps.storage.listTeams({ oaId: deps.oaId })).map(({ code, name }) => [code, name]));
    const authors = await authorsOf(context, entries);
    await context.change({ subject: 'field-log', detail: { ...asked, entries: entries.length }, writes: [] });
    const csv = fieldLogCsv(entries, {
      fieldLog: deps.catalogue().fieldLog,
      teamName: (code) => teams.get(code) ?? '',
      communeName: (code) => communeName(deps, code),
      authorName: (userId) => authors.get(userId ?? '')?.name ?? '',
    });
    return { csv, entries: entries.length };
  },
});
