import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type App, startApp } from '../../src/app.ts';
import { DEMO_OA_ID, readConfig } from '../../src/config.ts';
import { silentLogger } from '../../src/shared/logger.ts';
import { eventually } from '../support/eventually.ts';
import { aMember } from '../support/field-log-rows.ts';
import { openTurns } from '../support/stored-rows.ts';
import { makeTempDir } from '../support/temp-dir.ts';

const PIXEL = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==';

interface Message {
  readonly from: string;
  readonly text?: string;
}

/** The whole product with its own Zalo: photos travel as they do there, by an address that expires. */
let app: App;
let folder: ReturnType<typeof makeTempDir>;
let resident: string;

const api = async (where: string, payload?: object): Promise<unknown> => {
  const response = await fetch(`${app.url}/emulator/api/${where}`, {
    ...(payload
      ? { method: 'POST', body: JSON.stringify(payload), headers: { 'content-type': 'application/json' } }
      : {}),
  });
  return response.json();
};

const history = async (): Promise<readonly Message[]> =>
  (await api(`residents/${resident}/messages`)) as readonly Message[];

/** Sends something and waits for the answer to it. */
async function send(payload: object): Promise<string> {
  const before = (await history()).length;
  await api(`residents/${resident}/messages`, payload);
  let answers: readonly Message[] = [];
  await eventually(async () => {
    answers = (await history()).slice(before).filter(({ from }) => from !== 'resident');
    expect(answers.length).toBeGreaterThan(0);
    expect(openTurns(folder.dir)).toBe(0);
  });
  return answers.map(({ text = '' }) => text).join('\n');
}

const say = (text: string): Promise<string> => send({ kind: 'text', text });

const photos = (): string[] => {
  const inside = path.join(folder.dir, 'field-photos');
  return existsSync(inside) ? readdirSync(inside) : [];
};

beforeEach(async () => {
  folder = makeTempDir();
  const config = readConfig({ PORT: '0', DATA_DIR: folder.dir, LOG_LEVEL: 'silent' });
  app = await startApp({ config, logger: silentLogger });
  const { residents } = (await api('state')) as { residents: { id: string }[] };
  resident = residents[0]?.id ?? '';
  await app.storage.saveMember(aMember({ oaId: DEMO_OA_ID, userId: resident, name: 'Bác Ba' }));
});

afterEach(async () => {
  await app.close();
  folder[Symbol.dispose]();
});

test('a photo is fetched from Zalo at once, kept for the entry, and gone after the member is erased', async () => {
  await say('xin chào');
  expect(await say('ghi nhận 5 người VNeID hôm nay ở thôn 3')).toContain('gửi em một tấm');
  expect(await send({ kind: 'image', bytes: PIXEL, name: 'buoi-lam.png' })).toContain('Em đã nhận ảnh');
  expect(await say('lưu')).toContain('em đã ghi');
  const [name = ''] = photos();
  expect(readFileSync(path.join(folder.dir, 'field-photos', name)).toString('base64')).toBe(PIXEL);
  expect(await app.storage.listFieldPhotos()).toEqual([name]);
  await say('xóa dữ liệu');
  await say('#erase-confirm');
  expect(await app.storage.listDroppedPhotos()).toEqual([name]);
  // The sweep of a new start comes at once, the one of a running server within a minute.
  await app.close();
  app = await startApp({
    config: readConfig({ PORT: '0', DATA_DIR: folder.dir, LOG_LEVEL: 'silent' }),
    logger: silentLogger,
  });
  await eventually(() => expect(photos()).toEqual([]));
});
