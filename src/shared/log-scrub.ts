/**
 * The last net under the log: whatever a line holds, secrets in it are covered before it leaves. Code logs ids, codes and
 * counts; an error of a library may still carry an address with a token in it, a header, or a body.
 */

const COVER = '[đã che]';

/** Names under which nothing is ever printed, at any depth; compared in lower case without `_` and `-`. */
const SECRET_NAMES: ReadonlySet<string> = new Set([
  ...['text', 'body', 'rawbody', 'payload', 'words', 'question', 'caption', 'note', 'phone', 'phonenumber'],
  ...[
    'token',
    'accesstoken',
    'refreshtoken',
    'idtoken',
    'secret',
    'secretkey',
    'appsecret',
    'oasecret',
    'clientsecret',
  ],
  ...[
    'password',
    'passphrase',
    'passwd',
    'passwordhash',
    'totpkey',
    'otp',
    'pin',
    'apikey',
    'llmapikey',
    'codeverifier',
  ],
  ...['authorization', 'proxyauthorization', 'cookie', 'setcookie', 'xzeventsignature', 'signature', 'appsecretproof'],
  ...['csrf', 'userid', 'useridbyapp', 'query', 'rawheaders', 'headers', 'databaseurl', 'redisurl', 'connectionstring'],
]);

const isSecretName = (name: string): boolean => SECRET_NAMES.has(name.toLowerCase().replaceAll(/[_-]/gu, ''));

/** What after a name in a text is a value: `token=…`, `"token":"…"`, `token: …`. */
const ASSIGNED =
  /((?:access_?token|refresh_?token|id_?token|(?:app|oa|client)_?secret(?:_?proof|_?key)?|secret_?key|secret|api_?key|password|passwd|passphrase|cookie|signature|code_verifier|_csrf|totp_?key)["'\\]*\s*[=:]\s*["'\\]*)([^\s"'\\&,;}]+)/giu;
/** Of an address only where it leads is printed: queries hold codes, tokens and names. */
const QUERY = /(\b[a-z][a-z\d+.-]*:\/\/[^\s"'\\?#<>]*)[?#][^\s"'\\<>]*/giu;
const PATH_QUERY = /((?:GET|POST|PUT|DELETE|PATCH|HEAD) \/[^\s"'\\?#]*)[?#][^\s"'\\]*/gu;
const USER_OF_ADDRESS = /(\b[a-z][a-z\d+.-]*:\/\/)[^\s"'\\/?#@]*@/giu;
const SCHEME = /\b((?:Bearer|Basic|Digest)\s+)[\w.~+/=:-]{4,}/giu;

/** A text with what looks like a secret in it covered. */
export const scrubText = (text: string): string =>
  text
    .replaceAll(SCHEME, `$1${COVER}`)
    .replaceAll(USER_OF_ADDRESS, `$1${COVER}@`)
    .replaceAll(QUERY, `$1?${COVER}`)
    .replaceAll(PATH_QUERY, `$1?${COVER}`)
    .replaceAll(ASSIGNED, `$1${COVER}`);

/** Covers the secrets of this installation, and what looks like one. */
function scrubWith(text: string, known: readonly string[]): string {
  let clean = text;
  for (const secret of known) clean = clean.replaceAll(secret, COVER);
  return scrubText(clean);
}

function scrubValue(value: unknown, known: readonly string[], depth = 0): unknown {
  if (typeof value === 'string') return scrubWith(value, known);
  if (typeof value !== 'object' || value === null) return value;
  // Nobody logs this deep on purpose.
  if (depth > 20) return COVER;
  if (Array.isArray(value)) return value.map((one) => scrubValue(one, known, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      scrubWith(name, known),
      isSecretName(name) && inner !== undefined && inner !== null ? COVER : scrubValue(inner, known, depth + 1),
    ]),
  );
}

/** Lines that hold nothing of the kind need no reading. */
const MAY_HOLD =
  /text|body|payload|words|question|caption|note|phone|token|secret|passw|passphrase|totp|otp|pin|api_?-?key|verifier|authori|cookie|signature|csrf|user_?-?id|query|headers|url|string|:\/\/|Bearer|Basic|Digest|[?#][^\s]*=/iu;

/** As it stands in a line of JSON. */
const escaped = (text: string): string => JSON.stringify(text).slice(1, -1);

/** One line of JSON as it may leave. A line that is no JSON is covered as a text. */
export function scrubLine(line: string, known: readonly string[] = []): string {
  if (!MAY_HOLD.test(line) && !known.some((secret) => line.includes(escaped(secret)))) return line;
  let read: unknown;
  try {
    read = JSON.parse(line);
  } catch {
    return scrubWith(line, known);
  }
  return `${JSON.stringify(scrubValue(read, known))}\n`;
}
