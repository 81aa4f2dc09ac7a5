import { fold } from '../shared/vietnamese.ts';
import { kindOfScam, scamCheckFlow } from '../understanding/scam/kinds.ts';
import type { ScamVerdict } from '../understanding/scam/verdict.ts';
import { FIRST_HOUR_FLOW } from './first-hour.ts';
import { encodeOrder } from './payloads.ts';
import { generated, marked } from './generated.ts';
import { count, menuOption, type Plan, reply } from './plan.ts';
import type { Option } from './session.ts';
import { park } from './walk.ts';

/** From this many words a message that is not a question is taken for one that was passed on to us. */
const PASTED_WORDS = 18;

/** An address, also one written with spaces around its dots by somebody who must not be caught. */
const LINK =
  /https?:\/\/|www\.|hxxp|(?:^|\s)[a-z0-9-]{2,}\s?\.\s?(?:vn|com|net|top|xyz|cc|info|site|online|shop|vip|club|app|link|apk)\b/iu;

/** "Tin này thật không", "kiểm tra giúp": whoever says so wants to know about what stands beside it. */
const WANTS_CHECK =
  /\b(?:kiem tra|xem|coi|check)(?: \p{L}+){0,3} (?:giup|dum|gium|ho|tin|cai nay|that|gia|lua)\b|\b(?:tin|cai|link|so|web|trang)(?: \p{L}+){0,3} (?:that|gia|lua dao)\b/u;

/** The resident's own question or story rather than somebody else's words. */
const OWN_WORDS =
  /^(?:da |em oi |alo |chao )*(?:toi|tui|em|bac|con|chau|minh|co|chu|me|lam sao|cho hoi|cho toi|xin hoi|muon|may bua|hom qua|sang nay|hoi)\b/u;

/** True for a message that was passed on to be looked at. */
export function isPassedOn(text: string): boolean {
  if (LINK.test(text)) return true;
  const folded = fold(text);
  if (folded.split(' ').length < PASTED_WORDS) return false;
  return WANTS_CHECK.test(folded) || !(OWN_WORDS.test(folded) || /\?\s*$/u.test(text));
}

const familyOption = (plan: Plan): Option => ({
  title: plan.messages.warnFamily,
  payload: encodeOrder({ type: 'warn-family' }),
});

const lostOption = (plan: Plan): Option => ({
  title: plan.messages.scamFellForIt,
  payload: encodeOrder({ type: 'flow', id: FIRST_HOUR_FLOW }),
});

/**
 * Says what the check found, with the reasons and what to do. False when it found nothing and the message may just as
 * well be a question: then it is answered as one. The text itself is kept nowhere.
 */
export function answerScam(plan: Plan, { verdict, reasons, actions }: ScamVerdict, text: string): boolean {
  if (verdict === 'unknown' && !LINK.test(text)) return false;
  const outcome = kindOfScam({ verdict, reasons }) ?? '';
  count(plan, { kind: 'question', topic: 'scam-safety', flow: scamCheckFlow(verdict), outcome });
  park(plan);
  const lead = {
    dangerous: plan.messages.scamDangerous,
    suspicious: plan.messages.scamSuspicious,
    unknown: plan.messages.scamUnknown,
  }[verdict];
  const lines = [
    lead,
    ...(reasons.length > 0 ? ['', plan.messages.scamReasons, ...reasons.map((reason) => `- ${reason.text}`)] : []),
    ...(actions.length > 0 ? ['', plan.messages.scamActions, ...actions.map((action) => `- ${action}`)] : []),
  ];
  reply(plan, lines.join('\n'), {
    options:
      verdict === 'unknown'
        ? [lostOption(plan), menuOption(plan)]
        : [familyOption(plan), lostOption(plan), menuOption(plan)],
  });
  return true;
}

/**
 * Behind what `answerScam` has just said: in one sentence of the operator's model, marked, what the message wants. The
 * verdict, its reasons and what to do stand before it and are the same without it. Masked words leave, to the model alone.
 */
export async function addSummary(plan: Plan, text: string): Promise<void> {
  const summary = await generated(() => plan.deps.summariseMessage?.(text));
  const said = plan.replies.at(-1);
  if (summary === undefined || !said) return;
  plan.replies[plan.replies.length - 1] = { ...said, text: `${said.text}\n\n${marked(plan, summary)}` };
}

/** Words that can be passed on to the family as they stand. */
export function sayFamilyWarning(plan: Plan): void {
  reply(plan, plan.messages.familyWarning, { options: [menuOption(plan)] });
}
