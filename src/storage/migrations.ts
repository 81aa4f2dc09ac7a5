/** One numbered, never edited change of the schema. */
export interface Migration {
  readonly id: number;
  readonly name: string;
  readonly sql: string;
}

/** Every change of the schema, in order. Add at the end; never edit one that has been released. */
export const migrations: readonly Migration[] = [
  {
    id: 1,
    name: 'first tables',
    sql: `
create table meta (key text primary key, value text not null) without rowid;

create table oa (
  oa_id text primary key,
  message_api text,
  access_token text,
  refresh_token text,
  expires_at integer
) without rowid;

-- What was seen, in the order of arrival: 8 bytes of a hash, so that a second arrival has no second effect. Says nothing
-- about whom or what. Looked up in memory.
create table inbox_key (id integer primary key, key blob not null, at integer not null);

-- Only what waits, what failed and what no version understood yet; a handled row is deleted by the commit that handles it.
create table inbox (
  id integer primary key,
  oa_id text not null,
  event_name text not null,
  user_id text,
  payload text,
  state text not null,
  attempts integer not null default 0,
  error_code text,
  received_at integer not null,
  done_at integer
);

create table resident (
  oa_id text not null,
  user_id text not null,
  user_id_by_app text,
  created_at integer not null,
  last_interaction_at integer not null default 0,
  following integer,
  consent text,
  notice_at integer,
  opt_out_at integer,
  silenced_until integer,
  team_code text,
  team_at integer,
  handover_at integer,
  address text,
  primary key (oa_id, user_id)
) without rowid;
create index resident_by_app on resident (user_id_by_app) where user_id_by_app is not null;
create index resident_by_team on resident (oa_id, team_code) where team_code is not null;

create table session (
  oa_id text not null,
  user_id text not null,
  version integer not null,
  state text,
  updated_at integer not null,
  primary key (oa_id, user_id)
) without rowid;

create table consent (
  id integer primary key,
  oa_id text not null,
  user_id text not null,
  text_version text not null,
  choice text not null,
  at integer not null
);
create index consent_by_resident on consent (oa_id, user_id);

-- Proof that requests were honoured, without saying whose.
create table erasure (id integer primary key, oa_id text not null, via text not null, at integer not null);

-- A sent answer keeps message_id alone: body and user_id are cleared when it is sent.
create table outbox (
  id integer primary key autoincrement,
  oa_id text not null,
  user_id text not null,
  lane text not null,
  body text,
  state text not null,
  due_at integer not null,
  attempts integer not null default 0,
  resends integer not null default 0,
  message_id text,
  code text,
  meaning text,
  created_at integer not null,
  unknown_at integer,
  settled_at integer,
  announcement_id text
);
create index outbox_open on outbox (oa_id, user_id, id) where state in ('pending', 'sending', 'unknown', 'failed');
create index outbox_sent on outbox (message_id) where message_id is not null;
create unique index outbox_recipient on outbox (announcement_id, user_id) where announcement_id is not null;
create index outbox_announce on outbox (due_at, id) where lane = 'announcement' and state = 'pending';

create table team (
  oa_id text not null,
  code text not null,
  name text not null,
  province_code text not null,
  commune_code text not null,
  hamlet text not null,
  created_at integer not null,
  primary key (oa_id, code)
) without rowid;

create table engagement_total (
  oa_id text not null,
  day text not null,
  team_code text not null,
  commune_code text not null,
  topic text not null,
  flow text not null,
  version text not null,
  step text not null,
  kind text not null,
  outcome text not null,
  count integer not null,
  quantity integer not null,
  primary key (oa_id, day, team_code, commune_code, topic, flow, version, step, kind, outcome)
) without rowid;

create table engagement_event (
  id integer primary key,
  oa_id text not null,
  at integer not null,
  day text not null,
  pseudonym text not null,
  team_code text not null,
  commune_code text not null,
  topic text not null,
  flow text not null,
  version text not null,
  step text not null,
  kind text not null,
  outcome text not null,
  quantity integer not null
);
create index engagement_by_pseudonym on engagement_event (oa_id, pseudonym);
create index engagement_by_team on engagement_event (oa_id, team_code, day);

create table announcement (
  id text primary key,
  oa_id text not null,
  title text not null,
  body text not null,
  audience text not null,
  due_at integer not null,
  created_at integer not null,
  state text not null
) without rowid;
`,
  },
  {
    id: 2,
    name: 'due wakes, people of one phone, visits, guides seen',
    sql: `
-- When a waiting step of the session expires or its reminder falls due; null = it waits for ever.
alter table session add column due_at integer;
create index session_due on session (due_at, oa_id, user_id) where due_at is not null;

alter table resident add column segment text;
alter table resident add column large_steps integer;
alter table resident add column address_asked_at integer;
-- The other people who use this account, as JSON of the conversation room; null where one person does.
alter table resident add column people text;

-- Walks that a team member went for somebody else, one event a row. Names neither the member nor the other.
create table visit_event (
  id integer primary key,
  oa_id text not null,
  visit text not null,
  at integer not null,
  day text not null,
  team_code text not null,
  commune_code text not null,
  topic text not null,
  flow text not null,
  version text not null,
  step text not null,
  kind text not null,
  outcome text not null,
  quantity integer not null
);
create index visit_by_team on visit_event (oa_id, team_code, day);

-- Every card and flow ever served: what a session of an older catalogue was about.
create table guide (
  id text primary key,
  kind text not null,
  topic text not null,
  title text not null,
  hash text not null,
  seen_at integer not null
) without rowid;

-- The key gains "assisted", and SQLite cannot change a primary key in place.
create table engagement_total_keyed (
  oa_id text not null,
  day text not null,
  team_code text not null,
  commune_code text not null,
  topic text not null,
  flow text not null,
  version text not null,
  step text not null,
  kind text not null,
  outcome text not null,
  assisted integer not null,
  count integer not null,
  quantity integer not null,
  primary key (oa_id, day, team_code, commune_code, topic, flow, version, step, kind, outcome, assisted)
) without rowid;
insert into engagement_total_keyed
  select oa_id, day, team_code, commune_code, topic, flow, version, step, kind, outcome, 0, count, quantity
  from engagement_total;
drop table engagement_total;
alter table engagement_total_keyed rename to engagement_total;
`,
  },
  {
    id: 3,
    name: 'commune of a resident',
    sql: `
-- Where the resident lives, said by themselves; a team's commune counts before it.
alter table resident add column commune_code text;
`,
  },
  {
    id: 4,
    name: 'questions residents gave us to keep',
    sql: `
-- Masked words of a question nobody answered, kept because the resident pressed so. The pseudonym is there to erase them.
-- autoincrement: the number of a question names its group, and must never mean another one.
create table demand (
  id integer primary key autoincrement,
  oa_id text not null,
  at integer not null,
  day text not null,
  text text not null,
  pseudonym text not null,
  commune_code text not null,
  nearest text not null,
  state text not null,
  settled_as text not null
);
create index demand_by_state on demand (oa_id, state, day);
create index demand_by_pseudonym on demand (oa_id, pseudonym);
`,
  },
  {
    id: 5,
    name: 'members of teams',
    sql: `
-- One place of one Zalo account: in a team, or (officers) in a commune. Left members stay, so that history has names.
create table team_member (
  oa_id text not null,
  user_id text not null,
  role text not null,
  state text not null,
  team_code text not null,
  commune_code text not null,
  name text not null,
  joined_at integer not null,
  approved_at integer,
  left_at integer,
  primary key (oa_id, user_id)
) without rowid;
create index member_by_team on team_member (oa_id, team_code);
create index member_by_commune on team_member (oa_id, commune_code);
`,
  },
  {
    id: 6,
    name: 'registry of teams',
    sql: `
-- Households of the hamlet, for shares that are fair to small ones; null = unknown.
alter table team add column households integer;
alter table team add column dissolved_at integer;
alter table team add column successor_code text;

-- One-time codes to join; of the code itself only a hash.
create table team_invite (
  oa_id text not null,
  code_hash text not null,
  role text not null,
  team_code text not null,
  commune_code text not null,
  name text not null,
  created_at integer not null,
  expires_at integer not null,
  used_at integer,
  used_by text,
  primary key (oa_id, code_hash)
) without rowid;
create index invite_by_team on team_invite (oa_id, team_code);
create index invite_by_user on team_invite (oa_id, used_by) where used_by is not null;

-- History of teams. Erasing a person takes the person out of the lines and leaves the lines.
create table team_event (
  id integer primary key,
  oa_id text not null,
  team_code text not null,
  commune_code text not null,
  kind text not null,
  at integer not null,
  user_id text,
  by_user_id text,
  detail text not null
);
create index team_event_by_team on team_event (oa_id, team_code, id);
create index team_event_by_commune on team_event (oa_id, commune_code, id);
create index team_event_by_user on team_event (oa_id, user_id) where user_id is not null;
create index team_event_by_doer on team_event (oa_id, by_user_id) where by_user_id is not null;

create table commune_change (
  oa_id text not null,
  from_code text not null,
  to_code text not null,
  at_day text not null,
  primary key (oa_id, from_code, to_code)
) without rowid;

-- Wrong join codes of late, so that nobody can try many.
create table join_try (
  oa_id text not null,
  user_id text not null,
  wrong integer not null,
  since integer not null,
  last_at integer not null,
  primary key (oa_id, user_id)
) without rowid;
`,
  },
  {
    id: 7,
    name: 'indicators, targets, campaigns',
    sql: `
-- Changes of indicators that wait to be folded into indicator_total. Names nobody.
create table tally (
  id integer primary key,
  oa_id text not null,
  day text not null,
  team_code text not null,
  commune_code text not null,
  indicator text not null,
  topic text not null,
  value integer not null,
  span text
);

-- Counts by day that no other table holds: first contacts of a span, credits, visits. The truth of a recount.
create table day_count (
  oa_id text not null,
  day text not null,
  team_code text not null,
  commune_code text not null,
  indicator text not null,
  topic text not null,
  span text not null,
  value integer not null,
  primary key (oa_id, day, team_code, commune_code, indicator, topic, span)
) without rowid;

-- scope t, c, p = team, commune, whole OA; span d, w, m or the id of a campaign (period ''); topic '' = all subjects. The
-- order of the key is the order in which tables (one period, all units) and series (one unit, period by period) read.
create table indicator_total (
  oa_id text not null,
  scope text not null,
  span text not null,
  period text not null,
  topic text not null,
  unit text not null,
  indicator text not null,
  value integer not null,
  primary key (oa_id, scope, span, period, topic, unit, indicator)
) without rowid;

create table target (
  oa_id text not null,
  scope text not null,
  unit text not null,
  span text not null,
  indicator text not null,
  value integer not null,
  primary key (oa_id, scope, unit, span, indicator)
) without rowid;

create table campaign (
  oa_id text not null,
  id text not null,
  name text not null,
  from_day text not null,
  to_day text not null,
  commune_codes text not null,
  goals text not null,
  created_at integer not null,
  ended_at integer,
  primary key (oa_id, id)
) without rowid;

-- What was counted before there were indicators counts too.
insert into tally (oa_id, day, team_code, commune_code, indicator, topic, value)
  select oa_id, day, team_code, commune_code,
    case when assisted = 1 then 'visit-' else '' end
      || case kind when 'step' then 'steps' when 'handover' then 'handovers' else kind end, topic, sum(count)
  from engagement_total
  where kind = 'finished' or (assisted = 0 and kind in ('started', 'step', 'stuck', 'handover'))
  group by oa_id, day, team_code, commune_code, topic, kind, assisted;
insert into tally (oa_id, day, team_code, commune_code, indicator, topic, value)
  select oa_id, day, team_code, commune_code, case when assisted = 1 then 'visit-' else '' end || 'outcomes', topic, sum(count)
  from engagement_total where kind = 'outcome'
  group by oa_id, day, team_code, commune_code, topic, assisted;
insert into tally (oa_id, day, team_code, commune_code, indicator, topic, value)
  select oa_id, day, team_code, commune_code, case when assisted = 1 then 'visit-' else '' end || 'outcome:' || outcome, topic,
    sum(quantity)
  from engagement_total where kind = 'outcome' and outcome <> ''
  group by oa_id, day, team_code, commune_code, topic, outcome, assisted;
-- Of earlier contacts and credits the last of each resident is known.
insert into day_count (oa_id, day, team_code, commune_code, indicator, topic, span, value)
  select r.oa_id, date(r.last_interaction_at / 1000 + 25200, 'unixepoch') as day, coalesce(r.team_code, ''),
    coalesce(t.commune_code, r.commune_code, ''), 'reached', '', s.span, count(*)
  from resident r left join team t on t.oa_id = r.oa_id and t.code = r.team_code
    cross join (select 'd' as span union all select 'w' union all select 'm') s
  where r.last_interaction_at > 0 group by 1, 2, 3, 4, 7;
insert into day_count (oa_id, day, team_code, commune_code, indicator, topic, span, value)
  select r.oa_id, date(r.team_at / 1000 + 25200, 'unixepoch') as day, r.team_code, coalesce(t.commune_code, r.commune_code, ''),
    'credited', '', '', count(*)
  from resident r left join team t on t.oa_id = r.oa_id and t.code = r.team_code
  where r.team_code is not null and r.team_at is not null group by 1, 2, 3, 4;
insert into day_count (oa_id, day, team_code, commune_code, indicator, topic, span, value)
  select oa_id, min(day), team_code, commune_code, 'visits', '', '', count(distinct visit)
  from visit_event group by oa_id, day, team_code, commune_code;
insert into tally (oa_id, day, team_code, commune_code, indicator, topic, value, span)
  select oa_id, day, team_code, commune_code, indicator, topic, value, case span when '' then null else span end from day_count;
`,
  },
  {
    id: 8,
    name: 'field log of the teams',
    sql: `
-- What members report themselves. A correction is a row of its own; only 'kept' ones count. place_key: place for comparison.
create table field_log (
  oa_id text not null,
  id text not null,
  team_code text not null,
  commune_code text not null,
  user_id text,
  kind text not null,
  topic text not null,
  quantity integer not null,
  day text not null,
  place text not null,
  place_key text not null,
  note text not null,
  for_group text not null,
  photo text,
  created_at integer not null,
  first_at integer not null,
  state text not null,
  replaces_id text,
  flag text not null,
  primary key (oa_id, id)
) without rowid;
create index field_log_by_team on field_log (oa_id, team_code, day);
create index field_log_by_commune on field_log (oa_id, commune_code, day);
create index field_log_by_day on field_log (oa_id, day);
create index field_log_by_user on field_log (oa_id, user_id) where user_id is not null;
create index field_log_flagged on field_log (oa_id, flag) where flag in ('too-many', 'to-correct');
create index field_log_private on field_log (created_at) where photo is not null or note <> '';

-- Names of files that are to be removed from disk.
create table field_photo_drop (name text primary key) without rowid;
`,
  },
  {
    id: 9,
    name: 'lessons, questions between teams, tips',
    sql: `
-- What active members went through: slug of a guide, id of a quiz (with its score), '' = when they joined the path.
create table mastery (
  oa_id text not null,
  user_id text not null,
  topic text not null,
  item text not null,
  at integer not null,
  score integer,
  primary key (oa_id, user_id, topic, item)
) without rowid;

-- Goes with the member: the public page then knows no such code.
create table certificate (
  oa_id text not null,
  code text not null,
  user_id text not null,
  topic text not null,
  name text not null,
  place_name text not null,
  team_code text not null,
  commune_code text not null,
  day text not null,
  primary key (oa_id, code)
) without rowid;
create unique index certificate_by_user on certificate (oa_id, user_id, topic);

-- Masked questions of members to commune and province. Shared useful answers stay as common practice.
create table member_question (
  oa_id text not null,
  id text not null,
  user_id text,
  team_code text not null,
  commune_code text not null,
  text text not null,
  at integer not null,
  level text not null,
  state text not null,
  answer text not null,
  card text not null,
  answered_by text,
  answered_at integer,
  told_at integer,
  useful text not null,
  shared_at integer,
  primary key (oa_id, id)
) without rowid;
create index question_by_age on member_question (oa_id, at);
create index question_by_user on member_question (oa_id, user_id, at) where user_id is not null;
create index question_by_answerer on member_question (oa_id, answered_by) where answered_by is not null;
create index question_untold on member_question (answered_at) where state = 'answered' and told_at is null;
create index question_shared on member_question (oa_id, shared_at) where shared_at is not null;

create table tip (
  oa_id text not null,
  id text not null,
  title text not null,
  text text not null,
  card text not null,
  month text not null,
  created_at integer not null,
  state text not null,
  primary key (oa_id, id)
) without rowid;

create table tip_given (
  oa_id text not null,
  tip_id text not null,
  user_id text not null,
  at integer not null,
  read_at integer,
  primary key (oa_id, tip_id, user_id)
) without rowid;
create index tip_by_user on tip_given (oa_id, user_id, at);

create table tip_refusal (
  oa_id text not null,
  user_id text not null,
  at integer not null,
  primary key (oa_id, user_id)
) without rowid;
`,
  },
  {
    id: 10,
    name: 'group chats of the teams',
    sql: `
-- Group chats of the OA in which the bot answers when called. team_code '' = linked to no team.
create table team_group (
  oa_id text not null,
  group_id text not null,
  team_code text not null,
  answered_at integer not null,
  primary key (oa_id, group_id)
) without rowid;
`,
  },
  {
    id: 11,
    name: 'help from a person',
    sql: `
-- Residents who wait for a person, without a word of theirs. team_code, commune_code: where they belonged then; day: of
-- asking, on which everything is counted. The phone number is given for this alone and kept 3 days at most.
create table help_request (
  oa_id text not null,
  id text not null,
  version integer not null,
  user_id text,
  topic text not null,
  flow text not null,
  step text not null,
  team_code text not null,
  commune_code text not null,
  handed_to text,
  at integer not null,
  day text not null,
  state text not null,
  due_at integer,
  offered_to text,
  accepted_by text,
  accepted_at integer,
  waited_minutes integer,
  desk_at integer,
  reminders integer not null,
  done_at integer,
  feedback text,
  phone text,
  phone_at integer,
  phone_erased_at integer,
  primary key (oa_id, id)
) without rowid;
create index help_by_user on help_request (oa_id, user_id) where user_id is not null;
create index help_by_day on help_request (oa_id, day);
create index help_by_age on help_request (oa_id, at);
create index help_due on help_request (due_at, oa_id, id) where due_at is not null;
create index help_by_helper on help_request (oa_id, accepted_by) where accepted_by is not null;
create index help_by_offer on help_request (oa_id, offered_to) where offered_to is not null;
create index help_phone on help_request (phone_at) where phone is not null;

-- Who was asked, once a request; place: in which order.
create table help_offer (
  oa_id text not null,
  request_id text not null,
  user_id text not null,
  place integer not null,
  stage text not null,
  at integer not null,
  answer text not null,
  answered_at integer,
  primary key (oa_id, request_id, user_id)
) without rowid;
create index help_offer_by_user on help_offer (oa_id, user_id);
create index help_offer_by_age on help_offer (at);
`,
  },
  {
    id: 12,
    name: 'staff of the console',
    sql: `
-- People who work with the console. No password and no code: hashes, and a sealed key of the second factor.
create table staff_account (
  oa_id text not null,
  id text not null,
  login text not null,
  name text not null,
  role text not null,
  commune_code text,
  password_hash text not null,
  must_change_password integer not null,
  totp_key text,
  totp_step integer,
  recovery_hashes text not null,
  failures integer not null,
  locked_until integer,
  created_at integer not null,
  last_sign_in_at integer,
  disabled_at integer,
  zalo_user_id text,
  primary key (oa_id, id)
) without rowid;
create unique index staff_by_login on staff_account (oa_id, login);
create index staff_by_zalo on staff_account (oa_id, zalo_user_id) where zalo_user_id is not null;

create table staff_session (
  id_hash text primary key,
  oa_id text not null,
  account_id text not null,
  created_at integer not null,
  last_seen_at integer not null,
  expires_at integer not null,
  is_complete integer not null
) without rowid;
create index staff_session_by_account on staff_session (oa_id, account_id);
create index staff_session_by_end on staff_session (expires_at);

create table staff_key (
  oa_id text not null,
  id text not null,
  hash text not null,
  name text not null,
  scopes text not null,
  account_id text not null,
  created_at integer not null,
  expires_at integer,
  last_used_at integer,
  revoked_at integer,
  primary key (oa_id, id)
) without rowid;
create unique index staff_key_by_hash on staff_key (hash);

-- Codes by which staff link their own Zalo account for test messages: typed in the chat within minutes.
create table staff_link (
  oa_id text not null,
  account_id text not null,
  code_hash text not null,
  expires_at integer not null,
  primary key (oa_id, account_id)
) without rowid;
create unique index staff_link_by_code on staff_link (oa_id, code_hash);

-- What staff did: one chain over all OAs. Lines are only ever added.
create table audit_entry (
  seq integer primary key,
  oa_id text not null,
  at integer not null,
  actor text not null,
  action text not null,
  subject text not null,
  detail text not null,
  once_key text,
  previous_hash text not null,
  hash text not null
);
create unique index audit_once on audit_entry (oa_id, actor, once_key) where once_key is not null;
create index audit_by_actor on audit_entry (oa_id, actor, seq);
create index audit_by_action on audit_entry (oa_id, action, seq);
create index audit_by_subject on audit_entry (oa_id, subject, seq);
create trigger audit_stays_as_written before update on audit_entry
begin
  select raise(abort, 'lines of the record of staff are never changed');
end;
create trigger audit_stays_complete before delete on audit_entry
begin
  select raise(abort, 'lines of the record of staff are never deleted');
end;
`,
  },
  {
    id: 13,
    name: 'announcements with a life of their own',
    sql: `
-- content: what an editor decided, as JSON; null = a finished message of an earlier version (body, audience). category,
-- budget_vnd, messages (a person) and emergency repeat what the content says, because every claim asks them.
create table announcement_13 (
  id text primary key,
  oa_id text not null,
  state text not null,
  version integer not null,
  title text not null,
  category text not null,
  content text,
  body text,
  audience text,
  commune_code text,
  created_by text not null,
  created_at integer not null,
  updated_at integer not null,
  authors text not null,
  submitted_by text,
  submitted_at integer,
  approvals_needed integer not null,
  approvals text not null,
  planned_recipients integer,
  started_by text,
  started_at integer,
  finished_at integer,
  failure_code text,
  looked integer not null,
  audience_total integer not null,
  after_user_id text not null,
  listed integer not null,
  due_at integer not null,
  budget_vnd integer,
  messages integer not null,
  emergency integer not null,
  spent_vnd integer not null
) without rowid;

insert into announcement_13 (id, oa_id, state, version, title, category, body, audience, created_by, created_at,
  updated_at, authors, approvals_needed, approvals, started_at, looked, audience_total, after_user_id, listed, due_at,
  messages, emergency, spent_vnd)
select id, oa_id, state, 1, title, 'news', body, audience, 'command-line', created_at, created_at, '[]', 0, '[]',
  created_at, 0, 0, '', 1, due_at, 1, 0, 0 from announcement;
drop table announcement;
alter table announcement_13 rename to announcement;
create index announcement_by_age on announcement (oa_id, created_at);
create index announcement_open on announcement (state) where state in ('scheduled', 'sending', 'paused', 'cancelled');

-- One row a person, without a word: the text is made when their turn comes. code: why; at: since when; paid: VND.
create table announcement_recipient (
  oa_id text not null,
  announcement_id text not null,
  user_id text not null,
  lane text not null,
  state text not null,
  code text not null,
  at integer not null,
  due_at integer not null,
  attempts integer not null,
  paid integer not null,
  message_id text,
  primary key (oa_id, announcement_id, user_id)
) without rowid;

-- The same people as counts. They stay when the people are forgotten, and are read in place of a million rows.
create table announcement_tally (
  oa_id text not null,
  announcement_id text not null,
  lane text not null,
  state text not null,
  code text not null,
  n integer not null,
  primary key (oa_id, announcement_id, lane, state, code)
) without rowid;

insert into announcement_recipient (oa_id, announcement_id, user_id, lane, state, code, at, due_at, attempts, paid, message_id)
select oa_id, announcement_id, user_id, 'direct', state, coalesce(code, ''), coalesce(settled_at, created_at), due_at,
  attempts, 0, message_id from outbox where announcement_id is not null;
insert into announcement_tally (oa_id, announcement_id, lane, state, code, n)
select oa_id, announcement_id, lane, state, case when state in ('failed', 'unknown', 'skipped') then code else '' end, count(*)
from announcement_recipient
group by oa_id, announcement_id, lane, state, case when state in ('failed', 'unknown', 'skipped') then code else '' end;
delete from outbox where announcement_id is not null;
drop index outbox_recipient;
drop index outbox_announce;

create index recipient_due on announcement_recipient (oa_id, announcement_id, lane, due_at, user_id) where state = 'pending';
create index recipient_open on announcement_recipient (user_id) where state in ('sending', 'unknown');
create index recipient_trouble on announcement_recipient (announcement_id, state, user_id)
  where state in ('failed', 'unknown');

-- Residents refuse by category; who refuses everything has resident.opt_out_at.
create table announcement_refusal (
  oa_id text not null,
  user_id text not null,
  category text not null,
  at integer not null,
  primary key (oa_id, user_id, category)
) without rowid;
`,
  },
  {
    id: 14,
    name: 'audiences of announcements',
    sql: `
-- Whether somebody who agreed to be counted used a topic, without reading all their rows. Serves the old index's lookups.
drop index engagement_by_pseudonym;
create index engagement_by_interest on engagement_event (oa_id, pseudonym, topic, day);
`,
  },
  {
    id: 15,
    name: 'lanes of announcements',
    sql: `
-- How far the article, the cascade over the teams and the template messages of an announcement are. detail is JSON; word:
-- what residents type to come back through a cascade. due_at null = nothing is to be done by itself any more.
create table lane_job (
  oa_id text not null,
  announcement_id text not null,
  lane text not null,
  version integer not null,
  state text not null,
  due_at integer,
  code text not null,
  meaning text not null,
  started_at integer not null,
  updated_at integer not null,
  broadcast_at integer,
  word text,
  detail text not null,
  primary key (oa_id, announcement_id, lane)
) without rowid;
create index lane_job_due on lane_job (oa_id, due_at) where due_at is not null;
create unique index lane_job_by_word on lane_job (oa_id, word) where word is not null;
create index lane_job_broadcast on lane_job (oa_id, broadcast_at) where broadcast_at is not null;

-- Teams asked to pass an announcement on. team_code '' = residents who came back and named no team.
create table cascade_team (
  oa_id text not null,
  announcement_id text not null,
  team_code text not null,
  commune_code text not null,
  members integer not null,
  told integer not null default 0,
  passed integer not null default 0,
  first_told_at integer,
  passed_at integer,
  reminded_at integer,
  returned integer not null,
  typed integer not null,
  primary key (oa_id, announcement_id, team_code)
) without rowid;

create table cascade_member (
  oa_id text not null,
  announcement_id text not null,
  user_id text not null,
  team_code text not null,
  queued_at integer,
  told_at integer,
  passed_at integer,
  later_at integer,
  primary key (oa_id, announcement_id, user_id)
) without rowid;
create index cascade_by_team on cascade_member (oa_id, announcement_id, team_code, user_id);
create index cascade_by_user on cascade_member (oa_id, user_id);

-- Who came back through an announcement, for those who agreed to be counted: so that nobody counts twice.
create table cascade_return (
  oa_id text not null,
  announcement_id text not null,
  pseudonym text not null,
  team_code text not null,
  at integer not null,
  primary key (oa_id, announcement_id, pseudonym)
) without rowid;
create index cascade_return_by_person on cascade_return (oa_id, pseudonym);
`,
  },
  {
    id: 16,
    name: 'help desk of the console',
    sql: `
-- Who has a case of the desk in hand, and how far it is. ref: id of the request for help, kept question or question of a team.
create table desk_case (
  oa_id text not null,
  kind text not null,
  ref text not null,
  version integer not null,
  holder text,
  holder_name text,
  held_since integer,
  held_until integer,
  first_held_at integer,
  first_answer_at integer,
  last_answer_at integer,
  answers integer not null,
  last_outbox_id integer,
  closed_at integer,
  outcome text not null,
  changed_at integer not null,
  primary key (oa_id, kind, ref)
) without rowid;
create index desk_case_by_age on desk_case (changed_at);

-- What was done with a case, by whom. Nobody's words.
create table desk_event (
  oa_id text not null,
  kind text not null,
  ref text not null,
  place integer not null,
  at integer not null,
  actor text not null,
  actor_name text not null,
  deed text not null,
  detail text not null,
  outbox_id integer,
  primary key (oa_id, kind, ref, place)
) without rowid;
create index desk_event_by_age on desk_event (at);

alter table help_request add column desk_answered_at integer;
create index help_live on help_request (oa_id, at, id) where state in ('open', 'offered', 'accepted', 'desk');
create index help_ended on help_request (oa_id, done_at) where done_at is not null;
create index resident_waiting on resident (oa_id, handover_at) where handover_at is not null;
`,
  },
  {
    id: 17,
    name: 'privacy desk',
    sql: `
-- What residents ask about their own data, with the dates of the law. No word and no name of theirs.
create table privacy_request (
  oa_id text not null,
  id text not null,
  version integer not null,
  kind text not null,
  via text not null,
  user_id text,
  received_at integer not null,
  reply_due_at integer not null,
  due_at integer not null,
  extended_at integer,
  replied_at integer,
  closed_at integer,
  outcome text,
  closed_by text,
  primary key (oa_id, id)
) without rowid;
create index privacy_by_user on privacy_request (oa_id, user_id) where user_id is not null;
create index privacy_open on privacy_request (oa_id, due_at) where closed_at is null;

-- The code somebody shows at a counter, so that staff find their account. A hash, good for a day.
create table privacy_code (
  oa_id text not null,
  user_id text not null,
  code_hash text not null,
  expires_at integer not null,
  primary key (oa_id, user_id)
) without rowid;
create index privacy_code_by_hash on privacy_code (oa_id, code_hash);
`,
  },
  {
    id: 18,
    name: 'settings of the province',
    sql: `
-- Whom residents of a commune can call or go to. Nothing of a resident.
create table commune_contact (
  oa_id text not null,
  commune_code text not null,
  hotline text not null,
  centre text not null,
  address text not null,
  opening_hours text not null,
  checked_on text not null,
  primary key (oa_id, commune_code)
) without rowid;
`,
  },
  {
    id: 19,
    name: 'dashboard of the console',
    sql: `
-- The way through guides by month, and questions nobody answered or that told of scams by day: of the OA (scope p, unit '')
-- and of communes (c). Days are added up when they are over, up to guide_rolled.
create table guide_total (
  oa_id text not null,
  span text not null,
  scope text not null,
  period text not null,
  unit text not null,
  flow text not null,
  step text not null,
  kind text not null,
  topic text not null,
  outcome text not null,
  count integer not null,
  primary key (oa_id, span, scope, period, unit, flow, step, kind, topic, outcome)
) without rowid;

create table guide_rolled (
  oa_id text not null,
  day text not null,
  team_code text not null,
  primary key (oa_id)
) without rowid;

-- How many messages were answered how fast. Names nobody.
create table answer_time (
  oa_id text not null,
  day text not null,
  within_2 integer not null,
  within_10 integer not null,
  total integer not null,
  primary key (oa_id, day)
) without rowid;
`,
  },
  {
    id: 20,
    name: 'erasures that outlive a restore',
    sql: `
-- Who was erased when, as a hash under the key of the pseudonyms: a restored copy of the database is held against this
-- list and the file of the same lines beside it. Says nothing about whom; never removed.
create table erasure_mark (
  oa_id text not null,
  mark text not null,
  at integer not null,
  primary key (oa_id, mark, at)
) without rowid;
`,
  },
  {
    id: 21,
    name: 'months on PostgreSQL',
    sql: `
-- On SQLite nothing changes; PostgreSQL keeps events by month from here on: postgres/schema.ts, ADR 0033.
`,
  },
  {
    id: 22,
    name: 'replicas',
    sql: `
-- Servers on one PostgreSQL: who is there, which start of it, and its signs of life, counted. Empty on SQLite, where a
-- data folder has one server.
create table replica (
  name text not null,
  epoch integer not null,
  beats integer not null,
  state text not null,
  joined_at integer not null,
  primary key (name)
) without rowid;

-- Which server handles the residents of a slot; nobody where there is no row.
create table resident_slot (slot integer not null, owner text not null, primary key (slot)) without rowid;
`,
  },
  {
    id: 23,
    name: 'several OAs',
    sql: `
-- OAs added in the console: app_id null = the first one, whose keys stand in the environment. Both secrets are sealed with a
-- key that is not in the database. state: serving, paused, removed (nothing is left of its keys then).
alter table oa add column app_id text;
alter table oa add column app_secret text;
alter table oa add column oa_secret text;
alter table oa add column name text;
alter table oa add column state text;
alter table oa add column added_at integer;

-- 1 = works for every OA of the installation. Administrators did so far.
alter table staff_account add column every_oa integer;
update staff_account set every_oa = 1 where role = 'admin';
drop index staff_by_login;
create unique index staff_by_login on staff_account (login);

-- The OA that somebody of every OA works for in this browser; null = that of their account.
alter table staff_session add column at_oa text;
`,
  },
  {
    id: 24,
    name: 'who saved the tokens',
    sql: `
-- The fencing token of the lock under which the pair was saved: an earlier holder cannot write over a later one.
alter table oa add column token_fence integer;
`,
  },
  {
    id: 25,
    name: 'an index of what waits, by resident and time',
    sql: `
-- Of PostgreSQL alone, where several servers ask what else waits of a resident: postgres/schema.ts.
`,
  },
  {
    id: 26,
    name: 'a row for all keys of a transaction',
    sql: `
-- Of SQLite alone: a row of inbox_key may hold more than one key, 8 bytes each (sqlite/seen-keys.ts). An earlier version
-- would know the first alone and answer repeats of the others, so it must refuse the database.
`,
  },
  {
    id: 27,
    name: 'homes of servers',
    sql: `
-- The part of the residents that a proxy posts to a server, as "1/2"; null = it is posted anybody's.
alter table replica add column home text;
`,
  },
];
