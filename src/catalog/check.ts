import { systemClock, vietnamDay } from '../shared/clock.ts';
import { buildCatalogue } from './build.ts';
import { readPictureFiles } from './picture-files.ts';
import type { LintProblem } from './problems.ts';
import { readSources } from './sources.ts';

/** What `npm run check:content` prints. */
export interface ContentCheck {
  /** Not to be shipped; those of rules in the way of serving stop the start. */
  readonly errors: readonly LintProblem[];
  /** For the authors to look at: stale cards, long sentences. */
  readonly warnings: readonly LintProblem[];
  /** Zeros where errors keep the catalogue from being built. */
  readonly counts: {
    readonly cards: number;
    readonly flows: number;
    /** Steps of cards and flows. */
    readonly steps: number;
    readonly asks: number;
  };
}

/** Checks all content below `rootDir` with every rule. `today` is `YYYY-MM-DD`, by default the day in Viet Nam. */
export async function checkContent(
  rootDir: string,
  today: string = vietnamDay(systemClock.now()),
): Promise<ContentCheck> {
  const { catalogue, problems, warnings } = buildCatalogue(
    await readSources(rootDir),
    today,
    'all',
    await readPictureFiles(rootDir),
  );
  const cards = catalogue?.cards() ?? [];
  const flows = catalogue?.flows() ?? [];
  const cardSteps = cards.reduce((sum, card) => sum + card.steps.length, 0);
  const flowSteps = flows.reduce((sum, flow) => sum + Object.keys(flow.steps).length, 0);
  const asks = (catalogue?.entries() ?? []).reduce((sum, entry) => sum + entry.asks.length, 0);
  const counts = { cards: cards.length, flows: flows.length, steps: cardSteps + flowSteps, asks };
  return { errors: problems, warnings, counts };
}
