import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { DATABASE_FILE } from '../../src/storage/sqlite/open.ts';
import type { Conversation } from '../support/load/conversation-run.ts';

/** Missing replies that the bot keeps as `unknown`, where staff see them. */
export async function countExcused(dataDir: string, conversations: readonly Conversation[]): Promise<number> {
  const unknown = readUnknownAnswers(dataDir);
  let excused = 0;
  for (const conversation of conversations) {
    for (const text of conversation.missing()) {
      if (unknown.has(`${conversation.userId} ${text}`)) excused += 1;
    }
  }
  return excused;
}

/** `<user id> <text>` of the answers whose fate the bot does not know. */
function readUnknownAnswers(dataDir: string): ReadonlySet<string> {
  const database = new DatabaseSync(join(dataDir, DATABASE_FILE), { readOnly: true });
  try {
    const rows = database.prepare(`select user_id, body from outbox where state = 'unknown'`).all();
    return new Set(
      rows.map((row) => {
        const { text, attachment } = JSON.parse(String(row['body'])) as { text?: string; attachment?: unknown };
        return `${String(row['user_id'])} ${text ?? JSON.stringify(attachment ?? null)}`;
      }),
    );
  } finally {
    database.close();
  }
}
