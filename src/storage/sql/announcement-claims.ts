import type {
  AnnouncementWrites,
  ClaimedRecipient,
  RecipientResult,
  RecipientState,
  SkipCode,
} from '../announcement-ports.ts';
import { createTallyChanges, type TallyChanges, type TallyKey } from './announcement-tally.ts';
import type { Operation, Queried, Row, Sql } from './query.ts';
import { countUnknown } from './outbox.ts';

type Claims = Pick<AnnouncementWrites, 'claimRecipients' | 'releaseRecipients' | 'recordRecipients'>;
type ClaimArgs = Parameters<AnnouncementWrites['claimRecipients']>[0];

/** People looked at in one call at most, because answers wait for this transaction. */
const MAX_EXAMINED = 1_000;

const kind = (oaId: string, announcementId: string, state: RecipientState, code = ''): TallyKey => ({
  ...{ oaId, announcementId, lane: 'direct', state, code },
});

const NEXT_PENDING = `select p.user_id, p.attempts, r.opt_out_at, r.last_interaction_at, r.address,
    coalesce(t.commune_code, r.commune_code) as commune_code, t.name as team_name, x.at as refused_at
  from announcement_recipient p
  left join resident r on r.oa_id = p.oa_id and r.user_id = p.user_id
  left join team t on t.oa_id = r.oa_id and t.code = r.team_code
  left join announcement_refusal x on x.oa_id = p.oa_id and x.user_id = p.user_id and x.category = ?
  where p.oa_id = ? and p.announcement_id = ? and p.state = 'pending' and p.lane = 'direct' and p.due_at <= ?
  order by p.due_at, p.user_id limit ?`;

function reasonAgainst(row: Row, windowStart: number, affordable: boolean): SkipCode | undefined {
  if (row['opt_out_at'] !== null) return 'OPTED_OUT';
  if (row['refused_at'] !== null) return 'REFUSED_CATEGORY';
  if (Number(row['last_interaction_at'] ?? 0) < windowStart) return 'OUTSIDE_WINDOW';
  return affordable ? undefined : 'OVER_BUDGET';
}

const mergeDataOf = (row: Row): Pick<ClaimedRecipient, 'address' | 'communeCode' | 'teamName'> => ({
  ...(row['address'] === null ? {} : { address: String(row['address']) }),
  ...(row['commune_code'] === null ? {} : { communeCode: String(row['commune_code']) }),
  ...(row['team_name'] === null ? {} : { teamName: String(row['team_name']) }),
});

/** Claims of one announcement. Its budget is counted here, in the transaction that claims. */
function* claimOf(
  db: Sql,
  announcement: Row,
  { at, windowStart, freeSince, paidVnd }: ClaimArgs,
  share: number,
  tally: TallyChanges,
): Operation<{ readonly claimed: ClaimedRecipient[]; readonly examined: number }> {
  const [oaId, announcementId] = [String(announcement['oa_id']), String(announcement['id'])];
  const budgetVnd = announcement['budget_vnd'] === null ? Number.POSITIVE_INFINITY : Number(announcement['budget_vnd']);
  const priceVnd = paidVnd * Number(announcement['messages']);
  let spentVnd = Number(announcement['spent_vnd']);
  const claimed: ClaimedRecipient[] = [];
  const rows = yield* db.all(NEXT_PENDING, String(announcement['category']), oaId, announcementId, at, share);
  const pending = kind(oaId, announcementId, 'pending');
  for (const row of rows) {
    const userId = String(row['user_id']);
    const isPaid = Number(row['last_interaction_at'] ?? 0) < freeSince;
    const reason = reasonAgainst(row, windowStart, !isPaid || spentVnd + priceVnd <= budgetVnd);
    if (reason === undefined && isPaid) spentVnd += priceVnd;
    yield* db.write(
      `update announcement_recipient set state = ?, code = ?, at = ?, attempts = attempts + ?, paid = ?
       where oa_id = ? and announcement_id = ? and user_id = ?`,
      reason === undefined ? 'sending' : 'skipped',
      reason ?? '',
      at,
      reason === undefined ? 1 : 0,
      reason === undefined && isPaid ? priceVnd : 0,
      oaId,
      announcementId,
      userId,
    );
    tally.move(pending, kind(oaId, announcementId, reason === undefined ? 'sending' : 'skipped', reason), 1);
    if (reason === undefined)
      claimed.push({
        ...{ oaId, announcementId, userId, isPaid, version: Number(announcement['version']) },
        attempts: Number(row['attempts']),
        ...mergeDataOf(row),
      });
  }
  if (spentVnd !== Number(announcement['spent_vnd']))
    yield* db.write('update announcement set spent_vnd = ? where id = ?', spentVnd, announcementId);
  return { claimed, examined: rows.length };
}

/** Money of claims that sent nothing after all. */
function* refund(db: Sql, announcementId: string, vnd: number): Operation<void> {
  if (vnd > 0) yield* db.write('update announcement set spent_vnd = spent_vnd - ? where id = ?', vnd, announcementId);
}

function* isCancelled(db: Sql, announcementId: string): Operation<boolean> {
  return (yield* db.get('select state from announcement where id = ?', announcementId))?.['state'] === 'cancelled';
}

/** Where a send ends that is to be tried again: nowhere, when its announcement was cancelled meanwhile. */
function* backToPending(
  db: Sql,
  announcementId: string,
  code: string,
): Operation<{ state: RecipientState; code: string }> {
  return (yield* isCancelled(db, announcementId))
    ? { state: 'skipped', code: 'CANCELLED' }
    : { state: 'pending', code };
}

/** What is stored of an outcome. */
function* targetOf(
  db: Sql,
  { announcementId, outcome }: RecipientResult,
): Operation<{ state: RecipientState; code: string }> {
  if (outcome.state === 'pending') return yield* backToPending(db, announcementId, outcome.code);
  return { state: outcome.state, code: outcome.state === 'sent' ? '' : outcome.code };
}

export const claimOperations = (db: Sql): Queried<Claims> => ({
  *claimRecipients(args) {
    const announcements = yield* db.all(
      `select id, oa_id, category, version, budget_vnd, messages, spent_vnd from announcement
       where state in ('scheduled', 'sending', 'paused', 'cancelled') and state = 'sending' and due_at <= ?
         and (? = 0 or emergency = 1) and (? is null or oa_id = ?) order by emergency desc, due_at, id`,
      args.at,
      args.emergencyOnly ? 1 : 0,
      ...[args.oaId ?? null, args.oaId ?? null],
    );
    const tally = createTallyChanges(db);
    const recipients: ClaimedRecipient[] = [];
    let examined = 0;
    for (const [index, announcement] of announcements.entries()) {
      // What one does not use, the next ones may.
      const share = Math.ceil((args.limit - recipients.length) / (announcements.length - index));
      for (let current = announcement, left = share; left > 0 && examined < MAX_EXAMINED; ) {
        const round = yield* claimOf(db, current, args, left, tally);
        recipients.push(...round.claimed);
        examined += round.examined;
        left -= round.claimed.length;
        if (round.examined === 0) break;
        // Those who cannot be reached take no place in the round.
        if (left > 0)
          current = {
            ...current,
            ...(yield* db.get('select spent_vnd from announcement where id = ?', String(current['id']))),
          };
      }
    }
    yield* tally.write();
    return { recipients, examined };
  },

  *releaseRecipients({ recipients, at }) {
    const tally = createTallyChanges(db);
    for (const { oaId, announcementId, userId } of recipients) {
      const to = yield* backToPending(db, announcementId, '');
      const paidVnd = Number(
        (yield* db.get(
          'select paid from announcement_recipient where oa_id = ? and announcement_id = ? and user_id = ?',
          oaId,
          announcementId,
          userId,
        ))?.['paid'] ?? 0,
      );
      const changed = yield* db.run(
        `update announcement_recipient set state = ?, code = ?, at = ?, attempts = attempts - 1, paid = 0
         where oa_id = ? and announcement_id = ? and user_id = ? and state = 'sending'`,
        to.state,
        to.code,
        at,
        oaId,
        announcementId,
        userId,
      );
      if (changed === 0) continue;
      yield* refund(db, announcementId, paidVnd);
      tally.move(kind(oaId, announcementId, 'sending'), kind(oaId, announcementId, to.state, to.code), 1);
    }
    yield* tally.write();
    return null;
  },

  *recordRecipients({ results, at }) {
    const tally = createTallyChanges(db);
    const refunds = new Map<string, number>();
    let recorded = 0;
    let unknown = 0;
    const targets: { readonly state: RecipientState; readonly code: string }[] = [];
    for (const result of results) targets.push(yield* targetOf(db, result));
    const rows = yield* db.together(
      ...results.map(({ oaId, announcementId, userId, outcome }, index) =>
        db.get(
          `update announcement_recipient set state = ?, code = ?, at = ?, due_at = coalesce(?, due_at), message_id = ?
           where oa_id = ? and announcement_id = ? and user_id = ? and state = 'sending' returning paid`,
          targets[index]?.state ?? outcome.state,
          targets[index]?.code ?? '',
          at,
          outcome.state === 'pending' ? outcome.dueAt : null,
          outcome.state === 'sent' ? outcome.messageId : null,
          oaId,
          announcementId,
          userId,
        ),
      ),
    );
    for (const [index, { oaId, announcementId, outcome }] of results.entries()) {
      const [row, target] = [rows[index], targets[index]];
      if (!row || !target) continue;
      recorded += 1;
      if (target.state === 'unknown') unknown += 1;
      // Refused or put off: Zalo counts nothing. An unknown one may have been counted.
      if (outcome.state === 'pending' || outcome.state === 'failed')
        refunds.set(announcementId, (refunds.get(announcementId) ?? 0) + Number(row['paid']));
      tally.move(kind(oaId, announcementId, 'sending'), kind(oaId, announcementId, target.state, target.code), 1);
    }
    yield* tally.write();
    for (const [announcementId, vnd] of refunds) yield* refund(db, announcementId, vnd);
    yield* countUnknown(db, unknown);
    return { recorded };
  },
});
