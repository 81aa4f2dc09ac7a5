import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { listFiles, readRepositoryFile, ROOT } from './repository.ts';

/** Children load the product and, in the controls, langchain. */
const PROCESS_TEST_TIMEOUT_MS = 60_000;

/** Prints, at the end, every module of langchain that was asked for. */
const WATCH = `
  import { registerHooks } from 'node:module';
  const seen = new Set();
  registerHooks({
    resolve(specifier, context, next) {
      if (/^(?:@langchain|langsmith|js-tiktoken)(?:\\/|$)/u.test(specifier)) seen.add(specifier);
      return next(specifier, context);
    },
  });
  process.on('exit', () => process.stdout.write('asked for: ' + [...seen].toSorted().join(' ')));
`;

const ANSWERER = `
  const { createLlmAnswerer } = await import('./src/understanding/llm/answerer.ts');
  const card = { title: 'Tạm trú', answer: 'Ở nơi khác thì đăng ký.', steps: [] };
  const search = { search: () => [{ id: 'temporary-residence', confidence: 1 }], card: () => card };
`;

interface Ended {
  readonly stdout: string;
  readonly stderr: string;
}

function run(script: string, env: Readonly<Record<string, string>> = {}): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const watch = `data:text/javascript,${encodeURIComponent(WATCH)}`;
    const child = spawn(process.execPath, ['--import', watch, '--input-type=module', '-e', script], {
      cwd: ROOT,
      env: { PATH: process.env['PATH'], ...env },
    });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    child.on('error', reject);
    child.on('close', () => resolve({ stdout, stderr }));
  });
}

describe('without LLM_BASE_URL', { timeout: PROCESS_TEST_TIMEOUT_MS }, () => {
  test('nothing of langchain is loaded: not by the server, not by an answerer without an endpoint', async () => {
    const { stdout, stderr } = await run(`
      await import('./src/app.ts');
      ${ANSWERER}
      const answerer = await createLlmAnswerer({ endpoint: undefined, search });
      if ((await answerer.choose('xin chào')) !== undefined) throw new Error('somebody answered');
      process.exit();
    `);
    expect({ stdout, stderr }).toEqual({ stdout: 'asked for: ', stderr: '' });
  });

  /** A pasted scam and the card of a slow reader: the turns a model has a part in, with what `endpoint` gives them. */
  const turns = (endpoint: string): string => `
    const net = await import('node:net');
    const connect = net.Socket.prototype.connect;
    let connections = 0;
    net.Socket.prototype.connect = function (...args) {
      connections += 1;
      return connect.apply(this, args);
    };
    const { openLanguageModel } = await import('./src/language-model.ts');
    const { startChat } = await import('./test/support/chat.ts');
    const { shippedCatalogue } = await import('./test/support/shipped-content.ts');
    const { shippedUnderstanding } = await import('./test/support/shipped-understanding.ts');
    const model = await openLanguageModel({
      endpoint: ${endpoint},
      catalogue: shippedCatalogue(),
      understanding: shippedUnderstanding(),
      onOpened: () => undefined,
    });
    const chat = startChat({ model, resident: { largeSteps: true } });
    const pasted = await chat.say('Bưu điện: kiện hàng bị giữ, nhập mã OTP tại buudien-nhanhang.top');
    if (!pasted.text.includes('Tin này rất nguy hiểm')) throw new Error(pasted.text);
    const card = await chat.say('#card:vneid-what-is');
    if (!card.text.includes('Bước 1')) throw new Error(card.text);
    process.stdout.write('connections: ' + connections + '\\n');
    process.exit();
  `;

  test('turns that a model would have a part in load nothing of it and open no connection', async () => {
    const { stdout, stderr } = await run(turns('undefined'));
    expect({ stdout, stderr }).toEqual({ stdout: 'connections: 0\nasked for: ', stderr: '' });
  });

  test('the check sees those turns ask an endpoint', async () => {
    const { stdout } = await run(turns(`{ baseUrl: 'http://127.0.0.1:9', model: 'm' }`));
    expect(stdout).toMatch(/^connections: 2\nasked for: @langchain/u);
  });

  test('the check sees what an endpoint makes it load', async () => {
    const { stdout } = await run(`
      ${ANSWERER}
      await createLlmAnswerer({ endpoint: { baseUrl: 'http://127.0.0.1:9', model: 'm' }, search });
      process.exit();
    `);
    expect(stdout).toContain('@langchain/core/runnables');
  });

  test('only files of the answerer name langchain at all', () => {
    const naming = listFiles(`${ROOT}/src`).filter(
      (file) => file.endsWith('.ts') && /from '(?:@langchain|langsmith)/u.test(readRepositoryFile(file)),
    );
    expect(naming.length).toBeGreaterThan(3);
    expect(naming.filter((file) => !file.startsWith('src/understanding/llm/'))).toEqual([]);
  });
});

describe('tracing', { timeout: PROCESS_TEST_TIMEOUT_MS }, () => {
  let close: () => void;
  let url: string;
  let paths: string[];

  beforeEach(async () => {
    paths = [];
    const answer = JSON.stringify({ choices: [{ message: { content: '{"cards":["temporary-residence"]}' } }] });
    const server = createServer((request, response) => {
      paths.push(request.url ?? '');
      request.resume();
      response.writeHead(200, { 'content-type': 'application/json' }).end(answer);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    close = () => {
      server.closeAllConnections();
      server.close();
    };
  });
  afterEach(() => close());

  /** Everything that makes langchain send traces, to the server above. */
  const environment = (): Record<string, string> => ({
    LANGSMITH_TRACING: 'true',
    LANGSMITH_TRACING_V2: 'true',
    LANGCHAIN_TRACING: 'true',
    LANGCHAIN_TRACING_V2: 'true',
    LANGCHAIN_VERBOSE: 'true',
    LANGSMITH_API_KEY: 'lsv2-test',
    LANGSMITH_ENDPOINT: url,
    LANGCHAIN_ENDPOINT: url,
  });
  const FLUSH = `
    const { awaitAllCallbacks } = await import('@langchain/core/callbacks/promises');
    await awaitAllCallbacks();
  `;

  test('is off whatever the environment says: the endpoint is asked, nobody else hears of it, nothing is printed', async () => {
    const { stdout, stderr } = await run(
      `
        ${ANSWERER}
        const answerer = await createLlmAnswerer({ endpoint: { baseUrl: '${url}', model: 'm' }, search });
        process.env.LANGSMITH_TRACING = 'true';
        process.env.LANGCHAIN_VERBOSE = 'true';
        const chosen = await answerer.choose('ở nhà thuê');
        await answerer.close();
        ${FLUSH}
        process.stdout.write(JSON.stringify(chosen) + '\\n');
      `,
      environment(),
    );
    expect(stdout.split('\n')[0]).toBe('{"cards":["temporary-residence"]}');
    expect(stderr).toBe('');
    expect(paths).toEqual(['/chat/completions']);
  });

  test('would be noticed: the same environment makes a bare chain send its input', async () => {
    const { stdout } = await run(
      `
        const { RunnableLambda } = await import('@langchain/core/runnables');
        await RunnableLambda.from((text) => text).invoke('words of somebody');
        ${FLUSH}
      `,
      environment(),
    );
    expect(stdout).toContain('words of somebody');
    expect(paths.length).toBeGreaterThan(0);
  });
});
