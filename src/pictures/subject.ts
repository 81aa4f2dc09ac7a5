import { type Catalogue, type Topic, topicTitle } from '../catalog/catalogue.ts';
import type { Screen } from '../flow-engine/types.ts';
import type { ChartPicture } from './chart.ts';
import type { DrawnRef } from './refs.ts';

/** Everything a picture says, taken from the content: two equal ones are one picture. Plain JSON. */
export type Subject =
  | { readonly kind: 'screen'; readonly step: number; readonly topic: Topic; readonly screen: Screen }
  | { readonly kind: 'cover'; readonly title: string; readonly topic: Topic; readonly topicTitle: string }
  | { readonly kind: 'topic'; readonly topic: Topic; readonly topicTitle: string }
  | { readonly kind: 'emergency' }
  | {
      readonly kind: 'certificate';
      readonly title: string;
      readonly name?: string;
      readonly day: string;
      /** Check code of a member's certificate. */
      readonly code?: string;
    }
  | ({ readonly kind: 'chart' } & ChartPicture);

/** What there is to draw; undefined for an unknown card, step or subject and for a step without a screen. */
export function subjectOf(catalogue: Catalogue, ref: DrawnRef): Subject | undefined {
  switch (ref.kind) {
    case 'screen': {
      const card = catalogue.card(ref.slug);
      const screen = card?.steps[ref.step - 1]?.screen;
      return card && screen && { kind: 'screen', step: ref.step, topic: card.topic, screen };
    }
    case 'cover': {
      const card = catalogue.card(ref.slug);
      if (!card) return undefined;
      const { title, topic } = card;
      return { kind: 'cover', title, topic, topicTitle: topicTitle(catalogue.messages, topic) };
    }
    case 'topic': {
      if (!catalogue.topics.includes(ref.topic)) return undefined;
      return { kind: 'topic', topic: ref.topic, topicTitle: topicTitle(catalogue.messages, ref.topic) };
    }
    case 'emergency':
      return ref;
  }
}
