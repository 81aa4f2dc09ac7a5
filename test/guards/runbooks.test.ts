import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { environmentSchema } from '../../src/config.ts';
import { errorRegistry } from '../../src/shared/errors.ts';
import { readManifest, readRepositoryFile, ROOT } from './repository.ts';

const PROCESS_TEST_TIMEOUT_MS = 240_000;
const page = readRepositoryFile('docs/van-hanh.md');

/** `bot` commands named anywhere on the page: in blocks and in sentences. */
const commands = [...page.matchAll(/npm run bot -- ([^\n`]+)/gu)].map(([, words = '']) => words.trim());

function bot(...args: string[]): string {
  const { status, stdout, stderr } = spawnSync('node', ['src/cli.ts', ...args], {
    cwd: ROOT,
    encoding: 'utf8',
    env: { PATH: `${join(ROOT, 'node_modules/.bin')}:${process.env['PATH']}` },
  });
  expect({ args, status, stderr }).toEqual({ args, status: 0, stderr: '' });
  return stdout;
}

describe('docs/van-hanh.md', () => {
  it('names only commands, actions and options that exist', { timeout: PROCESS_TEST_TIMEOUT_MS }, () => {
    const names = [...new Set(commands.map((line) => line.split(' ')[0] ?? ''))];
    expect(names.length).toBeGreaterThan(8);
    const help = bot('help');
    for (const name of names) {
      const usage = new RegExp(`^ {2}(${name}\\b.*)$`, 'mu').exec(help)?.[1] ?? '';
      for (const line of commands.filter((one) => one.startsWith(`${name} `) || one === name)) {
        const [, action] = line.split(' ');
        const options = line.match(/--[a-z-]+/gu) ?? [];
        const isAction = action !== undefined && /^[a-z-]+$/u.test(action) && !action.startsWith('-');
        const missing = [name, ...(isAction ? [action] : []), ...options].filter((word) => !usage.includes(word));
        expect({ line, missing }).toEqual({ line, missing: [] });
      }
    }
    expect(bot('backup', '--help')).toMatch(/^backup --to .*\n {4}sao lưu/u);
  });

  it('names only files, npm scripts, variables and error codes that exist', () => {
    const code = [...page.matchAll(/`([^`\n]+)`/gu)].map(([, text = '']) => text);
    const files = code.filter((text) => /^(?:packaging|docs|src)\/\S+$|^[\w.-]+\.(?:yaml|json|md)$/u.test(text));
    const made = new Set(['manifest.json']);
    expect(files.filter((file) => !made.has(file) && !existsSync(join(ROOT, file)))).toEqual([]);
    const { scripts } = readManifest();
    const named = [...page.matchAll(/npm run ([\w:-]+)/gu)].map(([, name = '']) => name);
    expect(named.filter((name) => scripts[name] === undefined)).toEqual([]);
    const capitals = code.flatMap((text) => /^([A-Z]+(?:_[A-Z]+)+)(?:=.*)?$/u.exec(text)?.[1] ?? []);
    const known = new Set([...Object.keys(environmentSchema.shape), ...Object.keys(errorRegistry)]);
    // Of Zalo's client (docs/errors.md) and of SQLite.
    const others = new Set(['ZALO_RECONSENT_NEEDED', 'ZALO_UNREACHABLE', 'SQLITE_FULL']);
    expect(capitals.length).toBeGreaterThan(10);
    expect(capitals.filter((name) => !known.has(name) && !others.has(name))).toEqual([]);
  });

  it('names only alerts that exist, and every critical one', () => {
    const alerts = [
      ...readRepositoryFile('packaging/prometheus/alerts.yaml').matchAll(/- alert: (\w+)[\s\S]*?severity: (\w+)/gu),
    ];
    const names = new Set(alerts.map(([, name]) => name ?? ''));
    const named = [...page.matchAll(/`([A-Z][a-z]+(?:[A-Z0-9][A-Za-z0-9]*)+)`/gu)].map(([, name = '']) => name);
    expect(named.length).toBeGreaterThan(8);
    expect(named.filter((name) => !names.has(name))).toEqual([]);
    const critical = alerts.filter(([, , severity]) => severity === 'critical').map(([, name]) => name);
    expect(critical.filter((name) => !named.includes(name ?? ''))).toEqual([]);
  });
});
