import * as z from 'zod';
import { amount, defined, idText } from '../reply-shapes.ts';
import type { ArticleBlock, ArticleDetail, ArticleSummary } from './article-types.ts';
import { looseText, looseTexts } from './loose-fields.ts';

const optionalAmount = amount.optional().catch(undefined);

/** Answer of `create`, `preparevideo` and, where Zalo gives one, `update`. */
export const tokenReply = z.object({ token: idText });

/** Answer of `update`: a token on some pages, nothing on others. */
export const optionalTokenReply = z.object({ token: looseText });

/** Answer of `verify`. */
export const idReply = z.object({ id: idText });

/** Answer of `upload_video/verify`. */
export const videoReply = z.object({ status: amount, video_id: looseText, convert_percent: optionalAmount });

const summary = z.object({
  id: idText,
  type: looseText,
  title: looseText,
  status: looseText,
  total_view: optionalAmount,
  total_share: optionalAmount,
  create_date: optionalAmount,
  update_date: optionalAmount,
  thumb: looseText,
  link_view: looseText,
});

function toSummary(data: z.infer<typeof summary>): ArticleSummary {
  return defined({
    id: data.id,
    type: data.type,
    title: data.title,
    status: data.status,
    viewCount: data.total_view,
    shareCount: data.total_share,
    createdAtMs: data.create_date,
    updatedAtMs: data.update_date,
    thumbUrl: data.thumb,
    linkUrl: data.link_view,
  }) as ArticleSummary;
}

/** Answer of `getslice`. */
export const articleList = z.object({ medias: z.array(summary.transform(toSummary)), total: optionalAmount });

const block = z.union([
  z.object({ type: z.literal('text'), content: z.string() }),
  z
    .object({ type: z.literal('image'), url: z.string(), caption: looseText })
    .transform((image) => defined(image) as ArticleBlock),
  z
    .object({ type: z.literal('video'), video_id: idText, thumb: looseText })
    .transform(({ type, video_id, thumb }) => defined({ type, videoId: video_id, thumbUrl: thumb }) as ArticleBlock),
  z
    .object({ type: z.literal('video'), url: z.string(), thumb: looseText })
    .transform(({ type, url, thumb }) => defined({ type, url, thumbUrl: thumb }) as ArticleBlock),
  z.object({ type: z.literal('product'), id: idText }),
]);

const cover = z
  .object({ cover_type: looseText, photo_url: looseText, status: looseText })
  .transform((data) => defined({ coverType: data.cover_type, photoUrl: data.photo_url, status: data.status }));

/** Answer of `getdetail`. */
export const articleDetail = summary
  .extend({
    author: looseText,
    description: looseText,
    cover: cover.optional().catch(undefined),
    body: z.array(z.unknown()).catch([]),
    related_medias: z.array(z.unknown()).optional().catch(undefined),
    tracking_link: looseText,
    comment: looseText,
  })
  .transform(
    (data): ArticleDetail =>
      defined({
        ...toSummary(data),
        author: data.author,
        description: data.description,
        cover: data.cover,
        body: data.body.map((raw) => block.safeParse(raw).data ?? { type: 'unknown' as const, raw }),
        relatedArticleIds: data.related_medias && looseTexts.parse(data.related_medias),
        trackingLink: data.tracking_link,
        comment: data.comment,
      }) as ArticleDetail,
  );
