import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findFreePort } from '../../support/free-port.ts';

const program = join(import.meta.dirname, '../../../src/zalo-emulator/cli.ts');

/** A process needs a second to start, more on a busy machine. */
const patience = { timeout: 15_000 };

let folder: string;
const ends: Array<() => void> = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'zalo-emulator-cli-'));
});
afterEach(() => {
  for (const end of ends.splice(0)) end();
  rmSync(folder, { recursive: true });
});

/** Runs the program as a process of its own. */
function run(...words: string[]) {
  const child = spawn(process.execPath, [program, ...words], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  ends.push(() => child.kill('SIGKILL'));
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const exited = new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve) => {
    child.once('close', (code) => resolve({ code, stdout, stderr }));
  });
  const printed = (pattern: RegExp) =>
    new Promise<string>((resolve, reject) => {
      const look = () => {
        if (pattern.test(stdout)) resolve(stdout);
      };
      child.stdout.on('data', look);
      child.once('close', () => reject(new Error(`ended first: ${stderr}`)));
      look();
    });
  return { child, exited, printed };
}

function environmentIn(text: string): Record<string, string> {
  return Object.fromEntries(
    [...text.matchAll(/^(ZALO_\w+)=(.*)$/gmu)].map(([, key, value]) => [key ?? '', value ?? '']),
  );
}

async function started(...words: string[]) {
  const process = run('--port', '0', ...words);
  const environment = environmentIn(await process.printed(/ZALO_REFRESH_TOKEN=.+\n/u));
  return { ...process, environment, url: environment['ZALO_API_URL'] ?? '' };
}

async function postJson(url: string, body: unknown, headers: Record<string, string> = {}) {
  const init = {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  };
  return (await (await fetch(url, init)).json()) as Record<string, any>;
}

describe('zalo-emulator on the command line', () => {
  it('prints the chat page and the environment with which a bot is served', async () => {
    const { child, exited, environment, url } = await started('--app-id', '42', '--oa-type', '4', '--residents', '2');
    expect((await fetch(`${url}/`)).status).toBe(200);
    expect(environment).toMatchObject({ ZALO_APP_ID: '42', ZALO_OAUTH_URL: url, ZALO_OA_SECRET: 'emulator-oa-secret' });
    const { residents } = (await (await fetch(`${url}/api/state`)).json()) as { residents: { id: string }[] };
    expect(residents).toHaveLength(2);
    const id = residents[0]?.id ?? '';
    await postJson(`${url}/api/residents/${id}/messages`, { kind: 'text', text: 'Chào' });
    const answer = await postJson(
      `${url}/v2.0/oa/message`,
      { recipient: { user_id: id }, message: { text: 'Chào bác' } },
      { access_token: environment['ZALO_ACCESS_TOKEN'] ?? '' },
    );
    expect(answer).toMatchObject({ error: 0 });
    child.kill('SIGTERM');
    expect(await exited).toMatchObject({ code: 0, stderr: '' });
  });

  it('saves the state at SIGINT and starts from it again', async () => {
    const first = await started('--save', 'state.json', '--access-token', 'at-1', '--refresh-token', 'rt-1');
    await postJson(`${first.url}/api/residents`, { name: 'Dì Sáu' });
    first.child.kill('SIGINT');
    expect(await first.exited).toMatchObject({ code: 0, stderr: '' });
    expect(JSON.parse(readFileSync(join(folder, 'state.json'), 'utf8'))).toMatchObject({ version: 1 });

    const second = await started('--snapshot', 'state.json');
    expect(second.environment).toMatchObject({ ZALO_ACCESS_TOKEN: 'at-1', ZALO_REFRESH_TOKEN: 'rt-1' });
    const { residents } = (await (await fetch(`${second.url}/api/state`)).json()) as { residents: { name: string }[] };
    expect(residents.map(({ name }) => name)).toContain('Dì Sáu');
  });

  it('ends with an open page and a hanging call', async () => {
    const { child, exited, url } = await started();
    await postJson(`${url}/api/faults`, { hang: { nextCount: 1, on: 'any' } });
    const [{ accessToken }] = [(await (await fetch(`${url}/api/tokens`)).json()) as { accessToken: string }];
    const live = await fetch(`${url}/api/live`);
    const hanging = fetch(`${url}/v2.0/oa/getoa`, { headers: { access_token: accessToken } });
    const failed = expect(hanging).rejects.toThrow('fetch failed');
    await expect
      .poll(async () => ((await (await fetch(`${url}/api/calls`)).json()) as unknown[]).length, patience)
      .toBe(1);
    child.kill('SIGTERM');
    expect(await exited).toMatchObject({ code: 0 });
    await failed;
    await live.body?.cancel().catch(() => undefined);
  });

  it('prints nothing with --quiet', async () => {
    const port = await findFreePort();
    const { child, exited } = run('--port', String(port), '--quiet');
    await expect
      .poll(
        () =>
          fetch(`http://127.0.0.1:${port}/api/clock`).then(
            ({ status }) => status,
            () => 0,
          ),
        patience,
      )
      .toBe(200);
    child.kill('SIGTERM');
    expect(await exited).toEqual({ code: 0, stdout: '', stderr: '' });
  });

  it('explains a wrong call and ends with 2', async () => {
    const { code, stdout, stderr } = await run('--prot', '1').exited;
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain("Unknown option '--prot'");
    expect(stderr).toContain('--help');
  });

  it('explains a port in use and a file that is no snapshot, and ends with 1', async () => {
    const { url } = await started();
    const inUse = await run('--port', new URL(url).port).exited;
    expect([inUse.code, inUse.stderr]).toEqual([1, expect.stringContaining('EADDRINUSE')]);
    writeFileSync(join(folder, 'not.json'), '{"version":0}');
    const notSnapshot = await run('--port', '0', '--snapshot', 'not.json').exited;
    expect([notSnapshot.code, notSnapshot.stderr]).toEqual([1, expect.stringContaining('EMULATOR_SNAPSHOT_INVALID')]);
    const missing = await run('--port', '0', '--snapshot', 'missing.json').exited;
    expect([missing.code, missing.stderr]).toEqual([1, expect.stringContaining('missing.json')]);
    expect(existsSync(join(folder, 'missing.json'))).toBe(false);
  });

  it('prints all options with --help', async () => {
    const { code, stdout } = await run('--help').exited;
    expect(code).toBe(0);
    for (const option of ['--port', '--webhook', '--oa-type', '--snapshot', '--save', '--residents', '--quiet']) {
      expect(stdout).toContain(option);
    }
  });
});
