import { partOf } from '../checksum.ts';
import { holds } from '../expression.ts';
import { say, scopeOf, type Next, type Place, type Turn } from '../turn.ts';
import type { Button, SayStep } from '../types.ts';

/** The text for this resident: the first variant that holds, otherwise their part of `text` and `ab`. */
function textFor(turn: Turn, step: SayStep, place: Place): string {
  const variant = step.variants?.find(({ when }) => holds(when, scopeOf(turn)));
  if (variant) return variant.text;
  if (!step.ab || turn.seed === undefined) return step.text;
  const texts = [step.text, ...step.ab];
  return texts[partOf(turn.seed, `${place.flow.id}.${place.name}`, texts.length)] ?? step.text;
}

/** `say`: one message, links as buttons, and on in the same turn. Several in a row keep their order. */
export function enterSay(turn: Turn, step: SayStep, place: Place): Next {
  const links: readonly Button[] = (step.links ?? []).map(({ title, url }) => ({ title, url }));
  const { picture } = step;
  const shown = picture && { url: 'url' in picture ? picture.url : `file:${picture.file}` };
  say(turn, textFor(turn, step, place), links, shown);
  return { kind: 'goto', step: step.next };
}
