import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { maskSecrets } from '../../../src/shared/secrets.ts';
import { HARMLESS, SECRETS } from './secret-examples.ts';

const digitsOf = (text: string): string => text.replace(/\D/gu, '');

describe('a secret', () => {
  test.each(SECRETS)('in %j is masked', (text, secret, kinds) => {
    const masked = maskSecrets(text);
    expect(masked.text).toContain('[đã che]');
    expect(masked.text).not.toContain(secret);
    if (digitsOf(secret).length >= 4) expect(digitsOf(masked.text)).not.toContain(digitsOf(secret));
    expect(masked.kinds.length).toBeGreaterThan(0);
    expect(kinds.some((kind) => masked.kinds.includes(kind))).toBe(true);
  });

  test('is masked in capitals and without marks just the same', () => {
    for (const [text, secret] of SECRETS) {
      if (/[^\d\s.-]/u.test(secret)) continue;
      for (const variant of [text.toUpperCase(), `Dạ ${text}`, `${text}.`, `  ${text} ạ`]) {
        expect(digitsOf(maskSecrets(variant).text), variant).not.toContain(digitsOf(secret));
      }
    }
  });

  test('takes nothing else with it', () => {
    expect(maskSecrets('Mã OTP là 482913 có nên đọc cho công an không').text).toBe(
      'Mã OTP là [đã che] có nên đọc cho công an không',
    );
    expect(maskSecrets('pass 12/28 4111 1111 1111 1111 của tôi').text).toBe('pass 12/[đã che] của tôi');
    expect(maskSecrets('password: password').text).toBe('password: [đã che]');
  });

  test('is masked each time, and each kind is named once', () => {
    const { text, kinds } = maskSecrets('otp 482913, otp 775511, mật khẩu: hoahong88');
    expect(text).toBe('otp [đã che], otp [đã che], mật khẩu: [đã che]');
    expect([...kinds].toSorted()).toEqual(['otp', 'password']);
  });
});

describe('an ordinary text', () => {
  test.each(HARMLESS)('%j stays as it is', (text) => expect(maskSecrets(text)).toEqual({ text, kinds: [] }));
});

describe('masking', () => {
  const words = fc.constantFrom(
    'mã',
    'OTP',
    'là',
    'stk',
    'mật khẩu',
    ':',
    'của',
    'tôi',
    '4111 1111 1111 1111',
    '482913',
    '036075001234',
    'đồng',
    'ngân hàng',
    '[đã che]',
    'pass',
    'mk',
    'hoa88',
    '12/28',
    'cccd',
    'là mã',
    'vietcombank',
    '19034567890123',
    '.',
    '-',
  );
  const anything = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(words, { maxLength: 20 }).map((list) => list.join(' ')),
  );

  test('answers for any text, and masking twice changes nothing', () =>
    fc.assert(
      fc.property(anything, (text) => {
        const once = maskSecrets(text);
        expect(maskSecrets(once.text).text).toBe(once.text);
      }),
      { numRuns: 3_000 },
    ));

  test('leaves no run of 13 digits or more, whatever stands around it', () =>
    fc.assert(
      fc.property(
        fc.bigInt({ min: 10n ** 12n, max: 10n ** 19n - 1n }),
        fc.constantFrom('', 'số ', 'ck vào '),
        (number, before) => {
          expect(maskSecrets(`${before}${number} nhé`).text).not.toMatch(/\d{13}/u);
        },
      ),
    ));

  test.each([
    ['the longest text Zalo delivers', 'tk là của tôi '.repeat(143)],
    ['digits and separators', '1 2-3.'.repeat(333)],
    ['password words', 'mk mật khẩu pass '.repeat(117)],
  ])('comes to the same end piece by piece and as a whole: %s', (_name, text) => {
    // a rule that went back over its own steps would not come to an end here at all
    const repeated = maskSecrets(text.repeat(5)).text;
    expect(repeated.normalize('NFC').match(/\d/gu)?.length ?? 0).toBeLessThanOrEqual(text.match(/\d/gu)?.length ?? 0);
  });
});
