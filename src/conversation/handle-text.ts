import { fold, parseListNumber } from '../shared/vietnamese.ts';
import { waitingChoices } from '../flow-engine/advance.ts';
import { parseCommand } from '../understanding/commands.ts';
import { shareWords } from '../understanding/share-words.ts';
import type { CalmMeaning } from '../understanding/understand.ts';
import { answerCascadeWord } from './cascade-return.ts';
import { parseCascadeWord } from './cascade-words.ts';
import { sayEmergency } from './emergency-answer.ts';
import { FIRST_HOUR_FLOW } from './first-hour.ts';
import { obeyDeskWords, takeDeskTyped } from './desk/desk.ts';
import { parseDeskWords } from './desk/words.ts';
import { takeTyped, takeTypedFirst } from './field-log/answers.ts';
import { obeyFieldWords } from './field-log/desk.ts';
import { parseFieldWords } from './field-log/words.ts';
import { obeyHelpWords } from './help/orders.ts';
import { takePhone, takePhoneQuestion } from './help/resident.ts';
import { parseHelpWords } from './help/words.ts';
import { keepQuestionOption } from './keep-question.ts';
import { sayMenu } from './menu.ts';
import { grantWish, obeyCommand, obeyOrder } from './orders.ts';
import { encodeOrder, parseOrder } from './payloads.ts';
import { takeName } from './phone-sharing.ts';
import { contextOf, count, hitOption, menuOption, personOption, type Plan, reply } from './plan.ts';
import type { Option } from './session.ts';
import { addSummary, answerScam, isPassedOn } from './scam-answer.ts';
import { askAddressWhenPleased } from './settings.ts';
import { shareByWords } from './share.ts';
import { obeyStaffLink, parseStaffLink } from './staff-link.ts';
import { obeyTeamWords } from './team-desk.ts';
import { parseTeamWords } from './team-words.ts';
import { park, parkedOption, startWalk, walk } from './walk.ts';
import { parseWish } from './wishes.ts';

/** Zalo's buttons under one message. */
const BUTTONS = 5;

/** Words of a question: whoever asks something beside a secret gets the answer, whoever only tells one is asked back. */
const QUESTION = /\b(?:sao|the nao|o dau|gi|nao|khong|chua|bao nhieu|ai|may gio)\b/u;

const asks = (text: string): boolean => text.includes('?') || QUESTION.test(fold(text));

/** Buttons that are commands: they work while a person of the OA is answering, as the typed words do. */
const COMMANDS: ReadonlySet<string> = new Set([
  'menu',
  'person',
  'erase-confirm',
  'erase-cancel',
  'consent-yes',
  'consent-no',
  'team',
  'help',
  'news',
  'cascade',
]);

/**
 * A typed text or pressed button, in the order of what it may mean: button, number of the last list, answer the walk
 * waits for, command, wish, emergency, a name asked for, title of an offered option, then free understanding. While a
 * person of the OA is answering (`silenced`), only commands and emergencies are.
 */
export async function handleText(plan: Plan, text: string, silenced: boolean, hasSecret = false): Promise<void> {
  const command = parseCommand(text);
  const order = parseOrder(text);
  const aboutTeam = parseTeamWords(text);
  const staffCode = plan.deps.findStaffLink && parseStaffLink(text);
  if (staffCode !== undefined) return obeyStaffLink(plan, staffCode);
  if (silenced) {
    if (order && COMMANDS.has(order.type)) return obeyOrder(plan, order);
    if (command) return obeyCommand(plan, command);
    if (aboutTeam) return obeyTeamWords(plan, aboutTeam);
    const heard = plan.deps.understanding.hearEmergency(text);
    if (!heard) return;
    // The walk that begins now needs the resident's next answers, so the silence is over.
    plan.patch = { ...plan.patch, silencedUntil: null };
    return sayEmergency(plan, heard);
  }
  const { asking, ...session } = plan.session;
  if (asking) {
    plan.asked = asking;
    plan.session = session;
  }
  const phoneQuestion = takePhoneQuestion(plan);
  if (order) return obeyOrder(plan, order);
  if (phoneQuestion && (await takePhone(plan, phoneQuestion, text))) return;
  const passedOn = plan.deps.cascades && parseCascadeWord(text);
  if (passedOn) return answerCascadeWord(plan, passedOn);
  const field = parseFieldWords(text);
  const desk = parseDeskWords(text);
  if (await takeDeskTyped(plan, text, command, Boolean(aboutTeam ?? field ?? desk))) return;
  if (plan.logDraft && !aboutTeam && !field && (await takeTypedFirst(plan, text, command))) return;
  // "Ba" is the name of a father before it is the third of a list.
  if ((!asking || /\d/u.test(text)) && (await choosesByNumber(plan, text))) return;
  const waitsForChoice =
    plan.session.flow !== null && waitingChoices(plan.deps.catalogue, plan.session.flow, contextOf(plan)).length > 0;
  if (!asking && waitsForChoice && walk(plan, { type: 'text', text }) === 'walked') return;
  if (command) return obeyCommand(plan, command);
  if (aboutTeam) return obeyTeamWords(plan, aboutTeam);
  if (field && (await obeyFieldWords(plan, field))) return;
  if (desk && (await obeyDeskWords(plan, desk))) return;
  const aboutHelp = parseHelpWords(text);
  if (aboutHelp && (await obeyHelpWords(plan, aboutHelp))) return;
  const wish = parseWish(text);
  if (wish) return grantWish(plan, wish);
  const emergency = plan.deps.understanding.hearEmergency(text);
  if (emergency) return sayEmergency(plan, emergency);
  const toShare = shareWords(text);
  if (toShare !== undefined) return shareByWords(plan, toShare);
  if (asking) return takeName(plan, asking, text, hasSecret);
  if (plan.logDraft && (await takeTyped(plan, text, hasSecret))) return;
  if (plan.deps.checkScam && isPassedOn(text) && answerScam(plan, plan.deps.checkScam(text), text))
    return addSummary(plan, text);
  const offered = offeredOption(plan, text);
  if (offered) return obeyOrder(plan, offered);
  if (plan.session.flow && !waitsForChoice && walk(plan, { type: 'text', text }) === 'walked') return;
  const meaning = plan.deps.understanding.understandCalm(text);
  // Somebody who types a code here may be doing what a caller tells them: warn, and offer the way out of that.
  if (hasSecret && !(meaning.decision === 'answer' && asks(text))) return sayMenuAfterSecret(plan);
  answer(plan, await clearer(plan, text, meaning), text);
}

/** What the operator's model makes of a message we are not sure about; our own meaning where it has nothing to say. */
async function clearer(plan: Plan, text: string, meaning: CalmMeaning): Promise<CalmMeaning> {
  if ((meaning.decision !== 'clarify' && meaning.decision !== 'unknown') || plan.session.flow) return meaning;
  const cards = await plan.deps.chooseCards?.(text);
  const entries = (cards ?? []).flatMap((id) => plan.deps.catalogue.entries().find((entry) => entry.id === id) ?? []);
  if (entries.length === 0) return meaning;
  return { decision: 'clarify', hits: entries.map((entry) => ({ entry, confidence: 0 })) };
}

function sayMenuAfterSecret(plan: Plan): void {
  if (plan.session.flow && walk(plan, { type: 'resume' }) === 'walked') return;
  const given: Option = {
    title: plan.messages.secretGiven,
    payload: encodeOrder({ type: 'flow', id: FIRST_HOUR_FLOW }),
  };
  reply(plan, plan.messages.secretAsk, { options: [given, menuOption(plan)] });
}

/** "2", "số hai": the second option of the last list. A number outside the list says so and offers the list again. */
async function choosesByNumber(plan: Plan, text: string): Promise<boolean> {
  const { options } = plan.session;
  const number = parseListNumber(text);
  if (number === undefined || options.length === 0) return false;
  const order = parseOrder(options[number - 1]?.payload ?? '');
  if (order) await obeyOrder(plan, order);
  else if (options.length > 1) {
    if (plan.asked) plan.session = { ...plan.session, asking: plan.asked };
    reply(plan, plan.messages.pickListed, { options });
  }
  // A lone button has no number in the text: the number means the walk's choices, or no list at all.
  else if (plan.session.flow) return false;
  else sayMenu(plan, plan.messages.pickListed);
  return true;
}

function offeredOption(plan: Plan, text: string): ReturnType<typeof parseOrder> {
  const folded = fold(text);
  const option = plan.session.options.find(({ title }) => fold(title) === folded);
  return option && parseOrder(option.payload);
}

function answer(plan: Plan, meaning: CalmMeaning, text: string): void {
  switch (meaning.decision) {
    case 'smalltalk':
      // Inside a walk a "đúng" or "haha" is an answer the step did not understand, and never the wish to leave.
      if (plan.session.flow && walk(plan, { type: 'unclear' }) === 'walked') return;
      return sayMenu(plan);
    case 'greeting':
      return sayMenu(plan);
    case 'thanks':
      reply(plan, plan.messages.thanks, { options: [...parkedOption(plan), menuOption(plan)] });
      return askAddressWhenPleased(plan);
    case 'answer': {
      const { entry } = meaning.hit;
      count(plan, { kind: 'question', topic: entry.topic, flow: entry.id });
      park(plan);
      if (!startWalk(plan, entry.kind, entry.id)) sayMenu(plan);
      return;
    }
    case 'declined':
      return decline(plan);
    case 'clarify':
    case 'unknown':
      return askBack(plan, meaning, text);
  }
}

/** Politics, medicine, law, money advice: a kind no, and what we can do. Inside a walk the walk goes on. */
function decline(plan: Plan): void {
  count(plan, { kind: 'unanswered', topic: '', flow: 'out-of-scope' });
  if (!plan.session.flow) {
    return reply(plan, plan.messages.outOfScope, { options: [...parkedOption(plan), menuOption(plan)] });
  }
  reply(plan, plan.messages.outOfScope, { numbered: false });
  walk(plan, { type: 'resume' });
}

/** Inside a walk: the engine asks again or offers the way out. Outside: the nearest choices, and a person. */
function askBack(plan: Plan, meaning: CalmMeaning & { decision: 'clarify' | 'unknown' }, text: string): void {
  if (plan.session.flow && walk(plan, { type: 'unclear' }) === 'walked') return;
  if (meaning.decision === 'clarify') {
    return reply(plan, plan.messages.didYouMean, { options: [...meaning.hits.map(hitOption), personOption(plan)] });
  }
  count(plan, { kind: 'unanswered', topic: meaning.hits[0]?.entry.topic ?? '', flow: meaning.hits[0]?.entry.id ?? '' });
  const keep = keepQuestionOption(plan, text, meaning.hits[0]?.entry.id ?? '');
  const lines = (intro: string): string => [intro, ...keep.map(() => plan.messages.keepQuestionHint)].join('\n');
  if (meaning.hits.length === 0) return sayMenu(plan, lines(plan.messages.dontKnowNothing), keep);
  const nearest = meaning.hits.slice(0, BUTTONS - keep.length - 2);
  reply(plan, lines(plan.messages.dontKnow), {
    options: [...nearest.map(hitOption), personOption(plan), ...keep, menuOption(plan)],
  });
}
