import { afterEach, describe, expect, it } from 'vitest';
import { checkRecording, replay, startEmulator } from 'zalo-emulator';
import type { ChatMessage, Recording } from 'zalo-emulator';
import { startApp } from '../../../src/app.ts';
import { readConfig } from '../../../src/config.ts';
import { createLogger } from '../../../src/shared/logger.ts';
import { IDENTITY, startTestApp } from '../../support/app.ts';
import { eventually } from '../../support/eventually.ts';
import { makeTempDir } from '../../support/temp-dir.ts';

const ends: Array<() => Promise<void>> = [];

afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

/** The product in demo mode, driven as its chat page drives it. */
async function startDemo() {
  const folder = makeTempDir();
  const logger = createLogger({ level: 'fatal', destination: { write: () => undefined } });
  const app = await startApp({ config: readConfig({ PORT: '0', DATA_DIR: folder.dir }), logger });
  ends.push(async () => {
    await app.close();
    folder[Symbol.dispose]();
  });
  const call = async <T>(path: string, body?: object): Promise<T> => {
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
    const response = await fetch(`${app.url}/emulator/api/${path}`, body === undefined ? {} : init);
    return (await response.json()) as T;
  };
  const { residents } = await call<{ residents: Array<{ id: string; name: string }> }>('state');
  const id = residents.find(({ name }) => name === 'Bác Ba')?.id ?? '';
  const history = () => call<ChatMessage[]>(`residents/${id}/messages`);
  /** Does something and waits until the bot has answered with so many messages. */
  const turn = async (path: string, body: object, answerCount: number) => {
    const before = (await history()).filter(({ from }) => from === 'oa').length;
    await call(`residents/${id}/${path}`, body);
    await eventually(async () => {
      const answers = (await history()).filter(({ from }) => from === 'oa');
      expect(answers).toHaveLength(before + answerCount);
    });
  };
  return { call, turn, history };
}

async function recordDemo(): Promise<Recording> {
  const { call, turn, history } = await startDemo();
  await call('recording/start', {});
  await turn('follow', {}, 2);
  await turn('messages', { kind: 'text', text: 'menu' }, 1);
  const shown = (await history()).findLast(({ buttons }) => buttons?.some(({ type }) => type.startsWith('oa.query.')));
  const buttonIndex = shown?.buttons?.findIndex(({ type }) => type.startsWith('oa.query.')) ?? -1;
  await turn('presses', { messageId: shown?.id, buttonIndex }, 1);
  await turn('messages', { kind: 'sticker', stickerId: 'cuoi' }, 2);
  return checkRecording(await call('recording/stop', {}));
}

/** The product in production mode against an emulator of its own. */
async function replayAgainstFreshApp(recording: Recording) {
  const zalo = await startEmulator({
    ...IDENTITY,
    accessToken: 'access-1',
    refreshToken: 'refresh-1',
    chatPage: false,
  });
  ends.push(() => zalo.close());
  const app = await startTestApp({ env: { ZALO_API_URL: zalo.url, ZALO_OAUTH_URL: zalo.url } });
  ends.push(() => app.close());
  zalo.emulator.setWebhookUrl(`${app.app.url}/webhook/zalo`);
  return replay(recording, { emulator: zalo.emulator });
}

describe('the product’s own bot', () => {
  it('answers a session recorded in the demo just so on a fresh installation', async () => {
    const recording = await recordDemo();
    const answers = recording.events.filter((event) => 'oa' in event);
    expect(answers).toHaveLength(6);
    const { differences, counts, notes } = await replayAgainstFreshApp(recording);
    expect(differences).toEqual([]);
    expect(counts).toEqual({ steps: 4, expected: 6, received: 6 });
    expect(notes.filter((note) => !note.includes('-235') && !note.includes('-240'))).toEqual([]);
  });

  it('is caught when it says something else', async () => {
    const recording = await recordDemo();
    const index = recording.events.findIndex((event) => 'oa' in event && 'text' in event);
    const events = recording.events.with(index, { ...recording.events[index], text: 'Chào bác.' } as never);
    const { differences } = await replayAgainstFreshApp({ ...recording, events });
    expect(differences.map(({ kind, who, turn }) => [kind, who, turn])).toEqual([['changed', 'Bác Ba', 1]]);
    expect(differences[0]?.line).toMatch(/^Bác Ba, lượt 1: chờ «Chào bác\.», nhận «/);
  });
});
