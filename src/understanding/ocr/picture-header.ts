/** What the first bytes of a picture say about it; nothing is decoded. */
export interface PictureHeader {
  readonly type: 'png' | 'jpeg' | 'webp';
  /** Pixels. */
  readonly width: number;
  readonly height: number;
}

type Size = Omit<PictureHeader, 'type'>;

/**
 * Type and size of a PNG, JPEG or WebP by its magic bytes and header, whatever name or content type came with it.
 * Undefined for everything else, also for one whose header is cut off. Total: any bytes.
 */
export function readPictureHeader(bytes: Uint8Array): PictureHeader | undefined {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const type = typeOf(view);
  const size = type && SIZE_OF[type](view);
  if (!type || !size || size.width === 0 || size.height === 0) return undefined;
  return { type, ...size };
}

function typeOf(bytes: Buffer): PictureHeader['type'] | undefined {
  const head = bytes.toString('latin1', 0, 12);
  if (head.startsWith('\x89PNG\r\n\x1a\n')) return 'png';
  if (head.startsWith('\xff\xd8\xff')) return 'jpeg';
  if (head.startsWith('RIFF') && head.endsWith('WEBP')) return 'webp';
  return undefined;
}

const SIZE_OF: Readonly<Record<PictureHeader['type'], (bytes: Buffer) => Size | undefined>> = {
  png: pngSize,
  jpeg: jpegSize,
  webp: webpSize,
};

/** The size stands in the first chunk, IHDR (PNG, third edition, 11.2.1). */
function pngSize(bytes: Buffer): Size | undefined {
  if (bytes.length < 24 || bytes.toString('latin1', 12, 16) !== 'IHDR') return undefined;
  return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
}

/** Start-of-frame markers; C4, C8 and CC between them are tables (ITU T.81, table B.1). */
const isFrame = (marker: number): boolean => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);

/** From segment to segment, as a decoder goes, so that a frame hidden inside a segment is not taken for the real one. */
function jpegSize(bytes: Buffer): Size | undefined {
  for (let at = 2; at + 9 <= bytes.length; ) {
    if (bytes[at] !== 0xff) return undefined;
    const marker = bytes.readUInt8(at + 1);
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (isFrame(marker)) return { height: bytes.readUInt16BE(at + 5), width: bytes.readUInt16BE(at + 7) };
    // The picture itself begins or ends, and no frame has said its size.
    if (marker === 0xda || marker === 0xd9) return undefined;
    const hasLength = !(marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8));
    at += 2 + (hasLength ? bytes.readUInt16BE(at + 2) : 0);
  }
  return undefined;
}

/** Lossy, lossless or extended; the three keep the size in three ways (RFC 9649, 2.5 to 2.7). */
function webpSize(bytes: Buffer): Size | undefined {
  if (bytes.length < 30) return undefined;
  switch (bytes.toString('latin1', 12, 16)) {
    case 'VP8 ':
      return { width: bytes.readUInt16LE(26) & 0x3fff, height: bytes.readUInt16LE(28) & 0x3fff };
    case 'VP8L': {
      const packed = bytes.readUInt32LE(21);
      return { width: (packed & 0x3fff) + 1, height: ((packed >>> 14) & 0x3fff) + 1 };
    }
    case 'VP8X':
      return { width: bytes.readUIntLE(24, 3) + 1, height: bytes.readUIntLE(27, 3) + 1 };
    default:
      return undefined;
  }
}
