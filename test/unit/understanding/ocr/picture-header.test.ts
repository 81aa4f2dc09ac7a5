import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readPictureHeader } from '../../../../src/understanding/ocr/picture-header.ts';
import { jpegHeader, pngHeader, webpHeader } from './headers.ts';

describe('readPictureHeader', () => {
  test.each([
    ['png', pngHeader(1080, 2400)],
    ['jpeg', jpegHeader(1080, 2400)],
    ['webp', webpHeader('VP8 ', 1080, 2400)],
    ['webp', webpHeader('VP8L', 1080, 2400)],
    ['webp', webpHeader('VP8X', 1080, 2400)],
  ] as const)('reads type and size of a %s', (type, bytes) => {
    expect(readPictureHeader(bytes)).toEqual({ type, width: 1080, height: 2400 });
  });

  test('takes the frame of a JPEG a decoder takes, not one hidden in a comment, and a progressive one too', () => {
    const hidden = jpegHeader(8, 8).subarray(2);
    const comment = Buffer.concat([Buffer.from([0xff, 0xfe, 0, hidden.length + 2]), hidden]);
    const real = jpegHeader(4000, 3000, 0xc2).subarray(2);
    const bytes = Buffer.concat([Buffer.from([0xff, 0xd8]), comment, Buffer.from([0xff]), real]);
    expect(readPictureHeader(bytes)).toEqual({ type: 'jpeg', width: 4000, height: 3000 });
  });

  test.each([
    ['nothing', Buffer.alloc(0)],
    ['a GIF', Buffer.from('GIF89a\x01\x00\x01\x00', 'latin1')],
    ['an SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')],
    ['a PDF', Buffer.from('%PDF-1.7')],
    ['a PNG cut off', pngHeader(10, 10).subarray(0, 20)],
    ['a PNG that does not begin with its header', pngHeader(10, 10, 'IDAT')],
    ['a JPEG that begins its picture without a frame', Buffer.from('ffd8ffda0008000000000000', 'hex')],
    ['a JPEG with a hole', Buffer.from('ffd8ffe00004000012345678901234567890', 'hex')],
    ['a WebP of an unknown kind', webpHeader('VP9 ' as 'VP8 ', 10, 10)],
    ['a picture without height', jpegHeader(1080, 0)],
  ])('refuses %s', (_what, bytes) => {
    expect(readPictureHeader(bytes)).toBeUndefined();
  });

  test('never throws and never runs on, whatever follows a good beginning', () => {
    const beginnings = fc.constantFrom(
      ...[pngHeader(9, 9), jpegHeader(9, 9), webpHeader('VP8X', 9, 9), Buffer.alloc(0)],
    );
    fc.assert(
      fc.property(beginnings, fc.nat(30), fc.uint8Array({ maxLength: 200 }), (beginning, kept, rest) => {
        const header = readPictureHeader(Buffer.concat([beginning.subarray(0, kept), rest]));
        return header === undefined || (header.width > 0 && header.height > 0);
      }),
    );
  });
});
