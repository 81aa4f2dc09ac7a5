import { describe, expect, test } from 'vitest';
import { readablePassword } from '../../../src/console/access/first-admin.ts';
import { passwordProblem } from '../../../src/console/access/password-rules.ts';
import { hashPassword, isPassword, MAX_PASSWORD_LENGTH } from '../../../src/console/access/passwords.ts';

describe('hashes of passwords', () => {
  test('carry their cost and a salt of their own, and fit one password', async () => {
    const [one, two] = await Promise.all([hashPassword('con trâu gặm cỏ'), hashPassword('con trâu gặm cỏ')]);
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/u);
    expect(two).not.toBe(one);
    expect(await isPassword('con trâu gặm cỏ', one)).toBe(true);
    expect(await isPassword('con trâu gặm cỏ ', one)).toBe(false);
  });

  test('are read with the cost they name, not with ours', async () => {
    const { argon2Sync } = await import('node:crypto');
    const salt = Buffer.from('0123456789abcdef');
    const options = {
      message: Buffer.from('mật khẩu'),
      nonce: salt,
      memory: 64,
      passes: 3,
      parallelism: 2,
      tagLength: 16,
    };
    const hash = argon2Sync('argon2id', options).toString('base64').replaceAll('=', '');
    const phc = `$argon2id$v=19$m=64,t=3,p=2$${salt.toString('base64').replaceAll('=', '')}$${hash}`;
    expect(await isPassword('mật khẩu', phc)).toBe(true);
    expect(await isPassword('mật khẩu', phc.replace('t=3', 't=2'))).toBe(false);
  });

  test('do not mind how a keyboard puts marks together', async () => {
    const phc = await hashPassword('tiếng việt'.normalize('NFD'));
    expect(await isPassword('tiếng việt'.normalize('NFC'), phc)).toBe(true);
  });

  test.each(['', 'plain', '$argon2i$v=19$m=64,t=1,p=1$YWFh$YWFh', '$argon2id$v=16$m=64,t=1,p=1$YWFh$YWFh'])(
    'something else fits nothing: %s',
    async (phc) => {
      expect(await isPassword('plain', phc)).toBe(false);
    },
  );

  test('a password longer than anybody types is refused without work', async () => {
    const long = 'a'.repeat(MAX_PASSWORD_LENGTH + 1);
    expect(await isPassword(long, await hashPassword(long))).toBe(false);
  });
});

describe('new passwords', () => {
  test.each([
    ['ngắn quá', 'ít nhất 12 ký tự'],
    ['x'.repeat(201), 'dài quá'],
    ['aaaaaaaaaaaa', 'lặp lại'],
    ['abababababab', 'lặp lại'],
    ['123456789012', 'dễ đoán'],
    ['836492017465', 'dễ đoán'],
    ['abcdefghijklm', 'dễ đoán'],
    ['qwertyuiop123456', 'dễ đoán'],
    ['0987654321abcdef', 'dễ đoán'],
    ['password2026!', 'dễ đoán'],
    ['P@ssw0rd123456', 'dễ đoán'],
    ['MatKhau@123456', 'dễ đoán'],
    ['mật khẩu việt nam 2026', 'dễ đoán'],
    ['trolyso-dongnai-2026', 'dễ đoán'],
    ['hanh.nguyen2026', 'tên đăng nhập'],
    ['tôi là HẠNH NGUYỄN đây', 'tên đăng nhập'],
  ])('%s is refused', (password, why) => {
    expect(passwordProblem(password, 'hanh.nguyen')).toContain(why);
  });

  test.each(['con trâu gặm cỏ non', 'mưa rơi trên mái lá', 'T9#vQx!27mLp@', 'bốn mùa hoa nở trắng'])(
    '%s is taken',
    (password) => {
      expect(passwordProblem(password, 'hanh.nguyen')).toBeUndefined();
    },
  );

  test('the ones made up can be read out and keep our own rules', () => {
    const made = Array.from({ length: 200 }, () => readablePassword());
    expect(new Set(made).size).toBe(200);
    for (const password of made) {
      expect(password).toMatch(/^(?:[a-z]{4}-){4}\d{4}$/u);
      expect(passwordProblem(password, 'admin')).toBeUndefined();
    }
  });
});
