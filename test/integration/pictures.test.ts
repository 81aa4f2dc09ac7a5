import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { startApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import type { Flow } from '../../src/flow-engine/types.ts';
import { silentLogger } from '../../src/shared/logger.ts';
import { startTestApp, type TestApp } from '../support/app.ts';
import { eventually } from '../support/eventually.ts';
import { flowOf } from '../support/flow-definitions.ts';
import { SEND_V3 } from '../support/scripted-zalo.ts';
import { catalogueOf } from '../support/small-catalogue.ts';
import { makeTempDir } from '../support/temp-dir.ts';
import { cardOf, LOGIN } from '../unit/pictures/stage.ts';

const LAN = '3691470258369147025';
const PUBLIC = 'https://troly.example.gov.vn';

const quiz: Flow = flowOf(
  {
    name: { type: 'ask', text: 'Bác tên gì ạ?', input: 'text', save: 'name', next: 'quiz', giveUp: 'quiz' },
    quiz: {
      type: 'quiz',
      questions: [
        {
          text: 'Công an có hỏi mã OTP không ạ?',
          choices: [
            { title: 'Có', value: 'yes' },
            { title: 'Không bao giờ', value: 'no' },
          ],
          answer: 'no',
        },
      ],
      certificate: { title: 'Nhận ra lừa đảo', name: 'name' },
      next: 'end',
      giveUp: 'end',
    },
    end: { type: 'end', text: 'Chào bác.' },
  },
  { id: 'quiz', title: 'Đố vui', topic: 'scam-safety', start: 'name' },
);
const catalogue = catalogueOf([quiz], [cardOf('vneid-forgot-password', [LOGIN, undefined])]);

interface Sent {
  readonly text?: string;
  readonly attachment?: { readonly payload: { readonly elements?: readonly { readonly url?: string }[] } };
}

describe('pictures in a conversation', () => {
  let app: TestApp;
  afterEach(() => app.close());

  const sent = (): Sent[] =>
    app.zalo.calls.filter(({ path }) => path === SEND_V3).map(({ body }) => body['message'] as Sent);
  const pictureIn = (message: Sent | undefined): string | undefined => message?.attachment?.payload.elements?.[0]?.url;
  /** What comes for these words, once `last` has been said. */
  const ask = async (words: string, last: string): Promise<Sent[]> => {
    const before = sent().length;
    await app.say(LAN, words);
    await eventually(async () => {
      expect(
        sent()
          .slice(before)
          .some(({ text }) => text?.includes(last)),
      ).toBe(true);
      expect(await app.app.storage.counts()).toMatchObject({ outboxPending: 0, inboxPending: 0 });
    });
    return sent().slice(before);
  };
  const start = async (env: Record<string, string> = {}): Promise<void> => {
    app = await startTestApp({ catalogue, env });
    await ask('menu', 'Dịch vụ công');
  };
  const fetchHere = (address: string): Promise<Response> => fetch(address.replace(PUBLIC, app.app.url));

  test('the screen of a step stands in front of its words, at the public address, and can be fetched', async () => {
    await start({ PUBLIC_URL: `${PUBLIC}/` });
    const first = await ask('#card:vneid-forgot-password', 'Việc 1.');
    const at = first.findIndex((message) => pictureIn(message) !== undefined);
    expect(first[at + 1]?.text).toContain('Việc 1.');
    const address = pictureIn(first[at]) ?? '';
    expect(address).toMatch(
      /^https:\/\/troly\.example\.gov\.vn\/pictures\/screen-vneid-forgot-password-1-[0-9a-f]{8}\.png$/u,
    );
    const response = await fetchHere(address);
    expect(response.headers.get('content-type')).toBe('image/png');
    expect((await response.bytes()).length).toBeGreaterThan(10_000);
    expect(readdirSync(join(app.dataDir, 'pictures'))).toEqual([address.split('/').at(-1)]);
    const second = await ask('xong', 'Việc 2.');
    expect(second.map(pictureIn)).toEqual(second.map(() => undefined));
  });

  test('the card of praise follows the words, with the name that was given, and is kept on no disk', async () => {
    await start({ PUBLIC_URL: PUBLIC });
    await ask('#flow:quiz', 'Bác tên gì');
    await ask('Nguyễn Thị Ổ', 'mã OTP không');
    const said = await ask('2', 'Chào bác.');
    const words = said.findIndex(({ text }) => text?.includes('Nguyễn Thị Ổ đã học xong: Nhận ra lừa đảo'));
    const address = pictureIn(said[words + 1]) ?? '';
    expect(address).toMatch(/^https:\/\/troly\.example\.gov\.vn\/pictures\/certificate-[\w-]+\.png$/u);
    const response = await fetchHere(address);
    expect(response.status).toBe(200);
    expect((await response.bytes()).length).toBeGreaterThan(10_000);
    expect(existsSync(join(app.dataDir, 'pictures'))).toBe(false);
    const forged = await fetchHere(address.replace(/.\.png$/u, (end) => (end[0] === '0' ? '1.png' : '0.png')));
    expect(forged.status).toBe(404);
    expect(await forged.text()).toBe('Không có hình này, hoặc hình đã được thay.');
  });

  test('without a public address the words go out alone', async () => {
    await start();
    const card = await ask('#card:vneid-forgot-password', 'Việc 1.');
    await ask('#flow:quiz', 'Bác tên gì');
    await ask('Ổ', 'mã OTP không');
    const praise = await ask('2', 'Chào bác.');
    expect([...card, ...praise].filter((message) => pictureIn(message) !== undefined)).toEqual([]);
  });

  test('a path that leads out of the folder finds nothing', async () => {
    await start({ PUBLIC_URL: PUBLIC });
    writeFileSync(join(app.dataDir, 'secret.png'), 'for nobody');
    for (const name of ['..%2fsecret.png', '%2e%2e/secret.png', '..%5csecret.png', 'pseudonym.key']) {
      const response = await fetch(`${app.app.url}/pictures/${name}`);
      expect(response.status).toBe(404);
      expect(await response.text()).not.toContain('for nobody');
    }
  });
});

describe('the demo', () => {
  test('publishes its pictures at its own address', async () => {
    const folder = makeTempDir();
    const config = readConfig({ PORT: '0', DATA_DIR: folder.dir, LOG_LEVEL: 'silent' });
    const app = await startApp({ config, logger: silentLogger, catalogue });
    try {
      const chat = async (path: string, body?: object): Promise<unknown> => {
        const headers = { 'content-type': 'application/json' };
        const posted = body && { method: 'POST', headers, body: JSON.stringify(body) };
        return (await fetch(`${app.url}/emulator/api/${path}`, posted)).json();
      };
      const { residents } = (await chat('state')) as { residents: { id: string }[] };
      const messages = `residents/${residents[0]?.id}/messages`;
      await chat(messages, { kind: 'text', text: 'menu' });
      await eventually(async () => expect(JSON.stringify(await chat(messages))).toContain('Dịch vụ công'));
      await chat(messages, { kind: 'text', text: '#card:vneid-forgot-password' });
      const address = await eventually(async () => {
        const [found] = /http:[^"]+\/pictures\/screen-[^"]+/u.exec(JSON.stringify(await chat(messages))) ?? [];
        expect(found).toBeDefined();
        return found ?? '';
      });
      expect(address.startsWith(`${app.url}/pictures/`)).toBe(true);
      const response = await fetch(address);
      expect([response.status, response.headers.get('content-type')]).toEqual([200, 'image/png']);
    } finally {
      await app.close();
      folder[Symbol.dispose]();
    }
  });
});
