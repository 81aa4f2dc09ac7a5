import type { AnnouncementPicture } from '../storage/announcement-ports.ts';

/** Zalo takes jpg and png of at most 1 MB (fact sheet, section 4). */
export const MAX_PICTURE_BYTES = 1_048_576;

const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const JPEG = [0xff, 0xd8, 0xff];

const begins = (bytes: Uint8Array, mark: readonly number[]): boolean =>
  bytes.length > mark.length && mark.every((byte, index) => bytes[index] === byte);

/** What a picture is by its first bytes, whatever its name says; undefined for anything Zalo does not take. */
export function pictureTypeOf(bytes: Uint8Array): AnnouncementPicture['mime'] | undefined {
  if (begins(bytes, PNG)) return 'image/png';
  return begins(bytes, JPEG) ? 'image/jpeg' : undefined;
}

/** Size as people write it, rounded up: one byte too many is not "1,0 MB". */
const megabytes = (bytes: number): string =>
  `${(Math.ceil((bytes / MAX_PICTURE_BYTES) * 10) / 10).toFixed(1).replace('.', ',')} MB`;

/** What is wrong with the file of a picture, in Vietnamese; undefined when nothing is. */
export function pictureProblem(bytes: Uint8Array): string | undefined {
  if (bytes.length === 0) return 'Tệp ảnh trống. Chọn lại ảnh.';
  if (!pictureTypeOf(bytes)) return 'Ảnh phải là JPG hoặc PNG. Mở ảnh rồi lưu lại dạng JPG.';
  return sizeProblem(bytes.length);
}

/** The same for the size alone, of a picture that is kept already. */
export function sizeProblem(bytes: number): string | undefined {
  if (bytes <= MAX_PICTURE_BYTES) return undefined;
  return `Ảnh nặng ${megabytes(bytes)}, Zalo chỉ nhận nhiều nhất 1 MB. Thu nhỏ ảnh rồi chọn lại.`;
}
