import * as z from 'zod';
import { accept, refuse, refuseField } from '../api-answers.ts';
import type { ApiAnswer } from '../api-answers.ts';
import type { Feature, OaRoute } from '../oa-route.ts';
import type { EmulatorParts } from '../parts.ts';
import { articleShape, articleThumb, readArticle } from './article-shapes.ts';
import type { ArticleFields } from './article-shapes.ts';
import { VIDEO_LIMIT_BYTES, createArticleVideos } from './article-videos.ts';
import { readFields, wholeNumber, zaloId } from './field-reading.ts';
import { vietnamMonth } from './vietnam-time.ts';

const storedShape = z.object({
  id: z.string(),
  /** Content waiting for its processing to end; `current` is absent until the first one has. */
  pending: z.object({ fields: articleShape, readyAtMs: z.number() }).optional(),
  current: articleShape.optional(),
  createdAtMs: z.number(),
  updatedAtMs: z.number(),
});
const stateShape = z.object({
  articles: z.array(storedShape),
  tokens: z.array(z.tuple([z.string(), z.object({ articleId: z.string(), readyAtMs: z.number() })])),
  month: z.int(),
  createdThisMonth: z.int(),
  videos: z.unknown(),
});

type StoredArticle = z.infer<typeof storedShape>;

/** What a broadcast needs to know of an article. */
export interface ArticleShelf {
  /** `processing` until its first processing has ended. */
  find(
    articleId: string,
  ): { readonly fields: ArticleFields; readonly link: string; readonly thumb: string } | 'processing' | undefined;
}

const idShape = z.object({ id: zaloId });
const sliceShape = z.object({
  offset: wholeNumber.default(0),
  limit: wholeNumber,
  type: z.enum(['normal', 'video']).default('normal'),
});

/**
 * Articles under `/v2.0/article/`: `create` and `update` answer a token, `verify` answers -214 until the emulator's clock
 * has moved on by `articleProcessingMs`, then the id. These calls have a rate limit of their own.
 *
 * Source: Zalo docs, "Nội dung dạng bài viết", "Nội dung dạng video".
 */
export function createArticles(parts: EmulatorParts): Feature & ArticleShelf {
  const { options } = parts;
  const { settings, now, newId } = options;
  const videos = createArticleVideos(parts);
  let articles = new Map<string, StoredArticle>();
  let tokens = new Map<string, { readonly articleId: string; readonly readyAtMs: number }>();
  let month = vietnamMonth(now());
  let createdThisMonth = 0;

  /** The article as it is by now: content whose processing has ended takes the place of the old. */
  function settled(articleId: string): StoredArticle | undefined {
    const article = articles.get(articleId);
    if (article?.pending === undefined || article.pending.readyAtMs > now()) return article;
    const { pending, ...rest } = article;
    const next: StoredArticle = { ...rest, current: pending.fields, updatedAtMs: pending.readyAtMs };
    articles.set(articleId, next);
    return next;
  }

  function submit(article: StoredArticle, fields: ArticleFields): ApiAnswer {
    const readyAtMs = now() + settings.articleProcessingMs;
    const token = newId('article_token');
    articles.set(article.id, { ...article, pending: { fields, readyAtMs } });
    tokens.set(token, { articleId: article.id, readyAtMs });
    return accept({ token });
  }

  function create(body: unknown): ApiAnswer {
    const read = readArticle(settings, body, videos.isReady);
    if (!read.ok) return read.refusal;
    const current = vietnamMonth(now());
    if (current !== month) createdThisMonth = 0;
    month = current;
    if (createdThisMonth >= settings.articlesPerMonth) return refuse(-223);
    createdThisMonth += 1;
    return submit({ id: newId('article'), createdAtMs: now(), updatedAtMs: now() }, read.value);
  }

  function update(body: unknown): ApiAnswer {
    const target = readFields(settings, idShape, body);
    if (!target.ok) return target.refusal;
    const article = settled(target.value.id);
    if (article === undefined) return refuseField(settings.invalidFieldCode, 'id');
    if (article.pending !== undefined) return refuse(-214);
    const read = readArticle(settings, body, videos.isReady);
    if (!read.ok) return read.refusal;
    if (read.value.type !== article.current?.type) return refuseField(settings.invalidFieldCode, 'type');
    return submit(article, read.value);
  }

  function verify(body: unknown): ApiAnswer {
    const read = readFields(settings, z.object({ token: z.string() }), body);
    if (!read.ok) return read.refusal;
    const job = tokens.get(read.value.token);
    if (job === undefined || !articles.has(job.articleId)) return refuseField(settings.invalidFieldCode, 'token');
    return job.readyAtMs > now() ? refuse(-214) : accept({ id: job.articleId });
  }

  function remove(body: unknown): ApiAnswer {
    const read = readFields(settings, idShape, body);
    if (!read.ok) return read.refusal;
    return articles.delete(read.value.id) ? accept() : refuseField(settings.invalidFieldCode, 'id');
  }

  function readDetail(articleId: string | null): ApiAnswer {
    const article = articleId === null ? undefined : settled(articleId);
    if (article === undefined) return refuseField(settings.invalidFieldCode, 'id');
    if (article.current === undefined) return refuse(-214);
    return accept({ id: article.id, ...article.current, link_view: linkOf(article.id), cite: '' });
  }

  function readSlice(query: URLSearchParams): ApiAnswer {
    const read = readFields(settings, sliceShape, Object.fromEntries(query));
    if (!read.ok) return read.refusal;
    const { offset, limit, type } = read.value;
    if (limit > settings.articleSliceLimit) return refuse(settings.listLimitCode);
    const medias = [...articles.keys()].toReversed().flatMap((id) => {
      const article = settled(id);
      return article?.current?.type === type ? [toMedia(article, article.current)] : [];
    });
    return accept({ medias: medias.slice(offset, offset + limit), total: medias.length });
  }

  function toMedia(article: StoredArticle, fields: ArticleFields): object {
    return {
      id: article.id,
      type: fields.type,
      title: fields.title,
      status: fields.status,
      total_view: 0,
      total_share: 0,
      create_date: article.createdAtMs,
      update_date: article.updatedAtMs,
      thumb: articleThumb(fields),
      link_view: linkOf(article.id),
    };
  }

  const linkOf = (articleId: string) => `https://officialaccount.me/d?id=${articleId}&pageId=${options.oaId}`;

  const route = (method: OaRoute['method'], path: string, answer: OaRoute['answer']): OaRoute => ({
    method,
    path: `/v2.0/article/${path}`,
    rateGroup: 'article',
    answer,
  });

  return {
    key: 'articles',
    routes: [
      route('POST', 'create', ({ body }) => create(body)),
      route('POST', 'update', ({ body }) => update(body)),
      route('POST', 'verify', ({ body }) => verify(body)),
      route('POST', 'remove', ({ body }) => remove(body)),
      route('GET', 'getdetail', ({ query }) => readDetail(query.get('id'))),
      route('GET', 'getslice', ({ query }) => readSlice(query)),
      {
        ...route('POST', 'upload_video/preparevideo', (request) => videos.prepare(request)),
        // a little more than Zalo takes must arrive, so that the answer can be Zalo's
        bodyLimitBytes: VIDEO_LIMIT_BYTES + 1024 * 1024,
      },
      route('GET', 'upload_video/verify', ({ query, header }) =>
        videos.verify(query.get('token') ?? header('token') ?? undefined),
      ),
    ],
    find(articleId) {
      const article = settled(articleId);
      if (article === undefined) return undefined;
      if (article.current === undefined) return 'processing';
      return { fields: article.current, link: linkOf(articleId), thumb: articleThumb(article.current) };
    },
    dump: () => ({
      articles: [...articles.values()],
      tokens: [...tokens],
      month,
      createdThisMonth,
      videos: videos.dump(),
    }),
    load(state) {
      const saved = stateShape.parse(state);
      articles = new Map(saved.articles.map((article) => [article.id, article]));
      tokens = new Map(saved.tokens);
      month = saved.month;
      createdThisMonth = saved.createdThisMonth;
      videos.load(saved.videos);
    },
  };
}
