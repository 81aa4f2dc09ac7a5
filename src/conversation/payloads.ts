import type { Topic } from '../catalog/catalogue.ts';
import { topics } from '../catalog/catalogue.ts';

const PLAIN = [
  'menu',
  'person',
  'resume',
  'erase-confirm',
  'erase-cancel',
  'erase-ask',
  'privacy-see',
  'privacy-correct',
  'privacy-code',
  'consent-yes',
  'consent-no',
  'people',
  'new-person',
  'ho-tro',
  'het-ho-tro',
  'warn-family',
  'keep-question',
  'keep-team',
] as const;

/** Orders about one person of a shared phone, by name: what is offered may be another list when the button is pressed. */
const NAMED = ['use', 'drop', 'call', 'credit', 'share'] as const;

/** Orders about one's team (`team-desk.ts`); `ref` names a member to those of the team and leads back to nobody else. */
const TEAM_ACTS = [
  'mine',
  'results',
  'approve',
  'refuse',
  'leave',
  'leave-yes',
  'keep',
  'how-to-invite',
  'hand-over',
  'hand-over-to',
  'hand-over-yes',
  'hand-over-undo',
  'remove',
  'remove-one',
  'remove-yes',
  'remove-undo',
] as const;
export type TeamAct = (typeof TEAM_ACTS)[number];

/** Orders about the field log (`field-log/orders.ts`); `ref` names an entry, a visit, or a draft and a value of it. */
const LOG_ACTS = [
  'new',
  'section',
  'kind',
  'visit-item',
  'group',
  'day',
  'place',
  'note',
  'photo',
  'sure',
  'edit',
  'save',
  'drop',
  'visit',
  'book',
  'show',
  'change',
  'withdraw',
  'withdraw-yes',
  'keep',
  'flag-yes',
  'flag-no',
] as const;
export type LogAct = (typeof LOG_ACTS)[number];

/**
 * Orders about help from a person (`help/orders.ts`); `ref` is the request, of `guide` a card that the help desk sent. The
 * first four are a member's.
 */
const HELP_ACTS = [
  'accept',
  'busy',
  'done',
  'missed',
  'phone',
  'no-phone',
  'cancel',
  'helped',
  'not-helped',
  'guide',
] as const;
export type HelpAct = (typeof HELP_ACTS)[number];

/** Orders about lessons, questions between teams, and tips (`desk/desk.ts`); `ref` names a subject, question or tip. */
const DESK_ACTS = [
  'lessons',
  'path',
  'paper',
  'answer',
  'send',
  'drop',
  'guides',
  'guide',
  'forward',
  'useful',
  'unclear',
  'share',
  'tip-read',
  'tip-try',
] as const;
export type DeskAct = (typeof DESK_ACTS)[number];

/** Orders about announcements (`news.ts`): one kind off or on, all off, as before, only one. `ref` is a kind, '' for all. */
const NEWS_ACTS = ['off', 'on', 'only', 'back', 'show'] as const;
export type NewsAct = (typeof NEWS_ACTS)[number];

/** Orders about an announcement to pass on (`cascade.ts`); `ref` is the announcement. */
const CASCADE_ACTS = ['passed', 'later', 'again'] as const;
export type CascadeAct = (typeof CASCADE_ACTS)[number];

/** What a button of ours orders. It travels as the button's payload and comes back as the resident's text. */
export type Order =
  | { readonly type: (typeof PLAIN)[number] }
  /** Takes the phone, is forgotten, is what the person of the question just asked is called; a team by its code, a guide by its id. */
  | { readonly type: (typeof NAMED)[number]; readonly name: string }
  | { readonly type: 'address'; readonly address: string }
  | { readonly type: 'team'; readonly act: TeamAct; readonly ref: string }
  | { readonly type: 'desk'; readonly act: DeskAct; readonly ref: string }
  | { readonly type: 'log'; readonly act: LogAct; readonly ref: string }
  | { readonly type: 'help'; readonly act: HelpAct; readonly ref: string }
  | { readonly type: 'news'; readonly act: NewsAct; readonly ref: string }
  | { readonly type: 'cascade'; readonly act: CascadeAct; readonly ref: string }
  | { readonly type: 'topic'; readonly topic: Topic }
  | { readonly type: 'card' | 'flow' | 'script'; readonly id: string }
  | { readonly type: 'choice'; readonly at: string; readonly value: string };

/** `#menu`, `#topic:e-payments`, `#card:scam-first-hour`, `#do:<position>|<value>`. Starts with `#` for Zalo's filter. */
export function encodeOrder(order: Order): string {
  switch (order.type) {
    case 'topic':
      return `#topic:${order.topic}`;
    case 'card':
    case 'flow':
    case 'script':
      return `#${order.type}:${order.id}`;
    case 'choice':
      return `#do:${order.at}|${order.value}`;
    case 'use':
    case 'drop':
    case 'call':
    case 'credit':
    case 'share':
      return `#${order.type}:${order.name}`;
    case 'address':
      return `#address:${order.address}`;
    case 'help':
      return `#help:${order.act}|${order.ref}`;
    case 'cascade':
      return `#cascade:${order.act}|${order.ref}`;
    case 'log':
      return `#log:${order.act}${order.ref === '' ? '' : `|${order.ref}`}`;
    case 'news':
      return `#news:${order.act}${order.ref === '' ? '' : `|${order.ref}`}`;
    case 'desk':
      return `#desk:${order.act}${order.ref === '' ? '' : `|${order.ref}`}`;
    case 'team':
      return `#team:${order.act}${order.ref === '' ? '' : `|${order.ref}`}`;
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
  if ((verb === 'card' || verb === 'flow' || verb === 'script') && rest !== '') return { type: verb, id: rest };
  const named = NAMED.find((name) => name === verb);
  if (named && rest !== '') return { type: named, name: rest };
  if (verb === 'address' && rest !== '') return { type: 'address', address: rest };
  if (verb === 'help') {
    const [name = '', ref = ''] = rest.split('|');
    const act = HELP_ACTS.find((one) => one === name);
    return act && { type: 'help', act, ref };
  }
  // Under every announcement, `broadcasts/render.ts`.
  if (verb === 'refuse-news') return { type: 'news', act: 'off', ref: rest };
  if (verb === 'cascade') {
    const [name = '', ref = ''] = rest.split('|');
    const act = CASCADE_ACTS.find((one) => one === name);
    return act && ref !== '' ? { type: 'cascade', act, ref } : undefined;
  }
  if (verb === 'news') {
    const [name = '', ref = ''] = rest.split('|');
    const act = NEWS_ACTS.find((one) => one === name);
    return act && { type: 'news', act, ref };
  }
  if (verb === 'log') {
    const [name = '', ref = ''] = rest.split('|');
    const act = LOG_ACTS.find((one) => one === name);
    return act && { type: 'log', act, ref };
  }
  if (verb === 'desk') {
    const [name = '', ref = ''] = rest.split('|');
    const act = DESK_ACTS.find((one) => one === name);
    return act && { type: 'desk', act, ref };
  }
  if (verb === 'team') {
    const [name = '', ref = ''] = rest.split('|');
    const act = TEAM_ACTS.find((one) => one === name);
    return act && { type: 'team', act, ref };
  }
  if (verb === 'do') {
    const bar = rest.lastIndexOf('|');
    if (bar > 0) return { type: 'choice', at: rest.slice(0, bar), value: rest.slice(bar + 1) };
  }
  return undefined;
}
