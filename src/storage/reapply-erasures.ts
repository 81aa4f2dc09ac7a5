import type { ErasureFile } from './erasure-file.ts';
import { type ErasureMark, erasureMark } from './erasure-ports.ts';
import type { Storage } from './ports.ts';

type Store = Pick<Storage, 'listErasures' | 'keepErasures' | 'listPeople' | 'eraseResident' | 'checkpoint'>;

export interface ReapplyOptions {
  readonly storage: Store;
  /** From elsewhere: the file beside the database, a copy of it, the database that is being replaced. */
  readonly erasures: readonly ErasureMark[];
  /** Keyed pseudonym of a resident, under the key that made the marks. */
  pseudonymOf(oaId: string, userId: string): string;
}

export interface Reapplied {
  /** Erasures this database did not know: it is older than the list. */
  readonly missing: readonly ErasureMark[];
  /** People who were in it and are not any more. */
  readonly erased: number;
}

const PAGE = 2_000;

const keyOf = ({ oaId, mark, at }: ErasureMark): string => `${oaId} ${mark} ${at}`;

/** Every erasure the database knows. */
export async function allErasures(storage: Pick<Storage, 'listErasures'>): Promise<ErasureMark[]> {
  const found: ErasureMark[] = [];
  for (let after: ErasureMark | undefined; ; ) {
    const page = await storage.listErasures({ limit: PAGE, ...(after ? { after } : {}) });
    found.push(...page);
    after = page.at(-1);
    if (page.length < PAGE) return found;
  }
}

/**
 * Erases everybody whose erasure the database does not know, because it is an older copy. No clock is asked: an erasure
 * that the copy knows was done before it was made, and whoever came back after that stays.
 */
export async function reapplyErasures({ storage, erasures, pseudonymOf }: ReapplyOptions): Promise<Reapplied> {
  const known = new Set((await allErasures(storage)).map(keyOf));
  const missing = [...new Map(erasures.map((one) => [keyOf(one), one])).values()].filter(
    (one) => !known.has(keyOf(one)),
  );
  if (missing.length === 0) return { missing, erased: 0 };
  const erasedAt = new Map<string, number>();
  for (const { oaId, mark, at } of missing)
    erasedAt.set(`${oaId} ${mark}`, Math.max(at, erasedAt.get(`${oaId} ${mark}`) ?? 0));
  let erased = 0;
  for (let after: { readonly oaId: string; readonly userId: string } | undefined; ; ) {
    const people = await storage.listPeople({ limit: PAGE, ...(after ? { after } : {}) });
    for (const { oaId, userId } of people) {
      const pseudonym = pseudonymOf(oaId, userId);
      const at = erasedAt.get(`${oaId} ${erasureMark(oaId, pseudonym)}`);
      if (at === undefined) continue;
      await storage.eraseResident({ oaId, userId, pseudonym, at, via: 'restore' });
      erased += 1;
    }
    after = people.at(-1);
    if (people.length < PAGE) break;
  }
  // Last: killed in the middle, the next start finds them missing again.
  for (let from = 0; from < missing.length; from += PAGE)
    await storage.keepErasures({ erasures: missing.slice(from, from + PAGE) });
  await storage.checkpoint();
  return { missing, erased };
}

/**
 * Brings database and file together at a start: a database older than the file loses who was erased since, and a file
 * that missed a line (a crash, a full disk) gets it.
 */
export async function syncErasures(
  options: Omit<ReapplyOptions, 'erasures'> & { readonly file: ErasureFile },
): Promise<Reapplied> {
  const inFile = options.file.read();
  const result = await reapplyErasures({ ...options, erasures: inFile });
  const written = new Set(inFile.map(keyOf));
  await options.file.add((await allErasures(options.storage)).filter((one) => !written.has(keyOf(one))));
  return result;
}
