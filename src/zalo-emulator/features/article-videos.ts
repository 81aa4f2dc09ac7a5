import * as z from 'zod';
import { accept, refuse, refuseField } from '../api-answers.ts';
import type { ApiAnswer } from '../api-answers.ts';
import type { OaRequest } from '../oa-route.ts';
import type { EmulatorParts } from '../parts.ts';
import { parseForm } from '../read-upload.ts';

/** Largest video. Source: Zalo docs, "Tải video cho bài viết": avi or mp4 up to 50 MB. */
export const VIDEO_LIMIT_BYTES = 50 * 1024 * 1024;

const videoShape = z.object({
  token: z.string(),
  videoId: z.string(),
  name: z.string(),
  sizeBytes: z.number(),
  uploadedAtMs: z.number(),
});
const stateShape = z.array(videoShape);

type Video = z.infer<typeof videoShape>;

/** Videos for articles: uploaded, converted for a while, then usable by their `video_id`. */
export interface ArticleVideos {
  /** `POST /v2.0/article/upload_video/preparevideo`, multipart with the field `file`. */
  prepare(request: OaRequest): Promise<ApiAnswer>;
  /** `GET /v2.0/article/upload_video/verify`: the token as query key, or as header as the official Java SDK sends it. */
  verify(token: string | undefined): ApiAnswer;
  isReady(videoId: string): boolean;
  dump(): unknown;
  load(state: unknown): void;
}

const statusTexts = { 1: 'Video is ready', 3: 'Video is being converted', 4: 'Video conversion failed' } as const;

/** {@link ArticleVideos} on the emulator's clock; only names and sizes are kept, not the bytes. */
export function createArticleVideos({ options }: EmulatorParts): ArticleVideos {
  const { settings, now, newId } = options;
  let videos = new Map<string, Video>();

  function statusOf(video: Video): keyof typeof statusTexts {
    if (now() - video.uploadedAtMs < settings.videoProcessingMs) return 3;
    return video.sizeBytes === 0 ? 4 : 1;
  }

  function percentOf(video: Video): number {
    const elapsedMs = now() - video.uploadedAtMs;
    return elapsedMs >= settings.videoProcessingMs ? 100 : Math.floor((100 * elapsedMs) / settings.videoProcessingMs);
  }

  return {
    async prepare({ contentType, body }) {
      const file = (await parseForm(contentType, body))?.get('file');
      if (!(file instanceof File) || !/\.(avi|mp4)$/i.test(file.name)) {
        return refuseField(settings.invalidFieldCode, 'file');
      }
      if (file.size > VIDEO_LIMIT_BYTES) return refuse(settings.tooLongCode);
      const video: Video = {
        token: newId('article_token'),
        videoId: newId('video'),
        name: file.name,
        sizeBytes: file.size,
        uploadedAtMs: now(),
      };
      videos.set(video.token, video);
      return accept({ token: video.token });
    },
    verify(token) {
      const video = token === undefined ? undefined : videos.get(token);
      if (video === undefined) return refuseField(settings.invalidFieldCode, 'token');
      const status = statusOf(video);
      return accept({
        status_message: statusTexts[status],
        video_name: video.name,
        video_size: video.sizeBytes,
        convert_percent: percentOf(video),
        convert_error_code: status === 4 ? -1 : 0,
        video_id: status === 1 ? video.videoId : '',
        status,
      });
    },
    isReady: (videoId) => [...videos.values()].some((video) => video.videoId === videoId && statusOf(video) === 1),
    dump: () => [...videos.values()],
    load(state) {
      videos = new Map(stateShape.parse(state).map((video) => [video.token, video]));
    },
  };
}
