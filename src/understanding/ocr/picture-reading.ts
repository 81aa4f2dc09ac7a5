import type { Clock } from '../../shared/clock.ts';
import { codeOf } from '../../shared/errors.ts';
import type { Logger } from '../../shared/logger.ts';
import { createMediaFetch, type MediaFetch } from '../../shared/media-fetch.ts';
import { findLanguageData, OCR_MISSING } from './installed.ts';
import { createPictureReader, MAX_WAITING, type PictureReader, type PictureText, type Unread } from './reader.ts';
import { startReadingProcess } from './reading-process.ts';

/** What became of a picture a resident sent. */
export type PictureResult = 'read' | Unread | 'not-fetched';

/** Reads the pictures of webhooks by their address. */
export interface PictureReading {
  /** The words in the picture; undefined when it could not be fetched or read. Never throws; keeps nothing. */
  read(address: string): Promise<PictureText | undefined>;
  /** Ends what is under way; whoever waits gets undefined. */
  close(): Promise<void>;
}

export interface PictureReadingOptions {
  readonly clock: Clock;
  readonly logger: Logger;
  /** Told what became of each picture. */
  count(result: PictureResult): void;
  /** Origin of the demo's own Zalo. Default: there is none. */
  demoOrigin?(): string | undefined;
}

const PICTURE_TYPES = ['image/png', 'image/jpeg', 'image/jpg', 'image/webp'];

/**
 * Reads pictures where `tesseract.js` and `@tesseract.js-data/vie` are installed; undefined where they are not. Starts
 * no process and opens no connection before the first picture.
 */
export function openPictureReading(options: PictureReadingOptions): PictureReading | undefined {
  const { clock, logger, demoOrigin, count } = options;
  const languageData = findLanguageData();
  if (languageData === undefined) {
    logger.info({ toInstall: OCR_MISSING }, 'pictures are not read: each goes to the help desk');
    return undefined;
  }
  const media = createMediaFetch({ clock, types: PICTURE_TYPES, ...(demoOrigin ? { demoOrigin } : {}) });
  const reader = createPictureReader({
    clock,
    startProcess: () => startReadingProcess(languageData),
    onUnread: (why) => {
      count(why);
      logger.warn({ why }, 'a picture could not be read: it goes to the help desk');
    },
  });
  return readingOf({ media, reader, logger, count });
}

interface ReadingParts extends Pick<PictureReadingOptions, 'logger' | 'count'> {
  readonly media: MediaFetch;
  readonly reader: PictureReader;
}

/** Fetches, then reads; never more pictures at once than can wait, so that a flood of them fills no memory. */
export function readingOf({ media, reader, logger, count }: ReadingParts): PictureReading {
  let inHand = 0;

  const readAt = async (address: string): Promise<PictureText | undefined> => {
    let bytes: Uint8Array;
    try {
      bytes = await media.fetch(address);
    } catch (error) {
      count('not-fetched');
      const reason = error instanceof Error ? error.message : 'unknown';
      logger.warn({ code: codeOf(error), reason }, 'a picture could not be fetched: it goes to the help desk');
      return undefined;
    }
    const read = await reader.readPicture(bytes);
    if (read) count('read');
    return read;
  };

  return {
    async read(address) {
      if (inHand > MAX_WAITING) {
        count('busy');
        return undefined;
      }
      inHand += 1;
      return readAt(address).finally(() => (inHand -= 1));
    },
    async close() {
      reader.close();
      await media.close();
    },
  };
}
