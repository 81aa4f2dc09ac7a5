import { systemClock, vietnamDay } from '../shared/clock.ts';
import { buildCatalogue } from './build.ts';
import type { Catalogue } from './catalogue.ts';
import { CatalogError } from './problems.ts';
import { readSourcesSync } from './sources.ts';

/** As `loadCatalogue`, blocking and from the files every time: for tests and benches. */
export function loadCatalogueSync(rootDir: string): Catalogue {
  const { catalogue, problems } = buildCatalogue(readSourcesSync(rootDir), vietnamDay(systemClock.now()), 'start');
  if (!catalogue) throw new CatalogError(problems);
  return catalogue;
}
