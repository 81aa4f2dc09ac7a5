import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { listFiles, readManifest, readRepositoryFile, ROOT } from './repository.ts';

/**
 * Room → the rooms it may import. Floors upwards; rooms of one floor do not know each other (docs/adr/0006).
 * The linter enforces this; here the two are held against each other.
 */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  shared: [],
  'zalo-oa-sdk': [],
  'zalo-emulator': [],
  'flow-engine': ['shared'],
  storage: ['shared'],
  coordination: ['shared'],
  catalog: ['shared', 'zalo-oa-sdk', 'flow-engine', 'storage', 'coordination'],
  understanding: ['shared', 'zalo-oa-sdk', 'flow-engine', 'storage', 'coordination', 'catalog'],
  delivery: ['shared', 'zalo-oa-sdk', 'flow-engine', 'storage', 'coordination', 'catalog'],
  teams: ['shared', 'zalo-oa-sdk', 'flow-engine', 'storage', 'coordination', 'catalog'],
  pictures: ['shared', 'flow-engine', 'catalog'],
  handouts: ['shared', 'flow-engine', 'catalog'],
  conversation: [
    ...['shared', 'zalo-oa-sdk', 'flow-engine', 'storage', 'coordination', 'catalog'],
    ...['understanding', 'delivery', 'teams', 'pictures', 'handouts'],
  ],
  broadcasts: [
    ...['shared', 'zalo-oa-sdk', 'flow-engine', 'storage', 'coordination', 'catalog'],
    ...['understanding', 'delivery', 'teams', 'pictures', 'handouts'],
  ],
  web: [
    ...['shared', 'zalo-oa-sdk', 'flow-engine', 'storage', 'coordination', 'catalog'],
    ...['understanding', 'delivery', 'teams', 'pictures', 'handouts', 'conversation', 'broadcasts'],
  ],
  console: [
    ...['shared', 'zalo-oa-sdk', 'flow-engine', 'storage', 'coordination', 'catalog'],
    ...['understanding', 'delivery', 'teams', 'pictures', 'handouts', 'conversation', 'broadcasts'],
  ],
  // For authors, at the command line: no other room knows it.
  transcripts: ['shared', 'flow-engine'],
};
const ROOMS = Object.keys(MAY_IMPORT);
const WORKSPACES = readManifest().workspaces.map((folder) => folder.replace('src/', ''));
const TOP_FILES = ['app.ts', 'main.ts', 'cli.ts', 'config.ts', 'open-storage.ts'];

interface Planted {
  readonly file: string;
  readonly code: string;
  readonly allowed: boolean;
}

/** One file a pair of rooms, in the room itself and one folder deeper. */
const betweenRooms: readonly Planted[] = ROOMS.flatMap((from) =>
  ROOMS.filter((to) => to !== from).flatMap((to): Planted[] => {
    const allowed = MAY_IMPORT[from]?.includes(to) ?? false;
    const path = (up: string): string => (WORKSPACES.includes(to) ? to : `${up}${to}/thing.ts`);
    return [
      { file: `src/${from}/to-${to}.ts`, code: use(path('../')), allowed },
      { file: `src/${from}/deep/to-${to}.ts`, code: use(path('../../')), allowed },
    ];
  }),
);

const special: readonly Planted[] = [
  ...ROOMS.flatMap((room) =>
    TOP_FILES.map((top): Planted => ({ file: `src/${room}/to-${top}`, code: use(`../${top}`), allowed: false })),
  ),
  ...ROOMS.map(
    (room): Planted => ({ file: `src/${room}/to-test.ts`, code: use('../../test/support/x.ts'), allowed: false }),
  ),
  ...ROOMS.filter((room) => room !== 'storage').map(
    (room): Planted => ({ file: `src/${room}/to-adapter.ts`, code: use('../storage/sqlite/open.ts'), allowed: false }),
  ),
  ...ROOMS.filter((room) => room !== 'coordination').map(
    (room): Planted => ({
      file: `src/${room}/to-redis.ts`,
      code: use('../coordination/redis/open.ts'),
      allowed: false,
    }),
  ),
  { file: 'src/coordination/port-to-adapter.ts', code: use('./redis/open.ts'), allowed: false },
  { file: 'src/coordination/port-to-client.ts', code: use('ioredis'), allowed: false },
  { file: 'src/coordination/redis/to-port.ts', code: use('../ports.ts'), allowed: true },
  { file: 'src/coordination/redis/to-client.ts', code: use('ioredis'), allowed: true },
  { file: 'src/storage/port-to-adapter.ts', code: use('./sqlite/open.ts'), allowed: false },
  { file: 'src/storage/sqlite/to-port.ts', code: use('../ports.ts'), allowed: true },
  { file: 'src/flow-engine/to-node.ts', code: use('node:fs'), allowed: false },
  { file: 'src/flow-engine/to-package.ts', code: use('zod'), allowed: false },
  {
    file: 'src/zalo-emulator/sdk-type.ts',
    code: `import type { Thing } from 'zalo-oa-sdk';\nexport type Mine = Thing;\n`,
    allowed: true,
  },
  {
    file: 'src/transcripts/recording-type.ts',
    code: `import type { Recording } from 'zalo-emulator';\nexport type Mine = Recording;\n`,
    allowed: true,
  },
  { file: 'src/delivery/sdk-by-path.ts', code: use('../zalo-oa-sdk/index.ts'), allowed: false },
  {
    file: 'src/app.ts',
    code: `${use('./storage/sqlite/open.ts')}${use('zalo-emulator')}${use('./web/server.ts')}`,
    allowed: true,
  },
  { file: 'src/main.ts', code: use('./app.ts'), allowed: true },
  { file: 'src/cli.ts', code: use('./config.ts'), allowed: true },
  { file: 'src/config.ts', code: use('./web/server.ts'), allowed: false },
];

function use(specifier: string): string {
  const name = specifier.replaceAll(/[^a-z]/gu, '');
  return `import { thing as ${name} } from '${specifier}';\nexport const my${name} = ${name};\n`;
}

/** Files in which the linter objects to an import. */
function filesRefused(folder: string): Set<string> {
  const args = ['--format', 'json', '--config', join(folder, '.oxlintrc.json'), '.'];
  let output: string;
  try {
    output = execFileSync(join(ROOT, 'node_modules/.bin/oxlint'), args, {
      cwd: folder,
      encoding: 'utf8',
      maxBuffer: 64 << 20,
    });
  } catch (error) {
    // Exit code 1: the linter found something, which is what most of these files are for.
    output = (error as { stdout: string }).stdout;
  }
  const { diagnostics } = JSON.parse(output) as { diagnostics: { code: string; filename: string }[] };
  return new Set(
    diagnostics.filter(({ code }) => code.includes('no-restricted-imports')).map(({ filename }) => filename),
  );
}

describe('import floors', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'floors-'));
    copyFileSync(join(ROOT, '.oxlintrc.json'), join(folder, '.oxlintrc.json'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('lets every room import exactly the rooms on lower floors', () => {
    const planted = [...betweenRooms, ...special];
    for (const { file, code } of planted) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), code);
    }

    const refused = filesRefused(folder);

    const wrong = planted.filter(({ file, allowed }) => refused.has(file) === allowed);
    expect(wrong.map(({ file, allowed }) => `${file} should ${allowed ? 'be allowed' : 'be refused'}`)).toEqual([]);
    expect(refused.size).toBe(planted.filter(({ allowed }) => !allowed).length);
  });

  it('catches one import upwards planted in a real file', () => {
    const victim = 'src/flow-engine/advance.ts';
    mkdirSync(join(folder, 'src/flow-engine'), { recursive: true });
    writeFileSync(join(folder, victim), readRepositoryFile(victim));
    expect([...filesRefused(folder)]).toEqual([]);

    writeFileSync(join(folder, victim), `import '../storage/ports.ts';\n${readRepositoryFile(victim)}`);
    expect([...filesRefused(folder)]).toEqual([victim]);
  });

  it('holds in the product', () => {
    expect([...filesRefused(ROOT)]).toEqual([]);
  });

  it('gives every folder of src a floor', () => {
    const folders = readdirSync(join(ROOT, 'src'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(folders.map(({ name }) => name).filter((name) => !ROOMS.includes(name))).toEqual([]);
    expect(ROOMS.filter((room) => !existsSync(join(ROOT, 'src', room)))).toEqual([]);
  });

  it('holds for imports the linter does not follow', () => {
    const hidden = listFiles(join(ROOT, 'src'))
      .filter((file) => file.endsWith('.ts'))
      .flatMap((file) => {
        const room = file.split('/')[1] ?? '';
        const targets = [...readRepositoryFile(file).matchAll(/(?:import\(|new URL\()\s*'(?:\.\.\/)+([a-z-]+)\//gu)];
        const allowed = [...(MAY_IMPORT[room] ?? ROOMS), room];
        return targets
          .filter(([, to]) => ROOMS.includes(to ?? '') && !allowed.includes(to ?? ''))
          .map(([text]) => `${file}: ${text}`);
      });
    expect(hidden).toEqual([]);
  });

  it('reads the settings of the environment in config.ts only', () => {
    const readers = listFiles(join(ROOT, 'src')).filter(
      (file) => file.endsWith('.ts') && readRepositoryFile(file).includes('process.env'),
    );
    expect(readers).toEqual(['src/config.ts']);
  });
});
