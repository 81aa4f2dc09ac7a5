import type { Clock } from './shared/clock.ts';
import { AppError } from './shared/errors.ts';
import type { Storage } from './storage/ports.ts';
import { askedKey, type CaughtUp, doneKey } from './web/catch-up.ts';

export interface CatchUpOrder {
  readonly storage: Pick<Storage, 'readMeta' | 'writeMeta'>;
  readonly oaId: string;
  readonly clock: Clock;
  /** How long to wait for the server, ms. Default two minutes. */
  readonly patienceMs?: number;
  say(text: string): void;
}

const POLL_MS = 500;

/**
 * `bot catch-up`: asks the running server to look for messages that no webhook brought. The server does it, because one
 * process alone accepts events. Without a server the next start does it.
 */
export async function doCatchUp(order: CatchUpOrder): Promise<void> {
  const { storage, oaId, clock, say } = order;
  const asked = clock.now();
  await storage.writeMeta({ key: askedKey(oaId), value: String(asked) });
  for (const until = asked + (order.patienceMs ?? 120_000); clock.now() < until; ) {
    const done = await storage.readMeta({ key: doneKey(oaId) });
    const result = done === undefined ? undefined : (JSON.parse(done) as CaughtUp);
    if (result && result.askedAt >= asked) return tell(result, say);
    await new Promise<void>((resolve) => void setTimeout(resolve, POLL_MS));
  }
  say('Máy chủ chưa trả lời: đang tắt hoặc đang bận. Lần khởi động tới máy chủ sẽ tự đọc lại.');
}

function tell({ chats, taken, known, old, complete, code }: CaughtUp, say: (text: string) => void): void {
  if (code !== '')
    throw new AppError(
      'INTERNAL',
      `Không đọc được các cuộc trò chuyện gần đây: Zalo trả về ${code}. Xem docs/errors.md.`,
    );
  say(
    `Đã xem ${chats} cuộc trò chuyện: ${taken} tin bị lỡ nay được trả lời, ${known} tin đã nhận từ trước, ${old} tin quá cũ.`,
  );
  if (!complete) say('Còn những cuộc trò chuyện cũ hơn chưa xem: chạy lại lệnh này sau vài phút.');
}
