import { execFileSync, spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startEmulator, type RunningEmulator } from 'zalo-emulator';
import { readRepositoryFile, ROOT } from '../../guards/repository.ts';
import { findFreePort } from '../../support/free-port.ts';
import { installInEmptyProject, packWorkspace, writeProjectFile } from '../../support/packed.ts';
import { runScript, type RunningScript } from '../../support/running-script.ts';

/** Ten in the morning in Viet Nam: broadcasts are allowed. */
const MORNING_MS = Date.UTC(2026, 10, 22, 3);
const PATIENCE_MS = 120_000;

const readme = readRepositoryFile('src/zalo-oa-sdk/README.md');

/** The examples of the README by file name. */
const examples = new Map(
  [...readme.matchAll(/<!-- example: (\S+) -->\n```js\n([\s\S]*?)^```/gmu)].map(([, name = '', code = '']) => [
    name,
    code,
  ]),
);

describe('the tarball of zalo-oa-sdk, installed in an empty project', { timeout: PATIENCE_MS }, () => {
  let project: string;
  let zalo: RunningEmulator;
  const started: RunningScript[] = [];
  const startedAtMs = Date.now();

  beforeAll(async () => {
    project = installInEmptyProject([packWorkspace('zalo-oa-sdk'), 'fastify@5.12.8']);
    for (const [name, code] of examples) writeProjectFile(project, name, code);
    zalo = await startEmulator({
      // the examples poll, so this clock runs; it starts in the morning whenever the test runs
      now: () => MORNING_MS + (Date.now() - startedAtMs),
      settings: { articleProcessingMs: 50 },
    });
  }, PATIENCE_MS);

  afterAll(async () => {
    for (const script of started) await script.kill();
    await zalo?.close();
    if (project) rmSync(project, { recursive: true });
  });

  const environment = (more: Record<string, string> = {}) => {
    const { appId, appSecret, oaId, oaSecret } = zalo.emulator.options;
    return {
      ZALO_API_URL: zalo.url,
      ZALO_OAUTH_URL: zalo.url,
      ZALO_APP_ID: appId,
      ZALO_APP_SECRET: appSecret,
      ZALO_OA_ID: oaId,
      ZALO_OA_SECRET: oaSecret,
      ...more,
    };
  };

  const start = (name: string, args: readonly string[] = [], env: Record<string, string> = {}): RunningScript => {
    const script = runScript([name, ...args], { cwd: project, env: environment(env) });
    started.push(script);
    return script;
  };

  /** Lets an OA admin consent, so that the project has tokens. */
  async function connect(): Promise<string> {
    const port = String(await findFreePort());
    const script = start('connect.mjs', [], { PORT: port });
    const [link] = await script.says(/http\S+/u);
    const query = new URL(link).searchParams;
    const code = zalo.emulator.createAuthorizationCode(query.get('code_challenge') ?? undefined);
    const callback = new URL(query.get('redirect_uri') ?? '');
    callback.search = new URLSearchParams({
      code,
      oa_id: zalo.emulator.options.oaId,
      state: query.get('state') ?? '',
    }).toString();
    const response = await fetch(callback);
    expect(await response.text()).toBe('Đã kết nối.');
    const [line] = await script.says(/connected .*/u);
    await script.kill();
    return line;
  }

  test('has five worked examples in its README', () => {
    expect([...examples.keys()]).toEqual(['connect.mjs', 'receive.mjs', 'answer.mjs', 'careful.mjs', 'publish.mjs']);
  });

  test('carries JavaScript and .d.ts, no TypeScript source, and nothing of the repository', () => {
    const list = execFileSync('find', ['.', '-type', 'f'], {
      cwd: join(project, 'node_modules/zalo-oa-sdk'),
      encoding: 'utf8',
    })
      .trim()
      .split('\n');
    expect(list).toContain('./dist/index.js');
    expect(list).toContain('./dist/index.d.ts');
    expect(list).toContain('./README.md');
    expect(list).toContain('./CHANGELOG.md');
    expect(list.filter((path) => /(?<!\.d)\.ts$|node_modules|\.test\./u.test(path))).toEqual([]);
    const manifest = JSON.parse(
      execFileSync('cat', ['node_modules/zalo-oa-sdk/package.json'], { cwd: project, encoding: 'utf8' }),
    ) as { dependencies: object; scripts?: object };
    expect(Object.keys(manifest.dependencies).toSorted()).toEqual(['undici', 'zod']);
    expect(manifest.scripts).toBeUndefined();
  });

  test.each(['.', './node-http', './fastify', './sqlite-store', './testing'])(
    'gives the same names by import and by require: %s',
    (entry) => {
      const name = entry === '.' ? 'zalo-oa-sdk' : `zalo-oa-sdk/${entry.slice(2)}`;
      writeFileSync(join(project, 'names.cjs'), `console.log(Object.keys(require('${name}')).toSorted().join())`);
      writeFileSync(join(project, 'names.mjs'), `console.log(Object.keys(await import('${name}')).toSorted().join())`);
      const [byRequire, byImport] = ['names.cjs', 'names.mjs'].map((file) => {
        const { stdout, stderr } = spawnSync(process.execPath, [file], { cwd: project, encoding: 'utf8' });
        expect(stderr).toBe('');
        return stdout.trim().split(',');
      });
      expect(byImport?.length).toBeGreaterThan(0);
      expect(byRequire?.filter((key) => key !== '__esModule' && key !== 'module.exports')).toEqual(byImport);
    },
  );

  test('has types that a strict TypeScript project accepts, and that refuse a wrong message', () => {
    const types = `
      import { gifMessage, imageMessage, type ZaloClient, type ZaloEvent } from 'zalo-oa-sdk';
      import { createSqliteTokenStore } from 'zalo-oa-sdk/sqlite-store';
      export const size = gifMessage({ url: 'https://a.vn/a.gif' }, { widthPx: 10, heightPx: 10 });
      // @ts-expect-error one source, not two
      imageMessage({ url: 'https://a.vn/a.png', attachmentId: 'x' });
      export const send = (client: ZaloClient) => client.sendConsultation('1', '2', size);
      export const text = (event: ZaloEvent) => (event.event_name === 'user_send_text' ? event.message.text : undefined);
      export const store = createSqliteTokenStore({ path: 'tokens.db' });
    `;
    writeProjectFile(project, 'types.ts', types);
    const options = '--noEmit --strict --module nodenext --target es2024 --types node --typeRoots'.split(' ');
    const { stdout, status } = spawnSync(
      join(ROOT, 'node_modules/.bin/tsc'),
      [...options, join(ROOT, 'node_modules/@types'), 'types.ts'],
      { cwd: project, encoding: 'utf8' },
    );
    expect(stdout).toBe('');
    expect(status).toBe(0);
  });

  test('example 1 connects an OA through the permission link', async () => {
    expect(await connect()).toBe(`connected ${zalo.emulator.options.oaId}: valid`);
  });

  test('example 2 prints what a resident writes, once', async () => {
    const port = String(await findFreePort());
    const script = start('receive.mjs', [], { PORT: port });
    await script.says(/listening/u);
    zalo.emulator.setWebhookUrl(`http://127.0.0.1:${port}/webhook/zalo`);
    const [resident] = zalo.emulator.residents();
    zalo.emulator.as.send(resident!.id, { kind: 'text', text: 'lam sao de nhan tien' });
    await script.says(new RegExp(`${resident!.id}: lam sao de nhan tien`, 'u'));
    await zalo.emulator.idle();
    const delivery = zalo.emulator.deliveries().find(({ eventName }) => eventName === 'user_send_text');
    await zalo.emulator.resendDelivery(delivery!.id);
    await zalo.emulator.idle();
    expect(script.output().match(/lam sao/gu)).toHaveLength(1);
  });

  test('example 3 answers with buttons, and to a pressed button', async () => {
    await connect();
    const port = String(await findFreePort());
    const script = start('answer.mjs', [], { PORT: port });
    await script.says(/listening/u);
    zalo.emulator.setWebhookUrl(`http://127.0.0.1:${port}/webhook/zalo`);
    const resident = zalo.emulator.residents()[1]!;
    zalo.emulator.as.send(resident.id, { kind: 'text', text: 'xin chào' });
    await script.says(/answered/u);
    const menu = zalo.emulator.history(resident.id).find(({ from }) => from === 'oa')!;
    expect(menu.buttons?.map(({ title }) => title)).toEqual(['Dịch vụ công', 'Mở Cổng dịch vụ công']);
    zalo.emulator.as.press(resident.id, menu.id, 0);
    await script.says(/answered[\s\S]*answered/u);
    expect(zalo.emulator.history(resident.id).at(-1)?.text).toBe('Bác mở dichvucong.gov.vn nhé.');
  });

  test('example 4 tells sent from refused, and counts every call', async () => {
    await connect();
    zalo.emulator.setWebhookUrl(undefined);
    const [reachable, , stranger] = zalo.emulator.residents();
    zalo.emulator.as.send(reachable!.id, { kind: 'text', text: 'alo' });
    const script = start('careful.mjs', [reachable!.id, stranger!.id]);
    expect(await script.ended()).toBe(0);
    expect(script.output().trim().split('\n')).toEqual([
      '/v3.0/oa/message/cs: 0',
      `${reachable!.id}: sent`,
      '/v3.0/oa/message/cs: -232',
      `${stranger!.id}: skip-recipient, the user has not interacted with the OA, or the last interaction has expired`,
    ]);
  });

  test('example 5 publishes an article to the followers', async () => {
    await connect();
    const [follower] = zalo.emulator.residents();
    zalo.emulator.as.follow(follower!.id);
    const script = start('publish.mjs', [], { POLL_MS: '20' });
    expect(await script.ended()).toBe(0);
    expect(script.output().trim()).toBe('broadcast accepted');
    expect(zalo.emulator.history(follower!.id).at(-1)).toMatchObject({ from: 'oa', kind: 'article' });
  });
});
