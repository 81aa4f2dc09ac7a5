import { ZaloMessageError } from '../errors.ts';

/** The three upload calls. */
export type UploadKind = 'image' | 'gif' | 'file';

interface FileType {
  readonly contentType: string;
  /** What such a file begins with, one of these; empty for formats without a signature. */
  readonly beginnings: readonly (readonly number[])[];
}

const ascii = (text: string): readonly number[] => [...Buffer.from(text, 'latin1')];

const jpeg: FileType = { contentType: 'image/jpeg', beginnings: [[0xff, 0xd8, 0xff]] };

/** What Zalo takes, by extension. Source: pages "Upload hình ảnh", "Upload ảnh GIF", "Upload file"; csv since 2026. */
const TYPES: Record<UploadKind, Readonly<Record<string, FileType>>> = {
  image: {
    jpg: jpeg,
    jpeg,
    png: { contentType: 'image/png', beginnings: [[0x89, ...ascii('PNG'), 0x0d, 0x0a, 0x1a, 0x0a]] },
  },
  gif: { gif: { contentType: 'image/gif', beginnings: [ascii('GIF87a'), ascii('GIF89a')] } },
  file: {
    pdf: { contentType: 'application/pdf', beginnings: [ascii('%PDF-')] },
    doc: { contentType: 'application/msword', beginnings: [[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]] },
    docx: {
      contentType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
      beginnings: [[...ascii('PK'), 0x03, 0x04]],
    },
    csv: { contentType: 'text/csv', beginnings: [] },
  },
};

/** The extensions of a kind, for error messages: `one of jpg, jpeg, png`. */
export function acceptedTypes(kind: UploadKind): string {
  return `one of ${Object.keys(TYPES[kind]).join(', ')}`;
}

/**
 * The content type of a file by its extension (lower case), when Zalo takes the extension and the first bytes agree
 * with it. Throws `ZaloMessageError` (`fileName`, `bytes`); the name itself is never in the message.
 */
export function checkedContentType(kind: UploadKind, extension: string, bytes: Uint8Array): string {
  const accepted = TYPES[kind];
  const type = Object.hasOwn(accepted, extension) ? accepted[extension] : undefined;
  if (!type) {
    throw new ZaloMessageError(
      'fileName',
      `has an extension that Zalo does not take here; expected ${acceptedTypes(kind)}. Convert the file.`,
    );
  }
  const begins = (beginning: readonly number[]): boolean => beginning.every((byte, index) => bytes[index] === byte);
  if (type.beginnings.length > 0 && !type.beginnings.some(begins)) {
    throw new ZaloMessageError(
      'bytes',
      `do not begin like a ${extension} file; expected the format that the extension names. Save the file again in that format.`,
    );
  }
  return type.contentType;
}
