import { Secret, TOTP } from 'otpauth';

/** Length of a step, s, and digits of a code: what every authenticator app assumes. */
const STEP_SECONDS = 30;
const DIGITS = 6;
/** Steps a telephone's clock may be off, either way. */
const WINDOW = 1;
/** Bytes of a key: as long as SHA-1's output, RFC 4226 section 4. */
const KEY_BYTES = 20;

const of = (key: string, label = ''): TOTP =>
  new TOTP({
    issuer: 'Trợ lý số',
    label,
    algorithm: 'SHA1',
    digits: DIGITS,
    period: STEP_SECONDS,
    secret: Secret.fromBase32(key),
  });

/** A new key of a second factor, base32. */
export const newTotpKey = (): string => new Secret({ size: KEY_BYTES }).base32;

/** What an authenticator app reads from the QR code (`otpauth://totp/…`). */
export const totpUri = (key: string, login: string): string => of(key, login).toString();

/**
 * The 30-second step a code belongs to (RFC 6238: SHA-1, 6 digits, ±1 step); undefined for a wrong code, and for one of a
 * step that is not behind `lastStep`: no code is accepted twice.
 */
export function totpStepOf(code: string, key: string, atMs: number, lastStep = -1): number | undefined {
  const digits = code.replaceAll(/\s/gu, '');
  if (!/^\d{6}$/u.test(digits)) return undefined;
  const delta = of(key).validate({ token: digits, timestamp: atMs, window: WINDOW });
  if (delta === null) return undefined;
  const step = Math.floor(atMs / 1000 / STEP_SECONDS) + delta;
  return step > lastStep ? step : undefined;
}
