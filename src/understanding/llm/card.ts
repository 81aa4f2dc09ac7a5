import { fillText } from '../../flow-engine/fill.ts';
import type { Segment } from '../../flow-engine/types.ts';

/** What the model may know of a card. The engine's `GuideCard` and the catalogue's `Card` have this shape. */
export interface LlmCard {
  readonly title: string;
  readonly answer: string;
  readonly warning?: string;
  readonly steps: readonly { readonly text: string; readonly ifStuck?: string }[];
  readonly help?: string;
  readonly updated?: string;
  readonly links?: readonly { readonly title: string; readonly url: string }[];
  /** A card written for this kind of people is put in place of the general answer. */
  readonly variants?: readonly { readonly segment: Segment; readonly answer?: string }[];
}

/** The product's search as far as the answerer needs it. */
export interface LlmSearch {
  /** The nearest cards, best first; confidence 0–1. Ids without a card (flows) are passed over. */
  search(text: string, limit: number): readonly { readonly id: string; readonly confidence: number }[];
  /** The card of that id; undefined = there is none. `catalogue.card` fits as it is. */
  card(id: string): LlmCard | undefined;
}

/** Who is spoken to. */
export interface Reader {
  /** Form of address; default "bác". */
  readonly address?: string;
  readonly segment?: Segment;
  /** True for people who read slowly: one thought a sentence. */
  readonly largeSteps?: boolean;
}

/** A retrieved card in plain words: what the model is given and what the guard checks against. */
export interface RetrievedCard {
  readonly id: string;
  readonly text: string;
}

/**
 * A card as one text, a line a part, the form of address filled in. Steps are numbered "Bước 1:", so that a bare "1" in
 * a generated text is never excused by the number of a step.
 */
export function toRetrievedCard(id: string, card: LlmCard, { address = 'bác', segment }: Reader = {}): RetrievedCard {
  const answer = card.variants?.find((variant) => variant.segment === segment)?.answer ?? card.answer;
  const lines = [
    `${card.title}.`,
    answer,
    card.warning,
    ...card.steps.flatMap(({ text, ifStuck }, index) => [
      `Bước ${index + 1}: ${text}`,
      ifStuck && `Nếu không làm được: ${ifStuck}`,
    ]),
    card.help && `Ai giúp được: ${card.help}`,
    card.updated,
    ...(card.links ?? []).map(({ title, url }) => `${title}: ${url}`),
  ];
  return { id, text: fillText(lines.filter(Boolean).join('\n'), address, {}).normalize('NFC') };
}
