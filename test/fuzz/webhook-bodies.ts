import { readFileSync } from 'node:fs';
import type { Random } from './random.ts';
import { NEIGHBOUR, OURS } from './webhook-identity.ts';

type Json = Record<string, unknown>;

/** The 103 recorded bodies, as compact JSON in the order of the sample file. */
export const SAMPLE_BODIES: readonly string[] = readFileSync(
  new URL('../fixtures/zalo-webhook-samples.jsonl', import.meta.url),
  'utf8',
)
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => JSON.parse(line) as { event: string; payload: Json | null })
  .filter(({ event, payload }) => event !== '_signature_vector' && payload !== null)
  .map(({ payload }) => JSON.stringify(payload));

const STRANGE_VALUES: readonly unknown[] = [
  ...[null, true, false, 0, -0, -1, 1.5, 1e308, 2 ** 53, '', ' ', '0', 'null', '\u0000', '\ud800', '💥', 'ạ', 'ạ'],
  ...[[], {}, [[]], [{}], { id: null }, { id: {} }, { length: 1 }, ['1'], 'x'.repeat(300), '9'.repeat(19)],
];

const RAW_PAIRS: readonly string[] = [
  '"timestamp":"1"',
  '"timestamp":1795305601733',
  '"timestamp":17953056017331795305',
  '"timestamp":1e12',
  '"timestamp":null',
  '"timestamp":{}',
  `"oa_id":"${NEIGHBOUR.oaId}"`,
  `"oa_id":${OURS.oaId}`,
  '"event_name":"follow"',
  '"event_name":"user_send_text"',
  '"event_name":["follow"]',
  '"event_name":"__proto__"',
  '"event_name":"constructor"',
  '"__proto__":{"oa_id":"1","timestamp":"1"}',
  '"__proto__":null',
  '"constructor":{"prototype":{"event_name":"follow"}}',
  '"toString":"x"',
  '"sender":null',
  '"sender":{"id":9007199254740993123}',
  `"recipient":{"id":"${NEIGHBOUR.oaId}"}`,
  '"message":{"msg_id":"1","text":"\\ud83d"}',
  '"app_id":"0"',
];

type Mutation = (text: string, random: Random) => string | Buffer;

/** Every way a body is changed. A change may leave it genuine (other white space), and is then signed as it is. */
export const BODY_MUTATIONS: Readonly<Record<string, Mutation>> = {
  none: (text) => text,
  'flip bytes': (text, random) => {
    const raw = Buffer.from(text);
    for (let n = random.below(4); n >= 0; n -= 1) {
      const at = random.below(raw.length);
      raw[at] = (raw[at] ?? 0) ^ (1 + random.below(255));
    }
    return raw;
  },
  truncate: (text, random) => {
    const raw = Buffer.from(text);
    return raw.subarray(0, random.below(raw.length));
  },
  'cut out': (text, random) => {
    const at = random.below(text.length);
    return text.slice(0, at) + text.slice(at + 1 + random.below(8));
  },
  append: (text, random) => text + random.pick([' ', '\n', '\u0000', '}', ',', '1', '{}', text, '\u2028']),
  prepend: (text, random) => random.pick([' ', '\n', '\u0000', '\ufeff', '[', '1', ")]}',\n"]) + text,
  'reorder keys': (text, random) => {
    const entries = Object.entries(JSON.parse(text) as Json);
    return JSON.stringify(Object.fromEntries(entries.toSorted(() => random.below(3) - 1)));
  },
  'numbers for texts': (text, random) =>
    text.replaceAll(/"(\d{1,19})"/g, (whole, digits: string) => (random.below(2) === 0 ? whole : digits)),
  'texts for numbers': (text) => text.replaceAll(/:(\d+)/g, ':"$1"'),
  'strange value': (text, random) => {
    const body = JSON.parse(text) as Json;
    const holder = random.below(2) === 0 ? body : holderIn(body, random);
    const key = random.pick(Object.keys(holder).concat('extra'));
    holder[key] = random.pick(STRANGE_VALUES);
    return JSON.stringify(body);
  },
  'lost key': (text, random) => {
    const body = JSON.parse(text) as Json;
    const holder = random.below(2) === 0 ? body : holderIn(body, random);
    Reflect.deleteProperty(holder, random.pick(Object.keys(holder).concat('nothing')));
    return JSON.stringify(body);
  },
  'key first': (text, random) => `{${random.pick(RAW_PAIRS)}${text === '{}' ? '' : ','}${text.slice(1)}`,
  'key last': (text, random) => `${text.slice(0, -1)}${text === '{}' ? '' : ','}${random.pick(RAW_PAIRS)}}`,
  'deep nesting': (text, random) => {
    // one in 500 is deep enough to exhaust a recursive reader
    const depth = random.below(500) === 0 ? 20_000 : 1 + random.below(200);
    const [open, close] = random.pick([
      ['[', ']'],
      ['{"a":', '}'],
    ] as const);
    const nested = `${open.repeat(depth)}${random.pick(['1', '12345678901234567890'])}${close.repeat(depth)}`;
    const pair = `"${random.pick(['extra', 'message', 'timestamp', 'sender', 'event_name'])}":${nested}`;
    return `${text.slice(0, -1)}${text === '{}' ? '' : ','}${pair}}`;
  },
  'broken UTF-8': (text, random) => {
    const raw = Buffer.from(text);
    const at = random.below(raw.length);
    const broken = random.pick([[0xc0, 0x80], [0xed, 0xa0, 0x80], [0xff], [0xf5, 0x80, 0x80, 0x80], [0xe1]]);
    return Buffer.concat([raw.subarray(0, at), Buffer.from(broken), raw.subarray(at)]);
  },
  'escaped unicode': (text) =>
    text.replaceAll(/[^\u0020-\u007e]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`),
  'other normal form': (text) => text.normalize('NFD'),
  'pretty print': (text, random) => JSON.stringify(JSON.parse(text), null, 1 + random.below(4)),
  'case of keys': (text, random) => {
    const change = random.pick([(key: string) => key.toUpperCase(), (key: string) => `${key} `]);
    return text.replaceAll(/"(\w+)":/g, (whole, key: string) => (random.below(4) === 0 ? `"${change(key)}":` : whole));
  },
  'other OA': (text, random) => text.replaceAll(OURS.oaId, random.pick([NEIGHBOUR.oaId, '1', '', `${OURS.oaId}0`])),
  'other name': (text, random) =>
    text.replace(/"event_name":"\w+"/, `"event_name":"${random.pick(['user_dance', '', 'follow', 'oa_send_text'])}"`),
  'other kind of JSON': (text, random) =>
    random.pick([`[${text}]`, JSON.stringify(text), 'null', '1', 'true', '""', '[]']),
  nothing: (_text, random) => random.pick(['', ' ', '{}', '{ }', '{', '\n{}\n', '{}{}', 'x']),
  noise: (_text, random) => random.bytes(random.below(300)),
  'too large': (text, random) => text.padEnd(FUZZ_MAX_BODY_BYTES - 2 + random.below(5)),
};

/** Small, so that bodies around the limit cost little. */
export const FUZZ_MAX_BODY_BYTES = 65_536;

/** The body itself or one of the objects right below it. */
function holderIn(body: Json, random: Random): Json {
  const objects = Object.values(body).filter((value) => typeof value === 'object' && value !== null);
  return objects.length === 0 ? body : (random.pick(objects) as Json);
}
