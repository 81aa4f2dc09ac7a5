import type { StorageOperations } from '../ports.ts';
import type { Sql, Queried } from './query.ts';

type Oas = Pick<StorageOperations, 'loadOa' | 'saveOaTokens' | 'rememberMessageApi'>;

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
});
