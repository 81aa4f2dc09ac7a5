import { describe, expect, it } from 'vitest';
import { checkRecording } from 'zalo-emulator';
import { createWorkbench } from './workbench.ts';

async function recordingApi() {
  const bench = await createWorkbench({}, '/emulator');
  const url = '/emulator/api/recording';
  return {
    ...bench,
    get: async () => (await bench.server.inject(url)).json<Record<string, unknown>>(),
    post: async (verb: string) =>
      (await bench.server.inject({ method: 'POST', url: `${url}/${verb}`, payload: {} })).json<
        Record<string, unknown>
      >(),
  };
}

describe('the recording API', () => {
  it('starts and stops, and gives the recording with whether it runs', async () => {
    const { emulator, get, post, residentId } = await recordingApi();
    expect(await get()).toMatchObject({ isRecording: false, version: 1, events: [] });
    expect(await post('start')).toMatchObject({ isRecording: true, events: [] });
    emulator.as.follow(residentId);
    expect(await get()).toMatchObject({ isRecording: true, events: [{ person: 'Bác Ba', does: 'follow' }] });
    const stopped = await post('stop');
    expect(stopped).toMatchObject({ isRecording: false, events: [{ does: 'follow' }] });
    expect(await get()).toEqual(stopped);
    expect(checkRecording(stopped)).toEqual(emulator.recorder.current());
  });

  it('records what the page does through its own endpoints', async () => {
    const { server, get, post, residentId } = await recordingApi();
    await post('start');
    const page = (path: string, payload: object) =>
      server.inject({ method: 'POST', url: `/emulator/api/${path}`, payload });
    await page(`residents/${residentId}/messages`, { kind: 'text', text: 'Chào' });
    await page('clock', { advanceMs: 5 });
    await page('faults', { hang: {} });
    const { events } = (await get()) as { events: Array<{ does: string }> };
    expect(events.map(({ does }) => does)).toEqual(['send', 'advanceClock', 'setFaults']);
  });

  it('takes JSON only', async () => {
    const { server, emulator } = await recordingApi();
    const headers = { 'content-type': 'text/plain' };
    const response = await server.inject({
      method: 'POST',
      url: '/emulator/api/recording/start',
      headers,
      payload: 'x',
    });
    expect([response.statusCode, emulator.recorder.isRecording()]).toEqual([415, false]);
  });
});
