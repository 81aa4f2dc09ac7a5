import {
  type Announcement,
  type AnnouncementContent,
  type AnnouncementPatch,
  type AudienceFilter,
  messagesPerPerson,
} from '../announcement-ports.ts';
import type { Operation, Row, Sql } from './query.ts';

const optional = <K extends string, V>(key: K, value: V | null | undefined): { [P in K]?: V } =>
  value === null || value === undefined ? {} : ({ [key]: value } as { [P in K]?: V });
const number = (row: Row, column: string): number | undefined =>
  row[column] === null || row[column] === undefined ? undefined : Number(row[column]);
const text = (row: Row, column: string): string | undefined =>
  row[column] === null || row[column] === undefined ? undefined : String(row[column]);

/** What an announcement of the version before 13 said, in today's words. */
function earlierContent(row: Row): AnnouncementContent {
  const asked = JSON.parse(text(row, 'audience') ?? '{}') as { communeCode?: string; teamCode?: string };
  const audience: AudienceFilter = {
    communes: asked.communeCode === undefined ? [] : [asked.communeCode],
    teams: asked.teamCode === undefined ? [] : [asked.teamCode],
    segments: [],
    interests: [],
  };
  return {
    ...{ title: String(row['title']), category: 'news', text: '', buttons: [], audience, lanes: ['direct'] },
    ready: text(row, 'body') ?? '{}',
  };
}

export function toAnnouncement(row: Row): Announcement {
  const content = text(row, 'content');
  return {
    id: String(row['id']),
    oaId: String(row['oa_id']),
    state: row['state'] as Announcement['state'],
    version: Number(row['version']),
    content: content === undefined ? earlierContent(row) : (JSON.parse(content) as AnnouncementContent),
    ...optional('communeCode', text(row, 'commune_code')),
    createdBy: String(row['created_by']),
    createdAt: Number(row['created_at']),
    updatedAt: Number(row['updated_at']),
    authors: JSON.parse(String(row['authors'])) as string[],
    ...optional('submittedBy', text(row, 'submitted_by')),
    ...optional('submittedAt', number(row, 'submitted_at')),
    approvalsNeeded: Number(row['approvals_needed']),
    approvals: JSON.parse(String(row['approvals'])) as Announcement['approvals'],
    ...optional('plannedRecipients', number(row, 'planned_recipients')),
    ...optional('startedBy', text(row, 'started_by')),
    ...optional('startedAt', number(row, 'started_at')),
    ...optional('finishedAt', number(row, 'finished_at')),
    ...optional('failureCode', text(row, 'failure_code')),
    listing: {
      looked: Number(row['looked']),
      total: Number(row['audience_total']),
      afterUserId: String(row['after_user_id']),
      done: row['listed'] === 1,
    },
    dueAt: Number(row['due_at']),
    spentVnd: Number(row['spent_vnd']),
  };
}

type Columns = Record<string, string | number | null>;

const contentColumns = (content: AnnouncementContent): Columns => ({
  title: content.title,
  category: content.category,
  content: JSON.stringify(content),
  budget_vnd: content.budgetVnd ?? null,
  messages: messagesPerPerson(content),
  emergency: content.emergency ? 1 : 0,
});

const listingColumns = (listing: Announcement['listing']): Columns => ({
  looked: listing.looked,
  audience_total: listing.total,
  // Names a resident, so it is kept only as long as it is needed.
  after_user_id: listing.done ? '' : listing.afterUserId,
  listed: listing.done ? 1 : 0,
});

const PLAIN: Readonly<
  Record<Exclude<keyof AnnouncementPatch, 'content' | 'listing' | 'authors' | 'approvals'>, string>
> = {
  state: 'state',
  communeCode: 'commune_code',
  submittedBy: 'submitted_by',
  submittedAt: 'submitted_at',
  plannedRecipients: 'planned_recipients',
  startedBy: 'started_by',
  startedAt: 'started_at',
  finishedAt: 'finished_at',
  failureCode: 'failure_code',
  approvalsNeeded: 'approvals_needed',
  dueAt: 'due_at',
};

/** Columns that a patch changes. */
export function patchColumns(patch: AnnouncementPatch): Columns {
  const columns: Columns = {};
  for (const [key, column] of Object.entries(PLAIN)) {
    const value = patch[key as keyof typeof PLAIN];
    if (value !== undefined) columns[column] = value;
  }
  if (patch.content) Object.assign(columns, contentColumns(patch.content));
  if (patch.listing) Object.assign(columns, listingColumns(patch.listing));
  if (patch.authors) columns['authors'] = JSON.stringify(patch.authors);
  if (patch.approvals) columns['approvals'] = JSON.stringify(patch.approvals);
  return columns;
}

/** Sets columns of one announcement. */
export function* updateAnnouncement(db: Sql, id: string, columns: Columns): Operation<void> {
  const names = Object.keys(columns);
  yield* db.write(
    `update announcement set ${names.map((name) => `${name} = ?`).join(', ')} where id = ?`,
    ...Object.values(columns),
    id,
  );
}

/** Adds an announcement; false when its id is taken. */
export function* insertAnnouncement(db: Sql, a: Announcement): Operation<boolean> {
  const columns: Columns = {
    ...{ id: a.id, oa_id: a.oaId, version: a.version, created_by: a.createdBy, created_at: a.createdAt },
    ...{ updated_at: a.updatedAt, spent_vnd: a.spentVnd },
    ...patchColumns(a),
  };
  const names = Object.keys(columns);
  const inserted = yield* db.run(
    `insert into announcement (${names.join(', ')}) values (${names.map(() => '?').join(', ')}) on conflict (id) do nothing`,
    ...Object.values(columns),
  );
  return inserted === 1;
}
