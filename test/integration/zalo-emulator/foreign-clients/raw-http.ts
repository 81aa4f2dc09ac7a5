import { connect } from 'node:net';

/** One HTTP answer as it came over the wire. */
export interface RawAnswer {
  readonly status: number;
  /** In order, with the spelling of the wire. */
  readonly headers: ReadonlyArray<readonly [name: string, value: string]>;
  readonly text: string;
}

/** A TCP connection to the emulator: what is written goes out byte by byte as it is. */
export interface RawConnection {
  write(bytes: Buffer | string): void;
  /** The next answer on this connection; rejects when the connection closes before one is complete. */
  read(): Promise<RawAnswer>;
  close(): void;
}

/** The value of a header whatever its spelling. */
export function headerOf(message: Pick<RawAnswer, 'headers'>, name: string): string | undefined {
  return message.headers.find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1];
}

/** The head of an HTTP message: its first line and its headers. */
export function readHead(head: string): { readonly firstLine: string; readonly headers: RawAnswer['headers'] } {
  const [firstLine = '', ...lines] = head.split('\r\n');
  const headers = lines.map((line) => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon), line.slice(colon + 1).trim()] as const;
  });
  return { firstLine, headers };
}

/** Opens a {@link RawConnection}. */
export function openConnection(url: string): RawConnection {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  let received = Buffer.alloc(0);
  let isClosed = false;
  let wake = () => {};
  socket.on('data', (chunk) => {
    received = Buffer.concat([received, chunk]);
    wake();
  });
  socket.on('error', () => {});
  socket.on('close', () => {
    isClosed = true;
    wake();
  });

  function takeAnswer(): RawAnswer | undefined {
    const headEnd = received.indexOf('\r\n\r\n');
    if (headEnd === -1) return undefined;
    const { firstLine, headers } = readHead(received.subarray(0, headEnd).toString('latin1'));
    const length = Number(headerOf({ headers }, 'content-length') ?? 0);
    const end = headEnd + 4 + length;
    if (received.length < end) return undefined;
    const text = received.subarray(headEnd + 4, end).toString('utf8');
    received = received.subarray(end);
    return { status: Number(firstLine.split(' ')[1]), headers, text };
  }

  return {
    write: (bytes) => void socket.write(bytes),
    async read() {
      for (;;) {
        const answer = takeAnswer();
        if (answer !== undefined) return answer;
        if (isClosed) throw new Error(`The connection closed after ${received.length} bytes of an answer.`);
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
    close: () => socket.destroy(),
  };
}

/**
 * The bytes of a request: its first line, its headers as the client spells and orders them, its body. `Content-Length: *`
 * takes the length of the body.
 */
export function requestBytes(firstLine: string, headers: readonly string[], body: Buffer | string = ''): Buffer {
  const content = Buffer.from(body);
  const lines = headers.map((line) => line.replace(/^(Content-Length): \*$/i, `$1: ${content.length}`));
  return Buffer.concat([Buffer.from([firstLine, ...lines, '', ''].join('\r\n')), content]);
}

/** A chunked body in two chunks. */
export function chunked(body: Buffer): Buffer {
  const middle = Math.floor(body.length / 2);
  const parts = [body.subarray(0, middle), body.subarray(middle)].flatMap((part) => [
    Buffer.from(`${part.length.toString(16)}\r\n`),
    part,
    Buffer.from('\r\n'),
  ]);
  return Buffer.concat([...parts, Buffer.from('0\r\n\r\n')]);
}
