import { ZaloApiError } from '../errors.ts';
import type { OaCall } from '../oa-call.ts';
import { readData, withoutResult } from '../reply-shapes.ts';
import type { ZaloReply } from '../transport.ts';
import { ARTICLE_LIMITS, articleBody, videoPart } from './article-checks.ts';
import { articleDetail, articleList, idReply, optionalTokenReply, tokenReply, videoReply } from './article-shapes.ts';
import type {
  ArticleDetail,
  ArticleDraft,
  ArticleState,
  ArticleSummary,
  ArticleType,
  VideoFile,
  VideoState,
} from './article-types.ts';
import { type ListPart, partQuery } from './list-arguments.ts';
import { requireText } from './request-checks.ts';

/**
 * Articles of the OA: what a broadcast carries. Creating goes in two steps, `create` and then `verify` until Zalo has
 * fetched the pictures. -223 when the OA may make no more articles. Articles have a limit of 4000 calls a minute of
 * their own. Source: pages "Nội dung dạng Bài viết", 2026-11.
 */
export interface ArticleCalls {
  /**
   * Creates an article; hidden unless `status` is `show`. The token leads to its id, by {@link ArticleCalls.verify}.
   * `POST /v2.0/article/create`. Throws `ZaloMessageError` when the draft breaks a limit. Not idempotent.
   */
  create(oaId: string, draft: ArticleDraft): Promise<{ readonly token: string }>;
  /**
   * Whether an article is made, and its id: Zalo's -214 is the state `processing`. `POST /v2.0/article/verify`.
   * A picture that Zalo cannot fetch shows here (-200), not at `create`.
   */
  verify(oaId: string, token: string): Promise<ArticleState>;
  /**
   * Puts new content in the place of an article's; what the draft leaves out is gone. `status` must be said, or a
   * published article would be hidden. `POST /v2.0/article/update`. Some answers carry a token for
   * {@link ArticleCalls.verify}. Throws `ZaloMessageError` as `create` does.
   */
  update(
    oaId: string,
    articleId: string,
    draft: ArticleDraft & Required<Pick<ArticleDraft, 'status'>>,
  ): Promise<{ readonly token?: string }>;
  /** Deletes an article for good. `POST /v2.0/article/remove`. */
  remove(oaId: string, articleId: string): Promise<void>;
  /** One article with its content. `GET /v2.0/article/getdetail`. */
  getDetail(oaId: string, articleId: string): Promise<ArticleDetail>;
  /** The articles of a type, default `normal`, 1 to 10 at a time, default 10. `GET /v2.0/article/getslice`. */
  list(
    oaId: string,
    part?: ListPart & { readonly type?: ArticleType },
  ): Promise<{ readonly articles: readonly ArticleSummary[]; readonly total?: number }>;
  /**
   * Uploads a video for an article's body: mp4 or avi, at most 50 MB. `POST /v2.0/article/upload_video/preparevideo`,
   * multipart. The transport's `timeoutMs` (10 s) covers the whole upload: give large videos a transport of their own.
   */
  prepareVideo(oaId: string, video: VideoFile): Promise<{ readonly token: string }>;
  /**
   * How far Zalo is with an uploaded video. `GET /v2.0/article/upload_video/verify`; Zalo's Java SDK puts the token in
   * a header, older clients in the query, so both carry it.
   */
  verifyVideo(oaId: string, token: string): Promise<VideoState>;
}

const BEING_PROCESSED = -214;

/** {@link ArticleCalls} over an authenticated call. */
export function createArticleCalls(call: OaCall): ArticleCalls {
  function post(oaId: string, name: string, json: object): Promise<ZaloReply['body']> {
    return call(oaId, { host: 'api', method: 'POST', path: pathOf(name), json });
  }

  function get(oaId: string, name: string, query: Readonly<Record<string, string>>): Promise<ZaloReply['body']> {
    return call(oaId, { host: 'api', method: 'GET', path: pathOf(name), query });
  }

  return {
    async create(oaId, draft) {
      return readData(tokenReply, await post(oaId, 'create', articleBody(draft)), `POST ${pathOf('create')}`);
    },

    async verify(oaId, token) {
      try {
        const body = await post(oaId, 'verify', { token: requireText('token', token) });
        return { state: 'ready', id: readData(idReply, body, `POST ${pathOf('verify')}`).id };
      } catch (error) {
        if (error instanceof ZaloApiError && error.code === BEING_PROCESSED) return { state: 'processing' };
        throw error;
      }
    },

    async update(oaId, articleId, draft) {
      const json = { id: requireText('articleId', articleId), ...articleBody(draft) };
      const body = await post(oaId, 'update', json);
      const { token } = readData(optionalTokenReply, body, `POST ${pathOf('update')}`);
      return token === undefined ? {} : { token };
    },

    async remove(oaId, articleId) {
      await post(oaId, 'remove', { id: requireText('articleId', articleId) });
    },

    async getDetail(oaId, articleId) {
      const body = await get(oaId, 'getdetail', { id: requireText('articleId', articleId) });
      return readData(articleDetail, body, `GET ${pathOf('getdetail')}`);
    },

    async list(oaId, part = {}) {
      const maxCount = ARTICLE_LIMITS.listCount;
      const { offset, count } = partQuery(part, { defaultCount: maxCount, maxCount });
      const body = await get(oaId, 'getslice', { offset, limit: count, type: part.type ?? 'normal' });
      const { medias, total } = readData(articleList, body, `GET ${pathOf('getslice')}`);
      return total === undefined ? { articles: medias } : { articles: medias, total };
    },

    async prepareVideo(oaId, video) {
      const path = pathOf('upload_video/preparevideo');
      const body = await call(oaId, { host: 'api', method: 'POST', path, file: videoPart(video) });
      return readData(tokenReply, body, `POST ${path}`);
    },

    async verifyVideo(oaId, token) {
      const path = pathOf('upload_video/verify');
      const header = { token: requireText('token', token) };
      const body = await call(oaId, { host: 'api', method: 'GET', path, headers: header, query: header });
      const data = readData(videoReply, body, `GET ${path}`);
      switch (data.status) {
        case 1:
          if (data.video_id === undefined) throw withoutResult(`GET ${path}`, 'a video_id');
          return { state: 'ready', videoId: data.video_id };
        case 3: {
          const percent = data.convert_percent;
          return percent === undefined ? { state: 'processing' } : { state: 'processing', percent };
        }
        case 4:
          return { state: 'failed' };
        default:
          return { state: 'unavailable', status: data.status };
      }
    },
  };
}

function pathOf(name: string): string {
  return `/v2.0/article/${name}`;
}
