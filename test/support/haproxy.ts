import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parse } from 'yaml';
import { findFreePort } from './free-port.ts';
import { readRepositoryFile } from '../guards/repository.ts';
import { programOf } from './program-of.ts';

/** Why no test can use HAProxy here: what to install. Undefined where it can. */
export function whyNoHaproxy(): string | undefined {
  return programOf('haproxy') === undefined ? 'skipped: install haproxy (apt-get install haproxy)' : undefined;
}

/** The proxy of compose.scale-out.yaml, with the configuration that stands there. */
export interface Haproxy {
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * Starts it on a port of this machine, before servers on other ports of this machine.
 *
 * @param ports of `app-1` and `app-2`
 */
export async function startHaproxy(ports: readonly [number, number]): Promise<Haproxy> {
  const program = programOf('haproxy');
  if (program === undefined) throw new Error(whyNoHaproxy());
  const port = await findFreePort();
  const dir = mkdtempSync(path.join(tmpdir(), 'tro-ly-so-haproxy-'));
  const file = path.join(dir, 'haproxy.cfg');
  writeFileSync(file, configOf(port, ports));
  // It says what it dislikes about the file, and exits with 1.
  execFileSync(program, ['-c', '-q', '-f', file], { stdio: ['ignore', 'inherit', 'inherit'] });
  const child = spawn(program, ['-db', '-f', file], { stdio: 'ignore' });
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  await untilListening(port, child);
  return {
    url: `http://127.0.0.1:${port}`,
    async stop() {
      child.kill('SIGKILL');
      await gone;
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

function configOf(port: number, ports: readonly [number, number]): string {
  const compose = parse(readRepositoryFile('compose.scale-out.yaml'), { merge: true }) as {
    readonly configs: { readonly haproxy: { readonly content: string } };
  };
  let config = compose.configs.haproxy.content.replaceAll('$$', '$').replace('bind :8080', `bind 127.0.0.1:${port}`);
  for (const [index, target] of ports.entries())
    config = config.replace(`app-${index + 1}:3000`, `127.0.0.1:${target}`);
  return config;
}

async function untilListening(port: number, child: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 400; tries++) {
    if (child.exitCode !== null) throw new Error(`haproxy ended with ${child.exitCode} before it listened`);
    const isOpen = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1');
      socket.once('connect', () => {
        socket.destroy();
        resolve(true);
      });
      socket.once('error', () => resolve(false));
    });
    if (isOpen) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`haproxy did not listen on ${port} within 10 s`);
}
