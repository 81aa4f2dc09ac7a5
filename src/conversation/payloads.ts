import type { Topic } from '../catalog/catalogue.ts';
import { topics } from '../catalog/catalogue.ts';

/** What a button of ours orders. It travels as the button's payload and comes back as the resident's text. */
export type Order =
  | { readonly type: 'menu' | 'person' | 'resume' | 'erase-confirm' | 'erase-cancel' | 'consent-yes' | 'consent-no' }
  | { readonly type: 'topic'; readonly topic: Topic }
  | { readonly type: 'card' | 'flow'; readonly id: string }
  | { readonly type: 'choice'; readonly at: string; readonly value: string };

const PLAIN = ['menu', 'person', 'resume', 'erase-confirm', 'erase-cancel', 'consent-yes', 'consent-no'] as const;

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
  if (verb === 'do') {
    const bar = rest.lastIndexOf('|');
    if (bar > 0) return { type: 'choice', at: rest.slice(0, bar), value: rest.slice(bar + 1) };
  }
  return undefined;
}
