import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseJsonKeepingIds, signBody, verifySignature } from 'zalo-oa-sdk';
import { signedWebhook, TEST_IDS, userSendText } from 'zalo-oa-sdk/testing';
import { type Vector, vectors } from './samples.ts';

function check(vector: Vector): boolean {
  return verifySignature({
    appId: vector.app_id,
    oaSecret: vector.oa_secret_key,
    rawBody: Buffer.from(vector.raw_body),
    timestamp: vector.timestamp,
    header: vector.header_value,
  });
}

function vectorNamed(name: string): Vector {
  const found = vectors.find((vector) => vector.name === name);
  if (!found) throw new Error(`no vector ${name}`);
  return found;
}

describe('verifySignature', () => {
  it('has all 21 vectors to agree with', () => {
    expect(vectors).toHaveLength(21);
  });

  it.each(vectors.map((vector) => [vector.expect, vector.name, vector] as const))(
    '%s: %s',
    (expected, _name, vector) => {
      // the two vectors left to the implementation are tolerated forms of a correct signature
      expect(check(vector)).toBe(expected !== 'reject');
    },
  );

  it('rejects a webhook whose body was altered by one byte, at any place and to any value', () => {
    const secret = { appId: TEST_IDS.appId, oaSecret: 'secret-of-a-test' };
    const { rawBody, headers } = signedWebhook({ ...secret, body: userSendText() });
    const timestamp = '1795305601733';
    const header = headers['x-zevent-signature'];
    expect(verifySignature({ ...secret, rawBody, timestamp, header })).toBe(true);
    fc.assert(
      fc.property(fc.nat(rawBody.length - 1), fc.integer({ min: 1, max: 255 }), (position, flip) => {
        const altered = Buffer.from(rawBody);
        altered[position] = (altered[position] ?? 0) ^ flip;
        return !verifySignature({ ...secret, rawBody: altered, timestamp, header });
      }),
      { numRuns: 500 },
    );
  });

  it('rejects a signature with any one hex digit changed', () => {
    const vector = vectorNamed('ascii-compact');
    fc.assert(
      fc.property(
        fc.integer({ min: 4, max: 67 }),
        fc.constantFrom(...Array.from('0123456789abcdef')),
        (position, digit) => {
          fc.pre(vector.header_value[position] !== digit);
          const header = vector.header_value.slice(0, position) + digit + vector.header_value.slice(position + 1);
          return !check({ ...vector, header_value: header });
        },
      ),
    );
  });

  it.each([
    ['another prefix', (mac: string) => `sha256=${mac}`],
    ['upper-case hex', (mac: string) => mac.toUpperCase()],
    ['something after it', (mac: string) => `mac=${mac}, mac=${mac}`],
    ['one digit too many', (mac: string) => `mac=${mac}0`],
  ])('rejects a correct signature with %s', (_name, dress) => {
    const vector = vectorNamed('ascii-compact');
    const mac = vector.header_value.slice('mac='.length);
    expect(check({ ...vector, header_value: dress(mac) })).toBe(false);
  });

  it('rejects a signature made with an empty secret or an empty app id', () => {
    const rawBody = Buffer.from('{}');
    for (const input of [
      { appId: '1', oaSecret: '', rawBody, timestamp: '1' },
      { appId: '', oaSecret: 's', rawBody, timestamp: '1' },
    ]) {
      expect(verifySignature({ ...input, header: signBody(input) })).toBe(false);
    }
  });

  it('rejects a missing header', () => {
    expect(
      verifySignature({ appId: '1', oaSecret: 's', rawBody: Buffer.from('{}'), timestamp: '1', header: undefined }),
    ).toBe(false);
  });
});

describe('signBody', () => {
  it('gives the header value of the recorded vectors', () => {
    const vector = vectorNamed('vietnamese-utf8-emoji');
    const rawBody = Buffer.from(vector.raw_body);
    const signed = signBody({
      appId: vector.app_id,
      oaSecret: vector.oa_secret_key,
      rawBody,
      timestamp: vector.timestamp,
    });
    expect(signed).toBe(vector.header_value);
  });
});

describe('parseJsonKeepingIds', () => {
  it('keeps every digit of ids beyond 2^53 written as numbers', () => {
    const body = parseJsonKeepingIds(Buffer.from(vectorNamed('big-integer-ids').raw_body));
    expect(body).toMatchObject({ sender: { id: '9007199254740993123' }, recipient: { id: '2468013579246801357' } });
  });

  it('leaves small integers, fractions and digits inside texts as they are', () => {
    const raw =
      '{"rate":5,"safe":9007199254740991,"list":[ 9007199254740993 ],"f":1234567890123456.5,"t":":1234567890123456789"}';
    expect(parseJsonKeepingIds(Buffer.from(raw))).toEqual({
      rate: 5,
      safe: 9007199254740991,
      list: ['9007199254740993'],
      f: 1234567890123456.5,
      t: ':1234567890123456789',
    });
  });

  it('agrees with JSON.parse on every body without big integers', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        fc.pre(!/\d{16}/.test(text));
        expect(parseJsonKeepingIds(Buffer.from(text))).toEqual(JSON.parse(text));
      }),
    );
  });

  it('returns the digits of any integer that a number cannot hold', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 2n ** 53n, max: 2n ** 63n }), (id) => {
        expect(parseJsonKeepingIds(Buffer.from(`{"id":${id}}`))).toEqual({ id: String(id) });
        expect(parseJsonKeepingIds(Buffer.from(`[1, -${id}]`))).toEqual([1, `-${id}`]);
        expect(parseJsonKeepingIds(Buffer.from(` ${id}`))).toBe(String(id));
      }),
    );
  });

  it.each([
    '',
    '{"text":"mật khẩu của tôi',
    '{"a":1234567890123456789',
    '\u{feff}{}',
    `[1234567890123456789,${'['.repeat(200_000)}`,
  ])('throws a SyntaxError that does not quote the body (%#)', (text) => {
    const parse = () => parseJsonKeepingIds(Buffer.from(text));
    expect(parse).toThrow(SyntaxError);
    expect(parse).toThrow(/^ZALO_BAD_JSON: a body of \d+ bytes is not JSON;/);
    expect(parse).not.toThrow(/mật khẩu/);
  });
});
