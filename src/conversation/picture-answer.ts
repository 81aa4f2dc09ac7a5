import { maskSecrets, type SecretKind } from '../shared/secrets.ts';
import { fold } from '../shared/vietnamese.ts';
import type { ScamVerdict } from '../understanding/scam/verdict.ts';
import { FIRST_HOUR_FLOW } from './first-hour.ts';
import { sayEmergency } from './emergency-answer.ts';
import { encodeOrder } from './payloads.ts';
import { count, fillMessage, menuOption, type Plan, reply } from './plan.ts';
import { addSummary, answerScam } from './scam-answer.ts';
import type { Option } from './session.ts';
import { askForPerson, isWalking, park, parkedOption } from './walk.ts';

/** Fewer words than this are a logo or a shop sign. */
const MIN_WORDS = 4;

/**
 * Below this the machine reads letters into leaves and tiles. Measured on 2026-11-22: pictures without text came to 0 to
 * 44, screenshots in the fonts of phones to 93 to 95, in the font hardest to read to 71.
 */
const MIN_CONFIDENCE = 60;

/** Twice what Zalo lets somebody type; a scrolled screenshot holds less. */
const MAX_TEXT_LENGTH = 4_000;

const WORD = /\p{L}{2,}/gu;

/** Inside a walk a picture is answered as ever, and the step comes again. */
export const answersPictures = (plan: Plan): boolean => !isWalking(plan);

/**
 * A picture without words beside it: what a machine reads in it is checked like a pasted text and kept nowhere. A picture
 * that cannot be read goes to the help desk at once; staff see it in the chat, where it is.
 */
export async function answerPicture(plan: Plan, url: string | undefined): Promise<void> {
  // Whatever was asked for by name, this is no answer to it.
  const { asking: _asking, ...session } = plan.session;
  plan.session = session;
  park(plan);
  const read = url === undefined ? undefined : await plan.deps.readPicture?.(url);
  if (!read) return handOn(plan);
  const raw = withoutWraps(read.text).slice(0, MAX_TEXT_LENGTH);
  const { text, kinds } = maskSecrets(raw);
  const showsPapers = isOfPapers(raw, text, kinds);
  if (read.confidence < MIN_CONFIDENCE || (text.match(WORD)?.length ?? 0) < MIN_WORDS) {
    return showsPapers ? warnOfPapers(plan) : handOn(plan);
  }
  const verdict = plan.deps.checkScam?.(text);
  // Who types "chuyển ngay 50 triệu" tells what happened to them; in a picture it is what somebody demands of them.
  if (verdict?.verdict !== 'dangerous') {
    if (plan.deps.understanding.hearEmergency(text)) return sayEmergencyRead(plan);
    if (showsPapers) return warnOfPapers(plan);
  }
  if (verdict && verdict.verdict !== 'unknown') {
    answerScam(plan, verdict, text);
    await addSummary(plan, text);
  } else sayNothingFound(plan, verdict);
  const holdsSecret = showsPapers || kinds.includes('otp') || kinds.includes('password');
  sayFirst(plan, [plan.messages.pictureRead, ...(holdsSecret ? [plan.messages.pictureSecret] : [])]);
}

/** The lines of a paragraph as one: a narrow bubble breaks every sentence, and what is broken is not understood. */
const withoutWraps = (text: string): string => text.trim().replace(/(?<!\n)\n(?!\n)/gu, ' ');

/** Words on Vietnamese identity papers and passports. */
const ON_PAPERS =
  /can cuoc|chung minh nhan dan|ho chieu|giay phep lai xe|identity card|passport|ho va ten|full name|ngay sinh|date of birth|quoc tich|nationality|noi thuong tru|place of residence|so dinh danh/gu;

/** A scam may name one or two of them; a paper names nearly all. */
const WORDS_OF_A_PAPER = 3;

/** Sixteen digits in fours, as on a bank card: one misread digit, and the check sum of the card no longer fits. */
const IN_FOURS = /(?<!\d)\d{4}(?:[ .-]\d{4}){3}(?!\d)/u;

/** True for a picture of an identity paper or bank card. */
function isOfPapers(raw: string, masked: string, kinds: readonly SecretKind[]): boolean {
  if (kinds.includes('identity') || kinds.includes('card') || IN_FOURS.test(raw)) return true;
  return new Set(fold(masked).match(ON_PAPERS)).size >= WORDS_OF_A_PAPER;
}

/** What to do at once stays the first line. */
function sayEmergencyRead(plan: Plan): void {
  sayEmergency(plan);
  plan.replies.splice(1, 0, { text: fillMessage(plan, plan.messages.pictureRead), numbered: false });
}

function warnOfPapers(plan: Plan): void {
  const given: Option = {
    title: plan.messages.secretGiven,
    payload: encodeOrder({ type: 'flow', id: FIRST_HOUR_FLOW }),
  };
  reply(plan, `${plan.messages.pictureSecret}\n\n${plan.messages.secretAsk}`, { options: [given, menuOption(plan)] });
}

/** Nothing found proves nothing: what to do all the same, and the way to say what is wanted. */
function sayNothingFound(plan: Plan, verdict: ScamVerdict | undefined): void {
  count(plan, { kind: 'unanswered', flow: 'picture' });
  const actions = verdict?.actions ?? [];
  const lines = [
    plan.messages.pictureUnknown,
    ...(actions.length > 0 ? ['', plan.messages.scamActions, ...actions.map((action) => `- ${action}`)] : []),
  ];
  const person: Option = { title: plan.messages.personTitle, payload: encodeOrder({ type: 'person' }) };
  reply(plan, lines.join('\n'), { options: [person, ...parkedOption(plan), menuOption(plan)] });
}

function sayFirst(plan: Plan, lines: readonly string[]): void {
  const [answer] = plan.replies;
  if (answer) plan.replies[0] = { ...answer, text: `${fillMessage(plan, lines.join('\n'))}\n\n${answer.text}` };
}

function handOn(plan: Plan): void {
  const words = { first: plan.messages.pictureHandedOn, again: plan.messages.pictureHandedOnAgain };
  askForPerson(plan, { topic: '', flow: 'picture' }, words);
}
