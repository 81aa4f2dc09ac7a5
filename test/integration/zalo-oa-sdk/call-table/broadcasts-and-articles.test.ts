import { describe, expect, it } from 'vitest';
import type { ArticleDraft, BroadcastTarget, ZaloCityCode } from 'zalo-oa-sdk';
import {
  DAY_MS,
  type EmulatedOa,
  type EmulatedOaOptions,
  FILES,
  HOUR_MS,
  MINUTE_MS,
  START_MS,
  startOa,
} from './emulated-oa.ts';
import { TARGET_KEYS } from './fact-sheet.ts';
import { unprovenRows } from './proofs.ts';
import { codeOf, refusalOf } from './refusal.ts';

const PROCESSING_MS = 3000;

const draft: ArticleDraft = {
  title: 'Lớp kỹ năng số cho bà con',
  author: 'Tổ công nghệ số',
  description: 'Mỗi sáng thứ bảy ở nhà văn hóa',
  cover: { photoUrl: 'https://example.vn/bia.jpg', status: 'hide' },
  body: [
    { type: 'text', content: 'Mời bà con đến học.' },
    { type: 'image', url: 'https://example.vn/lop.jpg', caption: 'Buổi học đầu' },
    { type: 'video', url: 'https://example.vn/lop.mp4', thumbUrl: 'https://example.vn/lop-nho.jpg' },
    { type: 'product', id: '1234' },
  ],
  relatedArticleIds: ['bd5ea46bb32e5a0033f'],
  trackingLink: 'https://example.vn/theo-doi',
  status: 'show',
  comment: 'hide',
};

/** Creates an article and waits until Zalo has processed it. */
async function publish({ client, oaId, emulator }: EmulatedOa, article: ArticleDraft = draft): Promise<string> {
  const { token } = await client.articles.create(oaId, article);
  emulator.clock.advance(PROCESSING_MS);
  const state = await client.articles.verify(oaId, token);
  if (state.state !== 'ready') throw new Error('the article is still being processed');
  return state.id;
}

describe('a broadcast', () => {
  /** One follower who is meant by every target below, one who is not, and one whom Zalo knows nothing about. */
  const residents = [
    { name: 'Được chọn', traits: { ageYears: 70, gender: 2, cityCode: 9, platform: 2 } },
    { name: 'Không được chọn', traits: { ageYears: 20, gender: 1, cityCode: 4, platform: 1 } },
    { name: 'Không rõ' },
  ] as const;

  const TARGETS: Record<(typeof TARGET_KEYS)[number], { target: BroadcastTarget; wire: string }> = {
    ages: { target: { ages: [6, 7] }, wire: '6,7' },
    gender: { target: { gender: [2] }, wire: '2' },
    locations: { target: { locations: [0, 1] }, wire: '0,1' },
    cities: { target: { cities: [9, 57] }, wire: '9,57' },
    platform: { target: { platform: [2, 3] }, wire: '2,3' },
  };

  async function startFollowed(options: EmulatedOaOptions = {}): Promise<EmulatedOa> {
    const oa = await startOa({ residents, ...options });
    for (const { id } of oa.emulator.residents()) oa.emulator.as.follow(id);
    return oa;
  }

  /** Names of the residents whose chat shows an article. */
  async function reached({ emulator }: EmulatedOa): Promise<string[]> {
    await emulator.idle();
    return emulator
      .residents()
      .filter(({ id }) => emulator.history(id).some(({ kind }) => kind === 'article'))
      .map(({ name }) => name);
  }

  const send = ({ client, oaId }: EmulatedOa, target: BroadcastTarget, ...articleIds: string[]) =>
    client.broadcasts.send(oaId, { target, articleIds });

  describe.each(TARGET_KEYS)('by %s', (key) => {
    const { target, wire } = TARGETS[key];

    it.each([2, 4] as const)('reaches the followers meant, and nobody else, from an OA of type %i', async (oaType) => {
      const oa = await startFollowed({ oaType });
      const articleId = await publish(oa);
      const { messageId } = await send(oa, target, articleId);
      expect(messageId).toMatch(/^[0-9a-f]{20}$/);
      expect(oa.lastCall().requestBody).toEqual({
        recipient: { target: { [key]: wire } },
        message: {
          attachment: {
            type: 'template',
            payload: { template_type: 'media', elements: [{ media_type: 'article', attachment_id: articleId }] },
          },
        },
      });
      expect(await reached(oa)).toEqual(['Được chọn']);
      expect(oa.emulator.history(oa.residentId).at(-1)?.elements).toMatchObject([
        { title: draft.title, subtitle: draft.description, imageUrl: draft.cover.photoUrl },
      ]);
    });

    it('is refused with -234 from 22:00 on, and goes out from 06:00 on', async () => {
      const oa = await startFollowed();
      const articleId = await publish(oa);
      oa.emulator.clock.advance(12 * HOUR_MS - PROCESSING_MS);
      expect(await refusalOf(send(oa, target, articleId))).toMatchObject({
        code: -234,
        advice: 'reschedule',
        mayHaveBeenDelivered: false,
      });
      oa.emulator.clock.advance(8 * HOUR_MS - 1);
      expect(await codeOf(send(oa, target, articleId))).toBe(-234);
      expect(await reached(oa)).toEqual([]);
      oa.emulator.clock.advance(1);
      await send(oa, target, articleId);
      expect(await reached(oa)).toEqual(['Được chọn']);
    });
  });

  it('to everybody reaches each follower once a day, and those who left not at all', async () => {
    const oa = await startFollowed();
    oa.emulator.as.unfollow(oa.residentId);
    const articleId = await publish(oa);
    await send(oa, { gender: [0] }, articleId);
    await send(oa, { gender: [0] }, articleId);
    expect(await reached(oa)).toEqual(['Không được chọn', 'Không rõ']);
    const other = oa.emulator.residents()[1]?.id ?? '';
    expect(oa.emulator.history(other).filter(({ kind }) => kind === 'article')).toHaveLength(1);

    oa.emulator.clock.advance(DAY_MS);
    await send(oa, { gender: [0] }, articleId);
    await oa.emulator.idle();
    expect(oa.emulator.history(other).filter(({ kind }) => kind === 'article')).toHaveLength(2);
  });

  it('of five articles is one message with five cards', async () => {
    const oa = await startFollowed();
    const ids: string[] = [];
    for (const number of [1, 2, 3, 4, 5]) ids.push(await publish(oa, { ...draft, title: `Bài ${number}` }));
    await send(oa, { cities: [9 satisfies ZaloCityCode] }, ...ids);
    await oa.emulator.idle();
    const cards = oa.emulator.history(oa.residentId).at(-1)?.elements ?? [];
    expect(cards.map(({ title }) => title)).toEqual(['Bài 1', 'Bài 2', 'Bài 3', 'Bài 4', 'Bài 5']);
  });

  it('of an article that is still being processed is refused with -214, which passes', async () => {
    const oa = await startFollowed({ settings: { articleProcessingMs: PROCESSING_MS } });
    const { token } = await oa.client.articles.create(oa.oaId, draft);
    const [pending] = (oa.emulator.snapshot() as any).features.articles.articles;
    expect(await refusalOf(send(oa, { gender: [0] }, pending.id))).toMatchObject({ code: -214, advice: 'retry' });
    oa.emulator.clock.advance(PROCESSING_MS);
    expect(await oa.client.articles.verify(oa.oaId, token)).toEqual({ state: 'ready', id: pending.id });
    await send(oa, { gender: [0] }, pending.id);
    expect(await reached(oa)).toHaveLength(3);
  });

  it.each([
    ['that is hidden', async (oa: EmulatedOa) => publish(oa, { ...draft, status: 'hide' })],
    ['nobody knows', async () => 'khong-co-bai-nay'],
  ])('of an article %s is refused with -201', async (_what, articleOf) => {
    const oa = await startFollowed();
    expect(await codeOf(send(oa, { gender: [0] }, await articleOf(oa)))).toBe(-201);
    expect(await reached(oa)).toEqual([]);
  });
});

describe('article/create and article/verify', () => {
  it('make an article in two steps, and its content comes back whole from article/getdetail', async () => {
    const oa = await startOa();
    const { articles } = oa.client;
    const { token } = await articles.create(oa.oaId, draft);
    expect(await articles.verify(oa.oaId, token)).toEqual({ state: 'processing' });
    oa.emulator.clock.advance(PROCESSING_MS);
    const state = await articles.verify(oa.oaId, token);
    const id = state.state === 'ready' ? state.id : 'none';
    expect(await articles.getDetail(oa.oaId, id)).toEqual({
      id,
      type: 'normal',
      title: draft.title,
      author: draft.author,
      description: draft.description,
      status: 'show',
      comment: 'hide',
      cover: { coverType: 'photo', photoUrl: draft.cover.photoUrl, status: 'hide' },
      body: draft.body,
      relatedArticleIds: draft.relatedArticleIds,
      trackingLink: draft.trackingLink,
      linkUrl: expect.stringContaining(`id=${id}`),
    });
    expect(oa.traffic()).toEqual([
      'POST /v2.0/article/create 0',
      'POST /v2.0/article/verify -214',
      'POST /v2.0/article/verify 0',
      'GET /v2.0/article/getdetail 0',
    ]);
  });

  it('hide an article whose draft says nothing about it', async () => {
    const oa = await startOa();
    const { status: _status, comment: _comment, ...bare } = draft;
    const id = await publish(oa, bare);
    expect(await oa.client.articles.getDetail(oa.oaId, id)).toMatchObject({ status: 'hide' });
  });

  it('are refused with -223 when the OA may make no more articles', async () => {
    const oa = await startOa({ settings: { articlesPerMonth: 1 } });
    await publish(oa);
    expect(await refusalOf(oa.client.articles.create(oa.oaId, draft))).toMatchObject({
      code: -223,
      advice: 'stop',
      method: 'POST /v2.0/article/create',
    });
  });

  it('are refused with -210 for a title longer than 150, were it to leave', async () => {
    const oa = await startOa();
    const json = { type: 'normal', ...articleInZalosWords, title: 'a'.repeat(151) };
    const { accessToken } = oa.emulator.tokens();
    const call = { host: 'api', method: 'POST', path: '/v2.0/article/create', json } as const;
    const { body } = await oa.transport.request({ ...call, headers: { access_token: accessToken } });
    expect(body).toMatchObject({ error: -210 });
    await expect(oa.client.articles.create(oa.oaId, { ...draft, title: 'a'.repeat(151) })).rejects.toMatchObject({
      name: 'ZaloMessageError',
      field: 'title',
      limit: 150,
    });
    expect(oa.emulator.calls()).toHaveLength(1);
  });

  it('are refused with -201 for a token that Zalo never gave', async () => {
    const oa = await startOa();
    expect(await codeOf(oa.client.articles.verify(oa.oaId, 'khong-co'))).toBe(-201);
  });
});

const articleInZalosWords = {
  author: draft.author,
  description: draft.description,
  cover: { cover_type: 'photo', photo_url: draft.cover.photoUrl },
  body: [{ type: 'text', content: 'Mời bà con' }],
};

describe('article/update', () => {
  const changed = { ...draft, title: 'Đổi giờ học', status: 'hide' } as const;

  it('puts new content in the place of the old, once it is processed', async () => {
    const oa = await startOa();
    const { articles } = oa.client;
    const id = await publish(oa);
    const { token } = await articles.update(oa.oaId, id, changed);
    expect(await articles.getDetail(oa.oaId, id)).toMatchObject({ title: draft.title, status: 'show' });
    oa.emulator.clock.advance(PROCESSING_MS);
    expect(await articles.verify(oa.oaId, token ?? '')).toEqual({ state: 'ready', id });
    expect(await articles.getDetail(oa.oaId, id)).toMatchObject({ title: 'Đổi giờ học', status: 'hide' });
  });

  it('is refused with -214 while the article is being processed, and with -201 for an unknown one', async () => {
    const oa = await startOa();
    const id = await publish(oa);
    await oa.client.articles.update(oa.oaId, id, changed);
    expect(await codeOf(oa.client.articles.update(oa.oaId, id, changed))).toBe(-214);
    expect(await codeOf(oa.client.articles.update(oa.oaId, 'khong-co', changed))).toBe(-201);
  });
});

describe('article/remove', () => {
  it('deletes the article', async () => {
    const oa = await startOa();
    const id = await publish(oa);
    await oa.client.articles.remove(oa.oaId, id);
    expect((await oa.client.articles.list(oa.oaId)).articles).toEqual([]);
    expect(await codeOf(oa.client.articles.getDetail(oa.oaId, id))).toBe(-201);
  });

  it('is refused with -201 for an unknown article', async () => {
    const oa = await startOa();
    expect(await codeOf(oa.client.articles.remove(oa.oaId, 'khong-co'))).toBe(-201);
  });
});

describe('article/getslice', () => {
  it('lists articles, latest first, in pages', async () => {
    const oa = await startOa();
    const ids: string[] = [];
    for (const number of [1, 2, 3]) ids.push(await publish(oa, { ...draft, title: `Bài ${number}` }));
    const { articles, total } = await oa.client.articles.list(oa.oaId, { offset: 1, count: 2 });
    expect(total).toBe(3);
    expect(articles.map(({ title }) => title)).toEqual(['Bài 2', 'Bài 1']);
    expect(articles[0]).toEqual({
      id: ids[1],
      type: 'normal',
      title: 'Bài 2',
      status: 'show',
      viewCount: 0,
      shareCount: 0,
      createdAtMs: START_MS + PROCESSING_MS,
      updatedAtMs: START_MS + 2 * PROCESSING_MS,
      thumbUrl: draft.cover.photoUrl,
      linkUrl: expect.stringContaining('https://'),
    });
    expect((await oa.client.articles.list(oa.oaId, { type: 'video' })).articles).toEqual([]);
    expect(oa.lastCall().path).toBe('/v2.0/article/getslice?offset=0&limit=10&type=video');
  });

  it('is refused with -32 over 4000 calls a minute, and answers again in the next minute', async () => {
    const oa = await startOa({ rateLimitPerMinute: 2 });
    await oa.client.articles.list(oa.oaId);
    await oa.client.articles.list(oa.oaId);
    expect(await refusalOf(oa.client.articles.list(oa.oaId))).toMatchObject({ code: -32, advice: 'retry' });
    oa.emulator.clock.advance(MINUTE_MS);
    expect((await oa.client.articles.list(oa.oaId)).articles).toEqual([]);
  });

  it('has a limit of its own: calls to articles leave the other calls alone', async () => {
    const oa = await startOa({ rateLimitPerMinute: 1 });
    await oa.client.articles.list(oa.oaId);
    expect((await oa.client.getOa(oa.oaId)).oaId).toBe(oa.oaId);
    expect(await codeOf(oa.client.articles.list(oa.oaId))).toBe(-32);
    expect(await codeOf(oa.client.getOa(oa.oaId))).toBe(-32);
  });
});

describe('article/getdetail', () => {
  it('is refused with -214 while the first version is being processed', async () => {
    const oa = await startOa();
    await oa.client.articles.create(oa.oaId, draft);
    const [pending] = (oa.emulator.snapshot() as any).features.articles.articles;
    expect(await codeOf(oa.client.articles.getDetail(oa.oaId, pending.id))).toBe(-214);
  });
});

describe('a video of an article', () => {
  const mp4 = { fileName: 'bài học.mp4', bytes: FILES.pdf };

  it('is uploaded, converted for a while, and then part of an article', async () => {
    const oa = await startOa();
    const { articles } = oa.client;
    const { token } = await articles.prepareVideo(oa.oaId, mp4);
    expect(await articles.verifyVideo(oa.oaId, token)).toEqual({ state: 'processing', percent: 0 });
    oa.emulator.clock.advance(2500);
    expect(await articles.verifyVideo(oa.oaId, token)).toEqual({ state: 'processing', percent: 50 });
    oa.emulator.clock.advance(2500);
    const state = await articles.verifyVideo(oa.oaId, token);
    const videoId = state.state === 'ready' ? state.videoId : 'none';
    const id = await publish(oa, { ...draft, body: [{ type: 'video', videoId }] });
    expect((await articles.getDetail(oa.oaId, id)).body).toEqual([{ type: 'video', videoId }]);
  });

  it('arrives under its name and with all its bytes', async () => {
    const oa = await startOa();
    await oa.client.articles.prepareVideo(oa.oaId, { fileName: 'to.AVI', bytes: new Uint8Array(3 * 1024 * 1024) });
    const [video] = (oa.emulator.snapshot() as any).features.articles.videos;
    expect(video).toMatchObject({ name: 'to.AVI', sizeBytes: 3 * 1024 * 1024 });
  });

  it('that is not converted yet is refused in an article, with -201', async () => {
    const oa = await startOa();
    await oa.client.articles.prepareVideo(oa.oaId, mp4);
    const [{ videoId }] = (oa.emulator.snapshot() as any).features.articles.videos;
    expect(await codeOf(oa.client.articles.create(oa.oaId, { ...draft, body: [{ type: 'video', videoId }] }))).toBe(
      -201,
    );
  });

  it('is refused with -32 when the app has made too many calls', async () => {
    const oa = await startOa();
    oa.emulator.setFaults({ rateStorm: { nextCount: 1 } });
    expect(await codeOf(oa.client.articles.prepareVideo(oa.oaId, mp4))).toBe(-32);
  });

  it('is refused with -201 when its token is unknown', async () => {
    const oa = await startOa();
    expect(await codeOf(oa.client.articles.verifyVideo(oa.oaId, 'khong-co'))).toBe(-201);
  });
});

it('no row of the tables of broadcasts and articles is left without an accepted and a refused call', () => {
  expect(unprovenRows('broadcasts-and-articles')).toEqual([]);
});
