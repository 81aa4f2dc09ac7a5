import { createHash } from 'node:crypto';
import { EmulatorError } from '../errors.ts';
import type { RecordedMedia, Recording } from './model.ts';

/** Collects the files of a recording, each content once. */
export interface MediaBox {
  /** Returns the name of the content. */
  keep(bytes: Buffer): string;
  contents(): Recording['media'];
}

/** An empty {@link MediaBox}. */
export function createMediaBox(): MediaBox {
  const names = new Map<string, string>();
  const contents = new Map<string, RecordedMedia>();
  return {
    keep(bytes) {
      const digest = createHash('sha256').update(bytes).digest('base64');
      const known = names.get(digest);
      if (known !== undefined) return known;
      const name = `media-${contents.size + 1}`;
      names.set(digest, name);
      contents.set(name, { base64: bytes.toString('base64') });
      return name;
    },
    contents: () => Object.fromEntries(contents),
  };
}

/** Reads a file that lies beside a recording, by its path relative to it. */
export type ReadMedia = (file: string) => Buffer;

/**
 * The bytes of all files of a recording, by name.
 *
 * @throws EmulatorError EMULATOR_INPUT_INVALID when one lies beside the recording and `read` is missing, and what `read`
 * throws
 */
export function loadMedia(media: Recording['media'], read: ReadMedia | undefined): ReadonlyMap<string, Buffer> {
  const load = (name: string, held: RecordedMedia): Buffer => {
    if ('base64' in held) return Buffer.from(held.base64, 'base64');
    if (read !== undefined) return read(held.file);
    throw new EmulatorError(
      'EMULATOR_INPUT_INVALID',
      `The file "${name}" of the recording lies beside it, in "${held.file}". Expected the option readMedia, which reads it. Pass it, or put the bytes into the recording.`,
    );
  };
  return new Map(Object.entries(media).map(([name, held]) => [name, load(name, held)]));
}
