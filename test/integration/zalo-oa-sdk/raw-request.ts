import { connect, type Socket } from 'node:net';

/** A connection on which a test writes a request piece by piece, as no HTTP client would. */
export interface RawConnection {
  write(text: string | Buffer): void;
  /** Breaks the connection off. */
  destroy(): void;
  /** Everything the server has sent when it has closed the connection. */
  readonly whole: Promise<string>;
}

/** Opens a connection to `url` (`http://127.0.0.1:<port>`). */
export function openRaw(url: string): RawConnection {
  const { port } = new URL(url);
  const socket: Socket = connect(Number(port), '127.0.0.1');
  const chunks: Buffer[] = [];
  socket.on('data', (chunk) => chunks.push(chunk));
  // a server that has answered may close before everything is written
  socket.on('error', () => {});
  const whole = new Promise<string>((resolve) => {
    socket.on('close', () => resolve(Buffer.concat(chunks).toString()));
  });
  return { write: (text) => void socket.write(text), destroy: () => socket.destroy(), whole };
}
