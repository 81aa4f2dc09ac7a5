import { expect, test } from 'vitest';
import { AppError, codeOf, errorRegistry, type ErrorCode } from '../../../src/shared/errors.ts';

test('every code of the registry makes an error with its HTTP status', () => {
  for (const code of Object.keys(errorRegistry) as ErrorCode[]) {
    const cause = new Error('first');
    const error = new AppError(code, 'what happened', { cause });
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({ name: 'AppError', code, message: 'what happened', cause });
    expect(error.httpStatus).toBe(errorRegistry[code].httpStatus);
    expect(error.httpStatus).toBeGreaterThanOrEqual(400);
    expect(code).toMatch(/^[A-Z][A-Z0-9_]+$/u);
  }
});

test('refusals of a webhook have the statuses the contract names', () => {
  expect(errorRegistry.WEBHOOK_MALFORMED_JSON.httpStatus).toBe(400);
  expect(errorRegistry.WEBHOOK_BAD_SIGNATURE.httpStatus).toBe(401);
  expect(errorRegistry.WEBHOOK_UNKNOWN_OA.httpStatus).toBe(403);
  expect(errorRegistry.WEBHOOK_BODY_TOO_LARGE.httpStatus).toBe(413);
});

test('anything that can be thrown has a code', () => {
  expect(codeOf(new AppError('TEAM_UNKNOWN', 'x'))).toBe('TEAM_UNKNOWN');
  expect(codeOf(Object.assign(new Error('x'), { code: 'ENOENT' }))).toBe('ENOENT');
  for (const stranger of [new Error('x'), { code: 7 }, 'text', 0, null, undefined])
    expect(codeOf(stranger)).toBe('INTERNAL');
});
