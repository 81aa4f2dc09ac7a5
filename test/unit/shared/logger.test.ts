import { expect, test } from 'vitest';
import { createLogger, silentLogger } from '../../../src/shared/logger.ts';

/** Everything written to a logger of the given level. */
function capture(level: string): { readonly lines: string[]; readonly logger: ReturnType<typeof createLogger> } {
  const lines: string[] = [];
  return { lines, logger: createLogger({ level, destination: { write: (line: string) => void lines.push(line) } }) };
}

const SECRET = 'hunter2-493827';

test.each([
  'text',
  'body',
  'payload',
  'access_token',
  'accessToken',
  'refresh_token',
  'refreshToken',
  'secret',
  'appSecret',
  'oaSecret',
  'password',
  'phone',
  'authorization',
  'cookie',
])('hides the field %s at the top and one level down', (field) => {
  const { lines, logger } = capture('info');
  logger.info({ [field]: SECRET, request: { [field]: SECRET } }, 'something happened');
  expect(lines).toHaveLength(1);
  expect(lines[0]).not.toContain(SECRET);
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ [field]: '[đã che]', msg: 'something happened' });
});

test('hides the words of a message object', () => {
  const { lines, logger } = capture('info');
  logger.info({ message: { text: SECRET }, event: { message: { text: SECRET } } }, 'an event');
  expect(lines.join('')).not.toContain(SECRET);
});

test('hides what an error carries beside its message', () => {
  const { lines, logger } = capture('info');
  logger.error({ err: Object.assign(new Error('refused'), { body: SECRET, accessToken: SECRET }) }, 'a call failed');
  expect(lines.join('')).toContain('refused');
  expect(lines.join('')).not.toContain(SECRET);
});

test('writes JSON lines with an ISO time and without machine names', () => {
  const { lines, logger } = capture('warn');
  logger.info('not asked for');
  logger.warn({ outboxId: 7 }, 'asked for');
  expect(lines).toHaveLength(1);
  const line = JSON.parse(lines[0] ?? '') as Record<string, unknown>;
  expect(line).toMatchObject({ outboxId: 7, msg: 'asked for' });
  expect(String(line['time'])).toMatch(/^\d{4}-\d\d-\d\dT/u);
  expect(line).not.toHaveProperty('hostname');
});

test('the silent logger is enabled for nothing', () => expect(silentLogger.isLevelEnabled('fatal')).toBe(false));
