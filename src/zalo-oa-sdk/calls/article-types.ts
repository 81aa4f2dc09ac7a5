import type { OneOf } from './list-arguments.ts';

/** Whether followers see something: an article, its picture on top, the comments below. */
export type Visibility = 'show' | 'hide';

/** A part of an article's body, shown in the order given. A video is on the web, or out of `prepareVideo`. */
export type ArticleBlock =
  | { readonly type: 'text'; readonly content: string }
  | { readonly type: 'image'; readonly url: string; readonly caption?: string }
  | { readonly type: 'video'; readonly url: string; readonly videoId?: never; readonly thumbUrl?: string }
  | { readonly type: 'video'; readonly videoId: string; readonly url?: never; readonly thumbUrl?: string }
  | { readonly type: 'product'; readonly id: string };

/** An article to create, or what an existing one becomes. Lengths in UTF-16 code units, see `ARTICLE_LIMITS`. */
export interface ArticleDraft {
  /** 1 to 150. One public office saw exactly 150 refused and keeps to 140. */
  readonly title: string;
  /** 1 to 50. */
  readonly author: string;
  /** 1 to 300; shown in a broadcast and in lists. */
  readonly description: string;
  /** A jpg or png of at most 1 MB on the web; `status` (default `show`) tells whether it tops the article as well. */
  readonly cover: { readonly photoUrl: string; readonly status?: Visibility };
  /** At least one block. */
  readonly body: readonly ArticleBlock[];
  /** Ids of articles to suggest below. */
  readonly relatedArticleIds?: readonly string[];
  readonly trackingLink?: string;
  /** Default `hide`, as at Zalo: nobody sees it until it is updated to `show`. */
  readonly status?: Visibility;
  /** Whether readers may comment; Zalo's default when absent. */
  readonly comment?: Visibility;
}

/** A kind of article; `video` ones are made in OA Manager. */
export type ArticleType = 'normal' | 'video';

/** An article as a list shows it. Times in epoch ms; `linkUrl` opens it in a browser. */
export interface ArticleSummary {
  readonly id: string;
  readonly type?: OneOf<ArticleType>;
  readonly title?: string;
  readonly status?: OneOf<Visibility>;
  readonly viewCount?: number;
  readonly shareCount?: number;
  readonly createdAtMs?: number;
  readonly updatedAtMs?: number;
  readonly thumbUrl?: string;
  readonly linkUrl?: string;
}

/** An article with its content. A block that is none of {@link ArticleBlock} comes as Zalo gave it. */
export interface ArticleDetail extends ArticleSummary {
  readonly author?: string;
  readonly description?: string;
  readonly cover?: { readonly coverType?: string; readonly photoUrl?: string; readonly status?: OneOf<Visibility> };
  readonly body: readonly (ArticleBlock | { readonly type: 'unknown'; readonly raw: unknown })[];
  readonly relatedArticleIds?: readonly string[];
  readonly trackingLink?: string;
  readonly comment?: OneOf<Visibility>;
}

/** How far Zalo is with an article: ask again in some seconds, or its id. */
export type ArticleState = { readonly state: 'processing' } | { readonly state: 'ready'; readonly id: string };

/** A video file, whole in memory. */
export interface VideoFile {
  /** Ends in `.mp4` or `.avi`. */
  readonly fileName: string;
  /** At most 50 MB. */
  readonly bytes: Uint8Array;
}

/**
 * How far Zalo is with a video: ask again later, usable under `videoId`, or not usable: `failed` is Zalo's status 4,
 * `unavailable` one that the fact sheet does not name (2 locked and 5 deleted, by one source).
 */
export type VideoState =
  | { readonly state: 'processing'; readonly percent?: number }
  | { readonly state: 'ready'; readonly videoId: string }
  | { readonly state: 'failed' }
  | { readonly state: 'unavailable'; readonly status: number };
