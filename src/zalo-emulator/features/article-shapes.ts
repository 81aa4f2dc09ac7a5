import * as z from 'zod';
import { refuse, refuseField } from '../api-answers.ts';
import type { EmulatorSettings } from '../settings.ts';
import { readFields } from './field-reading.ts';
import type { Fields } from './field-reading.ts';

/** Limits of an article, in UTF-16 units. Source: Zalo docs, "Tạo nội dung dạng bài viết". */
export const articleLimits = { titleLength: 150, authorLength: 50, descriptionLength: 300 } as const;

const webUrl = z.url({ protocol: /^https?$/ });
const visibility = z.enum(['show', 'hide']);

const cover = z.discriminatedUnion('cover_type', [
  z.object({ cover_type: z.literal('photo'), photo_url: webUrl, status: visibility.optional() }),
  z.object({
    cover_type: z.literal('video'),
    video_id: z.string().min(1),
    cover_view: z.enum(['horizontal', 'vertical', 'square']).optional(),
    status: visibility.optional(),
  }),
]);

const paragraph = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text'), content: z.string().min(1) }),
  z.object({ type: z.literal('image'), url: webUrl, caption: z.string().optional() }),
  z
    .object({
      type: z.literal('video'),
      url: webUrl.optional(),
      video_id: z.string().min(1).optional(),
      thumb: webUrl.optional(),
    })
    .refine(({ url, video_id: videoId }) => (url === undefined) !== (videoId === undefined)),
  z.object({ type: z.literal('product'), id: z.union([z.string(), z.number()]).transform(String) }),
]);

const common = {
  title: z.string().min(1),
  description: z.string(),
  status: visibility.default('hide'),
  comment: visibility.default('show'),
};

const articleShape = z.discriminatedUnion('type', [
  z.object({
    ...common,
    type: z.literal('normal'),
    author: z.string(),
    cover,
    body: z.array(paragraph).min(1),
    related_medias: z.array(z.string()).optional(),
    tracking_link: webUrl.optional(),
  }),
  z.object({ ...common, type: z.literal('video'), video_id: z.string().min(1), avatar: webUrl }),
]);

/** The fields of an article as Zalo keeps them: of a text with pictures, or of one video. */
export type ArticleFields = z.infer<typeof articleShape>;

/** Reads the body of `create` or `update`. `hasVideo` tells whether a video was uploaded and is ready. */
export function readArticle(
  settings: EmulatorSettings,
  body: unknown,
  hasVideo: (videoId: string) => boolean,
): Fields<ArticleFields> {
  const read = readFields(settings, articleShape, body);
  if (!read.ok) return read;
  const article = read.value;
  const isTooLong =
    article.title.length > articleLimits.titleLength ||
    article.description.length > articleLimits.descriptionLength ||
    (article.type === 'normal' && article.author.length > articleLimits.authorLength);
  if (isTooLong) return { ok: false, refusal: refuse(settings.tooLongCode) };
  if (videosOf(article).every(hasVideo)) return read;
  return { ok: false, refusal: refuseField(settings.invalidFieldCode, 'video_id') };
}

function videosOf(article: ArticleFields): readonly string[] {
  if (article.type === 'video') return [article.video_id];
  const inBody = article.body.flatMap((part) => (part.type === 'video' && part.video_id ? [part.video_id] : []));
  return article.cover.cover_type === 'video' ? [article.cover.video_id, ...inBody] : inBody;
}

/** The picture of an article in lists and cards; empty when it has a video in its place. */
export function articleThumb(article: ArticleFields): string {
  if (article.type === 'video') return article.avatar;
  return article.cover.cover_type === 'photo' ? article.cover.photo_url : '';
}

export { articleShape };
