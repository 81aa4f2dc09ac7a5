import { createHash, createHmac } from 'node:crypto';
import type { Random } from './random.ts';
import { type FuzzApp, macOf, NEIGHBOUR, OURS, timestampIn } from './webhook-identity.ts';

/** What a header may be made from. */
export interface HeaderSource {
  /** The body as it will be posted. */
  readonly raw: Buffer;
  /** The recorded body it was made from. */
  readonly original: Buffer;
}

/** A value as it may reach the receiver. */
export type Header = string | string[] | undefined;

type Forgery = (source: HeaderSource, random: Random) => Header;

const sign = (raw: Buffer, app: FuzzApp = OURS, timestamp = timestampIn(raw)) => macOf(app, raw, timestamp ?? '');

/** Every kind of header. The first three are genuine for the posted bytes; the others are genuine only by accident. */
export const HEADERS: Readonly<Record<string, Forgery>> = {
  genuine: ({ raw }) => `mac=${sign(raw)}`,
  'genuine, dressed': ({ raw }, random) =>
    random.pick([sign(raw), `mac = ${sign(raw)}`, ` mac=${sign(raw)} `, `mac =${sign(raw)}\t`]),
  'genuine, of the neighbour': ({ raw }) => `mac=${sign(raw, NEIGHBOUR)}`,
  'of the recorded body': ({ original }) => `mac=${sign(original)}`,
  'of the text read and written again': ({ raw }) => {
    try {
      return `mac=${sign(Buffer.from(JSON.stringify(JSON.parse(raw.toString()))))}`;
    } catch {
      return `mac=${sign(Buffer.from(raw.toString()))}`;
    }
  },
  'under another secret': ({ raw }, random) => {
    const oaSecret = random.pick([
      '',
      'app-secret',
      NEIGHBOUR.oaSecret,
      ` ${OURS.oaSecret}`,
      OURS.oaSecret.toLowerCase(),
    ]);
    return `mac=${sign(raw, { ...OURS, oaSecret })}`;
  },
  'under another app id': ({ raw }, random) =>
    `mac=${sign(raw, { ...OURS, appId: random.pick(['', '1', NEIGHBOUR.appId, OURS.oaId]) })}`,
  'with another timestamp': ({ raw }, random) =>
    `mac=${sign(raw, OURS, random.pick(['', '0', `${timestampIn(raw) ?? ''}0`, '1795305601733 ']))}`,
  'HMAC over the body': ({ raw }) => `mac=${createHmac('sha256', OURS.oaSecret).update(raw).digest('hex')}`,
  'HMAC over everything': ({ raw }) => {
    const data = Buffer.concat([Buffer.from(OURS.appId), raw, Buffer.from(timestampIn(raw) ?? '')]);
    return `mac=${createHmac('sha256', OURS.oaSecret).update(data).digest('hex')}`;
  },
  'another hash': ({ raw }, random) =>
    `mac=${createHash(random.pick(['sha512', 'sha1', 'md5', 'sha3-256']))
      .update(raw)
      .digest('hex')}`,
  'in base64': ({ raw }) => `mac=${Buffer.from(sign(raw), 'hex').toString('base64')}`,
  'in upper case': ({ raw }, random) =>
    random.pick([`mac=${sign(raw).toUpperCase()}`, `MAC=${sign(raw)}`, `Mac=${sign(raw)}`]),
  'of the wrong length': ({ raw }, random) => {
    const mac = sign(raw);
    return random.pick([
      `mac=${mac.slice(1)}`,
      `mac=${mac}0`,
      `mac=${mac.slice(0, random.below(64))}`,
      `mac=${mac}${mac}`,
    ]);
  },
  'with a digit changed': ({ raw }, random) => {
    const mac = sign(raw);
    const at = random.below(64);
    return `mac=${mac.slice(0, at)}${random.below(16).toString(16)}${mac.slice(at + 1)}`;
  },
  several: ({ raw, original }, random) => {
    const [mine, other] = [`mac=${sign(raw)}`, `mac=${sign(original, NEIGHBOUR)}`];
    const both = random.pick([
      [mine, other],
      [other, mine],
      [mine, mine],
    ] as const);
    return random.pick([both.join(','), both.join(', '), both.join('\n'), [...both]]);
  },
  'with another prefix': ({ raw }, random) =>
    `${random.pick(['sha256=', 'mac:', 'mac==', 'hmac=', 'mac=mac=', '"mac=', 'Bearer ', 'v1='])}${sign(raw)}`,
  'with strange characters': ({ raw }, random) =>
    random.pick([
      `mac=${sign(raw)}\u0000`,
      `mac=\u200b${sign(raw)}`,
      `mаc=${sign(raw)}`,
      `mac=${sign(raw).replace(/\d/, '１')}`,
    ]),
  'very long': ({ raw }, random) =>
    random.pick([
      `mac=${sign(raw)}`.padEnd(5000),
      ' '.repeat(5000),
      `mac=${'a'.repeat(5000)}`,
      `${' '.repeat(200)}mac=${sign(raw)}`,
    ]),
  noise: (_source, random) => random.bytes(random.below(80)).toString('latin1'),
  'random digits': (_source, random) => `mac=${random.bytes(32).toString('hex')}`,
  none: () => undefined,
  empty: (_source, random) => random.pick<Header>(['', [], 'mac=', ' ']),
  list: ({ raw }) => [`mac=${sign(raw)}`],
};
