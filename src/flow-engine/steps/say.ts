import { say, type Next, type Turn } from '../turn.ts';
import type { Button, Step } from '../types.ts';

/** `say`: one message, links as buttons, and on in the same turn. */
export function enterSay(turn: Turn, step: Extract<Step, { type: 'say' }>): Next {
  const links: readonly Button[] = (step.links ?? []).map(({ title, url }) => ({ title, url }));
  say(turn, step.text, links);
  return { kind: 'goto', step: step.next };
}
