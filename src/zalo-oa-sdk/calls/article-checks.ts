import { ZaloMessageError } from '../errors.ts';
import { checkedText, checkedUrl, nonEmpty } from '../messages/checks.ts';
import { defined } from '../reply-shapes.ts';
import type { ZaloFilePart } from '../transport.ts';
import type { ArticleBlock, ArticleDraft, VideoFile } from './article-types.ts';

/**
 * Limits of articles: lengths in UTF-16 code units, `listCount` in articles, `videoBytes` in bytes (Zalo says 50 MB and
 * not whether it counts 1000 or 1024; this is the larger).
 *
 * Source: pages "Nội dung dạng Bài viết", 2026-11. `listCount` is not on them: Zalo answers -201 "maximum limit is 10"
 * to more, as a ward's OA logged in 2026-09 and another client keeps to.
 */
export const ARTICLE_LIMITS = {
  titleLength: 150,
  authorLength: 50,
  descriptionLength: 300,
  listCount: 10,
  videoBytes: 50 * 1024 * 1024,
} as const;

/** The article in Zalo's words; else throws `ZaloMessageError` (`title`, `cover.photoUrl`, `body[0].url`, ...). */
export function articleBody(draft: ArticleDraft): object {
  if (draft.body.length === 0) {
    throw new ZaloMessageError('body', 'has no blocks; expected at least one text, image, video or product.');
  }
  const { relatedArticleIds, trackingLink } = draft;
  return defined({
    type: 'normal',
    title: checkedText('title', draft.title, ARTICLE_LIMITS.titleLength),
    author: checkedText('author', draft.author, ARTICLE_LIMITS.authorLength),
    cover: {
      cover_type: 'photo',
      photo_url: checkedUrl('cover.photoUrl', draft.cover.photoUrl),
      status: draft.cover.status ?? 'show',
    },
    description: checkedText('description', draft.description, ARTICLE_LIMITS.descriptionLength),
    body: draft.body.map((block, index) => blockBody(block, `body[${index}]`)),
    related_medias: relatedArticleIds?.map((id, index) => nonEmpty(`relatedArticleIds[${index}]`, id)),
    tracking_link: trackingLink === undefined ? undefined : checkedUrl('trackingLink', trackingLink),
    status: draft.status ?? 'hide',
    comment: draft.comment,
  });
}

function blockBody(block: ArticleBlock, field: string): object {
  switch (block.type) {
    case 'text':
      return { type: 'text', content: nonEmpty(`${field}.content`, block.content) };
    case 'image':
      return defined({ type: 'image', url: checkedUrl(`${field}.url`, block.url), caption: block.caption });
    case 'video': {
      const thumb = block.thumbUrl === undefined ? undefined : checkedUrl(`${field}.thumbUrl`, block.thumbUrl);
      return block.videoId === undefined
        ? defined({ type: 'video', url: checkedUrl(`${field}.url`, block.url), thumb })
        : defined({ type: 'video', video_id: nonEmpty(`${field}.videoId`, block.videoId), thumb });
    }
    case 'product':
      return { type: 'product', id: nonEmpty(`${field}.id`, block.id) };
    default:
      throw new ZaloMessageError(`${field}.type`, 'is unknown to Zalo; expected text, image, video or product.');
  }
}

const VIDEO_TYPES: Readonly<Record<string, string>> = { mp4: 'video/mp4', avi: 'video/x-msvideo' };

/** The video as a form part; else throws `ZaloMessageError` (`fileName`, `bytes`), without the name itself. */
export function videoPart({ fileName, bytes }: VideoFile): ZaloFilePart {
  const extension = /[^.]\.([A-Za-z0-9]+)$/.exec(fileName)?.[1]?.toLowerCase() ?? '';
  const contentType = Object.hasOwn(VIDEO_TYPES, extension) ? VIDEO_TYPES[extension] : undefined;
  if (contentType === undefined) {
    throw new ZaloMessageError('fileName', 'does not end in .mp4 or .avi; expected one of them. Convert the video.');
  }
  const actual = bytes.length;
  const limit = ARTICLE_LIMITS.videoBytes;
  if (actual === 0) throw new ZaloMessageError('bytes', 'is empty; expected the content of the video.');
  if (actual > limit) {
    throw new ZaloMessageError('bytes', `is ${actual} bytes long; expected at most ${limit}. Make the video smaller.`, {
      limit,
      actual,
    });
  }
  return { field: 'file', fileName, contentType, bytes };
}
