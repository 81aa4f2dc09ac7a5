import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ChatMessage } from 'zalo-emulator';
import { parse } from 'yaml';
import { type Demo, startDemo } from '../browser/demo.ts';
import { runBot } from '../support/bot-command.ts';
import { eventually } from '../support/eventually.ts';
import { shippedCatalogue } from '../support/shipped-content.ts';
import { makeTempDir } from '../support/temp-dir.ts';
import { transcriptSchema, type Transcript } from '../support/transcripts.ts';
import { transcriptProblems } from '../transcripts/check.ts';

let demo: Demo;
let folder: ReturnType<typeof makeTempDir>;
let residents: readonly { readonly id: string; readonly name: string }[];

beforeEach(async () => {
  folder = makeTempDir();
  demo = await startDemo();
  ({ residents } = await api<{ residents: typeof residents }>('state'));
});
afterEach(async () => {
  await demo.close();
  folder[Symbol.dispose]();
});

async function api<T>(route: string, body?: object): Promise<T> {
  const headers = { 'content-type': 'application/json' };
  const post = { method: 'POST', headers, body: JSON.stringify(body) };
  const response = await fetch(`${demo.url}/emulator/api/${route}`, body === undefined ? {} : post);
  expect(response.status).toBe(200);
  return (await response.json()) as T;
}

/** A resident on the chat page, as somebody at the keyboard plays them. */
function phoneOf(name: string) {
  const id = residents.find((one) => one.name === name)?.id ?? '';
  const answers = async () =>
    (await api<ChatMessage[]>(`residents/${id}/messages`)).filter(({ from }) => from === 'oa');
  /** Does something, and waits for an answer that holds these words. */
  async function act(route: string, body: object, words: string): Promise<void> {
    const before = (await answers()).length;
    await api(`residents/${id}/${route}`, body);
    await eventually(async () => {
      const fresh = (await answers()).slice(before);
      expect(fresh.map(({ text }) => text).join('\n')).toContain(words);
    });
  }
  return {
    say: (text: string, words: string) => act('messages', { kind: 'text', text }, words),
    async press(title: string, words: string) {
      const all = await answers();
      const shown = all.findLast(({ buttons }) => buttons?.some((button) => button.title === title));
      const buttonIndex = shown?.buttons?.findIndex((button) => button.title === title) ?? -1;
      await act('presses', { messageId: shown?.id, buttonIndex }, words);
    },
  };
}

const catalogue = shippedCatalogue();

const bot = (...args: string[]) => runBot(['transcript', ...args], { dataDir: path.join(folder.dir, 'data') });
const inFolder = (name: string): string => path.join(folder.dir, name);
const readTranscript = (file: string): Transcript => transcriptSchema.parse(parse(readFileSync(file, 'utf8')));

describe('a chat on the page of the demo', () => {
  test('becomes a transcript that holds, taken from the running page', async () => {
    await api('recording/start', {});
    const ba = phoneOf('Bác Ba');
    await ba.say('MENU', 'cần em giúp việc gì');
    await ba.say('gọi tôi là cô', 'em gọi là cô');
    await ba.say(catalogue.flow('pay-by-qr')?.asks[0] ?? '', 'dùng mã QR để làm gì');
    await ba.say('tôi chưa biết', 'nhắn số 1');
    await ba.say('1', 'ứng dụng ngân hàng chưa');
    await ba.press('Có rồi', 'Bước 1/');
    await ba.press('Chưa làm được', 'Không sao cô ạ');
    await ba.say('thử lại xong rồi', 'Bước 2/');
    await api('recording/stop', {});

    const out = inFolder('my-case.yaml');
    const written = await bot('--from', demo.url, '--out', out);
    expect(written).toMatchObject({ exitCode: 0, err: '' });
    expect(written.out).toContain(`Lượt 1: Dùng mã QR cùng em, từ đầu, 6 lần trả lời\nĐã ghi ${out}`);
    expect(written.out).not.toContain('Lưu ý');
    const transcript = readTranscript(out);
    expect(transcript).toMatchObject({ flow: 'pay-by-qr', address: 'cô' });
    expect(transcript.turns.map(({ in: given }) => given)).toEqual([
      undefined,
      'tôi chưa biết',
      { unclear: true },
      '1',
      { choice: 'has' },
      { choice: 'stuck' },
      'thử lại xong rồi',
    ]);
    expect(transcriptProblems(catalogue, transcript)).toEqual([]);

    const twoPeople = await Promise.all([
      bot('--from', `${demo.url}/`, '--resident', 'Cô Tư'),
      bot('--from', demo.url, '--walk', '2'),
    ]);
    expect(twoPeople.map(({ exitCode, err }) => [exitCode, err.split(':')[0]])).toEqual([
      [1, 'RECORDING_RESIDENT_UNCLEAR'],
      [2, 'CLI_USAGE'],
    ]);
  });

  test('that was not recorded tells kindly what to press, and where no page is, how to start one', async () => {
    const server = createServer((_request, response) => response.writeHead(404).end('nothing here')).listen(
      0,
      '127.0.0.1',
    );
    await once(server, 'listening');
    const elsewhere = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const [empty, nobody, noPage, nothing] = await Promise.all([
      bot('--from', demo.url),
      bot('--from', 'http://127.0.0.1:1'),
      bot('--from', elsewhere),
      bot(),
    ]);
    server.close();
    expect(empty).toMatchObject({
      exitCode: 1,
      err: expect.stringMatching(/^RECORDING_WITHOUT_WALK: .*«Ghi lại».*«Dừng»/u),
    });
    expect(nobody).toMatchObject({
      exitCode: 1,
      err: expect.stringMatching(/^RECORDING_UNREACHABLE: .*127\.0\.0\.1:1/u),
    });
    expect(noPage).toMatchObject({
      exitCode: 1,
      err: expect.stringMatching(/^RECORDING_UNREACHABLE: Ở .* không có trang trò chuyện thử/u),
    });
    expect(nothing).toMatchObject({ exitCode: 2, err: expect.stringMatching(/^CLI_USAGE: .*--recording/u) });
  });
});
