import { addressOf } from '../addresses.ts';
import { toText, type Value } from '../expression-functions.ts';
import { evaluate } from '../expression.ts';
import { fill, scopeOf, type Next, type Turn } from '../turn.ts';
import type { Compiled, ProfileStep, Segment } from '../types.ts';

/** Every segment a resident may belong to. */
export const segments = ['trader', 'parent', 'elderly', 'farmer', 'student'] as const satisfies readonly Segment[];

function textOf(turn: Turn, value: string | Compiled | undefined): string {
  if (value === undefined) return '';
  return typeof value === 'string' ? fill(turn, value) : (toText(evaluate(value, scopeOf(turn))) ?? '');
}

function yesOrNo(value: Value): boolean | undefined {
  if (value === true || value === 'true' || value === 'yes') return true;
  return value === false || value === 'false' || value === 'no' ? false : undefined;
}

function booleanOf(turn: Turn, value: boolean | Compiled | undefined): boolean | undefined {
  return value === undefined || typeof value === 'boolean' ? value : yesOrNo(evaluate(value, scopeOf(turn)));
}

/** `profile`: keeps what the resident chose, from this very turn on. Says nothing; what is not known is not kept. */
export function enterProfile(turn: Turn, step: ProfileStep): Next {
  const address = addressOf(textOf(turn, step.address));
  const wanted = textOf(turn, step.segment);
  const segment = segments.find((one) => one === wanted);
  const largeSteps = booleanOf(turn, step.largeSteps);
  if (address !== undefined) turn.address = address;
  turn.audience = { ...turn.audience, ...(segment && { segment }), ...(largeSteps !== undefined && { largeSteps }) };
  const place = textOf(turn, step.commune);
  const commune = turn.places?.unit(place)?.level === 'commune' ? place : undefined;
  const team = textOf(turn, step.team).trim();
  const announcements = booleanOf(turn, step.announcements);
  const counting = booleanOf(turn, step.counting);
  const kept = {
    ...(address !== undefined && { address }),
    ...(segment && { segment }),
    ...(largeSteps !== undefined && { largeSteps }),
    ...(commune !== undefined && { commune }),
    ...(team !== '' && { team }),
    ...(announcements !== undefined && { announcements }),
    ...(counting !== undefined && { counting }),
  };
  if (Object.keys(kept).length > 0) turn.actions.push({ type: 'profile', ...kept });
  return { kind: 'goto', step: step.next };
}
