import { checksum } from './checksum.ts';
import type { FlowState } from './types.ts';

const maxCharacters = 80;

/**
 * Where a state waits, as a short token for button payloads: `<id>.<step>.<visit>`, for example
 * `open-farm-shop.have.1` or `vneid-register-level-2.0.3`. At most 80 characters of `A-Z a-z 0-9 . _ -`. Two waiting
 * steps, or two visits to one step, never share it; showing a step again or saying *Chưa làm được* keeps it, so that
 * the buttons of the message just above still work.
 */
export function positionOf(state: Pick<FlowState, 'stack' | 'visit'>): string {
  const top = state.stack.at(-1);
  if (!top) return 'none';
  const whole = `${top.id}.${top.step}.${state.visit ?? 0}`;
  const safe = whole.replace(/[^\w.-]/gu, '_');
  if (safe === whole && whole.length <= maxCharacters) return whole;
  return `${safe.slice(0, maxCharacters - 8)}.${checksum(whole)}`;
}
