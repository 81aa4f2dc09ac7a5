import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, matchesGlob } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { environmentSchema } from '../../src/config.ts';
import { readRepositoryFile, ROOT } from './repository.ts';

const PROCESS_TEST_TIMEOUT_MS = 240_000;

interface Instruction {
  readonly name: string;
  readonly rest: string;
}

/** The Dockerfile's instructions with continued lines joined. There is no container engine in the tests. */
const instructions: readonly Instruction[] = readRepositoryFile('Dockerfile')
  .replaceAll(/^#.*\n/gmu, '')
  .replaceAll(/\\\n\s*/gu, ' ')
  .split('\n')
  .filter((line) => line.trim() !== '')
  .map((line) => ({ name: line.split(' ')[0] ?? '', rest: line.slice(line.indexOf(' ') + 1).trim() }));

const all = (name: string): string[] =>
  instructions.filter((instruction) => instruction.name === name).map(({ rest }) => rest);
const execForm = (text: string): string[] => JSON.parse(text.slice(text.indexOf('['))) as string[];

const environment = Object.fromEntries(
  all('ENV').flatMap((rest) => rest.split(/\s+/u).map((pair) => pair.split('=') as [string, string])),
);

/** Sources and target of each COPY. */
const copies = all('COPY').map((rest) => {
  const words = rest.split(/\s+/u);
  return { sources: words.slice(0, -1), target: words.at(-1) ?? '' };
});

/** What .dockerignore lets through: everything is shut out, then single names are let in. */
function isSent(source: string): boolean {
  const rules = readRepositoryFile('.dockerignore')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  let sent = true;
  for (const rule of rules) {
    const pattern = rule.replace(/^!/u, '');
    if (pattern === '*' || matchesGlob(source, pattern) || source.startsWith(`${pattern}/`))
      sent = rule.startsWith('!');
  }
  return sent;
}

/** Installed packages as the image has them: the workspaces point into the copy. */
function linkPackages(image: string): void {
  const from = join(ROOT, 'node_modules');
  const to = join(image, 'node_modules');
  mkdirSync(to);
  for (const name of readdirSync(from).filter((found) => !found.startsWith('.'))) {
    const isWorkspace = lstatSync(join(from, name)).isSymbolicLink();
    symlinkSync(isWorkspace ? readlinkSync(join(from, name)) : join(from, name), join(to, name));
  }
}

/** Everything in a folder but the packages, which are links to those of this checkout. */
const filesIn = (folder: string): string[] =>
  readdirSync(folder, { encoding: 'utf8' })
    .filter((name) => name !== 'node_modules')
    .flatMap((name) => {
      const path = join(folder, name);
      return lstatSync(path).isDirectory()
        ? readdirSync(path, { recursive: true, encoding: 'utf8' }).map((below) => join(name, below))
        : [name];
    })
    .toSorted();

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });

describe('Dockerfile', () => {
  let image: string;
  let dataDir: string;
  let server: ChildProcess | undefined;

  const [program = '', ...args] = execForm(all('CMD').at(-1) ?? '[]');
  const env = (extra: Record<string, string>): Record<string, string> => ({
    ...environment,
    PATH: `${join(ROOT, 'node_modules/.bin')}:/usr/bin:/bin`,
    DATA_DIR: dataDir,
    ...extra,
  });

  beforeAll(() => {
    image = mkdtempSync(join(tmpdir(), 'image-'));
    dataDir = mkdtempSync(join(tmpdir(), 'image-data-'));
    for (const { sources, target } of copies) {
      for (const source of sources) {
        const to =
          sources.length > 1 || target.endsWith('/')
            ? join(image, target, source.split('/').at(-1) ?? '')
            : join(image, target);
        mkdirSync(dirname(to), { recursive: true });
        cpSync(join(ROOT, source), to, { recursive: true });
      }
    }
    linkPackages(image);
    for (const step of all('RUN').filter((rest) => rest.startsWith('node '))) {
      const { status, stderr } = spawnSync('sh', ['-c', step], { cwd: image, encoding: 'utf8', env: env({}) });
      expect({ step, status, stderr }).toEqual({ step, status: 0, stderr: '' });
    }
  }, PROCESS_TEST_TIMEOUT_MS);

  afterAll(() => {
    server?.kill('SIGKILL');
    rmSync(image, { recursive: true });
    rmSync(dataDir, { recursive: true });
  });

  it('copies only files that exist and that .dockerignore lets through', () => {
    const sources = copies.flatMap((copy) => copy.sources);
    expect(sources.length).toBeGreaterThan(5);
    expect(sources.filter((source) => !existsSync(join(ROOT, source)))).toEqual([]);
    expect(sources.filter((source) => !isSent(source))).toEqual([]);
    expect(['.env', '.git', 'node_modules', 'data', 'test'].filter(isSent)).toEqual([]);
  });

  it('gives npm ci the manifest of every workspace before it runs', () => {
    const install = instructions.findIndex(({ name, rest }) => name === 'RUN' && rest.startsWith('npm ci'));
    const before = instructions
      .slice(0, install)
      .filter(({ name }) => name === 'COPY')
      .map(({ rest }) => rest)
      .join(' ');
    const { workspaces } = JSON.parse(readRepositoryFile('package.json')) as { workspaces: string[] };
    for (const file of [
      'package.json',
      'package-lock.json',
      '.npmrc',
      ...workspaces.map((folder) => `${folder}/package.json`),
    ]) {
      expect(before).toContain(file);
    }
    expect(instructions[install]?.rest).toContain('--omit=dev');
  });

  it('needs no install script of a package, because the sources are not there yet when npm runs', () => {
    expect(all('RUN').find((rest) => rest.startsWith('npm ci'))).toContain('--ignore-scripts');
    const { packages } = JSON.parse(readRepositoryFile('package-lock.json')) as {
      packages: Record<string, { hasInstallScript?: boolean; dev?: boolean }>;
    };
    // Scripts that package.json switches off never run anywhere: tesseract.js only asks for donations.
    const { allowScripts } = JSON.parse(readRepositoryFile('package.json')) as {
      allowScripts: Readonly<Record<string, boolean>>;
    };
    const needed = Object.entries(packages)
      .filter(([path, entry]) => path !== '' && entry.hasInstallScript === true && entry.dev !== true)
      .map(([path]) => path.replace(/^.*node_modules\//u, ''))
      .filter((name) => allowScripts[name] !== false);
    expect(needed).toEqual([]);
  });

  it('checks its health by whether it can accept, with nothing but Node', () => {
    const [check, ...more] = all('HEALTHCHECK');
    expect(more).toEqual([]);
    expect(execForm(check ?? '[]').slice(0, 2)).toEqual(['node', '-e']);
    expect(check).toContain('/readyz');
  });

  it('uses the major version of Node that npm scripts use, and not root', () => {
    const { devDependencies } = JSON.parse(readRepositoryFile('package.json')) as { devDependencies: { node: string } };
    expect(all('FROM')).toEqual([`node:${devDependencies.node.split('.')[0]}-slim`]);
    expect(all('USER')).toEqual(['node']);
    expect(instructions.findIndex(({ name }) => name === 'USER')).toBeLessThan(
      instructions.findIndex(({ name }) => name === 'CMD'),
    );
  });

  it('runs the command that npm start runs, with variables the product knows', () => {
    const { scripts } = JSON.parse(readRepositoryFile('package.json')) as { scripts: { start: string } };
    expect([program, ...args].join(' ')).toBe(scripts.start);
    const known = new Set([...Object.keys(environmentSchema.shape), 'NODE_ENV']);
    expect(Object.keys(environment).filter((name) => !known.has(name))).toEqual([]);
    expect(all('VOLUME')).toEqual([environment['DATA_DIR']]);
  });

  it('names the missing variable when one Zalo credential is forgotten', { timeout: PROCESS_TEST_TIMEOUT_MS }, () => {
    const { status, stderr } = spawnSync(program, args, {
      cwd: image,
      encoding: 'utf8',
      env: env({ ZALO_APP_ID: '123' }),
    });
    expect(status).toBe(1);
    expect(stderr).toMatch(/^CONFIG_MISSING_SECRET: ZALO_APP_SECRET, ZALO_OA_ID, ZALO_OA_SECRET are not set/u);
  });

  it('starts from the copied files alone, passes its own health check and writes to the data folder only', {
    timeout: PROCESS_TEST_TIMEOUT_MS,
  }, async () => {
    const before = filesIn(image);
    const port = await freePort();
    const running = spawn(program, args, {
      cwd: image,
      env: env({ PORT: String(port) }),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    server = running;
    let output = '';
    await new Promise<void>((resolve, reject) => {
      const read = (chunk: Buffer): void => {
        output += chunk.toString();
        if (output.includes(`http://127.0.0.1:${port}`)) resolve();
      };
      running.stdout.on('data', read);
      running.stderr.on('data', read);
      running.once('exit', () => reject(new Error(`The server ended: ${output}`)));
    });
    const [check = '', ...checkArgs] = execForm(all('HEALTHCHECK').at(-1) ?? '[]');
    const health = (healthPort: number) =>
      spawnSync(check, checkArgs, { encoding: 'utf8', env: env({ PORT: String(healthPort) }) });

    expect(health(port)).toMatchObject({ status: 0, stderr: '' });
    const exited = new Promise((resolve) => running.once('exit', resolve));
    running.kill('SIGTERM');
    expect(await exited).toBe(0);

    expect(health(port).status).toBe(1);
    expect(filesIn(image)).toEqual(before);
    expect(filesIn(dataDir)).toContain('pseudonym.key');
  });
});

interface Service {
  readonly build?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly volumes?: readonly string[];
  readonly read_only?: boolean;
  readonly cap_drop?: readonly string[];
  readonly security_opt?: readonly string[];
  readonly deploy?: { readonly replicas?: number };
  readonly ports?: readonly string[];
  readonly networks?: readonly string[];
  readonly healthcheck?: { readonly test: readonly string[] };
  readonly stop_grace_period?: string;
}
interface Compose {
  readonly services: Readonly<Record<string, Service>>;
  readonly configs: {
    readonly caddyfile: { readonly content: string };
    readonly haproxy?: { readonly content: string };
  };
  readonly networks?: Readonly<Record<string, { readonly internal?: boolean } | null>>;
  readonly volumes: Readonly<Record<string, unknown>>;
}
const readCompose = (file: string): Compose => parse(readRepositoryFile(file), { merge: true }) as Compose;
const appsOf = ({ services }: Compose): Service[] => Object.values(services).filter(({ build }) => build !== undefined);
const knownVariables = Object.keys(environmentSchema.shape);

describe.each(['compose.yaml', 'compose.scale-out.yaml'])('%s', (file) => {
  const compose = readCompose(file);

  it('runs every server without rights, on a read-only root, with a data folder on a volume of its own', () => {
    const apps = appsOf(compose);
    expect(apps.length).toBeGreaterThan(0);
    for (const app of apps) {
      expect(app).toMatchObject({ read_only: true, cap_drop: ['ALL'], security_opt: ['no-new-privileges:true'] });
      const { DATA_DIR, FILES_DIR } = app.environment ?? {};
      expect(app.volumes).toEqual(
        [DATA_DIR, FILES_DIR]
          .filter((folder) => folder !== undefined)
          .map((folder) => expect.stringMatching(new RegExp(`^[\\w-]+:${folder}$`, 'u')) as string),
      );
      // Longer than the 25 s in which the server finishes what is under way.
      expect(Number.parseInt(app.stop_grace_period ?? '', 10)).toBeGreaterThan(25);
    }
    const volumes = apps.flatMap(({ volumes: all = [] }) => all);
    const nameOf = (volume = ''): string => volume.split(':')[0] ?? '';
    expect(volumes.filter((volume) => !(nameOf(volume) in compose.volumes))).toEqual([]);
    expect(new Set(apps.map(({ volumes: [data] = [] }) => nameOf(data))).size).toBe(apps.length);
    // What servers share is one volume for all of them, and made for the user who writes it.
    expect(new Set(apps.map(({ volumes: [, files] = [] }) => files)).size).toBe(1);
    const made = all('RUN').join(' ');
    for (const volume of volumes) expect(made).toMatch(new RegExp(`chown node:node .*${volume.split(':')[1]}\\b`, 'u'));
  });

  it('lets nobody in but through the proxy, which keeps the figures to itself', () => {
    const open = Object.entries(compose.services).filter(([, { ports }]) => ports !== undefined);
    expect(open.map(([name]) => name)).toEqual(['caddy']);
    expect(compose.services['caddy']?.ports).toEqual(['80:80', '443:443']);
    expect(compose.configs.caddyfile.content).toMatch(/@inside path \/metrics \/healthz\n\s*respond @inside 404/u);
    const names = Object.entries(compose.services).flatMap(([name, { build }]) => (build === undefined ? [] : [name]));
    for (const name of names) expect(compose.configs.caddyfile.content).toContain(`${name}:3000`);
  });

  it('sets only variables the product knows', () => {
    const set = appsOf(compose).flatMap(({ environment = {} }) => Object.keys(environment));
    expect(set.length).toBeGreaterThan(2);
    expect(set.filter((name) => !knownVariables.includes(name))).toEqual([]);
  });
});

describe('compose.yaml', () => {
  it('runs one server: SQLite serves one at a time', () => {
    expect(readCompose('compose.yaml').services['app']?.deploy?.replicas).toBe(1);
  });
});

describe('compose.scale-out.yaml', () => {
  const { services, networks, configs } = readCompose('compose.scale-out.yaml');

  it('gives two servers one database, one Redis, one folder of files and one key', () => {
    const [one, two] = [services['app-1'], services['app-2']];
    expect({ ...one?.environment, RESIDENT_SHARE: '2/2' }).toEqual(two?.environment);
    expect(one?.environment?.['RESIDENT_SHARE']).toBe('1/2');
    expect(one?.environment?.['DATABASE_URL']).toMatch(/^postgres:\/\/troly:.*@postgres:5432\/troly$/u);
    expect(one?.environment?.['REDIS_URL']).toMatch(/^redis:\/\/:.*@redis:6379$/u);
    // The key of the console follows from it; without it the start stops.
    expect(one?.environment?.['PSEUDONYM_KEY']).toMatch(/^\$\{PSEUDONYM_KEY:\?/u);
    expect(one?.environment?.['FILES_DIR']).not.toBe(one?.environment?.['DATA_DIR']);
  });

  it('keeps the database and Redis inside, with health checks', () => {
    expect(networks?.['inside']?.internal).toBe(true);
    for (const name of ['postgres', 'redis']) {
      expect(services[name]?.networks).toEqual(['inside']);
      expect(services[name]?.healthcheck?.test.length).toBeGreaterThan(1);
    }
    for (const name of ['caddy', 'haproxy']) expect(services[name]?.networks).toEqual(['outside']);
  });

  it('posts events through the proxy that knows residents, and past it when it is away', () => {
    expect(configs.caddyfile.content).toMatch(
      /reverse_proxy \/webhook\/\* haproxy:8080 app-1:3000 app-2:3000 \{\s*lb_policy first/u,
    );
    // What it does with them: test/integration/resident-proxy.test.ts.
    for (const name of ['app-1', 'app-2']) expect(configs.haproxy?.content).toContain(`server ${name} ${name}:3000`);
  });

  it('holds no password: each comes from the environment and stops the start when it is missing', () => {
    const text = readRepositoryFile('compose.scale-out.yaml').replaceAll(/^\s*#.*$/gmu, '');
    expect(text.match(/PASSWORD[^\n]*/gu)?.every((line) => line.includes(':?'))).toBe(true);
    expect(text).not.toMatch(/\$\{\w+(?::-[^}]*)?\}/u);
  });
});
