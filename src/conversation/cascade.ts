import { MESSAGE_LIMITS } from 'zalo-oa-sdk';
import type { Topic } from '../catalog/catalogue.ts';
import { neutralText } from '../delivery/neutral-text.ts';
import { ASSISTANT_NAME } from '../handouts/index.ts';
import type { Announcement, AnnouncementCategory } from '../storage/announcement-ports.ts';
import type { CascadeJob, CascadeMember } from '../storage/lane-ports.ts';
import type { Team } from '../storage/ports.ts';
import type { CascadeAct, Order } from './payloads.ts';
import { encodeOrder } from './payloads.ts';
import { type CascadeReads, fillMessage, type Plan, reply, sayBeside } from './plan.ts';
import type { Option } from './session.ts';
import { shareText } from './share-text.ts';

/** A member is asked to pass an announcement on, or asked once more. It is read when it is said. */
export interface CascadeNotice {
  readonly kind: 'cascade';
  readonly what: 'ask' | 'remind';
  readonly id: string;
}

/** The drawn picture of a kind of announcement that has none of its own. */
const TOPIC_OF: Readonly<Record<AnnouncementCategory, Topic>> = {
  safety: 'scam-safety',
  services: 'public-services',
  training: 'other-platforms',
  news: 'other-platforms',
};

interface Asked {
  readonly announcement: Announcement;
  readonly job: CascadeJob;
  readonly member: CascadeMember;
  readonly team: Team | undefined;
}

/** What this member was asked to pass on; undefined when it was cancelled, is over, or they are not on the list. */
async function askedOf(plan: Plan, cascades: CascadeReads, id: string): Promise<Asked | undefined> {
  const { oaId, userId } = plan;
  const announcement = await cascades.findAnnouncement({ id });
  if (!announcement || announcement.state === 'cancelled') return undefined;
  const job = await cascades.findLaneJob({ oaId, announcementId: id, lane: 'cascade' });
  const member = await cascades.findCascadeMember({ oaId, announcementId: id, userId });
  if (job?.lane !== 'cascade' || !member) return undefined;
  return { announcement, job, member, team: await plan.deps.findTeam(oaId, member.teamCode) };
}

/** Says a notice, unless it is over meanwhile. */
export async function sayCascadeNotice(plan: Plan, { what, id }: CascadeNotice): Promise<void> {
  const asked = plan.deps.cascades && (await askedOf(plan, plan.deps.cascades, id));
  if (!asked) return;
  if (what === 'remind') return remind(plan, asked);
  if (asked.member.toldAt !== undefined) return;
  plan.effects.push({ operation: 'markCascade', args: { ...keyOf(plan, id), act: 'told', at: plan.now } });
  giveText(plan, asked);
}

function remind(plan: Plan, { announcement, member, team }: Asked): void {
  if (member.passedAt !== undefined) return;
  const { messages } = plan;
  const text = fillMessage(plan, messages.cascadeRemind, { tên: announcement.content.title, tổ: nameOf(team, member) });
  sayBeside(plan, text, [
    option(messages.cascadePassed, 'passed', announcement.id),
    option(messages.cascadeAgain, 'again', announcement.id),
  ]);
}

/** One message to forward as it stands, then what to do with it and where to press. */
function giveText(plan: Plan, { announcement, job, member, team }: Asked): void {
  const { messages, deps } = plan;
  plan.replies.push({
    text: readyText(plan, announcement, job, member.teamCode, team),
    picture: deps.announcementPicture?.(announcement) ?? `topic:${TOPIC_OF[announcement.content.category]}`,
    captioned: true,
    numbered: false,
  });
  sayBeside(plan, fillMessage(plan, messages.cascadeHow, { tổ: nameOf(team, member) }), [
    option(messages.cascadePassed, 'passed', announcement.id),
    option(messages.cascadeLater, 'later', announcement.id),
  ]);
}

/** Read by everybody in a group: spoken to nobody by name, with the page and the word that bring people back. */
function readyText(
  plan: Plan,
  { id, content }: Announcement,
  { detail }: CascadeJob,
  teamCode: string,
  team: Team | undefined,
): string {
  const { messages, deps } = plan;
  const communeName = team && deps.places?.unit(team.communeCode)?.name;
  const readers = { ...(communeName === undefined ? {} : { communeName }), ...(team ? { teamName: team.name } : {}) };
  const base = deps.publicPlace?.address();
  const ask = fillMessage(plan, messages.cascadeAsk, {
    tên: deps.publicPlace?.oaName ?? ASSISTANT_NAME,
    mã: `${detail.word} ${teamCode}`,
  });
  const made = (lead: string): string =>
    shareText(
      {
        title: neutralText(content.title, readers),
        lead,
        ...(base === undefined ? {} : { address: `${base}/t/${teamCode}/tb/${id}` }),
      },
      { readMore: messages.cascadeReadMore, ask },
    );
  const lead = neutralText(content.text, readers).trim();
  const room = MESSAGE_LIMITS.textLength - made('').length - 1;
  return made(lead.length <= room ? lead : `${lead.slice(0, lead.lastIndexOf(' ', room - 2)).slice(0, room - 1)}…`);
}

/** Does what a button under such a message orders. */
export async function pressCascade(plan: Plan, { act, ref }: Order & { type: 'cascade' }): Promise<void> {
  const { messages, deps } = plan;
  const asked = deps.cascades && (await askedOf(plan, deps.cascades, ref));
  if (!asked) return reply(plan, messages.cascadeGone, { numbered: false });
  if (act === 'again') return giveText(plan, asked);
  plan.effects.push({ operation: 'markCascade', args: { ...keyOf(plan, ref), act, at: plan.now } });
  const text = act === 'passed' ? messages.cascadeThanks : messages.cascadeLaterNoted;
  const options = act === 'passed' ? [] : [option(messages.cascadePassed, 'passed', ref)];
  sayBeside(plan, fillMessage(plan, text, { tổ: nameOf(asked.team, asked.member) }), options);
}

const keyOf = ({ oaId, userId }: Plan, announcementId: string) => ({ oaId, announcementId, userId });

const nameOf = (team: Team | undefined, { teamCode }: CascadeMember): string => team?.name ?? teamCode;

const option = (title: string, act: CascadeAct, ref: string): Option => ({
  title,
  payload: encodeOrder({ type: 'cascade', act, ref }),
});
