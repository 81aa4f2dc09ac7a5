// Runs as `prepack` of a workspace, with the workspace as the current folder. In the repository a workspace is plain
// TypeScript that Node strips; Node does not strip inside node_modules, so the tarball carries JavaScript and .d.ts.
// package.json is rewritten for the tarball alone and put back by postpack.mjs.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SOURCE_COPY } from './source-copy.mjs';

const workspace = process.cwd();
const out = join(workspace, 'dist');
const manifestPath = join(workspace, 'package.json');

// left behind when an earlier run was ended between prepack and postpack
if (existsSync(SOURCE_COPY)) writeFileSync(manifestPath, readFileSync(SOURCE_COPY));
const source = readFileSync(manifestPath, 'utf8');
const manifest = JSON.parse(source);

rmSync(out, { recursive: true, force: true });
compile();
for (const folder of manifest.assets ?? []) cpSync(join(workspace, folder), join(out, folder), { recursive: true });

writeFileSync(SOURCE_COPY, source);
writeFileSync(manifestPath, `${JSON.stringify(forTarball(manifest), null, 2)}\n`);

function compile() {
  const packaging = dirname(fileURLToPath(import.meta.url));
  const folder = mkdtempSync(join(tmpdir(), 'pack-'));
  const config = join(folder, 'tsconfig.json');
  const require = createRequire(import.meta.url);
  writeFileSync(
    config,
    JSON.stringify({
      extends: join(packaging, 'tsconfig.json'),
      compilerOptions: {
        outDir: out,
        rootDir: workspace,
        typeRoots: [resolve(dirname(require.resolve('@types/node/package.json')), '..')],
      },
      include: [`${workspace}/**/*.ts`],
      exclude: [out, join(workspace, 'node_modules')],
    }),
  );
  const tsc = join(dirname(require.resolve('typescript/package.json')), 'bin', 'tsc');
  const { status } = spawnSync(process.execPath, [tsc, '-p', config], { stdio: ['ignore', 'inherit', 'inherit'] });
  rmSync(folder, { recursive: true, force: true });
  if (status !== 0) throw new Error(`tsc ended with ${status}; the tarball was not made. Run "npm run check:types".`);
}

/** The manifest that users see: compiled entry points, nothing of the repository's own. */
function forTarball({ private: _private, scripts: _scripts, assets: _assets, ...rest }) {
  const entries = Object.entries(rest.exports).map(([name, path]) => [
    name,
    { types: compiled(path, '.d.ts'), default: compiled(path, '.js') },
  ]);
  return {
    ...rest,
    exports: { ...Object.fromEntries(entries), './package.json': './package.json' },
    ...(rest.bin === undefined
      ? {}
      : { bin: Object.fromEntries(Object.entries(rest.bin).map(([name, path]) => [name, compiled(path, '.js')])) }),
    files: ['dist', 'README.md', 'CHANGELOG.md'],
  };
}

function compiled(path, extension) {
  return path.replace(/^\.\//, './dist/').replace(/\.ts$/, extension);
}
