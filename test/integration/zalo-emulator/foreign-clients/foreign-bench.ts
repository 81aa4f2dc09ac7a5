import { startEmulator } from 'zalo-emulator';
import type { Emulator, StartEmulatorOptions } from 'zalo-emulator';
import { onTestFinished } from 'vitest';
import { openConnection, requestBytes } from './raw-http.ts';
import type { RawAnswer } from './raw-http.ts';

/** A PNG by its first bytes. */
export const pngBytes = Buffer.from('\x89PNG\r\n\x1a\nABC', 'latin1');
export const pdfBytes = Buffer.from('%PDF-1.4\r\n1 0 obj');

/** An emulator that listens on a port, and a resident who has just written to it and follows it. */
export interface ForeignBench {
  readonly url: string;
  readonly emulator: Emulator;
  readonly host: string;
  readonly residentId: string;
  readonly appId: string;
  readonly appSecret: string;
  accessToken(): string;
  /** Sends one request byte by byte and waits for the answer. */
  send(firstLine: string, headers: readonly string[], body?: Buffer | string): Promise<RawAnswer>;
  /** The same with the answer's body parsed, as every client does whatever the answer's content type. */
  call(firstLine: string, headers: readonly string[], body?: Buffer | string): Promise<Record<string, any>>;
  /** The last message the resident got. */
  lastMessage(): ReturnType<Emulator['history']>[number] | undefined;
}

/** Starts a {@link ForeignBench}; it ends with the test. */
export async function startBench(options: StartEmulatorOptions = {}): Promise<ForeignBench> {
  const running = await startEmulator({ chatPage: false, ...options });
  onTestFinished(() => running.close());
  const { emulator, url } = running;
  const residentId = emulator.residents()[0]?.id ?? '';
  emulator.as.send(residentId, { kind: 'text', text: 'Xin chào' });
  emulator.as.follow(residentId);

  async function send(firstLine: string, headers: readonly string[], body?: Buffer | string): Promise<RawAnswer> {
    const connection = openConnection(url);
    connection.write(requestBytes(firstLine, headers, body));
    try {
      return await connection.read();
    } finally {
      connection.close();
    }
  }

  return {
    url,
    emulator,
    host: new URL(url).host,
    residentId,
    appId: emulator.options.appId,
    appSecret: emulator.options.appSecret,
    accessToken: () => emulator.tokens().accessToken,
    send,
    call: async (firstLine, headers, body) => JSON.parse((await send(firstLine, headers, body)).text),
    lastMessage: () => emulator.history(residentId).at(-1),
  };
}

/** JSON as PHP's `json_encode` and Python's `json.dumps` write it: `\u` escapes; PHP escapes `/` too. */
export function escapedJson(value: unknown, options: { readonly escapesSlash: boolean }): string {
  const ascii = JSON.stringify(value).replace(
    /[\u0080-\uffff]/g,
    (character) => String.raw`\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return options.escapesSlash ? ascii.replaceAll('/', String.raw`\/`) : ascii;
}

/** `application/x-www-form-urlencoded` as PHP, Java and Go write it: a space is `+`. */
export function formEncoded(fields: Readonly<Record<string, string>>): string {
  return new URLSearchParams(fields).toString();
}
