import { firstSentence, type GuideIntro, guideIntro } from '../catalog/guide-intro.ts';
import type { FlowState } from '../flow-engine/types.ts';
import { ASSISTANT_NAME, residentText } from '../handouts/index.ts';
import type { Team } from '../storage/ports.ts';
import { FIRST_HOUR_CARD, FIRST_HOUR_FLOW } from './first-hour.ts';
import { encodeOrder } from './payloads.ts';
import { fillMessage, menuOption, type Plan, reply } from './plan.ts';
import type { Option } from './session.ts';
import { shareText } from './share-text.ts';
import { livingOf } from './team-credit.ts';
import { isSubjectMenu } from './walk.ts';

/** Zalo's buttons under one message. */
const BUTTONS = 5;
/** From here on words name one guide; below, up to three are offered. Less than `POSSIBLE` is no more than chance. */
const SURE = 0.6;
const POSSIBLE = 0.12;
const CHOICES = 3;
/** What is offered when nothing is known: one matter of each kind that every village asks about, as far as it exists. */
const SUGGESTED = ['scam-golden-rules', 'vneid-register-level-2', 'vietqr-pay-and-receive', 'protect-elderly'];

/** "CHIA SẺ": the guide at hand, or the one the words name. */
export async function shareByWords(plan: Plan, words: string): Promise<void> {
  if (words === '') {
    const id = guideAtHand(plan);
    return id === undefined ? sayChoices(plan, plan.messages.shareWhat) : shareGuide(plan, id);
  }
  const hits = plan.deps.understanding.nearest(words, CHOICES).filter(({ confidence }) => confidence >= POSSIBLE);
  const [best] = hits;
  if (best && (best.confidence >= SURE || hits.length === 1)) return shareGuide(plan, best.entry.id);
  if (!best) return sayChoices(plan, plan.messages.shareNothing);
  const options = hits.map(({ entry }) => shareOption(entry.title, entry.id));
  reply(plan, plan.messages.shareWhich, { options: [...options, menuOption(plan)] });
}

/** What to do with it, then one message to forward as it stands. A walk under way goes on where it was. */
export async function shareGuide(plan: Plan, id: string): Promise<void> {
  const guide = guideIntro(plan.deps.catalogue, id);
  if (!guide) return sayChoices(plan, plan.messages.shareNothing);
  const team = await sharingTeam(plan);
  const how = team ? plan.messages.shareHowTeam : plan.messages.shareHow;
  reply(plan, fillMessage(plan, how, team ? { mã: team.code } : {}), { numbered: false });
  plan.replies.push({
    text: readyText(plan, guide, team),
    picture: guide.kind === 'card' ? `cover:${guide.id}` : `topic:${guide.topic}`,
    captioned: true,
    numbered: false,
  });
  const { topic, version } = guide;
  // Of the person, not of a visit they are on: what is passed on is nobody's help at a door.
  plan.engagement.push({ kind: 'shared', topic, flow: id, version, step: '', outcome: '', quantity: 1 });
}

/** Read by everybody in a group, so spoken to nobody in particular. */
function readyText(plan: Plan, { id, title, lead }: GuideIntro, team: Team | undefined): string {
  const { messages, deps } = plan;
  const base = deps.publicPlace?.address();
  const ask = team ? messages.shareAskTeam : messages.shareAsk;
  return shareText(
    {
      title: plainWords(title),
      lead: firstSentence(plainWords(lead)),
      ...(base === undefined ? {} : { address: `${base}${guidePath(id, team)}` }),
    },
    {
      readMore: messages.shareReadMore,
      ask: fillMessage(plan, ask, { tên: deps.publicPlace?.oaName ?? ASSISTANT_NAME, mã: team?.code ?? '' }),
    },
  );
}

/** As on the public pages, with plain spaces: an echo is compared letter by letter with what was sent. */
export const plainWords = (text: string): string => residentText(text).replaceAll('\u00a0', ' ');

/** Where a card or flow is read without Zalo, in the name of a team or without one. */
export const guidePath = (id: string, team?: Pick<Team, 'code'>): string =>
  team ? `/t/${team.code}/${id}` : `/h/${id}`;

/** A member's own team; otherwise the one the account is credited to. Of a dissolved one the team that took over. */
async function sharingTeam(plan: Plan): Promise<Team | undefined> {
  const { oaId, userId, deps } = plan;
  const member = await deps.teams?.findMember({ oaId, userId });
  const own = member?.state === 'active' ? member.teamCode : '';
  const code = own === '' ? (plan.patch.teamCode ?? plan.resident?.teamCode) : own;
  const team = code === undefined ? undefined : await deps.findTeam(oaId, code);
  if (!team) return undefined;
  return team.dissolvedAt === undefined ? team : livingOf(plan, team);
}

/** What somebody is in the middle of, has just finished, or has left: the guide itself, not the menu that led to it. */
function guideAtHand({ session }: Plan): string | undefined {
  return guideIn(session.flow) ?? session.done ?? guideIn(session.parked);
}

function guideIn(state: FlowState | null | undefined): string | undefined {
  const frames = state?.stack.filter((frame) => !isSubjectMenu(frame)) ?? [];
  return (frames.findLast(({ kind }) => kind === 'card') ?? frames[0])?.id;
}

const shareOption = (title: string, id: string): Option => ({
  title,
  payload: encodeOrder({ type: 'share', name: id }),
});

function sayChoices(plan: Plan, text: string): void {
  const { catalogue } = plan.deps;
  const known = SUGGESTED.flatMap((slug) => catalogue.card(slug) ?? []);
  const cards = known.length > 0 ? known : catalogue.cards().slice(0, BUTTONS - 1);
  reply(plan, text, { options: [...cards.map(({ slug, title }) => shareOption(title, slug)), menuOption(plan)] });
}

/**
 * At the end of a guide an active member is offered to pass it on, as one button among at most five; a second related
 * guide makes room for it. Not at the end of the first hour after a loss, whoever walked it.
 */
export async function offerSharing(plan: Plan): Promise<void> {
  const { session, oaId, userId, deps } = plan;
  const finished = plan.engagement.findLast(({ kind }) => kind === 'finished')?.flow;
  if (finished === undefined || session.done === undefined || session.flow !== null || plan.erase) return;
  if (session.done === FIRST_HOUR_CARD || session.done === FIRST_HOUR_FLOW) return;
  const last = plan.replies.at(-1);
  const menu = encodeOrder({ type: 'menu' });
  if (!last?.options?.some(({ payload }) => payload === menu)) return;
  if ((await deps.teams?.findMember({ oaId, userId }))?.state !== 'active') return;
  const room = BUTTONS - 1 - (last.links?.length ?? 0);
  const related = last.options.findLastIndex(({ payload }) => payload.startsWith('#card:'));
  const kept =
    last.options.length > room ? last.options.filter((_option, index) => index !== related) : [...last.options];
  if (kept.length > room) return;
  const at = kept.findIndex(({ payload }) => payload === menu);
  const options = kept.toSpliced(at, 0, shareOption(plan.messages.shareButton, session.done));
  plan.replies[plan.replies.length - 1] = { ...last, options };
}
