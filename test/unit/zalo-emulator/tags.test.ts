import { describe, expect, it } from 'vitest';
import { get, post, reopen } from './api-calls.ts';
import { START_MS, createWorkbench } from './workbench.ts';
import type { Workbench } from './workbench.ts';

const ids = { app_id: '1357924680135792468', oa_id: '2468013579246801357', timestamp: String(START_MS) };

async function openBench(oaType: 2 | 4 = 2) {
  const bench = await createWorkbench({ oaType });
  bench.emulator.as.follow(bench.residentId);
  await bench.emulator.idle();
  bench.posts.length = 0;
  return bench;
}

const tag = (bench: Workbench, tagName: string, userId: unknown = bench.residentId) =>
  post(bench, '/v2.0/oa/tag/tagfollower', { user_id: userId, tag_name: tagName });
const untag = (bench: Workbench, tagName: string) =>
  post(bench, '/v2.0/oa/tag/rmfollowerfromtag', { user_id: bench.residentId, tag_name: tagName });
const tagsOf = async (bench: Workbench) => (await get(bench, '/v2.0/oa/tag/gettagsofoa'))['data'];

async function eventsAfter(bench: Workbench, action: Promise<unknown>): Promise<string[]> {
  bench.posts.length = 0;
  await action;
  await bench.emulator.idle();
  return bench.posts.map(({ rawBody }) => rawBody);
}

describe('tags', () => {
  it.each([2, 4] as const)('stay on v2 for an OA of type %d', async (oaType) => {
    const bench = await openBench(oaType);
    expect(await tag(bench, 'Tổ 3')).toEqual({ error: 0, message: 'Success' });
    expect(await tag(bench, 'Hoàn thành')).toEqual({ error: 0, message: 'Success' });
    expect(await tagsOf(bench)).toEqual(['Tổ 3', 'Hoàn thành']);
  });

  it('are created by tagging, with an event for the tag and one for the person, in Zalo’s key order', async () => {
    const bench = await openBench();
    const user_id_by_app = bench.emulator.residents()[0]?.idByApp;
    const { app_id, oa_id, timestamp } = ids;
    expect(await eventsAfter(bench, tag(bench, 'Tổ 3'))).toEqual([
      JSON.stringify({
        app_id,
        oa_id,
        user_id_by_app,
        event_name: 'add_user_to_tag',
        tag: { name: 'Tổ 3' },
        timestamp,
      }),
      JSON.stringify({
        ...{ oa_id, user_id_by_app, event_name: 'add_user_to_tag' },
        tag: { user_ids: [bench.residentId], name: 'Tổ 3' },
        ...{ app_id, timestamp },
      }),
    ]);
    expect(await eventsAfter(bench, tag(bench, 'Tổ 3'))).toEqual([]);
  });

  it('come off a person with remove_user_from_tag, and only off one who has it', async () => {
    const bench = await openBench();
    await tag(bench, 'Tổ 3');
    const [event] = await eventsAfter(bench, untag(bench, 'Tổ 3'));
    expect(JSON.parse(event ?? '')).toMatchObject({
      event_name: 'remove_user_from_tag',
      tag: { user_ids: [bench.residentId], name: 'Tổ 3' },
    });
    expect(await untag(bench, 'Tổ 3')).toEqual({ error: -201, message: 'tag_name is invalid!' });
    expect(await tagsOf(bench)).toEqual(['Tổ 3']);
  });

  it('are removed altogether with remove_tag', async () => {
    const bench = await openBench();
    await tag(bench, 'Tổ 3');
    const [event] = await eventsAfter(bench, post(bench, '/v2.0/oa/tag/rmtag', { tag_name: 'Tổ 3' }));
    expect(event).toBe(
      JSON.stringify({
        app_id: ids.app_id,
        oa_id: ids.oa_id,
        user_id_by_app: '8024691357802469001',
        event_name: 'remove_tag',
        tag: { name: 'Tổ 3' },
        timestamp: ids.timestamp,
      }),
    );
    expect(await tagsOf(bench)).toEqual([]);
    expect((await post(bench, '/v2.0/oa/tag/rmtag', { tag_name: 'Tổ 3' }))['error']).toBe(-201);
  });

  it('take the user id as a number beyond 2^53, as the documentation’s sample writes it', async () => {
    const bench = await openBench();
    const response = await bench.server.inject({
      method: 'POST',
      url: '/v2.0/oa/tag/tagfollower',
      headers: { access_token: bench.emulator.tokens().accessToken, 'content-type': 'application/json' },
      payload: `{"user_id": ${bench.residentId}, "tag_name": "Tổ 3"}`,
    });
    expect(response.json()).toMatchObject({ error: 0 });
  });

  it('are -213 for somebody the OA does not know and -201 without a name', async () => {
    const bench = await openBench();
    expect((await tag(bench, 'Tổ 3', '3691470258369147002'))['error']).toBe(-213);
    expect(await tag(bench, ' ')).toEqual({ error: -201, message: 'tag_name is invalid!' });
    expect(await tagsOf(bench)).toEqual([]);
  });

  it('survive a snapshot with who has them', async () => {
    const bench = await openBench();
    await tag(bench, 'Tổ 3');
    await tag(bench, 'Trống');
    await untag(bench, 'Trống');
    const reopened = await reopen(bench);
    expect(await tagsOf(reopened)).toEqual(['Tổ 3', 'Trống']);
    expect((await untag(reopened, 'Trống'))['error']).toBe(-201);
    expect((await untag(reopened, 'Tổ 3'))['error']).toBe(0);
  });
});
