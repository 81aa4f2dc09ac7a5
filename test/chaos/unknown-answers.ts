import type { Conversation } from '../support/load/conversation-run.ts';
import type { Truth } from './truth.ts';

/** Missing replies that the bot keeps as `unknown`, where staff see them. */
export async function countExcused(truth: Truth, conversations: readonly Conversation[]): Promise<number> {
  const rows = await truth.rows(`select user_id, body from outbox where state = 'unknown'`);
  const unknown = new Set(
    rows.map((row) => {
      const { text, attachment } = JSON.parse(String(row['body'])) as { text?: string; attachment?: unknown };
      return `${String(row['user_id'])} ${text ?? JSON.stringify(attachment ?? null)}`;
    }),
  );
  let excused = 0;
  for (const conversation of conversations) {
    for (const text of conversation.missing()) {
      if (unknown.has(`${conversation.userId} ${text}`)) excused += 1;
    }
  }
  return excused;
}
