import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AppError, codeOf } from '../shared/errors.ts';
import type { Storage } from './ports.ts';

/** Whose data folder this is: a real OA's, or the demo's. */
export interface Installation {
  readonly storage: Pick<Storage, 'readMeta' | 'writeMeta'>;
  readonly mode: 'demo' | 'production';
  readonly oaId: string;
  readonly dataDir: string;
}

const KEY = 'installation';
const DEMO = 'demo';

/**
 * A data folder belongs to one OA, or to the demo, for ever: demo residents must not meet real ones. Throws
 * CONFIG_DEMO_REFUSED or DATA_DIR_OF_ANOTHER_OA when it is somebody else's; a folder of nobody is left as it is.
 */
export async function checkDataDir(installation: Installation): Promise<{ readonly claimed: boolean }> {
  const { storage, mode, oaId, dataDir } = installation;
  const owner = await storage.readMeta({ key: KEY });
  if (owner === undefined) return { claimed: false };
  if (owner === ownerOf(installation)) return { claimed: true };
  if (mode === 'demo') {
    throw new AppError(
      'CONFIG_DEMO_REFUSED',
      `DATA_DIR "${dataDir}" belongs to the real OA ${owner}; the demo must not touch it. Set the ZALO_… credentials, or another DATA_DIR.`,
    );
  }
  throw new AppError(
    'DATA_DIR_OF_ANOTHER_OA',
    `DATA_DIR "${dataDir}" belongs to ${owner === DEMO ? 'the demo' : `OA ${owner}`}, but ZALO_OA_ID is ${oaId}. Give this OA its own DATA_DIR.`,
  );
}

/** Like `checkDataDir`, and takes a folder that is nobody's. For whoever is about to write residents or teams into it. */
export async function claimDataDir(installation: Installation): Promise<void> {
  const { claimed } = await checkDataDir(installation);
  if (!claimed) await installation.storage.writeMeta({ key: KEY, value: ownerOf(installation) });
}

function ownerOf({ mode, oaId }: Installation): string {
  return mode === 'demo' ? DEMO : oaId;
}

/** The first server to come writes `check` down; whoever comes with another one is refused in these words. */
async function claimCheck(
  storage: Installation['storage'],
  { key, check, refusal }: { readonly key: string; readonly check: string; readonly refusal: string },
): Promise<void> {
  const known = await storage.readMeta({ key });
  if (known === check) return;
  if (known !== undefined) throw new AppError('CONFIG_MISSING_SECRET', refusal);
  await storage.writeMeta({ key, value: check });
}

const PSEUDONYM_KEY = 'pseudonym-check';

/**
 * Servers that share a database must make the same pseudonyms, or what is counted for somebody cannot be erased with
 * them. `check` is a pseudonym of nobody: it tells whether the keys are equal, and nothing about them. Throws
 * CONFIG_MISSING_SECRET when another server came with another key.
 */
export async function claimPseudonymKey(storage: Installation['storage'], check: string): Promise<void> {
  const refusal =
    'PSEUDONYM_KEY is not the one with which this database was first used. Set PSEUDONYM_KEY to the same value on every server that shares the database (without it, the first server made one: the file pseudonym.key in its DATA_DIR).';
  await claimCheck(storage, { key: PSEUDONYM_KEY, check, refusal });
}

const CONSOLE_KEY = 'console-key-check';

/**
 * Servers that share a database must have one key of the console, or a second factor set up at one cannot be read at the
 * other. `check` tells whether keys are equal, and nothing about them. Throws CONFIG_MISSING_SECRET for another key.
 */
export async function claimConsoleKey(storage: Installation['storage'], check: string): Promise<void> {
  const refusal = `The key of the console is not the one with which this database was first used. Either every server has the same file console.key in its DATA_DIR, or none has one and the key follows from PSEUDONYM_KEY. To begin with a new key on purpose, stop all servers and delete the row "${CONSOLE_KEY}" of the table meta: everybody then sets up the second factor again.`;
  await claimCheck(storage, { key: CONSOLE_KEY, check, refusal });
}

const FILES = 'files-folder';
/** Name of the file that tells one folder from another. */
const FILES_MARK = 'files.id';

/**
 * Whether `folder` is the folder of pictures and photos that the other servers on this database use. The first one decides;
 * the folder is made and marked where it is new. A folder that was restored without its mark is taken for another one.
 */
export async function isSharedFolder(storage: Installation['storage'], folder: string): Promise<boolean> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, FILES_MARK);
  try {
    // Not over the mark of a server that starts in this very moment.
    writeFileSync(file, `${randomBytes(12).toString('base64url')}\n`, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
  }
  const mark = readFileSync(file, 'utf8').trim();
  const known = await storage.readMeta({ key: FILES });
  if (known === undefined) await storage.writeMeta({ key: FILES, value: mark });
  return known === undefined || known === mark;
}
