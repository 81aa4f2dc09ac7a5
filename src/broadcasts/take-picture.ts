import { AppError } from '../shared/errors.ts';
import type { Announcement } from '../storage/announcement-ports.ts';
import { type PictureStore, UPLOADED_LIFE_MS } from './picture-store.ts';

export interface TakePictureOptions {
  readonly pictures: Pick<PictureStore, 'read'>;
  /** Takes a jpg or png to Zalo. */
  upload(bytes: Buffer, fileName: string): Promise<{ readonly attachmentId: string }>;
  /** Epoch ms. */
  now(): number;
}

/** Pictures remembered with Zalo's id of them. */
const REMEMBERED = 100;

/**
 * Sees to it that the picture of an announcement is with Zalo before the first message: one upload a picture in six days,
 * however many people get it. Throws ANNOUNCEMENT_INVALID for a picture whose file is gone, and the errors of the upload.
 */
export function createPictureTaker({
  pictures,
  upload,
  now,
}: TakePictureOptions): (announcement: Announcement) => Promise<Announcement> {
  const taken = new Map<string, { readonly attachmentId: string; readonly until: number }>();
  return async (announcement) => {
    const { picture } = announcement.content;
    if (!picture || (picture.attachmentId !== undefined && (picture.attachmentExpiresAt ?? 0) > now()))
      return announcement;
    let known = taken.get(picture.file);
    if (!known || known.until <= now()) {
      const bytes = pictures.read(picture.file);
      if (!bytes)
        throw new AppError(
          'ANNOUNCEMENT_INVALID',
          `The picture "${picture.file}" of announcement ${announcement.id} is gone. Put it back, or cancel and start anew.`,
        );
      known = { ...(await upload(bytes, picture.file)), until: now() + UPLOADED_LIFE_MS };
      if (taken.size >= REMEMBERED) taken.clear();
      taken.set(picture.file, known);
    }
    const { attachmentId } = known;
    return { ...announcement, content: { ...announcement.content, picture: { ...picture, attachmentId } } };
  };
}
