import type { InboundMedia } from 'zalo-oa-sdk';
import { parseCommand } from '../understanding/commands.ts';
import type { Plan } from './plan.ts';
import { addSummary, answerScam } from './scam-answer.ts';

/** True for words beside a picture or link that come before it: a command, or a cry for help. */
export function comesFirst(plan: Plan, caption: string): boolean {
  const words = caption.trim();
  if (words === '') return false;
  return parseCommand(words) !== undefined || plan.deps.understanding.hearEmergency(words) !== undefined;
}

/** What can be read of a link or business card without opening it, as one text; '' where there is nothing to read. */
const wordsOf = ({ caption, title, description, url }: InboundMedia): string =>
  [caption, title, description, url].filter((part) => part !== undefined && part.trim() !== '').join('\n');

/**
 * A forwarded link or business card with signs of a scam gets the answer a pasted text gets. False when nothing was
 * found, or when its caption comes first: then it is answered as before. A message that is quoted is never looked at:
 * Zalo sends its id alone, and no message is kept.
 */
export async function answerForwarded(plan: Plan, media: InboundMedia): Promise<boolean> {
  const { checkScam } = plan.deps;
  if (!checkScam || (media.kind !== 'link' && media.kind !== 'business-card')) return false;
  if (comesFirst(plan, media.caption ?? '')) return false;
  const words = wordsOf(media);
  if (words === '') return false;
  const verdict = checkScam(words);
  if (verdict.verdict === 'unknown') return false;
  // Whatever was asked for by name, this is no answer to it.
  const { asking: _asking, ...session } = plan.session;
  plan.session = session;
  answerScam(plan, verdict, words);
  await addSummary(plan, words);
  return true;
}
