import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { formatRecording } from 'zalo-emulator';
import type { Recording } from 'zalo-emulator';
import { readReplayArguments, runReplay } from '../../../src/zalo-emulator/cli-replay.ts';
import { findFreePort } from '../../support/free-port.ts';
import { closeAll, record, startTinyBot } from './replay-bench.ts';
import type { Behaviour, TinyBot } from './replay-bench.ts';

const program = join(import.meta.dirname, '../../../src/zalo-emulator/cli.ts');

let folder: string;
const bots: TinyBot[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'zalo-emulator-replay-'));
});
afterEach(async () => {
  await closeAll();
  for (const bot of bots.splice(0)) await bot.close();
  rmSync(folder, { recursive: true });
});

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `zalo-emulator replay` on a file of the folder, as the program does, without a process of its own. */
async function replay(name: string, ...words: string[]): Promise<Ended> {
  let [stdout, stderr] = ['', ''];
  const code = await runReplay([join(folder, name), ...words], {
    print: (text) => {
      stdout += text;
    },
    complain: (problem) => {
      stderr += `${problem}\n`;
    },
  });
  return { code, stdout, stderr };
}

/** The same as a process. */
async function replayProcess(...words: string[]): Promise<Ended> {
  const child = spawn(process.execPath, [program, 'replay', ...words], { cwd: folder });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  return new Promise((resolve) => {
    child.once('close', (code) => resolve({ code, stdout, stderr }));
  });
}

/** A running bot, and the words that connect a replay with it. */
async function botWords(behave: Behaviour): Promise<string[]> {
  const port = await findFreePort();
  const bot = await startTinyBot(() => ({ url: `http://127.0.0.1:${port}`, accessToken: 'at-1' }), behave);
  bots.push(bot);
  return ['--webhook', bot.webhookUrl, '--port', String(port), '--access-token', 'at-1', '--settle', '50'];
}

const answer =
  (text: string): Behaviour =>
  ({ event_name: name, message }) => {
    if (name === 'user_send_file') return ['Đã nhận tệp.'];
    return message === undefined ? [] : [`${text} ${message.text}`];
  };

async function recordHello(): Promise<Recording> {
  return record(answer('Chào'), async (pair) => {
    pair.emulator.as.send(pair.id('Bác Ba'), { kind: 'text', text: 'một' });
    await pair.idle();
    pair.emulator.as.send(pair.id('Bác Ba'), { kind: 'text', text: 'hai' });
    await pair.idle();
  });
}

const file = () => join(folder, 'session.json');
const write = (recording: Recording) => writeFileSync(file(), formatRecording(recording));

describe('zalo-emulator replay', () => {
  it('ends with 0 when the bot answers as recorded', async () => {
    write(await recordHello());
    const words = await botWords(answer('Chào'));
    expect(await replay('session.json', ...words)).toEqual({
      code: 0,
      stdout: 'Khớp: 2 bước, 2 việc của OA.\n',
      stderr: '',
    });
    expect(await replay('session.json', ...words, '--quiet')).toEqual({ code: 0, stdout: '', stderr: '' });
  });

  it('prints each difference on a line and ends with 1', async () => {
    write(await recordHello());
    const words = await botWords(answer('Dạ chào'));
    const line = (turn: number, word: string) => `Bác Ba, lượt ${turn}: chờ «Chào ${word}», nhận «Dạ chào ${word}»\n`;
    expect(await replay('session.json', ...words)).toEqual({
      code: 1,
      stdout: `Khác 2 chỗ:\n${line(1, 'một')}${line(2, 'hai')}`,
      stderr: '',
    });
    const quiet = await replay('session.json', ...words, '--quiet', '--ignore', 'một');
    expect(quiet.stdout).toContain('chờ «Chào …», nhận «Dạ chào …»');
    const ignoring = await replay('session.json', ...words, '--ignore', '^(Dạ chào|Chào)');
    expect(ignoring.code).toBe(0);
  });

  it('says why nothing comes when the token is not the one the bot has', async () => {
    write(await recordHello());
    const words = await botWords(answer('Chào'));
    const result = await replay('session.json', ...words, '--access-token', 'at-2', '--timeout', '100');
    expect(result.code).toBe(1);
    expect(result.stdout).toContain('Bác Ba, lượt 1: chờ «Chào một», không nhận được gì');
    expect(result.stdout).toContain('(OA gọi /v3.0/oa/message/cs: lỗi -216 (2 lần))');
    const update = await replay('session.json', ...words, '--access-token', 'at-2', '--timeout', '100', '--update');
    expect([update.code, update.stderr]).toEqual([1, expect.stringContaining('session.json was not changed')]);
  });

  it('writes the answers into the file with --update, and is equal then', async () => {
    const recording = await recordHello();
    write(recording);
    const words = await botWords(answer('Dạ chào'));
    expect(await replay('session.json', ...words, '--update')).toMatchObject({
      code: 0,
      stdout: `Đã ghi 2 chỗ khác vào ${file()}.\n`,
    });
    const updated = readFileSync(file(), 'utf8');
    expect(updated).toBe(formatRecording(recording).replaceAll('"Chào ', '"Dạ chào '));
    expect(await replay('session.json', ...words)).toMatchObject({ code: 0 });
    expect(await replay('session.json', ...words, '--update')).toMatchObject({ stdout: 'Khớp, tệp giữ nguyên.\n' });
    expect(readFileSync(file(), 'utf8')).toBe(updated);
  });

  it('reads files beside the recording, and none outside its folder', async () => {
    const recording = await record(answer(''), async (pair) => {
      pair.emulator.as.send(pair.id('Cô Tư'), { kind: 'file', bytes: Buffer.from('%PDF-1'), name: 'don.pdf' });
      await pair.idle();
    });
    mkdirSync(join(folder, 'files'));
    writeFileSync(join(folder, 'files', 'don.pdf'), '%PDF-2');
    write({ ...recording, media: { 'media-1': { file: 'files/don.pdf' } } });
    const sizes: unknown[] = [];
    const words = await botWords((event, bot) => {
      sizes.push(event['message'].attachments[0].payload.size);
      return answer('')(event, bot);
    });
    expect(await replay('session.json', ...words)).toMatchObject({ code: 0 });
    expect(sizes).toEqual(['6']);
    for (const [path, problem] of [
      ['../secret', 'Expected one below its own folder'],
      ['files/none.pdf', 'ENOENT'],
    ] as const) {
      write({ ...recording, media: { 'media-1': { file: path } } });
      const refused = await replay('session.json', ...words);
      expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining(problem)]);
    }
  });

  it('ends with 1 when no bot answers at the webhook', async () => {
    write(await recordHello());
    const webhook = `http://127.0.0.1:${await findFreePort()}/webhook`;
    const result = await replay('session.json', '--webhook', webhook, '--port', '0', '--timeout', '0');
    expect([result.code, result.stdout]).toEqual([1, '']);
    expect(result.stderr).toContain(`The bot does not answer at ${webhook}`);
  });

  const url = 'http://127.0.0.1:1/';
  const wrong: ReadonlyArray<readonly [string[], string]> = [
    [[], '0 files are given'],
    [['a.json', 'b.json', '--webhook', url], '2 files are given'],
    [['a.json'], '--webhook is missing'],
    [['a.json', '--webhook', 'bot:3000'], '--webhook is "bot:3000"'],
    [['a.json', '--webhook', url, '--ignore', '('], '--ignore is "("'],
    [['a.json', '--webhook', url, '--timeout', '1s'], '--timeout is "1s"'],
    [['a.json', '--webhook', url, '--port', '65536'], '--port is "65536"'],
    [['a.json', '--webhook', url, '--clock', 'mine'], '--clock is "mine"'],
    [['a.json', '--webhook', url, '--updat'], "Unknown option '--updat'"],
  ];
  it.each(wrong)('refuses a wrong call with a sentence: %j', (words, sentence) => {
    expect(() => readReplayArguments(words)).toThrow(sentence);
  });

  it('reads the identity of the OA and the tolerances', () => {
    const words = `a.json --webhook ${url} --port 0 --host 0.0.0.0 --app-id 1 --app-secret 2 --oa-id 3 --oa-secret 4 \
--access-token 5 --refresh-token 6 --ignore a+ --ignore b --timeout 7 --settle 8 --clock running --update --quiet`;
    expect(readReplayArguments(words.split(/ +/))).toEqual({
      file: 'a.json',
      emulator: {
        ...{ webhookUrl: url, port: 0, host: '0.0.0.0', appId: '1', appSecret: '2', oaId: '3', oaSecret: '4' },
        ...{ accessToken: '5', refreshToken: '6' },
      },
      ...{ ignoreText: [/a+/u, /b/u], timeoutMs: 7, settleMs: 8, clock: 'running', isUpdate: true, isQuiet: true },
    });
  });

  it('ends as a process with 0, 1 or 2', async () => {
    write(await recordHello());
    const words = await botWords(answer('Chào'));
    expect(await replayProcess('session.json', ...words)).toMatchObject({ code: 0, stderr: '' });
    const silent = await replayProcess('session.json', ...(await botWords(() => [])), '--timeout', '0');
    expect([silent.code, silent.stdout.split('\n')[0]]).toEqual([1, 'Khác 2 chỗ:']);
    const missing = await replayProcess('none.json', ...words);
    expect([missing.code, missing.stderr]).toEqual([2, expect.stringContaining('ENOENT')]);
    const inUse = await replayProcess('session.json', ...words, '--port', new URL(words[1] ?? '').port);
    expect([inUse.code, inUse.stderr]).toEqual([1, expect.stringContaining('EADDRINUSE')]);
  });

  it('ends with 2 for a file that is no recording', async () => {
    writeFileSync(file(), '{"version":1');
    const words = ['--webhook', 'http://127.0.0.1:1/'];
    expect(await replay('session.json', ...words)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('session.json is not JSON'),
    });
    writeFileSync(file(), '{"version":9}');
    expect(await replay('session.json', ...words)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('the field "version" is wrong'),
    });
  });

  it('prints its options with --help', async () => {
    let printed = '';
    const print = (text: string) => {
      printed += text;
    };
    expect(await runReplay(['--help'], { print, complain: print })).toBe(0);
    for (const option of [
      '--webhook',
      '--port',
      '--ignore',
      '--timeout',
      '--settle',
      '--clock',
      '--update',
      '--quiet',
    ]) {
      expect(printed).toContain(option);
    }
  });
});
