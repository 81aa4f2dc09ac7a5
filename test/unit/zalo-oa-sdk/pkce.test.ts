import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codeChallengeOf, createPkce, createState } from 'zalo-oa-sdk';

const bytes = (...values: readonly number[]): Uint8Array => Uint8Array.from(values);
/** 32 bytes whose base64url has letters of both cases and digits. */
const GOOD = Uint8Array.from({ length: 32 }, (_, index) => index * 7);
const NO_DIGIT = new Uint8Array(32);

/** A source that gives these bytes one after the other and remembers how many were asked for. */
function scripted(...draws: readonly Uint8Array[]) {
  const asked: number[] = [];
  const source = (size: number): Uint8Array => {
    const draw = draws[Math.min(asked.length, draws.length - 1)] ?? bytes();
    asked.push(size);
    return draw;
  };
  return { source, asked };
}

describe('createPkce', () => {
  it('computes the challenge of RFC 7636, appendix B', () => {
    expect(codeChallengeOf('dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk')).toBe(
      'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
    );
  });

  it('is a pure function of 32 random bytes', () => {
    const { source, asked } = scripted(GOOD);
    const { verifier, challenge } = createPkce(source);
    expect(verifier).toBe(Buffer.from(GOOD).toString('base64url'));
    expect(challenge).toBe(codeChallengeOf(verifier));
    expect(asked).toEqual([32]);
  });

  it('always gives 43 characters with an upper-case letter, a lower-case letter and a digit', () =>
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (first) => {
        const { verifier, challenge } = createPkce(scripted(first, GOOD).source);
        expect(verifier).toMatch(/^[A-Za-z0-9_-]{43}$/);
        expect([/[A-Z]/, /[a-z]/, /[0-9]/].every((kind) => kind.test(verifier))).toBe(true);
        expect(challenge).toMatch(/^[A-Za-z0-9_-]{43}$/);
      }),
    ));

  const inBase64 = (text: string): Uint8Array => Buffer.from(text, 'base64url');
  it.each([
    ['digit', 'aAbBcCdDeEfFgGhHiIjJkKlLmMnNoOpPqQrRsStTuUA'],
    ['lower-case letter', 'A0B1C2D3E4F5G6H7I8J9K0L1M2N3O4P5Q6R7S8T9U0A'],
    ['upper-case letter', 'a0b1c2d3e4f5g6h7i8j9k0l1m2n3o4p5q6r7s8t9u0c'],
  ])('draws again when the verifier has no %s', (_missing, lacking) => {
    expect(Buffer.from(inBase64(lacking)).toString('base64url')).toBe(lacking);
    const { source, asked } = scripted(inBase64(lacking), GOOD);
    expect(createPkce(source).verifier).toBe(Buffer.from(GOOD).toString('base64url'));
    expect(asked).toEqual([32, 32]);
  });

  it('takes the eighth draw, and gives up after it', () => {
    const lucky = scripted(...Array.from({ length: 7 }, () => NO_DIGIT), GOOD);
    expect(createPkce(lucky.source).verifier).toHaveLength(43);
    const broken = scripted(NO_DIGIT);
    expect(() => createPkce(broken.source)).toThrow(
      new TypeError(
        'ZALO_BAD_RANDOMNESS: 8 draws gave no verifier with an upper-case letter, a lower-case letter and a digit; ' +
          'expected random bytes. Pass randomBytes of node:crypto.',
      ),
    );
    expect(broken.asked).toHaveLength(8);
  });

  it('refuses a source that gives fewer bytes than asked for', () => {
    expect(() => createPkce(() => bytes(1, 2, 3))).toThrow(
      new TypeError('ZALO_BAD_RANDOMNESS: randomBytes gave 3 bytes; expected 32. Pass randomBytes of node:crypto.'),
    );
  });

  it('gives another pair each time by default', () => {
    const pairs = Array.from({ length: 50 }, () => createPkce());
    expect(new Set(pairs.map(({ verifier }) => verifier)).size).toBe(50);
    expect(pairs.every(({ verifier, challenge }) => codeChallengeOf(verifier) === challenge)).toBe(true);
  });
});

describe('createState', () => {
  it('is 24 random bytes in base64url', () => {
    const { source, asked } = scripted(GOOD.slice(0, 24));
    expect(createState(source)).toBe(Buffer.from(GOOD.slice(0, 24)).toString('base64url'));
    expect(asked).toEqual([24]);
  });

  it('gives 32 characters, others each time', () => {
    const states = Array.from({ length: 50 }, () => createState());
    expect(new Set(states).size).toBe(50);
    expect(states.every((state) => /^[\w-]{32}$/.test(state))).toBe(true);
  });

  it('refuses a source that gives too much', () => {
    expect(() => createState(() => GOOD)).toThrow(/^ZALO_BAD_RANDOMNESS: randomBytes gave 32 bytes; expected 24\./);
  });
});
