import type { EngagementEvent, StorageOperations, TurnCommit, TurnResult } from '../ports.ts';
import { vietnamDay } from '../../shared/clock.ts';
import type { Database } from './database.ts';
import { finish } from './inbox.ts';
import { erase, saveResident, toResident } from './residents.ts';

type Turns = Pick<StorageOperations, 'loadTurn' | 'commitTurn'>;

export const turnOperations = (db: Database): Turns => ({
  loadTurn({ oaId, userId }) {
    const resident = db.get('select * from resident where oa_id = ? and user_id = ?', oaId, userId);
    const session = db.get('select version, state from session where oa_id = ? and user_id = ?', oaId, userId);
    return {
      resident: resident && toResident(resident),
      session: session
        ? { version: Number(session['version']), state: session['state'] === null ? null : String(session['state']) }
        : { version: 0, state: null },
    };
  },

  commitTurn(turn): TurnResult {
    const current = db.get('select version from session where oa_id = ? and user_id = ?', turn.oaId, turn.userId);
    if (Number(current?.['version'] ?? 0) !== turn.expectedVersion) return { ok: false, reason: 'conflict' };
    if (!finish(db, turn.inboxId)) return { ok: false, reason: 'already-done' };
    if (turn.erase) {
      erase(db, { oaId: turn.oaId, userId: turn.userId, at: turn.at, ...turn.erase });
    } else {
      saveResident(db, turn.oaId, turn.userId, turn.resident, turn.at);
      saveSession(db, turn);
      saveEngagement(db, turn);
      if (turn.forgetPseudonym !== undefined) {
        db.run('delete from engagement_event where oa_id = ? and pseudonym = ?', turn.oaId, turn.forgetPseudonym);
      }
    }
    return { ok: true, outboxIds: saveMessages(db, turn) };
  },
});

function saveSession(db: Database, turn: TurnCommit): void {
  db.run(
    `insert into session (oa_id, user_id, version, state, updated_at) values (?, ?, ?, ?, ?)
     on conflict (oa_id, user_id) do update set version = excluded.version, state = excluded.state, updated_at = excluded.updated_at`,
    turn.oaId,
    turn.userId,
    turn.expectedVersion + 1,
    turn.session,
    turn.at,
  );
  if (turn.consent) {
    db.run(
      'insert into consent (oa_id, user_id, text_version, choice, at) values (?, ?, ?, ?, ?)',
      turn.oaId,
      turn.userId,
      turn.consent.textVersion,
      turn.consent.choice,
      turn.consent.at,
    );
  }
}

function saveMessages(db: Database, turn: TurnCommit): number[] {
  return turn.messages.map((message, index) => {
    const sending = index === 0 && turn.claimFirst;
    const row = db.get(
      `insert into outbox (oa_id, user_id, lane, body, state, due_at, attempts, created_at, announcement_id)
       values (?, ?, 'answer', ?, ?, ?, ?, ?, null) returning id`,
      turn.oaId,
      turn.userId,
      message.body,
      sending ? 'sending' : 'pending',
      turn.at,
      sending ? 1 : 0,
      turn.at,
    );
    return Number(row?.['id']);
  });
}

function saveEngagement(db: Database, turn: TurnCommit): void {
  if (turn.engagement.length === 0) return;
  const day = vietnamDay(turn.at);
  const place = db.get(
    `select r.team_code as team_code, t.commune_code as commune_code from resident r
     left join team t on t.oa_id = r.oa_id and t.code = r.team_code where r.oa_id = ? and r.user_id = ?`,
    turn.oaId,
    turn.userId,
  );
  const team = String(place?.['team_code'] ?? '');
  const commune = String(place?.['commune_code'] ?? '');
  for (const event of turn.engagement) saveEngagementEvent(db, turn, event, day, team, commune);
}

function saveEngagementEvent(
  db: Database,
  turn: TurnCommit,
  event: EngagementEvent,
  day: string,
  team: string,
  commune: string,
): void {
  db.run(
    `insert into engagement_total (oa_id, day, team_code, commune_code, topic, flow, version, step, kind, outcome, count, quantity)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?)
     on conflict do update set count = count + 1, quantity = quantity + excluded.quantity`,
    turn.oaId,
    day,
    team,
    commune,
    event.topic,
    event.flow,
    event.version,
    event.step,
    event.kind,
    event.outcome,
    event.quantity,
  );
  if (turn.pseudonym === undefined) return;
  db.run(
    `insert into engagement_event (oa_id, at, day, pseudonym, team_code, commune_code, topic, flow, version, step, kind, outcome, quantity)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    turn.oaId,
    turn.at,
    day,
    turn.pseudonym,
    team,
    commune,
    event.topic,
    event.flow,
    event.version,
    event.step,
    event.kind,
    event.outcome,
    event.quantity,
  );
}
