import { systemClock, vietnamDay } from '../shared/clock.ts';
import { buildCatalogue } from './build.ts';
import type { Catalogue } from './catalogue.ts';
import { CatalogError } from './problems.ts';
import { readSources, readSourcesSync, type SourceFile } from './sources.ts';

function catalogueOf(sources: readonly SourceFile[]): Catalogue {
  const { catalogue, problems } = buildCatalogue(sources, vietnamDay(systemClock.now()), 'start');
  if (!catalogue) throw new CatalogError(problems);
  return catalogue;
}

/**
 * Reads `flows/` and `content/` below `rootDir` into an immutable catalogue. Throws `CatalogError` (code
 * `CATALOG_INVALID`) that lists every broken rule with file, line and what to write instead. Rules of taste and of the
 * calendar are left to `checkContent`: stale cards are served.
 */
export async function loadCatalogue(rootDir: string): Promise<Catalogue> {
  return catalogueOf(await readSources(rootDir));
}

/** As `loadCatalogue`, blocking: for start-up and commands. */
export function loadCatalogueSync(rootDir: string): Catalogue {
  return catalogueOf(readSourcesSync(rootDir));
}
