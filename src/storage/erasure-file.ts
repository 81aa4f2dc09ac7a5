import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Logger } from '../shared/logger.ts';
import { type ErasureMark, erasureMark } from './erasure-ports.ts';
import type { Storage } from './ports.ts';

/** Name of the list of erasures beside the database, in `DATA_DIR`. */
export const ERASURE_FILE = 'erasures.log';

/** The list of erasures outside the database: whoever puts back an older database has still got this file. */
export interface ErasureFile {
  /** On disk when it resolves. */
  add(erasures: readonly ErasureMark[]): Promise<void>;
  /** Everything in it; a line cut short by a crash is left out, and the database has it. */
  read(): readonly ErasureMark[];
}

const LINE = /^(\S+) ([0-9a-f]{32}) (\d{1,16})$/u;

const toLine = ({ oaId, mark, at }: ErasureMark): string => `${oaId} ${mark} ${at}`;

/** Erasures of a text with one `<OA> <mark> <epoch ms>` a line; other lines are passed over. */
export function parseErasures(text: string): ErasureMark[] {
  return text.split('\n').flatMap((line) => {
    const [, oaId, mark, at] = LINE.exec(line.trim()) ?? [];
    return oaId === undefined || mark === undefined ? [] : [{ oaId, mark, at: Number(at) }];
  });
}

/** The same as text, with a first line that says what it is. */
export function formatErasures(erasures: readonly ErasureMark[]): string {
  const head =
    '# Danh sách đã xóa dữ liệu: <OA> <dấu băm có khóa> <mốc thời gian, mili giây>. Không có tên, không có mã người dân.';
  return `${[head, ...erasures.map(toLine)].join('\n')}\n`;
}

/** Opens (and, at the first entry, creates) a list of erasures; readable by the owner alone. */
export function openErasureFile(file: string): ErasureFile {
  let writes: Promise<unknown> = Promise.resolve();
  const append = async (erasures: readonly ErasureMark[]): Promise<void> => {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    const handle = await open(file, 'a', 0o600);
    try {
      // The newline in front closes a line that a crash cut short.
      await handle.appendFile(`\n${erasures.map(toLine).join('\n')}\n`);
      await handle.sync();
    } finally {
      await handle.close();
    }
  };
  return {
    add(erasures) {
      if (erasures.length === 0) return Promise.resolve();
      const done = writes.then(() => append(erasures));
      writes = done.catch(() => undefined);
      return done;
    },
    read: () => (existsSync(file) ? parseErasures(readFileSync(file, 'utf8')) : []),
  };
}

/** The list of a data folder. */
export const erasureFileIn = (dataDir: string): ErasureFile => openErasureFile(join(dataDir, ERASURE_FILE));

/**
 * The store that also writes every erasure into the file, after the database has it and before the caller goes on. A
 * file that cannot be written holds up nothing: the log says so, and the next start writes what is missing.
 */
export function withErasureFile(storage: Storage, file: ErasureFile, logger: Logger): Storage {
  const note = async (erasures: readonly { oaId: string; pseudonym: string; at: number }[]): Promise<void> => {
    try {
      await file.add(erasures.map(({ oaId, pseudonym, at }) => ({ oaId, mark: erasureMark(oaId, pseudonym), at })));
    } catch (error) {
      logger.error(
        { err: error },
        'an erasure is done, but the list beside the database could not be written; the next start writes it',
      );
    }
  };
  const noting: Pick<Storage, 'eraseResident' | 'commitTurn' | 'staffChange'> = {
    async eraseResident(args) {
      await storage.eraseResident(args);
      await note([args]);
      return null;
    },
    async commitTurn(turn) {
      const result = await storage.commitTurn(turn);
      if (result.ok && turn.erase) await note([{ oaId: turn.oaId, pseudonym: turn.erase.pseudonym, at: turn.at }]);
      return result;
    },
    async staffChange(change) {
      const result = await storage.staffChange(change);
      // A repeat changed nothing: a line of it would erase, after a restart, whoever came back meanwhile.
      if (!result.isRepeat)
        await note(change.writes.flatMap((write) => (write.operation === 'eraseResident' ? [write.args] : [])));
      return result;
    },
  };
  return new Proxy(storage, {
    get: (target, name) => noting[name as keyof typeof noting] ?? target[name as keyof Storage],
  });
}
