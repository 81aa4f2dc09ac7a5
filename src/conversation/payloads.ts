import type { Topic } from '../catalog/catalogue.ts';
import { topics } from '../catalog/catalogue.ts';

const PLAIN = [
  'menu',
  'person',
  'resume',
  'erase-confirm',
  'erase-cancel',
  'consent-yes',
  'consent-no',
  'people',
  'new-person',
  'ho-tro',
  'het-ho-tro',
  'warn-family',
] as const;

/** Orders about one person of a shared phone, by name: what is offered may be another list when the button is pressed. */
const NAMED = ['use', 'drop', 'call'] as const;

/** What a button of ours orders. It travels as the button's payload and comes back as the resident's text. */
export type Order =
  | { readonly type: (typeof PLAIN)[number] }
  /** Takes the phone, is forgotten, is what the person of the question just asked is called. */
  | { readonly type: (typeof NAMED)[number]; readonly name: string }
  | { readonly type: 'address'; readonly address: string }
  | { readonly type: 'topic'; readonly topic: Topic }
  | { readonly type: 'card' | 'flow'; readonly id: string }
  | { readonly type: 'choice'; readonly at: string; readonly value: string };

/** `#menu`, `#topic:e-payments`, `#card:scam-first-hour`, `#do:<position>|<value>`. Starts with `#` for Zalo's filter. */
export function encodeOrder(order: Order): string {
  switch (order.type) {
    case 'topic':
      return `#topic:${order.topic}`;
    case 'card':
    case 'flow':
      return `#${order.type}:${order.id}`;
    case 'choice':
      return `#do:${order.at}|${order.value}`;
    case 'use':
    case 'drop':
    case 'call':
      return `#${order.type}:${order.name}`;
    case 'address':
      return `#address:${order.address}`;
    default:
      return `#${order.type}`;
  }
}

/** The order in a text, or undefined for anything that is not a payload of ours. */
export function parseOrder(text: string): Order | undefined {
  if (!text.startsWith('#')) return undefined;
  const [, verb = '', rest = ''] = /^#([a-z-]+)(?::(.*))?$/su.exec(text) ?? [];
  const plain = PLAIN.find((name) => name === verb);
  if (plain && rest === '') return { type: plain };
  if (verb === 'topic') {
    const topic = topics.find((name) => name === rest);
    return topic && { type: 'topic', topic };
  }
  if ((verb === 'card' || verb === 'flow') && rest !== '') return { type: verb, id: rest };
  const named = NAMED.find((name) => name === verb);
  if (named && rest !== '') return { type: named, name: rest };
  if (verb === 'address' && rest !== '') return { type: 'address', address: rest };
  if (verb === 'do') {
    const bar = rest.lastIndexOf('|');
    if (bar > 0) return { type: 'choice', at: rest.slice(0, bar), value: rest.slice(bar + 1) };
  }
  return undefined;
}
