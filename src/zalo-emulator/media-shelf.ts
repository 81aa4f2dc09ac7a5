import { createHash } from 'node:crypto';
import type { NewId } from './ids.ts';

/** Bytes the emulator serves: what a resident sent, or what the bot uploaded. */
export interface StoredMedia {
  readonly id: string;
  readonly bytes: Buffer;
  /** Decided from the bytes, not from what the sender claims; see {@link sniffMimeType}. */
  readonly mimeType: string;
  readonly name: string;
  /** Lowercase hex, as `user_send_file` carries it. */
  readonly md5: string;
  readonly storedAtMs: number;
}

/** What the bot uploaded: sent by `attachment_id` (pictures) or `token` (files). */
export interface Upload {
  readonly kind: 'image' | 'gif' | 'file';
  readonly media: StoredMedia;
  readonly uploadedAtMs: number;
}

/** Keeps media and uploads in memory. */
export interface MediaShelf {
  store(bytes: Buffer, name: string): StoredMedia;
  find(mediaId: string): StoredMedia | undefined;
  /** Returns the `attachment_id` or `token`. */
  addUpload(kind: Upload['kind'], bytes: Buffer, name: string): string;
  findUpload(uploadId: string): Upload | undefined;
  /** Everything kept, bytes as base64, for a snapshot. */
  dump(): MediaShelfState;
  load(state: MediaShelfState): void;
}

/** What a {@link MediaShelf} holds, as plain JSON. */
export interface MediaShelfState {
  readonly media: ReadonlyArray<Omit<StoredMedia, 'bytes'> & { readonly base64: string }>;
  readonly uploads: ReadonlyArray<Omit<Upload, 'media'> & { readonly id: string; readonly mediaId: string }>;
}

/** Enough for an afternoon of trying; the oldest go first, so that memory stays bounded. */
const MAX_MEDIA = 200;

const magicNumbers: ReadonlyArray<readonly [mimeType: string, offset: number, ascii: string]> = [
  ['image/png', 0, '\x89PNG'],
  ['image/jpeg', 0, '\xff\xd8\xff'],
  ['image/gif', 0, 'GIF8'],
  ['image/webp', 8, 'WEBP'],
  ['audio/wav', 8, 'WAVE'],
  ['audio/webm', 0, '\x1a\x45\xdf\xa3'],
  ['audio/ogg', 0, 'OggS'],
  ['audio/mp4', 4, 'ftyp'],
  ['application/pdf', 0, '%PDF'],
];

/**
 * The type of a file by its first bytes; anything unknown (HTML and SVG included) is `application/octet-stream`, so a
 * file a resident sent can never run as a page on the emulator's origin.
 */
export function sniffMimeType(bytes: Buffer): string {
  const head = bytes.subarray(0, 16).toString('latin1');
  return magicNumbers.find(([, offset, ascii]) => head.startsWith(ascii, offset))?.[0] ?? 'application/octet-stream';
}

/** An empty {@link MediaShelf}. */
export function createMediaShelf(newId: NewId, now: () => number): MediaShelf {
  const media = new Map<string, StoredMedia>();
  const uploads = new Map<string, Upload>();

  function dropOldest(map: Map<string, unknown>): void {
    for (const key of map.keys()) {
      if (map.size <= MAX_MEDIA) return;
      map.delete(key);
    }
  }

  function store(bytes: Buffer, name: string): StoredMedia {
    const stored: StoredMedia = {
      id: newId('media'),
      bytes,
      mimeType: sniffMimeType(bytes),
      name,
      md5: createHash('md5').update(bytes).digest('hex'),
      storedAtMs: now(),
    };
    media.set(stored.id, stored);
    dropOldest(media);
    return stored;
  }

  return {
    store,
    find: (mediaId) => media.get(mediaId),
    addUpload(kind, bytes, name) {
      const uploadId = newId('attachment');
      uploads.set(uploadId, { kind, media: store(bytes, name), uploadedAtMs: now() });
      dropOldest(uploads);
      return uploadId;
    },
    findUpload: (uploadId) => uploads.get(uploadId),
    dump: () => ({
      // an upload holds its medium even after the shelf has dropped it
      media: [...new Set([...media.values(), ...[...uploads.values()].map((upload) => upload.media)])].map(
        ({ bytes, ...rest }) => ({ ...rest, base64: bytes.toString('base64') }),
      ),
      uploads: [...uploads].map(([id, upload]) => {
        return { id, kind: upload.kind, mediaId: upload.media.id, uploadedAtMs: upload.uploadedAtMs };
      }),
    }),
    load(state) {
      media.clear();
      uploads.clear();
      for (const { base64, ...rest } of state.media)
        media.set(rest.id, { ...rest, bytes: Buffer.from(base64, 'base64') });
      for (const { id, kind, mediaId, uploadedAtMs } of state.uploads) {
        const uploaded = media.get(mediaId);
        if (uploaded !== undefined) uploads.set(id, { kind, media: uploaded, uploadedAtMs });
      }
    },
  };
}
