import fastifyFactory from 'fastify';
import { createEmulator } from './emulator.ts';
import type { Emulator } from './emulator.ts';
import type { EmulatorOptions } from './options.ts';
import { emulatorPlugin } from './plugin.ts';

/** Options of {@link startEmulator}. */
export interface StartEmulatorOptions extends EmulatorOptions {
  /** Default 0: any free port. */
  readonly port?: number;
  /** Default 127.0.0.1: the emulator has no login and must not face a network. */
  readonly host?: string;
  /** Serve the chat page at `/`. Default true. */
  readonly chatPage?: boolean;
}

/** A running emulator. */
export interface RunningEmulator {
  /** Base URL without a trailing slash: give it to a client as both API and OAuth host. */
  readonly url: string;
  readonly emulator: Emulator;
  close(): Promise<void>;
}

/** Starts an emulator on a server of its own. */
export async function startEmulator(options: StartEmulatorOptions = {}): Promise<RunningEmulator> {
  const { port = 0, host = '127.0.0.1', chatPage = true, ...emulatorOptions } = options;
  const emulator = createEmulator(emulatorOptions);
  // A hanging request or an open page must not hold the shutdown of a development tool.
  const server = fastifyFactory({ forceCloseConnections: true });
  await server.register(emulatorPlugin, { emulator, chatPage });
  const url = await server.listen({ port, host });
  if (options.publicUrl === undefined) emulator.setPublicUrl(url);
  return {
    url,
    emulator,
    async close() {
      emulator.close();
      await server.close();
    },
  };
}
