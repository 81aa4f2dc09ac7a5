import { EMERGENCY, FIRST_HOUR_CARD, FIRST_HOUR_FLOW } from './first-hour.ts';
import { encodeOrder } from './payloads.ts';
import { count, fillMessage, hitOption, menuOption, type Plan, reply } from './plan.ts';
import type { Hit } from '../understanding/retrieval.ts';
import type { Option } from './session.ts';
import { park, startWalk } from './walk.ts';

/** Zalo cuts titles of buttons here. */
const TITLE_LENGTH = 100;

const CERTAIN = { certain: true, hits: [] };

/** From this probability on a guide is worth a button beside the help. */
const WORTH_A_BUTTON = 0.15;

/**
 * First line of the answer: call the bank. Then step by step, at once: somebody in a fright must not have to choose. Under
 * the first message of one that is not certain stands a way to the guide that was perhaps meant instead.
 */
export function sayEmergency(
  plan: Plan,
  heard: { readonly certain: boolean; readonly hits: readonly Hit[] } = CERTAIN,
): void {
  park(plan);
  count(plan, { kind: 'question', topic: 'scam-safety', flow: EMERGENCY });
  if (startWalk(plan, 'flow', FIRST_HOUR_FLOW) || startWalk(plan, 'card', FIRST_HOUR_CARD)) {
    return offerInstead(plan, heard.certain ? undefined : heard.hits[0]);
  }
  const person: Option = { title: plan.messages.personTitle, payload: encodeOrder({ type: 'person' }) };
  reply(plan, plan.messages.emergency, { options: [person, menuOption(plan)] });
}

/** Beside the numbered question that follows, so that "1" keeps its meaning. */
function offerInstead(plan: Plan, hit: Hit | undefined): void {
  const [first, ...rest] = plan.replies;
  if (!hit || hit.confidence < WORTH_A_BUTTON || !first || first.options || rest.length === 0) return;
  const { title, payload } = hitOption(hit);
  const option = { title: fillMessage(plan, plan.messages.notUrgent, { tên: title }).slice(0, TITLE_LENGTH), payload };
  plan.replies = [{ ...first, options: [option], numbered: false }, ...rest];
}
