import { maskIdentifiers } from '../shared/identifiers.ts';
import { hasMaskedSecret, maskSecrets } from '../shared/secrets.ts';
import { fold, normalize } from '../shared/vietnamese.ts';
import { isInFirstHour } from './first-hour.ts';
import type { Incoming } from './handle-event.ts';
import { encodeOrder } from './payloads.ts';
import { menuOption, type Plan, reply, spokenTo } from './plan.ts';
import type { Option } from './session.ts';

/** A longer question says in its first 300 characters what it wants. */
const MAX_CHARACTERS = 300;
/** Fewer words are a slip or a sigh. */
const LEAST_WORDS = 3;
/** How long an unanswered question may wait for its button. */
const WAIT_MS = 3_600_000;

/** Flow with words for children. */
export const CHILDREN_FLOW = 'under-16';

/** What Zalo or the OA reports on its own: nobody has turned to something else. */
const REPORTS: ReadonlySet<Incoming['type']> = new Set(['receipt', 'group', 'other', 'notice']);

/** With every event the question of the turn before leaves the session; pressed now, or never kept. */
export function takeUnanswered(plan: Plan, event: Incoming['type']): void {
  const { unanswered, ...session } = plan.session;
  if (!unanswered) return;
  const isOver = unanswered.at + WAIT_MS <= plan.now;
  if (REPORTS.has(event) && !isOver) return;
  plan.session = session;
  if (!isOver) plan.unanswered = unanswered;
}

/** When the question of the session has waited too long, epoch ms: the session is woken then, and forgets it. */
export function unansweredUntil({ session }: Plan): number | undefined {
  return session.unanswered && session.unanswered.at + WAIT_MS;
}

/**
 * The button with which somebody gives us an unanswered question to keep, as a list of one or none; the masked question
 * waits in the session for that, until the next event. None for those who must not be asked (a visit at somebody's door,
 * children), for words with a secret in them, and around an emergency.
 */
export function keepQuestionOption(plan: Plan, text: string, nearest: string): Option[] {
  if (!mayBeKept(plan, text)) return [];
  const words = shortened(maskIdentifiers(normalize(text)));
  if (fold(words).split(' ').length < LEAST_WORDS) return [];
  plan.session = { ...plan.session, unanswered: { text: words, nearest, at: plan.now } };
  return [{ title: plan.messages.keepQuestion, payload: encodeOrder({ type: 'keep-question' }) }];
}

function mayBeKept(plan: Plan, text: string): boolean {
  const { helping, young, flow, parked } = plan.session;
  // Pupils may be children; who among them is, we do not ask.
  if (helping || young || spokenTo(plan).segment === 'student') return false;
  const walks = [plan.before.flow, flow, parked].flatMap((state) => state ?? []);
  if (walks.some((state) => isInFirstHour({ flow: state }) || state.stack[0]?.id === CHILDREN_FLOW)) return false;
  return !hasMaskedSecret(text) && maskSecrets(text).kinds.length === 0;
}

/** Cut after a word, without half a mask at the end. */
function shortened(text: string): string {
  if (text.length <= MAX_CHARACTERS) return text;
  const cut = text.slice(0, MAX_CHARACTERS + 1);
  const end = cut.lastIndexOf(' ');
  return cut
    .slice(0, end > 0 ? end : MAX_CHARACTERS)
    .toWellFormed()
    .replace(/\[[^\]]*$/u, '')
    .trimEnd();
}

/** The button was pressed: the question of the turn before is kept with this turn. */
export function keepQuestion(plan: Plan): void {
  const { unanswered } = plan;
  if (!unanswered) return reply(plan, plan.messages.questionGone, { options: [menuOption(plan)] });
  plan.demand = { text: unanswered.text, nearest: unanswered.nearest };
  reply(plan, plan.messages.questionKept, { options: [menuOption(plan)] });
}
