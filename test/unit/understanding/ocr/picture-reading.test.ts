import { pino } from 'pino';
import { describe, expect, test } from 'vitest';
import { AppError } from '../../../../src/shared/errors.ts';
import { findLanguageData } from '../../../../src/understanding/ocr/installed.ts';
import { readingOf, type PictureResult } from '../../../../src/understanding/ocr/picture-reading.ts';
import type { PictureReader, PictureText } from '../../../../src/understanding/ocr/reader.ts';

const ADDRESS = 'https://f6-photo.talk.zdn.vn/0123456789/picture.jpg';
const WORDS: PictureText = { text: 'mã OTP 482913', confidence: 90 };

function stage(fetch: () => Promise<Uint8Array>, readPicture: PictureReader['readPicture'] = async () => WORDS) {
  const counted: PictureResult[] = [];
  const lines: string[] = [];
  const logger = pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) });
  const closed: string[] = [];
  const reading = readingOf({
    media: { fetch, close: async () => void closed.push('connections') },
    reader: { readPicture, close: () => void closed.push('process') },
    logger,
    count: (result) => counted.push(result),
  });
  return { reading, counted, lines, closed };
}

describe('reading the picture of a webhook', () => {
  test('fetches it, reads it and counts it, and logs nothing of it', async () => {
    const { reading, counted, lines, closed } = stage(async () => Buffer.from('picture'));
    expect(await reading.read(ADDRESS)).toEqual(WORDS);
    expect({ counted, lines }).toEqual({ counted: ['read'], lines: [] });
    await reading.close();
    expect(closed).toEqual(['process', 'connections']);
  });

  test('counts and logs a picture that cannot be fetched by its code, and throws nothing', async () => {
    const { reading, counted, lines } = stage(() =>
      Promise.reject(new AppError('MEDIA_UNREACHABLE', 'A file a resident sent could not be fetched: answered 404.')),
    );
    expect(await reading.read(ADDRESS)).toBeUndefined();
    expect(counted).toEqual(['not-fetched']);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ code: 'MEDIA_UNREACHABLE' });
    expect(lines.join('')).not.toContain('0123456789');
  });

  test('leaves the counting of what cannot be read to the reader', async () => {
    const { reading, counted } = stage(
      async () => Buffer.from('picture'),
      async () => undefined,
    );
    expect(await reading.read(ADDRESS)).toBeUndefined();
    expect(counted).toEqual([]);
  });

  test('fetches nine at once and no more, so that a flood fills no memory', async () => {
    const gate = Promise.withResolvers<Uint8Array>();
    let fetched = 0;
    const { reading, counted } = stage(() => {
      fetched += 1;
      return gate.promise;
    });
    const first = Array.from({ length: 9 }, () => reading.read(ADDRESS));
    expect(await reading.read(ADDRESS)).toBeUndefined();
    expect({ fetched, counted }).toEqual({ fetched: 9, counted: ['busy'] });
    gate.resolve(Buffer.from('picture'));
    expect(await Promise.all(first)).toEqual(Array.from({ length: 9 }, () => WORDS));
    expect(await reading.read(ADDRESS)).toEqual(WORDS);
  });
});

describe('where the reader is not installed', () => {
  test('nothing is found in a folder without packages', () => {
    expect(findLanguageData('file:///nowhere/at/all.ts')).toBeUndefined();
  });
});
