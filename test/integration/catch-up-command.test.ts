import { expect, test } from 'vitest';
import { systemClock } from '../../src/shared/clock.ts';
import { doCatchUp } from '../../src/catch-up-command.ts';
import { doneKey, type CaughtUp } from '../../src/web/catch-up.ts';
import { productionEnv, runBot } from '../support/bot-command.ts';
import { openMemoryStorage } from '../support/memory-storage.ts';
import { makeTempDir } from '../support/temp-dir.ts';

const result = (changes: Partial<CaughtUp> = {}): string =>
  JSON.stringify({
    ...{ askedAt: Number.MAX_SAFE_INTEGER, doneAt: 0, chats: 3, taken: 2, known: 1, old: 0, complete: true, code: '' },
    ...changes,
  });

test('bot catch-up tells what the running server found', async () => {
  const storage = openMemoryStorage();
  const said: string[] = [];
  const order = {
    storage,
    oaId: 'oa',
    clock: systemClock,
    isServerRunning: true,
    say: (text: string) => void said.push(text),
  };
  await storage.writeMeta({ key: doneKey('oa'), value: result() });
  await doCatchUp(order);
  expect(said).toEqual([
    'Đã xem 3 cuộc trò chuyện: 2 tin bị lỡ nay được trả lời, 1 tin đã nhận từ trước, 0 tin quá cũ.',
  ]);
  await storage.writeMeta({ key: doneKey('oa'), value: result({ complete: false }) });
  await doCatchUp(order);
  expect(said.at(-1)).toContain('chạy lại lệnh này');
  await storage.writeMeta({ key: doneKey('oa'), value: result({ code: '-216' }) });
  await expect(doCatchUp(order)).rejects.toMatchObject({ message: expect.stringContaining('-216') });
});

test('without a server it waits for nobody: the next start follows the order', async () => {
  using folder = makeTempDir();
  const { exitCode, out } = await runBot(['catch-up'], { dataDir: folder.dir, env: productionEnv });
  expect(exitCode).toBe(0);
  expect(out).toContain('Lần khởi động tới máy chủ sẽ tự đọc lại');
});
