import * as z from 'zod';
import { ZaloMessageError } from '../errors.ts';
import type { OaCall } from '../oa-call.ts';
import { idText, readData } from '../reply-shapes.ts';
import type { ZaloFilePart } from '../transport.ts';
import { acceptedTypes, checkedContentType, type UploadKind } from './upload-types.ts';

/** A file to upload, whole in memory. Zalo decides by the extension of `fileName`; the name is shown to residents. */
export interface UploadInput {
  readonly fileName: string;
  readonly bytes: Uint8Array;
}

/** An uploaded image or gif. Zalo keeps it for 7 days, then answers -100 to messages with the id. */
export interface UploadedMedia {
  readonly attachmentId: string;
}

/** An uploaded file. Zalo keeps it for 7 days, then answers -100 to messages with the token. */
export interface UploadedFile {
  readonly token: string;
}

/**
 * Uploads for messages; Zalo allows 5000 of each kind a month. All check name, size and first bytes before anything
 * leaves, and throw `ZaloMessageError` (`fileName`, `bytes`), or the errors of the client. An answer without an id is a
 * `ZaloTransportError` with code `ZALO_BAD_ANSWER`: Zalo says `"error":0` with empty data to files it did not take.
 *
 * A repeated upload is a second file with an id of its own, and harmless.
 */
export interface UploadCalls {
  /** A jpg or png of at most 1 MB, for `imageMessage`. `POST /v2.0/oa/upload/image`, page "Upload hình ảnh". */
  uploadImage(oaId: string, file: UploadInput): Promise<UploadedMedia>;
  /** A gif of at most 5 MB, for `gifMessage`. `POST /v2.0/oa/upload/gif`, page "Upload ảnh GIF". */
  uploadGif(oaId: string, file: UploadInput): Promise<UploadedMedia>;
  /** A pdf, doc, docx or csv of at most 5 MB, for `fileMessage`. `POST /v2.0/oa/upload/file`, page "Upload file". */
  uploadFile(oaId: string, file: UploadInput): Promise<UploadedFile>;
}

/** What Zalo's pages leave open about uploads. */
export interface UploadOptions {
  /** Form field of a gif: `file` (default), as the page's table says, or `image`, as its sample does. */
  readonly gifField?: 'file' | 'image';
  /** Largest file in bytes. Default {@link UPLOAD_LIMITS}: Zalo says MB and not whether it counts 1000 or 1024. */
  readonly maxBytes?: Partial<Record<UploadKind, number>>;
}

const MEBIBYTE = 1024 * 1024;

/** Largest file in bytes for each kind of upload. Source: pages "Upload ...", 2026-11. */
export const UPLOAD_LIMITS = { image: MEBIBYTE, gif: 5 * MEBIBYTE, file: 5 * MEBIBYTE } as const satisfies Record<
  UploadKind,
  number
>;

const mediaReply = z.object({ attachment_id: idText });
const fileReply = z.object({ token: idText });

/** {@link UploadCalls} over an authenticated call. Uploads stay on v2 for every type of OA. */
export function createUploadCalls(call: OaCall, options: UploadOptions = {}): UploadCalls {
  const limits: Record<UploadKind, number> = { ...UPLOAD_LIMITS, ...options.maxBytes };

  async function upload<Reply extends z.ZodType>(
    oaId: string,
    kind: UploadKind,
    input: UploadInput,
    reply: Reply,
  ): Promise<z.infer<Reply>> {
    const field = kind === 'gif' ? (options.gifField ?? 'file') : 'file';
    const path = `/v2.0/oa/upload/${kind}`;
    const file = checkedPart(kind, input, limits[kind], field);
    return readData(reply, await call(oaId, { host: 'api', method: 'POST', path, file }), `POST ${path}`);
  }

  return {
    async uploadImage(oaId, file) {
      return { attachmentId: (await upload(oaId, 'image', file, mediaReply)).attachment_id };
    },
    async uploadGif(oaId, file) {
      return { attachmentId: (await upload(oaId, 'gif', file, mediaReply)).attachment_id };
    },
    async uploadFile(oaId, file) {
      return { token: (await upload(oaId, 'file', file, fileReply)).token };
    },
  };
}

function checkedPart(kind: UploadKind, { fileName, bytes }: UploadInput, limit: number, field: string): ZaloFilePart {
  const extension = /.\.([A-Za-z0-9]+)$/.exec(fileName)?.[1]?.toLowerCase();
  if (extension === undefined) {
    throw new ZaloMessageError('fileName', `has no extension; expected ${acceptedTypes(kind)}. Rename the file.`);
  }
  const actual = bytes.length;
  if (actual === 0) throw new ZaloMessageError('bytes', 'is empty; expected the content of the file.');
  if (actual > limit) {
    throw new ZaloMessageError('bytes', `is ${actual} bytes long; expected at most ${limit}. Make the file smaller.`, {
      limit,
      actual,
    });
  }
  return { field, fileName, contentType: checkedContentType(kind, extension, bytes), bytes };
}
