import { connect, type Socket } from 'node:net';

/**
 * One keep-alive HTTP/1.1 connection that posts one prepared request at a time. Written on `node:net` because a general
 * HTTP client costs the load generator several times as much CPU as the bare route it measures (bench `webhook` needs
 * more than 30,000 requests a second from one core).
 */
export interface WebhookConnection {
  /**
   * Sends the bytes and resolves with the HTTP status. Connects first when needed. Rejects when the connection is
   * refused, reset or closed before a whole answer arrived: the caller then does not know whether it was accepted.
   */
  post(request: Buffer): Promise<number>;
  close(): void;
}

const IDLE_MS = 60_000;

interface Pending {
  readonly resolve: (status: number) => void;
  readonly reject: (error: Error) => void;
}

/**
 * What a reverse proxy does with one caller's posts: each goes to the next of the ports in turn, and one whose connection is
 * refused to another. Rejects with a refusal only when all refuse.
 *
 * @param isReady what the proxy's health checks say of a port; default all are. When none is, all are tried.
 */
export function openSpread(
  ports: readonly number[],
  isReady: (port: number) => boolean = () => true,
): WebhookConnection {
  const connections = ports.map((port) => openConnection(port));
  let turn = 0;
  const next = (): WebhookConnection | undefined => {
    for (let skipped = 0; skipped < ports.length && !isReady(ports[turn % ports.length] ?? 0); skipped += 1) turn += 1;
    return connections[turn++ % ports.length];
  };
  return {
    async post(request) {
      for (let tries = 1; ; tries += 1) {
        const connection = next();
        try {
          return await (connection?.post(request) ?? Promise.reject(new Error('no port to post to')));
        } catch (error) {
          if (!isRefusal(error) || tries >= connections.length) throw error;
        }
      }
    },
    close() {
      for (const connection of connections) connection.close();
    },
  };
}

/** Whether a post failed because no connection could be opened: nothing of it was read. */
export function isRefusal(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error && error.syscall === 'connect';
}

/** Opens lazily on the first `post`; after a failure the next `post` opens a new connection. */
export function openConnection(port: number): WebhookConnection {
  let socket: Socket | null = null;
  let pending: Pending | null = null;
  let received = '';

  const fail = (from: Socket, error: Error) => {
    if (socket !== from) return;
    socket = null;
    from.destroy();
    const waiting = pending;
    pending = null;
    waiting?.reject(error);
  };

  const onData = (from: Socket, chunk: Buffer) => {
    received += chunk.toString('latin1');
    const headEnd = received.indexOf('\r\n\r\n');
    if (headEnd < 0) return;
    const head = received.slice(0, headEnd).toLowerCase();
    if (!isComplete(received, head, headEnd + 4)) return;
    const status = Number(head.slice(9, 12));
    received = '';
    if (head.includes('\r\nconnection: close')) {
      if (socket === from) socket = null;
      from.destroy();
    }
    const waiting = pending;
    pending = null;
    waiting?.resolve(status);
  };

  const open = (): Socket => {
    const opened = connect({ port, host: '127.0.0.1', noDelay: true });
    received = '';
    // Before the server does it, as a reverse proxy: otherwise a post could meet a connection that is just being closed.
    opened.setTimeout(IDLE_MS, () => {
      if (socket !== opened || pending !== null) return;
      socket = null;
      opened.destroy();
    });
    opened.on('data', (chunk: Buffer) => onData(opened, chunk));
    opened.on('error', (error) => fail(opened, error));
    opened.on('close', () => fail(opened, new Error('connection closed before a whole answer arrived')));
    return opened;
  };

  return {
    post(request) {
      return new Promise((resolve, reject) => {
        if (pending !== null) {
          reject(new Error('one request at a time: await the previous post first'));
          return;
        }
        pending = { resolve, reject };
        socket ??= open();
        socket.write(request);
      });
    },
    close() {
      if (socket !== null) fail(socket, new Error('connection closed by the load generator'));
    },
  };
}

function isComplete(received: string, head: string, bodyStart: number): boolean {
  const length = /\r\ncontent-length: *(\d+)/.exec(head)?.[1];
  if (length !== undefined) return received.length >= bodyStart + Number(length);
  if (head.includes('transfer-encoding: chunked')) return received.endsWith('0\r\n\r\n');
  return true;
}
