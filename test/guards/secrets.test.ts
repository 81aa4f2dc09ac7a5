import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { listFiles, ROOT } from './repository.ts';

/** Files that hold no text of ours, or lists of words, points and pictures. */
const NOT_TEXT = /\.(?:png|jpe?g|gif|ico|woff2?|ttf|otf|pdf|xlsx|zip|gz|wasm|topojson|tsv|svg|onnx|bin)$/u;
const TOO_LARGE_BYTES = 1_000_000;

interface Rule {
  readonly name: string;
  readonly pattern: RegExp;
}

/** Shapes that are a secret wherever they stand. */
const SHAPES: readonly Rule[] = [
  { name: 'a private key', pattern: /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----/gu },
  { name: 'a key of AWS', pattern: /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/gu },
  {
    name: 'a token of GitHub',
    pattern: /\b(?:ghp|gho|ghu|ghs|ghr)_[A-Za-z0-9]{36}\b|\bgithub_pat_[A-Za-z0-9_]{50,}/gu,
  },
  { name: 'a token of npm', pattern: /\bnpm_[A-Za-z0-9]{36}\b/gu },
  { name: 'a key of Google', pattern: /\bAIza[0-9A-Za-z_-]{35}\b/gu },
  { name: 'a key of a language model', pattern: /\bsk-(?:[a-z]+-)*[A-Za-z0-9_-]{32,}/gu },
  { name: 'a token of Slack', pattern: /\bxox[abposr]-[A-Za-z0-9-]{10,}/gu },
  { name: 'a signed token', pattern: /\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}/gu },
  { name: 'a password in an address', pattern: /\b[a-z][a-z+]{2,}:\/\/[^\s:/@'"`$<{]+:(?<value>[^\s@'"`/$<{]{6,})@/gu },
];

/** A value given to something that is called a secret. */
const ASSIGNED =
  /(?<name>[\w.-]*(?:secret|passwd|password|token|api_?key|private_?key|credential|passphrase)[\w.-]*)["']?\s*[:=]\s*["'`](?<value>[^"'`\s${}]{12,})["'`]/giu;

/** Bits of a letter: words of a language have about 3, what a machine made up has 4 and more. */
function bitsPerLetter(text: string): number {
  const counts = new Map<string, number>();
  for (const letter of text) counts.set(letter, (counts.get(letter) ?? 0) + 1);
  return [...counts.values()].reduce((sum, count) => sum - (count / text.length) * Math.log2(count / text.length), 0);
}

const looksMade = (value: string): boolean =>
  value.length >= 16 && /\d/u.test(value) && /[A-Za-z]/u.test(value) && bitsPerLetter(value) >= 3.6;

/**
 * What is found and is none, by file: how many different values. All of them are of an app and an OA that exist nowhere.
 * Everything else is a secret in the repository: take it out, and out of the history, and make another.
 */
const KNOWN: Readonly<Record<string, number>> = {
  'test/fixtures/zalo-webhook-samples.jsonl': 1,
  'test/fuzz/webhook-identity.ts': 1,
  'test/fuzz/webhook.test.ts': 1,
  'test/support/load/webhook-body.test.ts': 1,
  'test/support/load/webhook-body.ts': 3,
};

interface Finding {
  readonly file: string;
  readonly what: string;
  readonly value: string;
}

function findingsIn(file: string, text: string): Finding[] {
  const shapes = SHAPES.flatMap(({ name, pattern }) =>
    [...text.matchAll(pattern)].filter(isNoExample).map(([value]) => ({ file, what: name, value })),
  );
  const assigned = [...text.matchAll(ASSIGNED)].flatMap(({ groups }) =>
    looksMade(groups?.['value'] ?? '')
      ? [{ file, what: `a value of ${groups?.['name']}`, value: groups?.['value'] ?? '' }]
      : [],
  );
  return [...shapes, ...assigned];
}

/** `postgres://bot:password@…` in a guide says where a password goes. */
const isNoExample = ({ groups }: RegExpMatchArray): boolean => {
  const value = groups?.['value'];
  return value === undefined || looksMade(value);
};

describe('the repository holds no secret', () => {
  const files = listFiles().filter((file) => !NOT_TEXT.test(file));

  it('in any file', () => {
    const found = files.flatMap((file) => {
      const bytes = readFileSync(join(ROOT, file));
      return bytes.length > TOO_LARGE_BYTES || file === 'package-lock.json'
        ? []
        : findingsIn(file, bytes.toString('utf8'));
    });
    const values = new Map<string, Set<string>>();
    for (const { file, value } of found) values.set(file, (values.get(file) ?? new Set()).add(value));
    const unknown = found.filter(({ file }) => values.get(file)?.size !== KNOWN[file]);
    // Never the value itself: the output of a build is read by many.
    expect([...new Set(unknown.map(({ file, what }) => `${file}: ${what}`))]).toEqual([]);
    expect(Object.keys(KNOWN).filter((file) => !values.has(file))).toEqual([]);
  });

  it('and no file that is there to hold some', () => {
    const bad =
      /(?:^|\/)(?:\.env(?!\.example$)[^/]*|id_(?:rsa|ed25519|ecdsa)|[^/]+\.(?:pem|key|p12|pfx|jks|keystore))$/u;
    expect(files.filter((file) => bad.test(file))).toEqual([]);
  });

  // Put together here, so that this file itself is clean.
  const made = ['k3Vq9Zt1', 'Xw7RbN2m'].join('');
  it.each([
    ['a private key', ['-----BEGIN RSA', 'PRIVATE KEY-----'].join(' ')],
    ['a key of AWS', ['AKIA', 'ABCDEFGHIJ234567'].join('')],
    ['a token of GitHub', `ghp_${'a1B2'.repeat(9)}`],
    ['a key of a language model', `sk-proj-${'a1B2c3D4'.repeat(5)}`],
    ['a password in an address', `postgres://bot:${made}@db/bot`],
    ['a value of ZALO_APP_SECRET', `const ZALO_APP_SECRET = '${made}';`],
    ['a value of "refresh_token', `{"refresh_token": "${made}Pq8Y"}`],
  ])('finds %s', (what, text) => {
    const [found] = findingsIn('x', text);
    expect(what).toContain(found?.what.replace('a value of ', '') ?? 'nothing was found');
  });

  it.each([
    `const tokenName = 'access_token_of_the_oa';`,
    `password: 'con trâu gặm cỏ non'`,
    'secret=',
    `token: 'access-1'`,
  ])('passes over %s', (text) => expect(findingsIn('x', text)).toEqual([]));
});
