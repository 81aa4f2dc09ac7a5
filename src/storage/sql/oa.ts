import { AppError } from '../../shared/errors.ts';
import type { AddedOa, OaReads, OaWrites } from '../oa-ports.ts';
import type { StorageOperations } from '../ports.ts';
import type { Operation, Queried, Row, Sql } from './query.ts';

type Oas = Pick<StorageOperations, 'loadOa' | 'saveOaTokens' | 'rememberMessageApi'> & OaReads & OaWrites;

const toAdded = (row: Row): AddedOa => ({
  oaId: String(row['oa_id']),
  appId: String(row['app_id']),
  name: String(row['name']),
  appSecret: String(row['app_secret']),
  oaSecret: String(row['oa_secret']),
  state: row['state'] as AddedOa['state'],
  addedAt: Number(row['added_at']),
});

const IS_THERE = `app_id is not null and state in ('serving', 'paused')`;

function* demandThere(db: Sql, oaId: string): Operation<void> {
  if (yield* db.get(`select oa_id from oa where oa_id = ? and ${IS_THERE}`, oaId)) return;
  throw new AppError('OA_CHANGED', `OA ${oaId} was not added here, or was removed. See the list of OAs.`);
}

export const oaOperations = (db: Sql): Queried<Oas> => ({
  *loadOa({ oaId }) {
    const row = yield* db.get('select * from oa where oa_id = ?', oaId);
    if (!row) return undefined;
    return {
      oaId,
      ...(row['message_api'] === null ? {} : { messageApi: row['message_api'] as 'v3' | 'v2' }),
      ...(row['access_token'] === null ? {} : { accessToken: String(row['access_token']) }),
      ...(row['refresh_token'] === null ? {} : { refreshToken: String(row['refresh_token']) }),
      ...(row['expires_at'] === null ? {} : { expiresAt: Number(row['expires_at']) }),
      ...(row['token_fence'] === null ? {} : { tokenFence: Number(row['token_fence']) }),
    };
  },

  *saveOaTokens({ oaId, accessToken, refreshToken, expiresAt, fence }) {
    const changed = yield* db.run(
      `insert into oa (oa_id, access_token, refresh_token, expires_at, token_fence) values (?1, ?2, ?3, ?4, ?5)
       on conflict (oa_id) do update set access_token = excluded.access_token, refresh_token = excluded.refresh_token,
         expires_at = excluded.expires_at, token_fence = coalesce(excluded.token_fence, oa.token_fence)
       where excluded.token_fence is null or oa.token_fence is null or excluded.token_fence > oa.token_fence
         or excluded.access_token = oa.access_token`,
      oaId,
      accessToken,
      refreshToken ?? null,
      expiresAt,
      fence ?? null,
    );
    return { saved: changed > 0 };
  },

  *rememberMessageApi({ oaId, messageApi }) {
    yield* db.write(
      `insert into oa (oa_id, message_api) values (?, ?)
       on conflict (oa_id) do update set message_api = excluded.message_api`,
      oaId,
      messageApi,
    );
    return null;
  },

  *listOas() {
    return (yield* db.all(`select * from oa where ${IS_THERE} order by added_at, oa_id`)).map(toAdded);
  },

  *addOa({ oaId, appId, name, appSecret, oaSecret, addedAt }) {
    const there = yield* db.get(`select oa_id from oa where oa_id = ? and ${IS_THERE}`, oaId);
    if (there) throw new AppError('OA_CHANGED', `OA ${oaId} is served here already. Change it in the list of OAs.`);
    yield* db.write(
      `insert into oa (oa_id, app_id, app_secret, oa_secret, name, state, added_at) values (?, ?, ?, ?, ?, 'serving', ?)
       on conflict (oa_id) do update set app_id = excluded.app_id, app_secret = excluded.app_secret,
         oa_secret = excluded.oa_secret, name = excluded.name, state = excluded.state, added_at = excluded.added_at`,
      ...[oaId, appId, appSecret, oaSecret, name, addedAt],
    );
    return null;
  },

  *patchOa({ oaId, patch }) {
    yield* demandThere(db, oaId);
    yield* db.write(
      `update oa set name = coalesce(?, name), state = coalesce(?, state), app_id = coalesce(?, app_id),
         app_secret = coalesce(?, app_secret), oa_secret = coalesce(?, oa_secret) where oa_id = ?`,
      ...[patch.name ?? null, patch.state ?? null, patch.appId ?? null, patch.appSecret ?? null],
      ...[patch.oaSecret ?? null, oaId],
    );
    return null;
  },

  *removeOa({ oaId }) {
    yield* demandThere(db, oaId);
    yield* db.write(
      `update oa set state = 'removed', app_secret = null, oa_secret = null, access_token = null, refresh_token = null,
         expires_at = null where oa_id = ?`,
      oaId,
    );
    return null;
  },
});
