import { topics, type Card, type Catalogue, type CatalogueFlow, type Entry } from './catalogue.ts';
import { readCardFile, type CardFile } from './card-file.ts';
import { readFlowFile, type FlowFile } from './flow-file.ts';
import { messagesSchema, type Messages } from './messages.ts';
import type { Problem } from './problems.ts';
import { checkAsks } from './rules/asks.ts';
import { checkCards, warnAboutCards } from './rules/cards.ts';
import { checkFlowGraphs } from './rules/flow-graph.ts';
import { checkReferences } from './rules/references.ts';
import { cardPlaceholders, checkLinks, checkTexts, flowPlaceholders, type TextFile } from './rules/texts.ts';
import { outcomesSchema } from './schemas.ts';
import type { SourceFile } from './sources.ts';
import { readYaml, schemaProblems } from './yaml-source.ts';
import type * as z from 'zod';

/** What was read: the catalogue when nothing is wrong, and every problem and warning. */
export interface Built {
  /** Missing when there are problems. */
  readonly catalogue?: Catalogue;
  readonly problems: readonly Problem[];
  readonly warnings: readonly Problem[];
}

interface Settings<T> {
  readonly value?: T;
  readonly texts: TextFile;
  readonly problems: readonly Problem[];
}

function readSettings<T>(sources: readonly SourceFile[], file: string, schema: z.ZodType<T>): Settings<T> {
  const source = sources.find((one) => one.file === file);
  const noTexts = { file, texts: [], placeholders: new Set<string>() };
  if (!source) {
    const fix = 'create it as in docs/content-format.md';
    return { texts: noTexts, problems: [{ file, line: 1, problem: 'the file is missing', fix }] };
  }
  const yaml = readYaml(file, source.text);
  if (yaml.problems.length > 0) return { texts: noTexts, problems: yaml.problems };
  const parsed = schema.safeParse(yaml.value);
  if (!parsed.success) return { texts: noTexts, problems: schemaProblems(file, yaml, parsed.error) };
  const texts = Object.entries(parsed.data as Record<string, unknown>).flatMap(([key, text]) =>
    typeof text === 'string' ? [{ part: 'message' as const, text, line: yaml.lineOf([key]) }] : [],
  );
  // What the other rooms put in place of is checked where they do it.
  const used = texts.flatMap(({ text }) => [...text.matchAll(/\{([^{}]*)\}/gu)].map((match) => match[1] ?? ''));
  return { value: parsed.data, texts: { file, texts, placeholders: new Set(used) }, problems: [] };
}

const inMenuOrder = <T extends { readonly topic: string }>(items: readonly T[], idOf: (item: T) => string): T[] => {
  const rank = (item: T): number => (topics as readonly string[]).indexOf(item.topic);
  return items.toSorted((a, b) => rank(a) - rank(b) || (idOf(a) < idOf(b) ? -1 : 1));
};

function cardEntry(card: Card): Entry {
  const { slug: id, topic, title, asks } = card;
  const lines = [
    card.answer,
    ...card.steps.flatMap(({ text, ifStuck }) => (ifStuck === undefined ? [text] : [text, ifStuck])),
  ];
  return { kind: 'card', id, topic, title, asks, stepsText: lines.join('\n') };
}

function flowEntry(flow: CatalogueFlow): Entry {
  const { id, topic, title, asks } = flow;
  const lines = Object.values(flow.steps).flatMap((step) =>
    step.type === 'say' || step.type === 'ask' ? [step.text] : [],
  );
  return { kind: 'flow', id, topic, title, asks, stepsText: lines.join('\n') };
}

function deepFreeze<T>(value: T): T {
  if (value !== null && typeof value === 'object' && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(deepFreeze);
  }
  return value;
}

function createCatalogue(
  cardFiles: readonly CardFile[],
  flowFiles: readonly FlowFile[],
  messages: Messages,
  outcomes: Catalogue['outcomes'],
): Catalogue {
  const cards = deepFreeze(
    inMenuOrder(
      cardFiles.map(({ card }) => card),
      ({ slug }) => slug,
    ),
  );
  const flows = deepFreeze(
    inMenuOrder(
      flowFiles.map(({ flow }) => flow),
      ({ id }) => id,
    ),
  );
  const entries = deepFreeze([...cards.map(cardEntry), ...flows.map(flowEntry)]);
  const cardOf = new Map(cards.map((card) => [card.slug, card]));
  const flowOf = new Map(flows.map((flow) => [flow.id, flow]));
  return Object.freeze({
    flow: (id: string) => flowOf.get(id),
    card: (slug: string) => cardOf.get(slug),
    cards: () => cards,
    flows: () => flows,
    entries: () => entries,
    topics,
    messages: deepFreeze(messages),
    outcomes: deepFreeze(outcomes),
  });
}

function sameName(files: readonly FlowFile[]): Problem[] {
  const first = new Map<string, string>();
  return files.flatMap(({ file, flow, lineOf }) => {
    const other = first.get(flow.id);
    first.set(flow.id, other ?? file);
    if (other === undefined) return [];
    return [
      { file, line: lineOf(['id']), problem: `id "${flow.id}" is also in ${other}`, fix: 'rename one of the flows' },
    ];
  });
}

function sameSlug(files: readonly CardFile[]): Problem[] {
  const first = new Map<string, string>();
  return files.flatMap(({ file, card, lineOf }) => {
    const other = first.get(card.slug);
    first.set(card.slug, other ?? file);
    if (other === undefined) return [];
    return [
      {
        file,
        line: lineOf(['slug']),
        problem: `slug "${card.slug}" is also in ${other}`,
        fix: 'rename one of the cards',
      },
    ];
  });
}

/**
 * Turns files into the catalogue, applying every rule. Collects all problems rather than stopping at the first.
 * `today` (`YYYY-MM-DD`) only decides which cards are warned about as stale.
 */
export function buildCatalogue(sources: readonly SourceFile[], today: string): Built {
  const cardResults = sources.filter(({ file }) => file.endsWith('.md')).map(readCardFile);
  const flowResults = sources.filter(({ file }) => file.startsWith('flows/')).map(readFlowFile);
  const messages = readSettings(sources, 'content/messages.yaml', messagesSchema);
  const outcomes = readSettings(sources, 'content/outcomes.yaml', outcomesSchema);
  const cards = cardResults.flatMap(({ card }) => (card ? [card] : []));
  const flows = flowResults.flatMap(({ flow }) => (flow ? [flow] : []));
  const placeholders = flowPlaceholders(flows);
  const known = {
    cards: new Map(cards.map((card) => [card.card.slug, card])),
    flows: new Map(flows.map((flow) => [flow.flow.id, flow])),
    outcomes: new Set(Object.keys(outcomes.value ?? {})),
  };
  const problems = [
    ...[...cardResults, ...flowResults, messages, outcomes].flatMap((result) => result.problems),
    ...sameSlug(cards),
    ...sameName(flows),
    ...checkCards(cards),
    ...checkFlowGraphs(flows),
    ...checkReferences(known),
    ...checkAsks(cards, flows),
    ...checkLinks(cards, flows),
    ...checkTexts([
      ...cards.map(({ file, texts }) => ({ file, texts, placeholders: cardPlaceholders })),
      ...flows.map(({ file, texts }) => ({ file, texts, placeholders })),
      messages.texts,
    ]),
  ].toSorted((a, b) => (a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1));
  const warnings = warnAboutCards(cards, today);
  if (problems.length > 0 || !messages.value || !outcomes.value) return { problems, warnings };
  return { catalogue: createCatalogue(cards, flows, messages.value, outcomes.value), problems, warnings };
}
