import { describe, expect, it } from 'vitest';
import { fileMessage, gifMessage, imageMessage, type ImageSource, stickerMessage } from 'zalo-oa-sdk';
import { empty, expectRefusal, noAddress, NOT_ADDRESSES, tooLong } from './refusals.ts';

const URL_SOURCE = { url: 'https://example.vn/a.png' };
const SIZE = { widthPx: 320, heightPx: 180 };
const media = (element: object) => ({
  attachment: { type: 'template', payload: { template_type: 'media', elements: [element] } },
});

const kinds = [
  ['imageMessage', (source: ImageSource, caption?: string) => imageMessage(source, caption), { media_type: 'image' }],
  [
    'gifMessage',
    (source: ImageSource, caption?: string) => gifMessage(source, SIZE, caption),
    { media_type: 'gif', width: 320, height: 180 },
  ],
] as const;

describe.each(kinds)('%s', (_name, build, element) => {
  it('builds one element by address or by attachment id', () => {
    expect(build(URL_SOURCE)).toEqual(media({ ...element, url: 'https://example.vn/a.png' }));
    expect(build({ attachmentId: 'abc' })).toEqual(media({ ...element, attachment_id: 'abc' }));
  });

  it('puts a caption before the attachment', () => {
    const message = build(URL_SOURCE, 'Bước 1');
    expect(message).toEqual({ text: 'Bước 1', ...media({ ...element, url: 'https://example.vn/a.png' }) });
    expect(Object.keys(message)).toEqual(['text', 'attachment']);
  });

  it('takes a caption of 2000 and refuses 2001 or an empty one', () => {
    expect(build(URL_SOURCE, 'c'.repeat(2000)).text).toHaveLength(2000);
    expectRefusal(() => build(URL_SOURCE, 'c'.repeat(2001)), tooLong('text', 2000));
    expectRefusal(() => build(URL_SOURCE, ''), empty('text'));
  });

  it('refuses both sources, whatever they hold, and none', () => {
    const both = {
      field: 'url',
      problem: 'and attachment_id are both given; expected exactly one of them.',
    };
    expectRefusal(() => build({ ...URL_SOURCE, attachmentId: 'abc' } as never), both);
    expectRefusal(() => build({ url: '', attachmentId: '' } as never), both);
    expectRefusal(() => build({} as never), empty('attachment_id'));
  });

  it('refuses an empty attachment id and an empty address', () => {
    expectRefusal(() => build({ attachmentId: '' }), empty('attachment_id'));
    expectRefusal(() => build({ url: '' }), empty('url'));
  });

  it.each(NOT_ADDRESSES)('refuses the address %j', (url) => {
    expectRefusal(() => build({ url }), noAddress('url', url.length));
  });
});

describe('gifMessage', () => {
  it('takes a size from one pixel', () => {
    const size = { widthPx: 1, heightPx: 1 };
    expect(gifMessage(URL_SOURCE, size)).toEqual(media({ media_type: 'gif', ...URL_SOURCE, width: 1, height: 1 }));
  });

  it.each([0, -1, 1.5, Number.NaN, Infinity, '320' as never, undefined as never])('refuses %s pixels', (pixels) => {
    const problem = `is ${pixels}; expected a whole number of pixels, 1 or more.`;
    expectRefusal(() => gifMessage(URL_SOURCE, { ...SIZE, widthPx: pixels }), { field: 'width', problem });
    expectRefusal(() => gifMessage(URL_SOURCE, { ...SIZE, heightPx: pixels }), { field: 'height', problem });
  });
});

describe('stickerMessage', () => {
  it('builds one sticker element without text', () => {
    expect(stickerMessage('bfe458bf64fa8da4d4eb')).toEqual(
      media({ media_type: 'sticker', attachment_id: 'bfe458bf64fa8da4d4eb' }),
    );
  });

  it('refuses an empty id', () => {
    expectRefusal(() => stickerMessage(' '), empty('attachment_id'));
  });
});

describe('fileMessage', () => {
  it('builds a file attachment without text', () => {
    expect(fileMessage('tok-1')).toEqual({ attachment: { type: 'file', payload: { token: 'tok-1' } } });
  });

  it('refuses an empty token', () => {
    expectRefusal(() => fileMessage(''), empty('token'));
  });
});
