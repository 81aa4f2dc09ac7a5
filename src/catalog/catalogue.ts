import type { Definitions, Flow, GuideCard } from '../flow-engine/types.ts';
import type { FieldLog } from './field-log.ts';
import type { Lessons } from './lessons.ts';
import type { Messages } from './messages.ts';

/** The five subjects, in the order of the menu. The folder names under `content/answers` and `flows`. */
export const topics = ['public-services', 'e-payments', 'e-commerce', 'scam-safety', 'other-platforms'] as const;

/** One of the five subjects. */
export type Topic = (typeof topics)[number];

const topicMessages = {
  'public-services': 'topicPublicServices',
  'e-payments': 'topicEPayments',
  'e-commerce': 'topicECommerce',
  'scam-safety': 'topicScamSafety',
  'other-platforms': 'topicOtherPlatforms',
} as const satisfies Record<Topic, keyof Messages>;

/** What residents call a subject: in the menu of the chat, on pages and in pictures. */
export const topicTitle = (messages: Messages, topic: Topic): string => messages[topicMessages[topic]];

/** How sure the facts of a card are: the marks of the fact sheet (high, medium, low, background knowledge). */
export type Confidence = 'H' | 'M' | 'L' | 'bg';

/** One card as authors wrote it: what the `guide` step needs, and what search, web page, print and the teams need. */
export interface Card extends GuideCard {
  readonly topic: Topic;
  /** Ways residents ask for it, with and without diacritics; at least 8. */
  readonly asks: readonly string[];
  /** Where the facts come from; at least one. */
  readonly sources: readonly string[];
  /** Day the facts were last compared with the sources, `YYYY-MM-DD`. */
  readonly checkedOn: string;
  /** As in `GuideCard`; every card has one. */
  readonly reviewAfter: string;
  readonly confidence: Confidence;
  /** True when the facts change (fees, limits, menu names): residents are shown `updated`. */
  readonly changes: boolean;
  /** Slugs of other cards; all of them exist. */
  readonly related: readonly string[];
  /** Script for the team member at the door: lines separated by `\n`, list items begin with `- `. */
  readonly doorstep?: string;
}

/** A flow as loaded: the engine's flow and the ways residents ask for it (at least 5). */
export interface CatalogueFlow extends Flow {
  readonly topic: Topic;
  readonly asks: readonly string[];
  /** The card whose matter it talks about: for understanding the two are one answer. */
  readonly card?: string;
}

/** What an outcome code of `content/outcomes.yaml` means in the teams' figures. */
export interface Outcome {
  /** As printed in reports, for example "Số tài khoản VNeID mức 2 đã hỗ trợ". */
  readonly title: string;
  /** What one of it is, for example "tài khoản". */
  readonly unit: string;
}

/** Anything that can be offered to a resident, flattened for search. */
export interface Entry {
  readonly kind: 'card' | 'flow';
  /** Slug of the card or id of the flow; unique over both kinds. */
  readonly id: string;
  readonly topic: Topic;
  readonly title: string;
  readonly asks: readonly string[];
  /** Of a flow: the card whose matter it talks about. */
  readonly card?: string;
  /** Answer and step texts, one a line: what full-text search reads beside title and asks. */
  readonly stepsText: string;
}

/** Everything residents read, checked and frozen. Built once at start; safe to share over all conversations. */
export interface Catalogue extends Definitions {
  flow(id: string): CatalogueFlow | undefined;
  card(slug: string): Card | undefined;
  /** All cards, ordered by topic (menu order), then slug. */
  cards(): readonly Card[];
  /** All flows, ordered by topic (menu order), then id. */
  flows(): readonly CatalogueFlow[];
  /** Cards and flows as one list, cards first. */
  entries(): readonly Entry[];
  readonly topics: readonly Topic[];
  /** The bot's own sentences by key, from `content/messages.yaml`. */
  readonly messages: Messages;
  /** Outcome codes of `content/outcomes.yaml`. */
  readonly outcomes: Readonly<Record<string, Outcome>>;
  /** What team members log themselves, from `content/field-log.yaml`. */
  readonly fieldLog: FieldLog;
  /** What team members go through to know a subject, from `content/lessons.yaml`. */
  readonly lessons: Lessons;
}
