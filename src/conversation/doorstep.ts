import type { Card } from '../catalog/catalogue.ts';
import { fold } from '../shared/vietnamese.ts';
import { isActive } from './field-log/standing.ts';
import { encodeOrder } from './payloads.ts';
import { fillMessage, type Plan, reply } from './plan.ts';
import type { Option } from './session.ts';

const scriptOption = (title: string, id: string): Option => ({ title, payload: encodeOrder({ type: 'script', id }) });

/** The card under way: the one on top, else the nearest below it, else the one just left. */
function presentCard({ deps, session }: Plan): Card | undefined {
  const stacks = [session.flow?.stack ?? [], session.parked?.stack ?? []];
  const frame = stacks.flatMap((stack) => stack.toReversed()).find(({ kind }) => kind === 'card');
  return frame && deps.catalogue.card(frame.id);
}

/** The way to the doorstep script, on the first step of a card while a member helps. */
export function scriptOptionHere(plan: Plan): Option[] {
  const frame = plan.session.flow?.stack.at(-1);
  if (!plan.session.helping?.member || frame?.kind !== 'card' || frame.step !== '0' || frame.stuck) return [];
  const hasScript = plan.deps.catalogue.card(frame.id)?.doorstep !== undefined;
  return hasScript ? [scriptOption(plan.messages.scriptTitle, frame.id)] : [];
}

/** The way to the doorstep script of this card, if it has one. */
export function scriptOptionOf(plan: Plan, slug: string): Option[] {
  const hasScript = plan.deps.catalogue.card(slug)?.doorstep !== undefined;
  return hasScript ? [scriptOption(plan.messages.scriptTitle, slug)] : [];
}

/** "KỊCH BẢN", "KỊCH BẢN <tên thẻ>": what a member says and does at the door. For members alone. */
export function sayScript(plan: Plan, name: string): void {
  if (name === '') {
    const card = presentCard(plan);
    if (card) return sayScriptOf(plan, card);
    return reply(plan, plan.messages.scriptWhich, { numbered: false });
  }
  const found = cardsNamed(plan, name);
  const [first, second] = found;
  if (first && !second) return sayScriptOf(plan, first);
  if (!first) return reply(plan, `${plan.messages.scriptNone} ${plan.messages.scriptWhich}`, { numbered: false });
  reply(plan, plan.messages.scriptChoose, { options: found.map(({ title, slug }) => scriptOption(title, slug)) });
}

/** The script a button names; the button of somebody who has left the team leads nowhere. */
export async function sayScriptById(plan: Plan, id: string): Promise<void> {
  const card = (await isActive(plan)) ? plan.deps.catalogue.card(id) : undefined;
  if (card) return sayScriptOf(plan, card);
  reply(plan, plan.messages.scriptNone, { numbered: false });
}

const MAX_NAMED = 3;

/** Cards with a script that these words name: by title, by name, else as any message is understood. */
function cardsNamed(plan: Plan, name: string): readonly Card[] {
  const { catalogue, understanding } = plan.deps;
  const folded = fold(name);
  const exact = catalogue.cards().filter(({ title, slug }) => fold(title) === folded || slug === name.toLowerCase());
  if (exact.length > 0) return exact.slice(0, 1);
  const meaning = understanding.understand(name);
  const hits = meaning.decision === 'answer' ? [meaning.hit] : understanding.nearest(name, MAX_NAMED);
  const slugs = hits.map(({ entry }) => (entry.kind === 'card' ? entry.id : (entry.card ?? '')));
  return [...new Set(slugs)].flatMap((slug) => {
    const card = catalogue.card(slug);
    return card?.doorstep === undefined ? [] : [card];
  });
}

/** Beside whatever is under way: its numbers keep their meaning. */
function sayScriptOf(plan: Plan, card: Card): void {
  const { messages } = plan;
  if (card.doorstep === undefined) return reply(plan, messages.scriptNone, { numbered: false });
  const isHere = plan.session.flow?.stack.some(({ kind, id }) => kind === 'card' && id === card.slug) ?? false;
  const open: Option = { title: messages.scriptOpen, payload: encodeOrder({ type: 'card', id: card.slug }) };
  reply(plan, `${fillMessage(plan, messages.scriptLead, { việc: card.title })}\n\n${card.doorstep}`, {
    numbered: false,
    ...(isHere ? {} : { options: [open] }),
  });
}
