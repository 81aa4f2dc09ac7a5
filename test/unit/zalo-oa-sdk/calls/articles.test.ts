import { describe, expect, it } from 'vitest';
import { ARTICLE_LIMITS, type ArticleDraft, type ZaloClient } from 'zalo-oa-sdk';
import { exchange, expectBadAnswer, expectRefusal, failure, OA, ok } from './scripted-client.ts';

const at = (method: 'GET' | 'POST', name: string) => ({ host: 'api', method, path: `/v2.0/article/${name}` });
const DRAFT: ArticleDraft = {
  title: 'Cài VNeID mức 2',
  author: 'Tổ công nghệ số',
  description: 'Ba bước để cài',
  cover: { photoUrl: 'https://example.vn/bia.jpg' },
  body: [{ type: 'text', content: 'Bước 1' }],
};
const BODY = {
  type: 'normal',
  title: DRAFT.title,
  author: DRAFT.author,
  cover: { cover_type: 'photo', photo_url: 'https://example.vn/bia.jpg', status: 'show' },
  description: DRAFT.description,
  body: [{ type: 'text', content: 'Bước 1' }],
  status: 'hide',
};
const create = (change: Partial<ArticleDraft>) => (client: ZaloClient) =>
  client.articles.create(OA, { ...DRAFT, ...change });

describe('articles.create', () => {
  it('posts a hidden article and gives the token', async () => {
    const { call, result } = await exchange(ok({ token: 'tok' }), create({}));
    expect(call).toEqual({ ...at('POST', 'create'), json: BODY });
    expect(result).toEqual({ token: 'tok' });
  });

  it('sends every documented field and kind of block', async () => {
    const { call } = await exchange(
      ok({ token: 'tok' }),
      create({
        cover: { photoUrl: 'https://example.vn/bia.jpg', status: 'hide' },
        body: [
          { type: 'text', content: 'Bước 1' },
          { type: 'image', url: 'https://example.vn/1.png', caption: 'Màn hình' },
          { type: 'image', url: 'https://example.vn/2.png' },
          { type: 'video', videoId: 'v1', thumbUrl: 'https://example.vn/t.png' },
          { type: 'video', url: 'https://example.vn/v.mp4' },
          { type: 'product', id: 'p1' },
        ],
        relatedArticleIds: ['a1', 'a2'],
        trackingLink: 'https://example.vn/t',
        status: 'show',
        comment: 'hide',
      }),
    );
    expect(call.json).toEqual({
      ...BODY,
      cover: { ...BODY.cover, status: 'hide' },
      body: [
        { type: 'text', content: 'Bước 1' },
        { type: 'image', url: 'https://example.vn/1.png', caption: 'Màn hình' },
        { type: 'image', url: 'https://example.vn/2.png' },
        { type: 'video', video_id: 'v1', thumb: 'https://example.vn/t.png' },
        { type: 'video', url: 'https://example.vn/v.mp4' },
        { type: 'product', id: 'p1' },
      ],
      related_medias: ['a1', 'a2'],
      tracking_link: 'https://example.vn/t',
      status: 'show',
      comment: 'hide',
    });
  });

  it.each([
    ['title', ARTICLE_LIMITS.titleLength, 150],
    ['author', ARTICLE_LIMITS.authorLength, 50],
    ['description', ARTICLE_LIMITS.descriptionLength, 300],
  ] as const)('takes a %s of 1 to %d characters', async (field, limit, documented) => {
    expect(limit).toBe(documented);
    await exchange(ok({ token: 't' }), create({ [field]: 'ấ' }));
    await exchange(ok({ token: 't' }), create({ [field]: 'ấ'.repeat(limit) }));
    await expectRefusal(create({ [field]: 'ấ'.repeat(limit + 1) }), { field, limit, actual: limit + 1 });
    await expectRefusal(create({ [field]: ' ' }), { field });
  });

  it.each<[string, Partial<ArticleDraft>]>([
    ['cover.photoUrl', { cover: { photoUrl: 'bia.jpg' } }],
    ['body', { body: [] }],
    ['body[0].content', { body: [{ type: 'text', content: '' }] }],
    [
      'body[1].url',
      {
        body: [
          { type: 'text', content: 'a' },
          { type: 'image', url: 'https://example.vn/a b.png' },
        ],
      },
    ],
    ['body[0].url', { body: [{ type: 'video', url: '' }] }],
    ['body[0].videoId', { body: [{ type: 'video', videoId: ' ' }] }],
    ['body[0].thumbUrl', { body: [{ type: 'video', videoId: 'v', thumbUrl: 't.png' }] }],
    ['body[0].id', { body: [{ type: 'product', id: '' }] }],
    ['body[0].type', { body: [{ type: 'poll' } as never] }],
    ['relatedArticleIds[1]', { relatedArticleIds: ['a', ''] }],
    ['trackingLink', { trackingLink: 'example.vn' }],
  ])('refuses a wrong %s before anything leaves', async (field, change) => {
    await expectRefusal(create(change), { field });
  });

  it('is a bad answer without a token, and passes on that the quota is used up', async () => {
    await expectBadAnswer(create({}), ok({}), 'a readable data.token');
    const { error } = await failure(create({}), { error: -223, message: 'x' });
    expect(error).toMatchObject({ code: -223, advice: 'stop' });
  });
});

describe('articles.verify', () => {
  const run = (client: ZaloClient) => client.articles.verify(OA, 'tok');

  it('gives the id once Zalo has it', async () => {
    const { call, result } = await exchange(ok({ id: 'bd5ea46bb32e5a0033f' }), run);
    expect(call).toEqual({ ...at('POST', 'verify'), json: { token: 'tok' } });
    expect(result).toEqual({ state: 'ready', id: 'bd5ea46bb32e5a0033f' });
  });

  it('says that Zalo is still at work, in place of -214', async () => {
    const answer = { error: -214, message: 'Article is being processed' };
    expect((await exchange(answer, run)).result).toEqual({ state: 'processing' });
  });

  it('passes on other errors, refuses an empty token, and is a bad answer without an id', async () => {
    expect((await failure(run, { error: -200, message: 'Upload media failed' })).error).toMatchObject({ code: -200 });
    await expectRefusal((client) => client.articles.verify(OA, ''), { field: 'token' });
    await expectBadAnswer(run, ok(), 'a readable data.id');
  });
});

describe('articles.update and articles.remove', () => {
  it('posts the whole article with its id, and gives a token where there is one', async () => {
    const update = (client: ZaloClient) => client.articles.update(OA, 'a1', { ...DRAFT, status: 'show' });
    const { call, result } = await exchange(ok({ token: 'tok2' }), update);
    expect(call).toEqual({ ...at('POST', 'update'), json: { id: 'a1', ...BODY, status: 'show' } });
    expect(result).toEqual({ token: 'tok2' });
    expect((await exchange(ok(), update)).result).toEqual({});
  });

  it('checks an update like a new article', async () => {
    const title = 'a'.repeat(151);
    await expectRefusal((client) => client.articles.update(OA, 'a1', { ...DRAFT, title, status: 'show' }), {
      field: 'title',
      limit: 150,
      actual: 151,
    });
    await expectRefusal((client) => client.articles.update(OA, '', { ...DRAFT, status: 'show' }), {
      field: 'articleId',
    });
  });

  it('removes by id', async () => {
    const { call, result } = await exchange(ok(), (client) => client.articles.remove(OA, 'a1'));
    expect(call).toEqual({ ...at('POST', 'remove'), json: { id: 'a1' } });
    expect(result).toBeUndefined();
    await expectRefusal((client) => client.articles.remove(OA, ''), { field: 'articleId' });
  });
});

describe('articles.getDetail and articles.list', () => {
  const media = {
    id: 'a1',
    type: 'normal',
    title: 'Cài VNeID',
    status: 'show',
    total_view: '12',
    total_share: 0,
    create_date: '1626926349402',
    update_date: 1626926349403,
    thumb: 'https://example.vn/t.jpg',
    link_view: 'https://oa.zalo.me/v/a1',
  };
  const summary = {
    id: 'a1',
    type: 'normal',
    title: 'Cài VNeID',
    status: 'show',
    viewCount: 12,
    shareCount: 0,
    createdAtMs: 1626926349402,
    updatedAtMs: 1626926349403,
    thumbUrl: 'https://example.vn/t.jpg',
    linkUrl: 'https://oa.zalo.me/v/a1',
  };
  const detail = (client: ZaloClient) => client.articles.getDetail(OA, 'a1');

  it('reads an article with its content, and keeps blocks it does not know', async () => {
    const { call, result } = await exchange(
      ok({
        ...media,
        author: 'Tổ',
        description: 'Ba bước',
        cover: { cover_type: 'photo', photo_url: 'https://example.vn/b.jpg', status: 'show' },
        body: [
          { type: 'text', content: 'Bước 1' },
          { type: 'image', url: 'https://example.vn/1.png', caption: '' },
          { type: 'video', video_id: 'v1', thumb: 'https://example.vn/t.png' },
          { type: 'video', url: 'https://example.vn/v.mp4' },
          { type: 'product', id: 12 },
          { type: 'poll', question: '?' },
        ],
        related_medias: ['a2', null],
        tracking_link: '',
        comment: 'show',
      }),
      detail,
    );
    expect(call).toEqual({ ...at('GET', 'getdetail'), query: { id: 'a1' } });
    expect(result).toEqual({
      ...summary,
      author: 'Tổ',
      description: 'Ba bước',
      cover: { coverType: 'photo', photoUrl: 'https://example.vn/b.jpg', status: 'show' },
      body: [
        { type: 'text', content: 'Bước 1' },
        { type: 'image', url: 'https://example.vn/1.png' },
        { type: 'video', videoId: 'v1', thumbUrl: 'https://example.vn/t.png' },
        { type: 'video', url: 'https://example.vn/v.mp4' },
        { type: 'product', id: '12' },
        { type: 'unknown', raw: { type: 'poll', question: '?' } },
      ],
      relatedArticleIds: ['a2'],
      comment: 'show',
    });
  });

  it('reads an article of which Zalo gives the id only', async () => {
    expect((await exchange(ok({ id: 17 }), detail)).result).toEqual({ id: '17', body: [] });
    await expectBadAnswer(detail, ok(), 'a readable data.id');
    await expectRefusal((client) => client.articles.getDetail(OA, ''), { field: 'articleId' });
  });

  it('lists ten normal articles unless told otherwise', async () => {
    const { call, result } = await exchange(ok({ medias: [media], total: '31' }), (client) => client.articles.list(OA));
    expect(call).toEqual({ ...at('GET', 'getslice'), query: { offset: '0', limit: '10', type: 'normal' } });
    expect(result).toEqual({ articles: [summary], total: 31 });
    const { call: other, result: none } = await exchange(ok({ medias: [] }), (client) =>
      client.articles.list(OA, { offset: 20, count: 1, type: 'video' }),
    );
    expect(other.query).toEqual({ offset: '20', limit: '1', type: 'video' });
    expect(none).toEqual({ articles: [] });
  });

  it('refuses more than ten, and is a bad answer without a list', async () => {
    await expectRefusal((client) => client.articles.list(OA, { count: 11 }), { field: 'count', limit: 10, actual: 11 });
    await expectRefusal((client) => client.articles.list(OA, { count: 0 }), { field: 'count', limit: 1, actual: 0 });
    await expectBadAnswer((client) => client.articles.list(OA), ok({ total: 0 }), 'a readable data.medias');
  });
});

describe('videos for articles', () => {
  const upload = (fileName: string, bytes: Uint8Array) => (client: ZaloClient) =>
    client.articles.prepareVideo(OA, { fileName, bytes });
  const BYTES = new Uint8Array([0, 0, 0, 24]);

  it.each([
    ['bài 1.mp4', 'video/mp4'],
    ['BAI1.AVI', 'video/x-msvideo'],
  ])('uploads %s as a form file', async (fileName, contentType) => {
    const { call, result } = await exchange(ok({ token: 'v' }), upload(fileName, BYTES));
    expect(call).toEqual({
      ...at('POST', 'upload_video/preparevideo'),
      file: { field: 'file', fileName, contentType, bytes: BYTES },
    });
    expect(result).toEqual({ token: 'v' });
  });

  it('takes 50 MB and no byte more, not nothing, and no other kind of file', async () => {
    const largest = new Uint8Array(ARTICLE_LIMITS.videoBytes + 1);
    await exchange(ok({ token: 'v' }), upload('a.mp4', largest.subarray(1)));
    await expectRefusal(upload('a.mp4', largest), { field: 'bytes', limit: 52_428_800, actual: 52_428_801 });
    await expectRefusal(upload('a.mp4', new Uint8Array()), { field: 'bytes' });
    for (const name of ['a.mov', 'mp4', '.mp4', 'a.mp4.exe', 'a.constructor', '']) {
      await expectRefusal(upload(name, BYTES), { field: 'fileName' });
    }
    await expectBadAnswer(upload('a.mp4', BYTES), ok({}), 'a readable data.token');
  });

  const verify = (client: ZaloClient) => client.articles.verifyVideo(OA, 'v');

  it('asks with the token in header and query', async () => {
    const { call, result } = await exchange(ok({ status: 1, video_id: 'id1', convert_percent: 100 }), verify);
    expect(call).toEqual({
      ...at('GET', 'upload_video/verify'),
      headers: { token: 'v' },
      query: { token: 'v' },
    });
    expect(result).toEqual({ state: 'ready', videoId: 'id1' });
  });

  it.each([
    [
      { status: '3', video_id: 'id1', convert_percent: '40' },
      { state: 'processing', percent: 40 },
    ],
    [{ status: 3 }, { state: 'processing' }],
    [{ status: 4, status_message: 'x' }, { state: 'failed' }],
    [{ status: 2 }, { state: 'unavailable', status: 2 }],
    [
      { status: '1', video_id: 12 },
      { state: 'ready', videoId: '12' },
    ],
  ])('reads %j', async (data, expected) => {
    expect((await exchange(ok(data), verify)).result).toEqual(expected);
  });

  it('needs a token, and status and id in the answer', async () => {
    await expectRefusal((client) => client.articles.verifyVideo(OA, ''), { field: 'token' });
    await expectBadAnswer(verify, ok({ video_id: 'id1' }), 'a readable data.status');
    await expectBadAnswer(verify, ok({ status: 1 }), 'a video_id');
  });
});
