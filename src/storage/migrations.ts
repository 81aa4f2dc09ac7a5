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
];
