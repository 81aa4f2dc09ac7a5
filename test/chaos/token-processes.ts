import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSqliteTokenStore } from '../../src/zalo-oa-sdk/stores/sqlite.ts';
import { ROTATING_APP, startRotatingZalo } from '../support/rotating-zalo.ts';
import type { TokenUserNews } from '../support/token-user.ts';
import { HarnessError } from '../support/load/harness-error.ts';

const CALLS_EACH = 250;

/** What processes that share a token store did when Zalo had ended their token early. */
export interface SharedExpiry {
  readonly calls: number;
  readonly failed: number;
  /** Refreshes that Zalo was asked for. */
  readonly refreshes: number;
}

/** Lets `count` processes make 250 calls each with one stored pair whose access token Zalo refuses (-220). */
export async function expireForProcesses(count: number): Promise<SharedExpiry> {
  const folder = mkdtempSync(join(tmpdir(), 'tro-ly-so-tokens-'));
  const zalo = await startRotatingZalo({ startsDead: true });
  const storePath = join(folder, 'tokens.db');
  const store = createSqliteTokenStore({ path: storePath });
  await store.save(ROTATING_APP.oaId, { ...zalo.first, expiresAtMs: Date.now() + 20 * 3_600_000 });
  store.close();
  const children = Array.from({ length: count }, () =>
    fork('test/support/token-user.ts', [zalo.url, storePath, String(CALLS_EACH)]),
  );
  try {
    await Promise.all(children.map((child) => newsOf(child, 'ready')));
    const done = children.map((child) => newsOf(child, 'done'));
    for (const child of children) child.send('go');
    const succeeded = (await Promise.all(done)).reduce(
      (sum, news) => sum + (news.kind === 'done' ? news.succeeded : 0),
      0,
    );
    const calls = count * CALLS_EACH;
    return { calls, failed: calls - succeeded, refreshes: zalo.counts.asked };
  } finally {
    for (const child of children) child.kill('SIGKILL');
    await zalo.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function newsOf(child: ChildProcess, kind: TokenUserNews['kind']): Promise<TokenUserNews> {
  const told = new Promise<TokenUserNews>((resolve) => {
    child.on('message', (news: TokenUserNews) => {
      if (news.kind === kind) resolve(news);
    });
  });
  const ended = once(child, 'exit').then(([code]) => {
    throw new HarnessError('LOAD_BOT_EXITED', `a process that shares the tokens ended with ${code} before "${kind}".`);
  });
  return Promise.race([told, ended]);
}
