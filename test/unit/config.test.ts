import { describe, expect, test } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { AppError } from '../../src/shared/errors.ts';

const CREDENTIALS = {
  ZALO_APP_ID: '111',
  ZALO_APP_SECRET: 'app-secret',
  ZALO_OA_ID: '222',
  ZALO_OA_SECRET: 'oa-secret',
};

/** The error `readConfig` stops with. */
function refusal(variables: Record<string, string | undefined>): AppError {
  try {
    readConfig(variables);
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error('the environment was accepted');
}

describe('mode', () => {
  test('is demo on the loopback address when nothing is set', () => {
    expect(readConfig({})).toEqual({
      mode: 'demo',
      port: 3000,
      host: '127.0.0.1',
      logLevel: 'info',
      dataDir: './data',
      filesDir: './data',
      catchUpMs: 86_400_000,
      trustedProxies: [],
      zaloApiUrl: 'https://openapi.zalo.me',
      zaloOauthUrl: 'https://oauth.zaloapp.com',
      retentionDays: 365,
      departmentName: 'Sở Khoa học và Công nghệ',
    });
  });

  test('is production on every address when the four credentials are set', () => {
    const config = readConfig({ ...CREDENTIALS, ZALO_REFRESH_TOKEN: 'r', ZALO_ACCESS_TOKEN: 'a' });
    expect(config).toMatchObject({
      mode: 'production',
      host: '0.0.0.0',
      oa: {
        appId: '111',
        appSecret: 'app-secret',
        oaId: '222',
        oaSecret: 'oa-secret',
        refreshToken: 'r',
        accessToken: 'a',
      },
    });
  });

  test('production listens where HOST says, the demo never does', () => {
    expect(readConfig({ ...CREDENTIALS, HOST: '10.0.0.7' }).host).toBe('10.0.0.7');
    expect(readConfig({ HOST: '0.0.0.0' }).host).toBe('127.0.0.1');
  });

  test('empty and blank variables count as not set', () => {
    expect(readConfig({ ZALO_APP_ID: '', ZALO_OA_ID: '   ', PORT: '', DATABASE_URL: ' ' }).mode).toBe('demo');
  });
});

describe('a half-set group of credentials', () => {
  test.each(Object.keys(CREDENTIALS))('names %s when it alone is missing', (name) => {
    const error = refusal({ ...CREDENTIALS, [name]: undefined });
    expect(error.code).toBe('CONFIG_MISSING_SECRET');
    expect(error.message.startsWith(`${name} is not set`)).toBe(true);
  });

  test.each(Object.keys(CREDENTIALS))('names the three others when only %s is set', (name) => {
    const error = refusal({ [name]: 'value-of-it' });
    expect(error.code).toBe('CONFIG_MISSING_SECRET');
    const missing = Object.keys(CREDENTIALS).filter((other) => other !== name);
    expect(error.message.startsWith(`${missing.join(', ')} are not set`)).toBe(true);
    expect(error.message).not.toContain('value-of-it');
  });
});

describe('the demo', () => {
  test.each([
    ['DATABASE_URL', 'postgres://u:p4ss@db/x'],
    ['REDIS_URL', 'redis://:p4ss@cache'],
    ['PUBLIC_URL', 'https://tro-ly.example.vn'],
    ['ZALO_ACCESS_TOKEN', 'token-p4ss'],
    ['ZALO_REFRESH_TOKEN', 'token-p4ss'],
  ])('is refused when %s is set', (name, value) => {
    const error = refusal({ [name]: value });
    expect(error.code).toBe('CONFIG_DEMO_REFUSED');
    expect(error.message).toContain(name);
    expect(error.message).not.toContain('p4ss');
  });
});

describe('REDIS_URL', () => {
  test('says where replicas coordinate, and is never needed', () => {
    expect(readConfig({ ...CREDENTIALS, REDIS_URL: 'redis://:p4ss@cache/2' }).redis).toEqual({
      ...{ kind: 'single', nodes: [{ host: 'cache', port: 6379 }], isTls: false, database: 2, password: 'p4ss' },
    });
    expect(readConfig(CREDENTIALS).redis).toBeUndefined();
  });

  test('that cannot be used stops the start without being quoted', () => {
    const error = refusal({ ...CREDENTIALS, REDIS_URL: 'cache:p4ss' });
    expect(error.code).toBe('CONFIG_INVALID');
    expect(error.message).toContain('REDIS_URL: expected redis://');
    expect(error.message).not.toContain('p4ss');
  });
});

describe('PostgreSQL', () => {
  test('DATABASE_URL is taken as it is, and a wrong one is not quoted', () => {
    const url = 'postgres://u:p4ss@db/x';
    expect(readConfig({ ...CREDENTIALS, DATABASE_URL: url }).databaseUrl).toBe(url);
    const error = refusal({ ...CREDENTIALS, DATABASE_URL: 'mysql://u:p4ss@db/x' });
    expect(error.code).toBe('CONFIG_INVALID');
    expect(error.message).toContain('DATABASE_URL: expected postgres://');
    expect(error.message).not.toContain('p4ss');
  });
});

describe('bad values', () => {
  test.each([
    ['PORT', 'abc'],
    ['PORT', '70000'],
    ['PORT', '-1'],
    ['PORT', '80.5'],
    ['LOG_LEVEL', 'loud'],
    ['PUBLIC_URL', 'http://tro-ly.example.vn'],
    ['PUBLIC_URL', 'tro-ly.example.vn'],
    ['ZALO_API_URL', 'openapi.zalo.me'],
    ['ZALO_OAUTH_URL', 'ftp://oauth'],
    ['PSEUDONYM_KEY', 'short'],
    ['RETENTION_DAYS', '0'],
    ['RETENTION_DAYS', 'ever'],
  ])('%s=%s stops the start and names the variable', (name, value) => {
    const error = refusal({ ...CREDENTIALS, [name]: value });
    expect(error.code).toBe('CONFIG_INVALID');
    expect(error.message).toContain(`${name}: `);
  });

  test('all of them are named at once', () => {
    const { message } = refusal({ PORT: 'x', LOG_LEVEL: 'loud' });
    expect(message).toContain('PORT: ');
    expect(message).toContain('LOG_LEVEL: ');
  });

  test('a refused secret is not repeated in the message', () => {
    expect(refusal({ ...CREDENTIALS, PSEUDONYM_KEY: 'tiny-key' }).message).not.toContain('tiny-key');
  });
});

test('addresses lose their closing slash and text is trimmed', () => {
  const config = readConfig({
    ...CREDENTIALS,
    ZALO_APP_ID: ' 111 ',
    ZALO_API_URL: 'http://127.0.0.1:9000//',
    PORT: '0',
    RETENTION_DAYS: '30',
    PSEUDONYM_KEY: 'k'.repeat(16),
  });
  expect(config).toMatchObject({
    zaloApiUrl: 'http://127.0.0.1:9000',
    port: 0,
    retentionDays: 30,
    pseudonymKey: 'k'.repeat(16),
  });
  expect(config.oa?.appId).toBe('111');
});

test("Zalo's limit of calls counts at Zalo's own address; a stand-in has none unless one is set", () => {
  const limitOf = (more: Record<string, string>) => readConfig({ ...CREDENTIALS, ...more }).zaloCallsPerMinute;
  expect(limitOf({})).toBe(4_000);
  expect(limitOf({ ZALO_CALLS_PER_MINUTE: '9000' })).toBe(9_000);
  expect(limitOf({ ZALO_CALLS_PER_MINUTE: '0' })).toBeUndefined();
  expect(limitOf({ ZALO_API_URL: 'http://127.0.0.1:9000' })).toBeUndefined();
  expect(limitOf({ ZALO_API_URL: 'http://127.0.0.1:9000', ZALO_CALLS_PER_MINUTE: '60' })).toBe(60);
});

test('a folder of files is for servers on one database; one by itself has one folder', () => {
  const DATABASE_URL = 'postgres://troly@localhost/troly';
  expect(readConfig({ ...CREDENTIALS, DATABASE_URL, DATA_DIR: '/data', FILES_DIR: '/files' })).toMatchObject({
    dataDir: '/data',
    filesDir: '/files',
  });
  expect(readConfig({ ...CREDENTIALS, DATA_DIR: '/data' }).filesDir).toBe('/data');
  expect(refusal({ ...CREDENTIALS, FILES_DIR: '/files' })).toMatchObject({
    code: 'CONFIG_INVALID',
    message: expect.stringContaining('FILES_DIR') as string,
  });
});

describe('the language model', () => {
  const BASE = { LLM_BASE_URL: 'https://llm.tinh.gov.vn/v1/', LLM_MODEL: 'gemma-vi' };

  test('is absent when nothing of it is set', () => {
    expect(readConfig({ LLM_BASE_URL: '', LLM_MODEL: ' ' }).llm).toBeUndefined();
  });

  test('is on with address and model, in the demo and in production; the key is optional', () => {
    const llm = { baseUrl: 'https://llm.tinh.gov.vn/v1', model: 'gemma-vi' };
    expect(readConfig(BASE).llm).toEqual(llm);
    expect(readConfig({ ...CREDENTIALS, ...BASE, LLM_API_KEY: 'sk-1' }).llm).toEqual({ ...llm, apiKey: 'sk-1' });
  });

  test.each([
    ['LLM_MODEL', { LLM_BASE_URL: BASE.LLM_BASE_URL }],
    ['LLM_BASE_URL', { LLM_MODEL: BASE.LLM_MODEL }],
    ['LLM_BASE_URL and LLM_MODEL', { LLM_API_KEY: 'sk-secret' }],
    ['LLM_MODEL', { LLM_BASE_URL: BASE.LLM_BASE_URL, LLM_API_KEY: 'sk-secret' }],
  ])('half set stops the start and names %s', (missing, variables) => {
    const error = refusal(variables);
    expect(error.code).toBe('CONFIG_LLM_INCOMPLETE');
    expect(error.message).toMatch(new RegExp(`^${missing} (?:is|are) not set`, 'u'));
    expect(error.message).not.toContain('sk-secret');
  });

  test.each(['http://llm.tinh.gov.vn/v1', 'llm.tinh.gov.vn', 'https://u:sk-secret@llm.tinh.gov.vn'])(
    'at %s stops the start',
    (url) => {
      const error = refusal({ ...BASE, LLM_BASE_URL: url });
      expect(error.code).toBe('CONFIG_INVALID');
      expect(error.message).toContain('LLM_BASE_URL: expected');
      expect(error.message).not.toContain('sk-secret');
    },
  );

  test('is accepted unencrypted on a private address', () => {
    expect(readConfig({ ...BASE, LLM_BASE_URL: 'http://10.0.0.5:8000/v1' }).llm?.baseUrl).toBe(
      'http://10.0.0.5:8000/v1',
    );
  });
});
