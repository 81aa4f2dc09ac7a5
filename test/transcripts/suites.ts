import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { readCardFile } from '../../src/catalog/card-file.ts';
import { readFlowFile } from '../../src/catalog/flow-file.ts';
import { readSourcesSync } from '../../src/catalog/sources.ts';
import type { Definitions, Flow, GuideCard } from '../../src/flow-engine/types.ts';
import { definitionsOf } from '../support/flow-definitions.ts';
import { rootDir, shippedCatalogue } from '../support/shipped-content.ts';
import { transcriptSchema, type Transcript } from '../support/transcripts.ts';

/** Flows and cards that only tests use. */
export const flowLanguageDir = path.join(rootDir, 'test/fixtures/flow-language');

let flowLanguage: Definitions | undefined;

/**
 * The flows and cards of `test/fixtures/flow-language`, read but not linted: some are broken on purpose. Throws when one
 * does not fit the schema, with file and line.
 */
export function flowLanguageDefinitions(): Definitions {
  if (flowLanguage) return flowLanguage;
  const flows: Flow[] = [];
  const cards: GuideCard[] = [];
  for (const source of readSourcesSync(flowLanguageDir)) {
    const isCard = source.file.endsWith('.md');
    const { problems } = isCard ? readCardFile(source) : readFlowFile(source);
    const [first] = problems;
    if (first) throw new Error(`${first.file}:${first.line}: ${first.problem}; ${first.fix}`);
    const { card } = isCard ? readCardFile(source) : {};
    const { flow } = isCard ? {} : readFlowFile(source);
    if (card) cards.push(card.card);
    if (flow) flows.push(flow.flow);
  }
  flowLanguage = definitionsOf(flows, cards);
  return flowLanguage;
}

/** A folder of transcripts and what they are played against. */
export interface Suite {
  readonly name: string;
  readonly dir: string;
  /** A folder below `dir` whose transcripts belong to it too. */
  readonly below?: string;
  readonly definitions: () => Definitions;
}

/** Every folder of transcripts. */
export const suites = {
  shipped: { name: 'shipped content', dir: import.meta.dirname, below: 'cards', definitions: shippedCatalogue },
  goflow: {
    name: 'flow language',
    dir: path.join(import.meta.dirname, 'goflow-cases'),
    definitions: flowLanguageDefinitions,
  },
} as const satisfies Record<string, Suite>;

/** The transcripts of a suite, by their path below its folder. */
export function transcriptFiles({ dir, below }: Suite): string[] {
  return ['', ...(below === undefined ? [] : [below])].flatMap((folder) =>
    existsSync(path.join(dir, folder))
      ? readdirSync(path.join(dir, folder))
          .filter((file) => file.endsWith('.yaml'))
          .toSorted()
          .map((file) => path.join(folder, file))
      : [],
  );
}

/** One transcript; throws when it does not fit the format. */
export function readTranscriptFile(file: string): Transcript {
  return transcriptSchema.parse(parse(readFileSync(file, 'utf8')));
}

/** One transcript of a suite; throws when it does not fit the format. */
export function readTranscript(suite: Suite, file: string): Transcript {
  return readTranscriptFile(path.join(suite.dir, file));
}
