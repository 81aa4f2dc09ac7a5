import { systemClock, vietnamDay } from '../shared/clock.ts';
import type { Catalogue } from './catalogue.ts';
import { catalogueOf, type CatalogueParts } from './catalogue-of.ts';
import { keptCatalogue } from './kept-catalogue.ts';
import { readSources, type SourceFile } from './sources.ts';

/** The reader and its rules are loaded only when something has to be read: they are 20 MB and a third of a second. */
async function build(sources: readonly SourceFile[]): Promise<CatalogueParts> {
  const { buildCatalogue } = await import('./build.ts');
  const { catalogue, problems } = buildCatalogue(sources, vietnamDay(systemClock.now()), 'start');
  if (!catalogue) {
    const { CatalogError } = await import('./problems.ts');
    throw new CatalogError(problems);
  }
  const { messages, outcomes, fieldLog, lessons } = catalogue;
  return { cards: catalogue.cards(), flows: catalogue.flows(), messages, outcomes, fieldLog, lessons };
}

/**
 * Reads `flows/` and `content/` below `rootDir` into an immutable catalogue. Throws `CatalogError` (code
 * `CATALOG_INVALID`) that lists every broken rule with file, line and what to write instead. Rules of taste and of the
 * calendar are left to `checkContent`: stale cards are served.
 *
 * `keepIn`: a folder for what was read and checked, so that the same content is not checked again at the next start
 * (148 cards: 1.9 s the first time, 0.1 s from there, measured 2026-11-22). Nothing is kept without it.
 */
export async function loadCatalogue(rootDir: string, keepIn?: string): Promise<Catalogue> {
  const sources = await readSources(rootDir);
  const parts =
    keepIn === undefined ? await build(sources) : await keptCatalogue(keepIn, sources, () => build(sources));
  return catalogueOf(parts);
}
