import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const ENV = { ...process.env, PATH: `${join(ROOT, 'node_modules/.bin')}:${process.env['PATH']}` };

/**
 * The tarball `npm pack` makes of a workspace. Packed in a copy of the sources: packing rewrites package.json for a
 * moment, and other tests read it.
 */
export function packWorkspace(name: string): string {
  const copy = mkdtempSync(join(tmpdir(), 'pack-test-'));
  for (const path of ['packaging', 'tsconfig.json', `src/${name}`]) {
    cpSync(join(ROOT, path), join(copy, path), { recursive: true });
  }
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
  const output = execFileSync('npm', ['pack', '--json', '--silent', '--pack-destination', copy], {
    cwd: join(copy, 'src', name),
    env: ENV,
    encoding: 'utf8',
  });
  const [packed] = JSON.parse(output) as { readonly filename: string }[];
  return join(copy, packed?.filename ?? '');
}

/** An empty project with the given tarballs and registry packages installed, as a newcomer would do it. */
export function installInEmptyProject(packages: readonly string[]): string {
  const project = mkdtempSync(join(tmpdir(), 'pack-project-'));
  writeFileSync(join(project, 'package.json'), '{"name":"newcomer","private":true}\n');
  execFileSync('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund', '--silent', ...packages], {
    cwd: project,
    env: ENV,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return project;
}

/** Writes a file of the project, folders included, and returns its path. */
export function writeProjectFile(project: string, name: string, content: string): string {
  const path = join(project, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  return path;
}
