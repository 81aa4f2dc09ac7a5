import type { AnnouncementWrites, NewRecipient } from '../announcement-ports.ts';
import type { Tip, TipProgress, TipReader, TipReads, TipWrites } from '../tip-ports.ts';
import { moveRows, rowsOfPerson } from './announcement-recipients.ts';
import type { Sql, Row, Operation, Queried } from './query.ts';

/** Nobody gets more than one tip in it. */
const WEEK_MS = 7 * 24 * 3_600_000;

const toTip = (row: Row): Tip => ({
  oaId: String(row['oa_id']),
  id: String(row['id']),
  title: String(row['title']),
  text: String(row['text']),
  card: String(row['card']),
  month: String(row['month']),
  createdAt: Number(row['created_at']),
  state: row['state'] as Tip['state'],
});

/** `company`: operations of the announcements a tip goes out with, in the same transaction. */
export const tipOperations = (
  db: Sql,
  company: Queried<Pick<AnnouncementWrites, 'addRecipients' | 'setAnnouncementState'>>,
): Queried<TipReads & TipWrites> => ({
  *findTip({ oaId, id }) {
    const row = yield* db.get('select * from tip where oa_id = ? and id = ?', oaId, id);
    return row && toTip(row);
  },

  *listTips({ oaId, month }) {
    return (yield* db.all(
      `select t.*, (select count(*) from tip_given g where g.oa_id = t.oa_id and g.tip_id = t.id) as given,
           (select count(*) from tip_given g where g.oa_id = t.oa_id and g.tip_id = t.id and g.read_at is not null) as read_count
         from tip t where t.oa_id = ?1 and (?2 is null or t.month = ?2) order by t.created_at desc, t.id`,
      oaId,
      month ?? null,
    )).map((row): TipProgress => ({ ...toTip(row), given: Number(row['given']), read: Number(row['read_count']) }));
  },

  *listTipReaders({ oaId, tipId }) {
    return (yield* db.all(
      `select m.user_id, m.team_code, m.commune_code, coalesce(r.last_interaction_at, 0) as last_interaction_at,
           case when r.opt_out_at is not null or x.user_id is not null then 1 else 0 end as refuses,
           coalesce((select max(g.at) from tip_given g where g.oa_id = m.oa_id and g.user_id = m.user_id), 0) as last_tip_at,
           case when h.user_id is null then 0 else 1 end as has_tip
         from team_member m
         left join resident r on r.oa_id = m.oa_id and r.user_id = m.user_id
         left join tip_refusal x on x.oa_id = m.oa_id and x.user_id = m.user_id
         left join tip_given h on h.oa_id = m.oa_id and h.user_id = m.user_id and h.tip_id = ?2
         where m.oa_id = ?1 and m.state = 'active' order by m.user_id`,
      oaId,
      tipId,
    )).map(
      (row): TipReader => ({
        userId: String(row['user_id']),
        teamCode: String(row['team_code']),
        communeCode: String(row['commune_code']),
        lastInteractionAt: Number(row['last_interaction_at']),
        refuses: row['refuses'] === 1,
        lastTipAt: Number(row['last_tip_at']),
        hasTip: row['has_tip'] === 1,
      }),
    );
  },

  *saveTip({ oaId, id, title, text, card, month, createdAt, state }) {
    yield* db.write(
      `insert into tip (oa_id, id, title, text, card, month, created_at, state) values (?, ?, ?, ?, ?, ?, ?, ?)
       on conflict (oa_id, id) do update set title = excluded.title, text = excluded.text, card = excluded.card,
         month = excluded.month, state = excluded.state`,
      oaId,
      id,
      title,
      text,
      card,
      month,
      createdAt,
      state,
    );
    return null;
  },

  *giveTip({ oaId, tipId, dueAt, at, userIds }) {
    const recipients: NewRecipient[] = [];
    for (const userId of userIds) {
      const [isFull, refuses] = yield* db.together(
        db.get(
          `select user_id from tip_given where oa_id = ? and user_id = ? and (at > ? or tip_id = ?) limit 1`,
          oaId,
          userId,
          dueAt - WEEK_MS,
          tipId,
        ),
        db.get('select user_id from tip_refusal where oa_id = ? and user_id = ?', oaId, userId),
      );
      if (isFull || refuses) continue;
      yield* db.write(
        'insert into tip_given (oa_id, tip_id, user_id, at) values (?, ?, ?, ?)',
        oaId,
        tipId,
        userId,
        dueAt,
      );
      recipients.push({ userId, lane: 'direct', state: 'pending', code: '' });
    }
    const { added } = yield* company.addRecipients({ oaId, announcementId: `tip-${tipId}`, dueAt, at, recipients });
    yield* db.write(`update tip set state = 'sending' where oa_id = ? and id = ? and state = 'draft'`, oaId, tipId);
    return { given: added };
  },

  *stopTip({ oaId, id, at }) {
    yield* db.write(`update tip set state = 'stopped' where oa_id = ? and id = ?`, oaId, id);
    yield* company.setAnnouncementState({ id: `tip-${id}`, state: 'cancelled', at });
    return null;
  },

  *markTipRead({ oaId, tipId, userId, at }) {
    yield* db.write(
      'update tip_given set read_at = coalesce(read_at, ?) where oa_id = ? and tip_id = ? and user_id = ?',
      at,
      oaId,
      tipId,
      userId,
    );
    return null;
  },

  *setTipRefusal({ oaId, userId, at, on }) {
    if (!on) {
      yield* db.write('delete from tip_refusal where oa_id = ? and user_id = ?', oaId, userId);
      return null;
    }
    yield* db.write(
      'insert into tip_refusal (oa_id, user_id, at) values (?, ?, ?) on conflict (oa_id, user_id) do nothing',
      oaId,
      userId,
      at,
    );
    const tips = (yield* db.all('select id from tip where oa_id = ?', oaId)).map((row) => `tip-${String(row['id'])}`);
    const waiting = (yield* rowsOfPerson(db, oaId, userId, tips)).filter((row) => row['state'] === 'pending');
    yield* moveRows(db, waiting, { state: 'skipped', code: 'OPTED_OUT' }, at);
    return null;
  },
});

/** Takes a person out of who was given tips and who refuses them. */
export function* eraseFromTips(db: Sql, oaId: string, userId: string): Operation<void> {
  yield* db.write('delete from tip_given where oa_id = ? and user_id = ?', oaId, userId);
  yield* db.write('delete from tip_refusal where oa_id = ? and user_id = ?', oaId, userId);
}

/** Who was given a tip before this moment is forgotten. Returns how many rows went. */
export function* purgeTips(db: Sql, before: number): Operation<number> {
  return yield* db.run('delete from tip_given where at < ?', before);
}
