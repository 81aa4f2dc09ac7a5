import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { accountsFeature } from '../../../src/console/accounts/feature.ts';
import { sha256 } from '../../../src/console/access/sessions.ts';
import { features } from '../../../src/console/features.ts';
import { actionsOf, openApiDocument, openApiPath } from '../../../src/console/api/openapi.ts';
import type { StaffKey } from '../../../src/storage/staff-ports.ts';
import { type ConsoleDoor, openConsoleDoor } from '../../support/console-door.ts';
import { OA } from '../../support/storage-rows.ts';

const KEY = `tls_${'k'.repeat(43)}`;

let door: ConsoleDoor;
beforeEach(async () => {
  door = await openConsoleDoor();
  await door.addAccount({ id: 'boss' });
});
afterEach(() => door[Symbol.asyncDispose]());

const saveKey = (changes: Partial<StaffKey> = {}) =>
  door.deps.storage.saveStaffKey({
    ...{ id: 'k1', oaId: OA, hash: sha256(KEY), name: 'Cổng tỉnh', scopes: ['accounts.manage', 'keys.manage'] },
    ...{ accountId: 'boss', createdAt: door.clock.now() },
    ...changes,
  });

async function call(
  method: 'GET' | 'POST' | 'PUT' | 'DELETE',
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
) {
  const answer = await door.server.inject({
    method,
    url: `/console/api/v1${path}`,
    headers: { authorization: `Bearer ${KEY}`, ...headers },
    ...(body === undefined ? {} : { payload: body as object }),
  });
  return { status: answer.statusCode, headers: answer.headers, body: answer.json() };
}

const NEW = { login: 'lan', name: 'Chị Lan', role: 'editor' };

describe('keys', () => {
  test.each([
    ['revoked', { revokedAt: 1 }],
    ['run out', { expiresAt: 1 }],
    ['of another OA', { oaId: 'another' }],
    ['of nobody', { accountId: 'gone' }],
    ['another one', { hash: sha256(`${KEY}x`) }],
  ])('a key that is %s opens nothing', async (_what, changes) => {
    await saveKey(changes);
    const answer = await call('GET', '/accounts');
    expect(answer.status).toBe(401);
    expect(answer.headers['www-authenticate']).toBe('Bearer');
    expect(answer.body).toEqual({ error: { code: 'NOT_SIGNED_IN', message: expect.any(String), fields: {} } });
  });

  test('a key of a disabled account stops at once', async () => {
    await saveKey();
    await door.addAccount({ id: 'other', login: 'other' });
    expect((await call('GET', '/accounts')).status).toBe(200);
    await door.deps.storage.patchStaff({ oaId: OA, id: 'boss', patch: { disabledAt: 1 } });
    expect((await call('GET', '/accounts')).status).toBe(401);
  });

  test('a key does what its scopes name and its account may, nothing else', async () => {
    await saveKey();
    expect((await call('GET', '/audit')).status).toBe(403);
    await door.addAccount({ id: 'second', login: 'second' });
    await door.deps.storage.patchStaff({ oaId: OA, id: 'boss', patch: { role: 'editor' } });
    expect(await call('GET', '/accounts')).toMatchObject({ status: 403, body: { error: { code: 'NOT_ALLOWED' } } });
  });

  test('a key makes no key that may do more than itself', async () => {
    await saveKey();
    const asked = { name: 'Nhỏ', scopes: ['keys.manage', 'audit.view'] };
    expect((await call('POST', '/keys', asked)).body.error.fields.scopes).toContain('audit.view');
    const { status, body } = await call('POST', '/keys', { ...asked, scopes: ['keys.manage'] });
    expect(status).toBe(200);
    expect(body.key).toMatch(/^tls_[\w-]{43}$/u);
    const kept = await door.deps.storage.listStaffKeys({ oaId: OA });
    expect(JSON.stringify(kept)).not.toContain(body.key);
    expect(kept.find(({ id }) => id === body.id)).toMatchObject({ expiresAt: door.clock.now() + 90 * 86_400_000 });
  });

  test('use is noted, at most once a minute', async () => {
    await saveKey();
    const lastUse = async () => (await door.deps.storage.findStaffKey({ hash: sha256(KEY) }))?.lastUsedAt;
    await call('GET', '/accounts');
    const first = door.clock.now();
    await door.clock.advance(59_999);
    await call('GET', '/accounts');
    expect(await lastUse()).toBe(first);
    await door.clock.advance(1);
    await call('GET', '/accounts');
    expect(await lastUse()).toBe(first + 60_000);
  });

  test('twenty calls at once, ten a second from then on', async () => {
    await saveKey();
    const answers = await Promise.all(Array.from({ length: 25 }, () => call('GET', '/accounts')));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(20);
    const refused = answers.find(({ status }) => status === 429);
    expect(refused?.headers['retry-after']).toBe('1');
    expect(refused?.body.error.code).toBe('TOO_MANY_REQUESTS');
  });

  test('a session is no key, and a key is no session', async () => {
    await saveKey();
    const page = await door.server.inject({ url: '/console/can-bo', headers: { authorization: `Bearer ${KEY}` } });
    expect(page.headers.location).toContain('/dang-nhap');
  });
});

describe('calls', () => {
  test('what was done stands in the record under the key', async () => {
    await saveKey();
    const { status, body } = await call('POST', '/accounts', NEW);
    expect(status).toBe(200);
    expect(body).toMatchObject({ login: 'lan', password: expect.stringMatching(/^(?:[a-z]{4}-){4}\d{4}$/u) });
    const [line] = await door.deps.storage.listAudit({ oaId: OA, limit: 1 });
    expect(line).toMatchObject({ actor: 'key:k1', action: 'accounts.add', subject: `account:${body.id}` });
    expect(JSON.stringify(line)).not.toContain(body.password);
  });

  test('a retry with the same Idempotency-Key is told the same and has no second effect', async () => {
    await saveKey();
    const once = { 'idempotency-key': 'retry-0001' };
    const first = await call('POST', '/accounts', NEW, once);
    const path = `/accounts/${first.body.id}`;
    const disable = { 'idempotency-key': 'retry-0002' };
    expect((await call('POST', `${path}/disable`, {}, disable)).body).toEqual({ id: first.body.id });
    await call('POST', `${path}/enable`, {});
    const again = await call('POST', `${path}/disable`, {}, disable);
    expect(again).toMatchObject({ status: 200, body: { id: first.body.id }, headers: { 'idempotent-replay': 'true' } });
    expect((await call('GET', path)).body.state).toBe('active');
    expect((await call('POST', `${path}/unlock`, {}, disable)).body.error.code).toBe('ALREADY_DONE');
    expect((await call('POST', path, {}, { 'idempotency-key': 'a b' })).status).toBeGreaterThanOrEqual(400);
  });

  test('bad input comes back by field, in Vietnamese', async () => {
    await saveKey();
    const { status, body } = await call('POST', '/accounts', { login: 'Ă!', name: '', role: 'boss' });
    expect(status).toBe(400);
    expect(body.error).toMatchObject({ code: 'INPUT_REFUSED', message: expect.stringContaining('chưa đúng') });
    expect(Object.keys(body.error.fields).toSorted()).toEqual(['login', 'name', 'role']);
    expect(body.error.fields.login).toContain('chữ cái không dấu');
  });

  test.each([
    ['{"login":', 'application/json', 400],
    ['[1]', 'application/json', 400],
    ['"text"', 'application/json', 400],
    ['<a/>', 'application/xml', 415],
  ])('a body that cannot be read is refused: %s', async (payload, type, expected) => {
    await saveKey();
    const answer = await door.server.inject({
      ...{ method: 'POST', url: '/console/api/v1/accounts', payload },
      headers: { authorization: `Bearer ${KEY}`, 'content-type': type },
    });
    expect(answer.statusCode).toBe(expected);
    expect(answer.json().error.code).toBe('INPUT_REFUSED');
  });

  test('an unknown address answers as the API, not as a page', async () => {
    expect((await call('GET', '/nothing')).body.error.code).toBe('NOT_FOUND');
  });
});

describe('the description', () => {
  type Described = { paths: Record<string, Record<string, Record<string, unknown>>> };

  test('names every action of every feature once, with its scope, input and output', () => {
    const { paths } = openApiDocument(features, 'https://tro-ly.example.vn') as unknown as Described;
    const operations = Object.values(paths).flatMap((methods) => Object.values(methods));
    const actions = actionsOf(features);
    expect(operations.map(({ operationId }) => operationId).toSorted()).toEqual(
      actions.map(({ name }) => name).toSorted(),
    );
    for (const action of actions) {
      const operation = paths[openApiPath(action.route.path)]?.[action.route.method.toLowerCase()];
      expect(operation).toMatchObject({ summary: action.summary, security: [{ key: [action.permission] }] });
      const parameters = operation?.['parameters'] as { name?: string; in?: string; schema?: unknown }[];
      const inPath = parameters.filter((one) => one.in === 'path').map(({ name }) => name);
      expect(inPath).toEqual([...action.route.path.matchAll(/:(\w+)/gu)].map(([, name]) => name));
      for (const one of parameters)
        if (one.in !== undefined) expect(one.schema, `${action.name} ${one.name}`).toBeDefined();
    }
  });

  test('tells where a value belongs: address, query or body', () => {
    const { paths } = openApiDocument([accountsFeature], undefined) as unknown as Described;
    expect(paths['/audit']?.['get']?.['parameters']).toContainEqual(
      expect.objectContaining({ name: 'actor', in: 'query', required: false }),
    );
    expect(paths['/accounts/{id}']?.['put']).toMatchObject({
      parameters: [{ name: 'id', in: 'path' }, { $ref: '#/components/parameters/IdempotencyKey' }],
      requestBody: { content: { 'application/json': { schema: { required: ['name', 'role'] } } } },
    });
  });

  test('is read with a key, not by passers-by', async () => {
    const read = (headers = {}) => door.server.inject({ url: '/console/api/openapi.json', headers });
    expect((await read()).statusCode).toBe(401);
    await saveKey();
    const answer = await read({ authorization: `Bearer ${KEY}` });
    expect(answer.json()).toMatchObject({ openapi: '3.1.0' });
  });
});
