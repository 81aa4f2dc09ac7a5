import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { rootDir } from '../support/shipped-content.ts';
import { eventually } from '../support/eventually.ts';
import { makeTempDir } from '../support/temp-dir.ts';

const TIMEOUT_MS = 40_000;
const flowFile = 'flows/e-payments/pay-by-qr.yaml';

let folder: ReturnType<typeof makeTempDir>;
let author: Author;
let url = '';

/** `npm run author` as a process of its own. */
interface Author {
  readonly child: ChildProcess;
  output(): string;
  /** The first match in what it has printed. */
  says(pattern: RegExp): Promise<RegExpExecArray>;
  /** Its exit code. */
  readonly ended: Promise<number | null>;
}

const inRoot = (file: string): string => path.join(folder.dir, 'root', file);

/** Saves as editors do: a new file put in the place of the old one. */
function change(file: string, from: string, to: string): void {
  const text = readFileSync(inRoot(file), 'utf8');
  expect(text).toContain(from);
  writeFileSync(inRoot(`${file}~`), text.replace(from, to));
  renameSync(inRoot(`${file}~`), inRoot(file));
}

function start(env: Readonly<Record<string, string>> = {}): Author {
  const args = ['--import', './src/preflight.mjs', 'src/author.ts', '--root', path.join(folder.dir, 'root')];
  const child = spawn(process.execPath, args, {
    cwd: rootDir,
    env: { PATH: process.env['PATH'], PORT: '0', DATA_DIR: path.join(folder.dir, 'data'), ...env },
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  }
  return {
    child,
    output: () => text,
    says: (pattern) =>
      eventually(() => {
        const match = pattern.exec(text);
        if (!match) throw new Error(`expected ${String(pattern)} in:\n${text}`);
        return match;
      }, 20_000),
    ended: new Promise((resolve) => child.once('close', resolve)),
  };
}

beforeEach(() => {
  folder = makeTempDir();
  for (const part of ['flows', 'content']) cpSync(path.join(rootDir, part), inRoot(part), { recursive: true });
});
afterEach(async () => {
  author.child.kill('SIGKILL');
  await author.ended;
  folder[Symbol.dispose]();
});

async function api(method: 'GET' | 'POST', route: string, body?: object): Promise<unknown> {
  const response = await fetch(`${url}/emulator/api/${route}`, {
    method,
    ...(body ? { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) } : {}),
  });
  expect(response.status).toBe(200);
  return response.json();
}

async function waitForAnswer(resident: string, words: string): Promise<void> {
  await eventually(async () => {
    expect(JSON.stringify(await api('GET', `residents/${resident}/messages`))).toContain(words);
  }, 10_000);
}

test(
  'checks each save, and lets the running chat answer from the new content without losing it',
  async () => {
    author = start();
    [, url = ''] = await author.says(/Mở (http:\S+) để trò chuyện thử: \d+ thẻ, \d+ luồng, không có lỗi\./u);
    const state = (await api('GET', 'state')) as { residents: readonly { id: string }[] };
    const resident = state.residents[0]?.id ?? '';
    await api('POST', `residents/${resident}/messages`, { kind: 'text', text: 'MENU' });
    await waitForAnswer(resident, 'cũng có thể hỏi bằng lời của mình');

    change(flowFile, 'start: ', 'start: khong-co-buoc-nay-');
    await author.says(/flows\/e-payments\/pay-by-qr\.yaml\n +\d+:\d+ +error .*\[dangling-next\]\n +→ /u);
    await author.says(/Có \d+ lỗi\. Sửa rồi lưu lại; trang trò chuyện giữ nội dung cũ\./u);

    change(flowFile, 'start: khong-co-buoc-nay-', 'start: ');
    change('content/messages.yaml', 'cũng có thể hỏi bằng lời của mình', 'cứ hỏi em bằng lời vừa sửa');
    await author.says(/Đã dùng nội dung mới: \d+ thẻ, \d+ luồng, không có lỗi\./u);
    await api('POST', `residents/${resident}/messages`, { kind: 'text', text: 'MENU' });
    await waitForAnswer(resident, 'cứ hỏi em bằng lời vừa sửa');
    await waitForAnswer(resident, 'cũng có thể hỏi bằng lời của mình');
  },
  TIMEOUT_MS,
);

test(
  'begins with content that has errors, and opens the chat as soon as they are corrected',
  async () => {
    change(flowFile, 'start: ', 'start: khong-co-buoc-nay-');
    author = start();
    await author.says(/\[dangling-next\]/u);
    await author.says(/Có \d+ lỗi/u);
    expect(author.output()).not.toContain('http://');
    change(flowFile, 'start: khong-co-buoc-nay-', 'start: ');
    [, url = ''] = await author.says(/Mở (http:\S+) /u);
    expect((await fetch(url)).status).toBe(200);
  },
  TIMEOUT_MS,
);

test(
  'sees files in a folder made while it runs',
  async () => {
    author = start();
    await author.says(/Mở http/u);
    mkdirSync(inRoot('content/answers/moi'));
    await author.says(/Đã dùng nội dung mới/u);
    writeFileSync(inRoot('content/answers/moi/bai.md'), 'không có gì\n');
    await author.says(/content\/answers\/moi\/bai\.md\n.*\[/u);
  },
  TIMEOUT_MS,
);

test(
  'ends on Ctrl+C and closes the port',
  async () => {
    author = start();
    [, url = ''] = await author.says(/Mở (http:\S+) /u);
    author.child.kill('SIGINT');
    expect(await author.ended).toBe(0);
    await expect(fetch(url)).rejects.toThrow('fetch failed');
  },
  TIMEOUT_MS,
);

test(
  'refuses the credentials of a real OA',
  async () => {
    author = start({ ZALO_APP_ID: '1', ZALO_APP_SECRET: 'x', ZALO_OA_ID: '2', ZALO_OA_SECRET: 'y' });
    expect(await author.ended).toBe(1);
    expect(author.output()).toMatch(/^CLI_USAGE: The author mode runs the demo only\./u);
  },
  TIMEOUT_MS,
);

test(
  'refuses a folder without content',
  async () => {
    rmSync(inRoot('flows'), { recursive: true });
    author = start();
    expect(await author.ended).toBe(1);
    expect(author.output()).toMatch(/^CLI_USAGE: The folder \S+flows does not exist\./u);
  },
  TIMEOUT_MS,
);
