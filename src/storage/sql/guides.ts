import type { StorageOperations } from '../ports.ts';
import type { Sql, Queried } from './query.ts';

export const guideOperations = (db: Sql): Queried<Pick<StorageOperations, 'saveGuides' | 'listGuides'>> => ({
  *saveGuides({ guides, at }) {
    for (const { id, kind, topic, title, hash } of guides) {
      yield* db.write(
        `insert into guide (id, kind, topic, title, hash, seen_at) values (?, ?, ?, ?, ?, ?)
         on conflict (id) do update set kind = excluded.kind, topic = excluded.topic, title = excluded.title,
           hash = excluded.hash, seen_at = excluded.seen_at`,
        id,
        kind,
        topic,
        title,
        hash,
        at,
      );
    }
    return null;
  },

  *listGuides() {
    return (yield* db.all('select id, kind, topic, title, hash from guide order by id')).map((row) => ({
      id: String(row['id']),
      kind: row['kind'] === 'flow' ? 'flow' : 'card',
      topic: String(row['topic']),
      title: String(row['title']),
      hash: String(row['hash']),
    }));
  },
});
