/**
 * Every table that names an account or its pseudonym, with what of it is the person's own. Codes and hashes of codes say
 * nothing and are left out, and so are keys of other people. A test compares this with the schema.
 */
export const PERSONAL_TABLES: readonly {
  readonly name: string;
  readonly table: string;
  readonly columns: string;
  /** Column that holds the key. */
  readonly by: string;
}[] = [
  { name: 'resident', table: 'resident', columns: '*', by: 'user_id' },
  { name: 'session', table: 'session', columns: 'version, state, due_at', by: 'user_id' },
  { name: 'consent', table: 'consent', columns: 'text_version, choice, at', by: 'user_id' },
  { name: 'refusals', table: 'announcement_refusal', columns: 'category, at', by: 'user_id' },
  {
    name: 'announcements',
    table: 'announcement_recipient',
    columns: 'announcement_id, lane, state, at',
    by: 'user_id',
  },
  { name: 'messages', table: 'outbox', columns: 'lane, state, due_at, created_at', by: 'user_id' },
  { name: 'received', table: 'inbox', columns: 'event_name, state, received_at', by: 'user_id' },
  {
    name: 'help',
    table: 'help_request',
    columns: 'id, topic, flow, step, team_code, commune_code, at, state, phone, phone_at, done_at, feedback',
    by: 'user_id',
  },
  { name: 'helped', table: 'help_offer', columns: 'request_id, stage, at, answer, answered_at', by: 'user_id' },
  { name: 'team', table: 'team_member', columns: '*', by: 'user_id' },
  { name: 'team-history', table: 'team_event', columns: 'team_code, kind, at', by: 'user_id' },
  { name: 'join-tries', table: 'join_try', columns: 'wrong, since, last_at', by: 'user_id' },
  {
    name: 'field-log',
    table: 'field_log',
    columns: 'id, kind, topic, quantity, day, place, note, for_group, photo, created_at, state',
    by: 'user_id',
  },
  { name: 'lessons', table: 'mastery', columns: 'topic, item, at, score', by: 'user_id' },
  { name: 'certificates', table: 'certificate', columns: 'code, topic, name, place_name, day', by: 'user_id' },
  { name: 'member-questions', table: 'member_question', columns: 'text, at, state, answer, useful', by: 'user_id' },
  { name: 'tips', table: 'tip_given', columns: 'tip_id, at, read_at', by: 'user_id' },
  { name: 'tip-refusal', table: 'tip_refusal', columns: 'at', by: 'user_id' },
  {
    name: 'cascade',
    table: 'cascade_member',
    columns: 'announcement_id, team_code, told_at, passed_at, later_at',
    by: 'user_id',
  },
  {
    name: 'requests',
    table: 'privacy_request',
    columns: 'id, kind, via, received_at, closed_at, outcome',
    by: 'user_id',
  },
  { name: 'staff', table: 'staff_account', columns: 'name, role, created_at', by: 'zalo_user_id' },
  { name: 'engagement', table: 'engagement_event', columns: '*', by: 'pseudonym' },
  { name: 'questions', table: 'demand', columns: 'at, text, nearest, state', by: 'pseudonym' },
  { name: 'returns', table: 'cascade_return', columns: 'announcement_id, team_code, at', by: 'pseudonym' },
];
