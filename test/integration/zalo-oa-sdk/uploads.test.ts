import { describe, expect, it } from 'vitest';
import {
  createTokens,
  createZaloClient,
  type UploadInput,
  type UploadKind,
  type UploadOptions,
  UPLOAD_LIMITS,
  ZaloApiError,
  type ZaloCall,
  ZaloMessageError,
  ZaloTransportError,
} from 'zalo-oa-sdk';
import { MemorySettings, MemoryTokens, OA, START_MS, StillClock } from './fakes.ts';

const BEGINNINGS = {
  jpg: [0xff, 0xd8, 0xff, 0xe0],
  png: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
  gif87: [0x47, 0x49, 0x46, 0x38, 0x37, 0x61],
  gif89: [0x47, 0x49, 0x46, 0x38, 0x39, 0x61],
  pdf: [0x25, 0x50, 0x44, 0x46, 0x2d],
  doc: [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1],
  docx: [0x50, 0x4b, 0x03, 0x04],
  csv: [0x68, 0x6f, 0x2c, 0x74],
} as const;

/** A file of `length` bytes that begins like `format`; by default its first bytes and nothing else. */
function file(fileName: string, format: keyof typeof BEGINNINGS, length?: number): UploadInput {
  const bytes = new Uint8Array(length ?? BEGINNINGS[format].length);
  bytes.set(BEGINNINGS[format]);
  return { fileName, bytes };
}

/** A client whose wire answers `body` to everything and remembers what it was asked. */
function uploadsOver(body: Record<string, unknown>, uploads?: UploadOptions) {
  const calls: ZaloCall[] = [];
  const clock = new StillClock();
  const transport = {
    request: async (call: ZaloCall) => {
      calls.push(call);
      return { status: 200, body };
    },
    close: async () => undefined,
  };
  const store = new MemoryTokens({ accessToken: 'A1', refreshToken: 'R1', expiresAtMs: START_MS + 25 * 3_600_000 });
  const tokens = createTokens({ store, transport, appId: '135', appSecret: 'app-secret', clock });
  const oa = new MemorySettings();
  const client = createZaloClient({ transport, tokens, oa, clock, ...(uploads ? { uploads } : {}) });
  const upload: Record<UploadKind, (input: UploadInput) => Promise<object>> = {
    image: (input) => client.uploads.uploadImage(OA, input),
    gif: (input) => client.uploads.uploadGif(OA, input),
    file: (input) => client.uploads.uploadFile(OA, input),
  };
  return { upload, calls };
}

const MEDIA = { data: { attachment_id: 'aid-1' }, error: 0, message: 'Success' };
const FILE = { data: { token: 'tok-1' }, error: 0, message: 'Success' };

async function refusal(kind: UploadKind, input: UploadInput, options?: UploadOptions): Promise<ZaloMessageError> {
  const { upload, calls } = uploadsOver(kind === 'file' ? FILE : MEDIA, options);
  const error = await upload[kind](input).catch((caught: unknown) => caught);
  expect(calls).toEqual([]);
  if (error instanceof ZaloMessageError) return error;
  throw new Error(`expected a ZaloMessageError, got ${String(error)}`);
}

describe('uploads', () => {
  it.each([
    ['image', 'ảnh 1.jpg', 'jpg', 'image/jpeg'],
    ['image', 'a.jpeg', 'jpg', 'image/jpeg'],
    ['image', 'A.PNG', 'png', 'image/png'],
    ['image', 'a..png', 'png', 'image/png'],
    ['gif', 'a.gif', 'gif87', 'image/gif'],
    ['gif', 'a.b.gif', 'gif89', 'image/gif'],
    ['file', 'a.pdf', 'pdf', 'application/pdf'],
    ['file', 'a.doc', 'doc', 'application/msword'],
    ['file', 'a.docx', 'docx', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
    ['file', 'a.csv', 'csv', 'text/csv'],
  ] as const)('posts a %s named %s as one part of a form', async (kind, fileName, format, contentType) => {
    const input = file(fileName, format);
    const { upload, calls } = uploadsOver(kind === 'file' ? FILE : MEDIA);
    expect(await upload[kind](input)).toEqual(kind === 'file' ? { token: 'tok-1' } : { attachmentId: 'aid-1' });
    expect(calls).toEqual([
      {
        host: 'api',
        method: 'POST',
        path: `/v2.0/oa/upload/${kind}`,
        headers: { access_token: 'A1' },
        file: { field: 'file', fileName, contentType, bytes: input.bytes },
      },
    ]);
  });

  it('names the form field of a gif as set, and of gifs only', async () => {
    const { upload, calls } = uploadsOver(MEDIA, { gifField: 'image' });
    await upload.gif(file('a.gif', 'gif89'));
    await upload.image(file('a.png', 'png'));
    expect(calls.map((call) => call.file?.field)).toEqual(['image', 'file']);
  });

  it('reads an id that comes as a number', async () => {
    const { upload } = uploadsOver({ data: { attachment_id: 12345 }, error: '0' });
    expect(await upload.image(file('a.png', 'png'))).toEqual({ attachmentId: '12345' });
  });

  it.each([
    ['image', { error: 0, data: {} }, 'data.attachment_id'],
    ['gif', { error: 0 }, 'data.attachment_id'],
    ['gif', { error: 0, data: { token: 'tok-1' } }, 'data.attachment_id'],
    ['file', { error: 0, data: { token: '' } }, 'data.token'],
    ['file', { error: 0, data: '' }, 'data'],
  ] as const)('takes a success without an id of a %s for a bad answer: %j', async (kind, body, missing) => {
    const { upload } = uploadsOver(body);
    const input = { image: file('a.png', 'png'), gif: file('a.gif', 'gif89'), file: file('a.pdf', 'pdf') }[kind];
    const error = await upload[kind](input).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(ZaloTransportError);
    expect(error).toMatchObject({ code: 'ZALO_BAD_ANSWER', method: `POST /v2.0/oa/upload/${kind}` });
    expect((error as Error).message).toContain(`lacks a readable ${missing}.`);
  });

  it('passes on what Zalo refuses', async () => {
    const { upload } = uploadsOver({ error: -210, message: 'Parameter exceeds allowable limit' });
    const error = await upload.file(file('a.pdf', 'pdf')).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(ZaloApiError);
    expect(error).toMatchObject({ code: -210, method: 'POST /v2.0/oa/upload/file', advice: 'fix' });
  });
});

describe('uploads that would be refused', () => {
  const MIB = 1_048_576;

  it.each([
    ['image', 'a.png', 'png', MIB],
    ['gif', 'a.gif', 'gif89', 5 * MIB],
    ['file', 'a.pdf', 'pdf', 5 * MIB],
  ] as const)('a %s of its limit is sent, one byte more is not', async (kind, fileName, format, limit) => {
    expect(UPLOAD_LIMITS[kind]).toBe(limit);
    const { upload, calls } = uploadsOver({ data: { attachment_id: 'a', token: 't' }, error: 0 });
    await upload[kind](file(fileName, format, limit));
    expect(calls).toHaveLength(1);
    const error = await refusal(kind, file(fileName, format, limit + 1));
    expect(error).toMatchObject({ field: 'bytes', limit, actual: limit + 1 });
    expect(error.message).toBe(
      `ZALO_MESSAGE_INVALID: bytes is ${limit + 1} bytes long; expected at most ${limit}. Make the file smaller.`,
    );
  });

  it('keep to a limit that was set, for that kind only', async () => {
    const maxBytes = { image: 1_000_000 };
    expect(await refusal('image', file('a.png', 'png', 1_000_001), { maxBytes })).toMatchObject({ limit: 1_000_000 });
    expect(await refusal('gif', file('a.gif', 'gif89', 5 * MIB + 1), { maxBytes })).toMatchObject({ limit: 5 * MIB });
  });

  it('are refused when empty, csv included', async () => {
    const error = await refusal('file', { fileName: 'a.csv', bytes: new Uint8Array() });
    expect(error.field).toBe('bytes');
    expect(error.message).toBe('ZALO_MESSAGE_INVALID: bytes is empty; expected the content of the file.');
  });

  it.each(['png', 'a', 'a.', '.png', 'a.png ', ''])('are refused without an extension: %j', async (fileName) => {
    const error = await refusal('image', file(fileName, 'png'));
    expect(error.field).toBe('fileName');
    expect(error.message).toBe(
      'ZALO_MESSAGE_INVALID: fileName has no extension; expected one of jpg, jpeg, png. Rename the file.',
    );
  });

  it.each([
    ['image', 'a.gif', 'gif89', 'jpg, jpeg, png'],
    ['image', 'a.constructor', 'png', 'jpg, jpeg, png'],
    ['gif', 'a.png', 'png', 'gif'],
    ['file', 'a.xlsx', 'docx', 'pdf, doc, docx, csv'],
  ] as const)('are refused as %s with the name %s', async (kind, fileName, format, accepted) => {
    const error = await refusal(kind, file(fileName, format));
    expect(error.field).toBe('fileName');
    expect(error.message).toBe(
      `ZALO_MESSAGE_INVALID: fileName has an extension that Zalo does not take here; expected one of ${accepted}. Convert the file.`,
    );
  });

  it.each([
    ['image', 'png', 'jpg'],
    ['image', 'jpg', 'png'],
    ['gif', 'gif', 'png'],
    ['file', 'pdf', 'docx'],
    ['file', 'doc', 'docx'],
    ['file', 'docx', 'doc'],
  ] as const)('are refused when a %s named .%s begins like a %s', async (kind, extension, format) => {
    const error = await refusal(kind, file(`a.${extension}`, format));
    expect(error.field).toBe('bytes');
    expect(error.message).toBe(
      `ZALO_MESSAGE_INVALID: bytes do not begin like a ${extension} file; expected the format that the extension names. Save the file again in that format.`,
    );
  });

  it('are refused when shorter than the beginning of their format', async () => {
    const { bytes } = file('a.png', 'png');
    expect((await refusal('image', { fileName: 'a.png', bytes: bytes.slice(0, 7) })).field).toBe('bytes');
  });
});
