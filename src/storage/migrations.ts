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
];
