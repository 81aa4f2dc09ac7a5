// How receivers in other languages check a webhook, written anew from the facts. The signature is plain SHA-256 over app
// id + raw body + the body's timestamp + OA secret key, as "mac=" and 64 hex digits.
import { createHash } from 'node:crypto';

export interface Received {
  /** Names as spelled on the wire. */
  readonly headers: ReadonlyArray<readonly [name: string, value: string]>;
  readonly body: Buffer;
}

export interface Keys {
  readonly appId: string;
  readonly oaSecret: string;
}

export type Receiver = (received: Received, keys: Keys) => boolean;

export const sha256Hex = (...parts: ReadonlyArray<string | Buffer>) => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
};

/** Java, Go, Ruby, Python and Node look headers up whatever their case. */
export const anyCase = ({ headers }: Received, name: string) =>
  headers.find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1] ?? '';

/** PHP's `$_SERVER`, a CGI environment: `X-ZEvent-Signature` becomes `HTTP_X_ZEVENT_SIGNATURE`. */
function phpServer({ headers }: Received): Readonly<Record<string, string>> {
  return Object.fromEntries(headers.map(([name, value]) => [`HTTP_${name.toUpperCase().replaceAll('-', '_')}`, value]));
}

export const textOf = ({ body }: Received) => body.toString('utf8');

export const receivers: ReadonlyArray<readonly [name: string, receiver: Receiver]> = [
  [
    // nukeviet/nukeviet 4.5 and 5, hook zalo_webhook.php: refuses every other user agent before it looks at the signature
    'PHP, NukeViet CMS: user agent ZaloWebhook, prefix cut by its length',
    (received, { oaSecret }) => {
      const server = phpServer(received);
      if (server['HTTP_USER_AGENT'] !== 'ZaloWebhook') return false;
      const signature = (server['HTTP_X_ZEVENT_SIGNATURE'] ?? '').trim().slice(4);
      const { app_id, timestamp } = JSON.parse(textOf(received));
      return signature === sha256Hex(app_id, received.body, timestamp, oaSecret);
    },
  ],
  [
    'PHP, getallheaders() by the exact spelling of the documentation',
    (received, { appId, oaSecret }) => {
      const all: Record<string, string> = Object.fromEntries(received.headers);
      const { timestamp } = JSON.parse(textOf(received));
      return all['X-ZEvent-Signature'] === `mac=${sha256Hex(appId, received.body, timestamp, oaSecret)}`;
    },
  ],
  [
    'PHP, Laravel: "mac=" put before its own hash',
    (received, { appId, oaSecret }) => {
      const { timestamp } = JSON.parse(textOf(received));
      return (
        anyCase(received, 'X-ZEvent-Signature') === `mac=${sha256Hex(appId + textOf(received) + timestamp + oaSecret)}`
      );
    },
  ],
  [
    'Java, Spring: MessageDigest over the UTF-8 string of the body',
    (received, { appId, oaSecret }) => {
      const body = textOf(received);
      const timestamp = /"timestamp":"(\d+)"/.exec(body)?.[1] ?? '';
      const digest = createHash('sha256')
        .update(Buffer.from(appId + body + timestamp + oaSecret, 'utf8'))
        .digest();
      return anyCase(received, 'x-zevent-signature').replace(/^mac=/, '') === digest.toString('hex');
    },
  ],
  [
    // toanppp/zgo EventSignature; the caller cuts the prefix. goclaw reads the timestamp as an integer and prints it again.
    'Go: the timestamp through an int64',
    (received, { appId, oaSecret }) => {
      const { timestamp } = JSON.parse(textOf(received));
      const [prefix, signature] = anyCase(received, 'X-Zevent-Signature').split('=');
      return prefix === 'mac' && signature === sha256Hex(appId, received.body, String(BigInt(timestamp)), oaSecret);
    },
  ],
  [
    // ChatbotX and several Express bots hash what they parsed and wrote again: right only while the body is compact JSON
    // in the order, and without escapes, that JSON.stringify gives.
    'JavaScript: JSON.stringify of the parsed body',
    (received, { oaSecret }) => {
      const payload = JSON.parse(textOf(received));
      const elements = anyCase(received, 'X-ZEvent-Signature').split('=');
      const content = payload.app_id + JSON.stringify(payload) + payload.timestamp + oaSecret;
      return elements.length === 2 && elements[1] === sha256Hex(content);
    },
  ],
  [
    'Python: "mac=" in any case, digest compared in lower case',
    (received, { oaSecret }) => {
      const payload = JSON.parse(textOf(received));
      let supplied = anyCase(received, 'x-zevent-signature').trim();
      if (supplied.toLowerCase().startsWith('mac=')) supplied = supplied.slice(4).trim();
      return supplied.toLowerCase() === sha256Hex(`${payload.app_id}`, received.body, `${payload.timestamp}`, oaSecret);
    },
  ],
  [
    // chatwoot/chatwoot (a fork of 2025), zalo_events_job.rb
    'Ruby: app id and timestamp from the parameters, the body as read',
    (received, { oaSecret }) => {
      const params = JSON.parse(textOf(received));
      const raw = `${params.app_id}${textOf(received)}${params.timestamp}${oaSecret}`;
      return anyCase(received, 'HTTP_X_ZEVENT_SIGNATURE'.slice(5).replaceAll('_', '-')) === `mac=${sha256Hex(raw)}`;
    },
  ],
];
