import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeBlocks, readManifest, readRepositoryFile, ROOT } from './repository.ts';

/** These tests start the programs a reader would start. */
const PROCESS_TEST_TIMEOUT_MS = 240_000;

const readme = readRepositoryFile('README.md');
const commands = codeBlocks(readme, 'bash')
  .split('\n')
  .map((line) => line.replace(/\s+#.*$/u, '').trim())
  .filter((line) => line !== '');
const { scripts } = readManifest();

/** The npm script a piece of a command line runs, `start` of `npm start`; undefined for `npm ci` and other programs. */
function scriptOf(command: string): string | undefined {
  const [, run, short] = /^npm (?:run (?:-s )?([\w:-]+)|(start|test))\b/u.exec(command) ?? [];
  return run ?? short;
}

describe('README.md', { timeout: PROCESS_TEST_TIMEOUT_MS }, () => {
  let dataDir: string;
  beforeAll(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'readme-'));
  });
  afterAll(() => rmSync(dataDir, { recursive: true }));

  const run = (command: string, args: readonly string[], input = '') =>
    spawnSync(command, args, {
      cwd: ROOT,
      input,
      encoding: 'utf8',
      env: {
        PATH: `${join(ROOT, 'node_modules/.bin')}:${process.env['PATH']}`,
        HOME: process.env['HOME'],
        DATA_DIR: dataDir,
      },
    });

  it('starts and tests the product with the two commands of the contract', () => {
    const pairs = commands.filter((command) => command.startsWith('npm ci && '));
    expect(pairs).toEqual(['npm ci && npm start', 'npm ci && npm test']);
  });

  it('names only npm scripts that package.json has', () => {
    const named = readme.matchAll(/npm (?:run (?:-s )?[\w:-]+|start|test)\b/gu);
    const scriptNames = [...named].map(([text]) => scriptOf(text) ?? text);
    expect(scriptNames.length).toBeGreaterThan(8);
    expect(scriptNames.filter((name) => scripts[name] === undefined)).toEqual([]);
  });

  it('names every npm script a person would run', () => {
    const parts = new Set(['postinstall', 'check:format', 'check:lint', 'check:types', 'check:content', 'format']);
    const missing = Object.keys(scripts).filter(
      (name) => !parts.has(name) && !new RegExp(`npm (?:run (?:-s )?)?${name}\\b`, 'u').test(readme),
    );
    expect(missing).toEqual([]);
  });

  it('shows "understand" as it works: one JSON line a line', () => {
    const { stdout, stderr, status } = run(
      'npm',
      ['run', '-s', 'understand'],
      'quét mã QR trả tiền thế nào\nchuyển nhầm tiền\n',
    );
    expect({ status, stderr: stderr.replaceAll(/^npm warn.*\n/gmu, '') }).toEqual({ status: 0, stderr: '' });
    const lines = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as object);
    expect(lines).toHaveLength(2);
    for (const line of lines)
      expect(Object.keys(line)).toEqual(
        expect.arrayContaining(['text', 'topic', 'decision', 'confidence', 'alternatives']),
      );
  });

  it('shows "flow-step" as it works: state and actions', () => {
    const { stdout, status } = run(
      'npm',
      ['run', '-s', 'flow-step'],
      '{"flow":"open-farm-shop","state":null,"event":null}\n',
    );
    expect(status).toBe(0);
    expect(Object.keys(JSON.parse(stdout) as object).toSorted()).toEqual(['actions', 'state']);
  });

  it('shows "bot" commands that run as they stand', () => {
    const shown = commands.filter((command) => command.startsWith('npm run bot -- '));
    const runnable = shown.filter((command) => !/[<…]|tokens/u.test(command));
    expect(runnable.length).toBeGreaterThanOrEqual(5);
    for (const command of runnable) {
      const { status, stdout, stderr } = run('node', ['src/cli.ts', ...command.split(' ').slice(4)]);
      expect({ command, status, stderr }).toEqual({ command, status: 0, stderr: '' });
      expect(stdout.length).toBeGreaterThan(10);
    }
    const help = run('node', ['src/cli.ts', 'help']).stdout;
    const names = shown.map((command) => command.split(' ')[4] ?? '');
    expect(names.filter((name) => !new RegExp(`^ {2}${name}\\b`, 'mu').test(help))).toEqual([]);
  });

  it('lists every "bot" command', () => {
    const help = run('node', ['src/cli.ts', 'help']).stdout;
    const names = [...help.matchAll(/^ {2}([a-z-]+)/gmu)].map(([, name]) => name ?? '');
    expect(names.length).toBeGreaterThan(5);
    expect(names.filter((name) => !readme.includes(name))).toEqual([]);
  });

  it.each(['bench', 'chaos'])('names exactly the %s runs that exist', (kind) => {
    const { stderr, status } = run('node', [`test/${kind}/run.ts`, 'no-such-run']);
    expect(status).toBe(2);
    const names = /Use one of: ([a-z, -]+?), e\.g\./u.exec(stderr)?.[1]?.split(', ');
    const shown = new RegExp(`npm run ${kind} -- ([a-z|-]+)`, 'u').exec(readme)?.[1]?.split('|');
    expect(shown?.toSorted()).toEqual(names?.toSorted());
  });

  it('stays short enough to be read', () => {
    expect(readme.split('\n').length).toBeLessThan(150);
  });
});
