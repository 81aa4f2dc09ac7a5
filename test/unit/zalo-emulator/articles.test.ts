import { describe, expect, it } from 'vitest';
import type { EmulatorOptions } from 'zalo-emulator';
import { get, post, reopen, upload } from './api-calls.ts';
import { DAY_MS, MINUTE_MS, START_MS, createWorkbench, greet } from './workbench.ts';
import type { Workbench } from './workbench.ts';

const article = {
  type: 'normal',
  title: 'Nộp hồ sơ trực tuyến',
  author: 'Sở KH&CN',
  cover: { cover_type: 'photo', photo_url: 'https://a.vn/bia.jpg', status: 'show' },
  description: 'Ba bước',
  body: [
    { type: 'text', content: 'Bước một' },
    { type: 'image', url: 'https://a.vn/1.jpg', caption: 'Hình' },
  ],
  status: 'show',
};

const create = (bench: Workbench, change: object = {}) =>
  post(bench, '/v2.0/article/create', { ...article, ...change });
const verify = (bench: Workbench, token: unknown) => post(bench, '/v2.0/article/verify', { token });
const detail = (bench: Workbench, id: string) => get(bench, `/v2.0/article/getdetail?id=${id}`);
const slice = (bench: Workbench, query: string) => get(bench, `/v2.0/article/getslice?${query}`);

async function publish(bench: Workbench, change: object = {}): Promise<string> {
  const { data } = await create(bench, change);
  await bench.advance(3000);
  return (await verify(bench, data.token))['data'].id;
}

describe('creating an article', () => {
  it('answers a token, then -214, then the id, by the emulator’s clock', async () => {
    const bench = await createWorkbench({ settings: { articleProcessingMs: 30 * MINUTE_MS } });
    const { data, error } = await create(bench);
    expect(error).toBe(0);
    expect(await verify(bench, data.token)).toEqual({ error: -214, message: 'Article is being processed' });
    await bench.advance(30 * MINUTE_MS - 1);
    expect((await verify(bench, data.token))['error']).toBe(-214);
    await bench.advance(1);
    expect((await verify(bench, data.token))['data']).toEqual({ id: expect.stringMatching(/^article-/) });
    expect((await verify(bench, 'unknown'))['error']).toBe(-201);
  });

  it.each([
    ['title', 150],
    ['author', 50],
    ['description', 300],
  ] as const)('takes a %s of %d characters and not one more', async (field, length) => {
    const bench = await createWorkbench();
    expect((await create(bench, { [field]: 'á'.repeat(length) }))['error']).toBe(0);
    expect((await create(bench, { [field]: 'á'.repeat(length + 1) }))['error']).toBe(-210);
  });

  it.each([
    [{ type: 'story' }, 'type'],
    [{ title: '' }, 'title'],
    [{ body: [] }, 'body'],
    [{ body: [{ type: 'text' }] }, 'body.0.content'],
    [{ body: [{ type: 'video', url: 'https://a.vn/v', video_id: 'x' }] }, 'body.0'],
    [{ cover: { cover_type: 'photo', photo_url: 'bia.jpg' } }, 'cover.photo_url'],
    [{ status: 'draft' }, 'status'],
    [{ body: [{ type: 'video', video_id: 'unknown' }] }, 'video_id'],
  ])('refuses %j', async (change, field) => {
    const bench = await createWorkbench();
    expect(await create(bench, change)).toEqual({ error: -201, message: `${field} is invalid!` });
  });

  it('hides the article and shows comments unless told otherwise', async () => {
    const bench = await createWorkbench();
    const id = await publish(bench, { status: undefined });
    expect((await detail(bench, id))['data']).toMatchObject({ status: 'hide', comment: 'show' });
  });

  it('is refused with -223 over the month’s number, and begins anew the next month', async () => {
    const bench = await createWorkbench({ accessTokenTtlMs: 60 * DAY_MS, settings: { articlesPerMonth: 1 } });
    expect((await create(bench))['error']).toBe(0);
    expect((await create(bench))['error']).toBe(-223);
    await bench.advance(9 * DAY_MS);
    expect((await create(bench))['error']).toBe(0);
  });
});

describe('reading, changing and removing articles', () => {
  it('gives the article back as it was sent', async () => {
    const bench = await createWorkbench();
    const id = await publish(bench);
    expect((await detail(bench, id))['data']).toMatchObject({ ...article, id, link_view: expect.stringContaining(id) });
    expect((await detail(bench, 'unknown'))['error']).toBe(-201);
    expect(await get(bench, '/v2.0/article/getdetail')).toEqual({ error: -201, message: 'id is invalid!' });
  });

  it('shows the old text until an update is processed', async () => {
    const bench = await createWorkbench();
    const id = await publish(bench);
    const update = { ...article, id, title: 'Bản mới' };
    const { data } = await post(bench, '/v2.0/article/update', update);
    expect((await verify(bench, data.token))['error']).toBe(-214);
    expect((await detail(bench, id))['data'].title).toBe(article.title);
    expect((await post(bench, '/v2.0/article/update', update))['error']).toBe(-214);
    await bench.advance(3000);
    expect((await verify(bench, data.token))['data']).toEqual({ id });
    expect((await detail(bench, id))['data'].title).toBe('Bản mới');
  });

  it('lists them by type, latest first, in pages', async () => {
    const bench = await createWorkbench();
    const first = await publish(bench);
    const second = await publish(bench, { title: 'Bài hai' });
    await create(bench, { title: 'chưa xong' });
    const page = (await slice(bench, 'offset=0&limit=1&type=normal'))['data'];
    expect(page.total).toBe(2);
    expect(page.medias).toEqual([
      {
        id: second,
        type: 'normal',
        title: 'Bài hai',
        status: 'show',
        total_view: 0,
        total_share: 0,
        create_date: START_MS + 3000,
        update_date: START_MS + 6000,
        thumb: 'https://a.vn/bia.jpg',
        link_view: expect.stringContaining(second),
      },
    ]);
    expect((await slice(bench, 'offset=1&limit=10&type=normal'))['data'].medias[0].id).toBe(first);
    expect((await slice(bench, 'offset=0&limit=10&type=video'))['data']).toEqual({ medias: [], total: 0 });
    expect((await slice(bench, 'offset=0&limit=11'))['error']).toBe(-210);
    expect((await slice(bench, 'offset=0'))['message']).toBe('limit is invalid!');
  });

  it('removes one for good', async () => {
    const bench = await createWorkbench();
    const id = await publish(bench);
    expect(await post(bench, '/v2.0/article/remove', { id })).toEqual({ error: 0, message: 'Success' });
    expect((await detail(bench, id))['error']).toBe(-201);
    expect((await post(bench, '/v2.0/article/remove', { id }))['error']).toBe(-201);
  });

  it('has a rate limit of its own', async () => {
    const bench = await createWorkbench({ rateLimitPerMinute: 2 });
    await greet(bench);
    for (const error of [0, 0, -32]) expect((await slice(bench, 'offset=0&limit=1'))['error']).toBe(error);
    for (const error of [0, 0, -32]) expect((await bench.sendText('a')).json['error']).toBe(error);
  });

  it('survives a snapshot, finished or not', async () => {
    const bench = await createWorkbench();
    const id = await publish(bench);
    const { data } = await create(bench, { title: 'đang xử lý' });
    const reopened = await reopen(bench);
    expect((await detail(reopened, id))['data'].title).toBe(article.title);
    expect((await verify(reopened, data.token))['error']).toBe(-214);
    await reopened.advance(DAY_MS / 2);
    expect((await verify(reopened, data.token))['error']).toBe(0);
  });
});

describe('videos of articles', () => {
  const options: EmulatorOptions = { settings: { videoProcessingMs: 10_000 } };
  const path = '/v2.0/article/upload_video/preparevideo';
  const file = (bytes: number, name = 'bai.mp4') => new File([new Uint8Array(bytes)], name);
  const status = (bench: Workbench, token: string) => get(bench, `/v2.0/article/upload_video/verify?token=${token}`);

  it('are converted for a while, then usable in an article', async () => {
    const bench = await createWorkbench(options);
    const { data } = await upload(bench, path, file(3));
    await bench.advance(5000);
    expect((await status(bench, data.token))['data']).toMatchObject({
      status: 3,
      convert_percent: 50,
      video_id: '',
      video_name: 'bai.mp4',
      video_size: 3,
    });
    await bench.advance(5000);
    const ready = (await status(bench, data.token))['data'];
    expect(ready).toMatchObject({ status: 1, convert_percent: 100, video_id: expect.stringMatching(/^video-/) });
    const video = {
      type: 'video',
      title: 'T',
      description: 'D',
      video_id: ready.video_id,
      avatar: 'https://a.vn/a.jpg',
    };
    const created = await post(bench, '/v2.0/article/create', video);
    await bench.advance(3000);
    const { id } = (await verify(bench, created['data'].token))['data'];
    expect((await slice(bench, 'offset=0&limit=1&type=video'))['data'].medias[0]).toMatchObject({ id, type: 'video' });
    expect((await status(await reopen(bench), data.token))['data'].video_id).toBe(ready.video_id);
  });

  it('are asked for by a token header too, as the official Java SDK does', async () => {
    const bench = await createWorkbench(options);
    const { data } = await upload(bench, path, file(3));
    const headers = { access_token: bench.emulator.tokens().accessToken, token: data.token };
    const response = await bench.server.inject({ url: '/v2.0/article/upload_video/verify', headers });
    expect(response.json()).toMatchObject({ data: { status: 3 } });
  });

  it('cannot be used before they are ready, and an empty one fails', async () => {
    const bench = await createWorkbench(options);
    const { data } = await upload(bench, path, file(0));
    await bench.advance(10_000);
    expect((await status(bench, data.token))['data']).toMatchObject({ status: 4, video_id: '' });
    expect((await status(bench, 'unknown'))['error']).toBe(-201);
  });

  it('are avi or mp4 of at most 50 MB', async () => {
    const bench = await createWorkbench(options);
    expect((await upload(bench, path, file(1, 'bai.mov')))['error']).toBe(-201);
    expect((await upload(bench, path, file(50 * 1024 * 1024, 'BAI.AVI')))['error']).toBe(0);
    expect((await upload(bench, path, file(50 * 1024 * 1024 + 1)))['error']).toBe(-210);
  });
});
