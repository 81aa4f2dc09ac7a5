import type { Card } from '../catalog/catalogue.ts';
import { fillText } from '../flow-engine/fill.ts';
import { EMERGENCY, isInFirstHour } from './first-hour.ts';
import { generated, marked } from './generated.ts';
import { contextOf, type Plan, spokenTo } from './plan.ts';

/**
 * The opening answer of a card that began in this turn, in words for somebody who chose their walk of life or large
 * steps, marked. Warning, links and steps stay as written; so does everything where the model has nothing fit to show.
 * Whoever is in distress waits for no model.
 */
export async function rephraseOpening(plan: Plan): Promise<void> {
  const { rephraseAnswer } = plan.deps;
  const reader = spokenTo(plan);
  if (!rephraseAnswer || (reader.segment === undefined && reader.largeSteps !== true)) return;
  if (isInFirstHour(plan.session) || plan.engagement.some(({ flow }) => flow === EMERGENCY)) return;
  const card = openedCard(plan);
  if (!card) return;
  const written = openingOf(plan, card);
  const at = plan.replies.findIndex(({ text }) => text.includes(written));
  const said = plan.replies[at];
  if (written === '' || !said) return;
  const text = await generated(() => rephraseAnswer(card.slug, reader));
  if (text === undefined) return;
  // A function, because "$&" in a replacement would be a sign to `replace`.
  plan.replies[at] = { ...said, text: said.text.replace(written, () => marked(plan, text)) };
}

function openedCard(plan: Plan): Card | undefined {
  const started = plan.engagement.findLast(({ kind, flow }) => kind === 'started' && plan.deps.catalogue.card(flow));
  return started && plan.deps.catalogue.card(started.flow);
}

/** The answer as the engine has said it to this reader. */
function openingOf(plan: Plan, { variants, answer }: Card): string {
  const { address = '', audience } = contextOf(plan);
  const own = variants?.find(({ segment }) => segment === audience?.segment)?.answer;
  return fillText(own ?? answer, address, {});
}
