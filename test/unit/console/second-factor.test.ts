import { Secret } from 'otpauth';
import { describe, expect, test } from 'vitest';
import { deriveConsoleKeys } from '../../../src/console/access/keys.ts';
import { looksLikeRecoveryCode, newRecoveryCodes, recoveryHash } from '../../../src/console/access/recovery-codes.ts';
import { seal, unseal } from '../../../src/console/access/sealed.ts';
import { newTotpKey, totpStepOf, totpUri } from '../../../src/console/access/totp.ts';
import { qrPicture } from '../../../src/console/access/qr.ts';

/** RFC 6238, appendix B: the key of SHA-1; its codes have 8 digits, an app shows the last 6. */
const RFC_KEY = Secret.fromLatin1('12345678901234567890').base32;

describe('codes of the app', () => {
  test.each([
    [59, '94287082'],
    [1_111_111_109, '07081804'],
    [1_111_111_111, '14050471'],
    [1_234_567_890, '89005924'],
    [2_000_000_000, '69279037'],
    [20_000_000_000, '65353130'],
  ])('are those of RFC 6238 at %i s', (seconds, code) => {
    expect(totpStepOf(code.slice(-6), RFC_KEY, seconds * 1000)).toBe(Math.floor(seconds / 30));
  });

  test('may be one step early or late, no more', () => {
    const code = '287082';
    const step = 1;
    const at = (seconds: number) => totpStepOf(code, RFC_KEY, seconds * 1000);
    expect([at(0), at(30), at(59), at(89)]).toEqual([step, step, step, step]);
    expect([at(90), at(120)]).toEqual([undefined, undefined]);
  });

  test('are accepted once, and never an older one after a newer', () => {
    expect(totpStepOf('287082', RFC_KEY, 59_000, 1)).toBeUndefined();
    expect(totpStepOf('287082', RFC_KEY, 59_000, 2)).toBeUndefined();
    expect(totpStepOf('287082', RFC_KEY, 59_000, 0)).toBe(1);
  });

  test.each(['', '28708', '2870822', '28708a', '-87082', '٢٨٧٠٨٢'])('%j is none', (code) => {
    expect(totpStepOf(code, RFC_KEY, 59_000)).toBeUndefined();
  });

  test('may be typed with a space, as apps show them', () => {
    expect(totpStepOf(' 287 082', RFC_KEY, 59_000)).toBe(1);
  });

  test('come from a new key of 20 bytes each time', () => {
    const keys = [newTotpKey(), newTotpKey()];
    expect(keys.map((key) => Secret.fromBase32(key).bytes.length)).toEqual([20, 20]);
    expect(keys[0]).not.toBe(keys[1]);
    const uri = new URL(totpUri(RFC_KEY, 'hanh'));
    expect(uri.protocol).toBe('otpauth:');
    expect(Object.fromEntries(uri.searchParams)).toMatchObject({ secret: RFC_KEY, digits: '6', period: '30' });
  });

  test('are offered as a picture inside the page, without a style or script', () => {
    const picture = qrPicture(totpUri(RFC_KEY, 'hanh'), 'Mã "QR"').toString();
    expect(picture).toMatch(/^<svg [^>]*aria-label="Mã &quot;QR&quot;"/u);
    expect(picture).not.toMatch(/style|script/u);
    expect(picture.length).toBeLessThan(40_000);
  });
});

describe('sealed keys', () => {
  const { seal: key } = deriveConsoleKeys(Buffer.alloc(32, 1));
  const other = deriveConsoleKeys(Buffer.alloc(32, 2)).seal;

  test('open with the same key for the same owner alone', () => {
    const sealed = seal(key, 'JBSWY3DPEHPK3PXP', 'a1');
    expect(unseal(key, sealed, 'a1')).toBe('JBSWY3DPEHPK3PXP');
    expect(unseal(key, sealed, 'a2')).toBeUndefined();
    expect(unseal(other, sealed, 'a1')).toBeUndefined();
    expect(seal(key, 'JBSWY3DPEHPK3PXP', 'a1')).not.toBe(sealed);
  });

  test('any changed byte keeps them shut', () => {
    const bytes = Buffer.from(seal(key, 'secret', 'a1'), 'base64url');
    for (let index = 0; index < bytes.length; index += 1) {
      const forged = Buffer.from(bytes);
      forged[index] = (forged[index] ?? 0) ^ 1;
      expect(unseal(key, forged.toString('base64url'), 'a1')).toBeUndefined();
    }
    for (const cut of ['', 'AA', bytes.subarray(0, 28).toString('base64url')])
      expect(unseal(key, cut, 'a1')).toBeUndefined();
  });
});

describe('recovery codes', () => {
  test('are eight, all different, and known by their form however they are typed', () => {
    const codes = newRecoveryCodes();
    expect(new Set(codes).size).toBe(8);
    for (const code of codes) {
      expect(code).toMatch(/^[A-HJ-NP-Z2-9]{5}-[A-HJ-NP-Z2-9]{5}$/u);
      expect(looksLikeRecoveryCode(` ${code.toLowerCase().replace('-', ' ')} `)).toBe(true);
    }
    expect(looksLikeRecoveryCode('123456')).toBe(false);
  });

  test('are kept as hashes that need the key and the account', () => {
    const keys = deriveConsoleKeys(Buffer.alloc(32, 1));
    const hash = recoveryHash(keys, 'a1', 'ABCDE-FGHJK');
    expect(recoveryHash(keys, 'a1', 'abcde fghjk')).toBe(hash);
    expect(recoveryHash(keys, 'a2', 'ABCDE-FGHJK')).not.toBe(hash);
    expect(recoveryHash(deriveConsoleKeys(Buffer.alloc(32, 2)), 'a1', 'ABCDE-FGHJK')).not.toBe(hash);
  });
});
