import { neutralText } from '../delivery/neutral-text.ts';
import type { Announcement, GuideReference } from '../storage/announcement-ports.ts';
import type { CascadeJob } from '../storage/lane-ports.ts';
import { addressOf } from '../flow-engine/addresses.ts';
import type { CascadeWord } from './cascade-words.ts';
import { DEFAULT_ADDRESS } from './person.ts';
import { encodeOrder } from './payloads.ts';
import { capitalized, fillMessage, type Plan, reply, spokenTo } from './plan.ts';
import type { Option } from './session.ts';
import { joinTeam, livingOf } from './team-credit.ts';

/** How long somebody who has not said yet whether they may be counted can still be, ms. */
const KEPT_MS = 7 * 24 * 3_600_000;

/**
 * Somebody typed the word of an announcement that a team passed on: they get it, the team they named is credited by the
 * rule of `teams/credit.ts`, and they count as having come back through it.
 */
export async function answerCascadeWord(plan: Plan, { word, team }: CascadeWord): Promise<void> {
  const { cascades } = plan.deps;
  const job = await cascades?.findCascadeByWord({ oaId: plan.oaId, word });
  const announcement = job && (await cascades?.findAnnouncement({ id: job.announcementId }));
  if (!job || !announcement || announcement.state === 'cancelled') {
    return reply(plan, fillMessage(plan, plan.messages.cascadeUnknown, { mã: word }), { numbered: false });
  }
  sayAnnouncement(plan, announcement);
  if (team !== '') await joinTeam(plan, team);
  await noteReturn(plan, job, team);
}

/** As its reader would have got it directly, beside whatever they are in the middle of. */
function sayAnnouncement(plan: Plan, { content }: Announcement): void {
  const address = addressOf(spokenTo(plan).address ?? '') ?? DEFAULT_ADDRESS;
  // Their own form of address first; what is left is said as to everybody.
  const spoken = content.text.replaceAll('{bác}', address).replaceAll('{Bác}', capitalized(address));
  const phones = content.buttons.flatMap((button) =>
    button.kind === 'phone' ? [`${button.title}: ${button.phone}`] : [],
  );
  const guides = [
    ...(content.start ? [guideOption(plan, content.start)] : []),
    ...content.buttons.flatMap((button) =>
      button.kind === 'guide' ? [guideOption(plan, button.guide, button.title)] : [],
    ),
  ].flatMap((option) => option ?? []);
  const links = content.buttons.flatMap((button) =>
    button.kind === 'link' ? [{ title: button.title, url: button.url }] : [],
  );
  plan.replies.push({
    text: [neutralText(`${content.title}\n\n${spoken}`), ...phones].join('\n'),
    numbered: false,
    ...(guides.length > 0 ? { options: guides } : {}),
    ...(links.length > 0 ? { links } : {}),
  });
}

function guideOption(plan: Plan, { kind, id }: GuideReference, title?: string): Option | undefined {
  const { catalogue } = plan.deps;
  const guide = kind === 'card' ? catalogue.card(id) : catalogue.flow(id);
  return guide && { title: title ?? guide.title, payload: encodeOrder({ type: kind, id }) };
}

/** Counts the return now, or keeps it for the moment in which they agree to be counted. Nobody reaches themselves. */
async function noteReturn(plan: Plan, job: CascadeJob, typedTeam: string): Promise<void> {
  if (job.state === 'done' || job.state === 'cancelled' || plan.session.helping) return;
  const teamCode = await teamOf(plan, typedTeam);
  const member = await plan.deps.teams?.findMember({ oaId: plan.oaId, userId: plan.userId });
  if (member?.state === 'active' && (teamCode === '' || member.teamCode === teamCode)) return;
  plan.returned = { announcementId: job.announcementId, teamCode, typed: true };
  const consent = plan.consent?.choice ?? plan.resident?.consent;
  if (consent === undefined && plan.session.young !== true) {
    plan.session = { ...plan.session, returned: { id: job.announcementId, team: teamCode, at: plan.now } };
  }
}

/** The team they named; without one, the team they are credited to. */
async function teamOf(plan: Plan, typed: string): Promise<string> {
  const credited = plan.patch.teamCode ?? plan.resident?.teamCode ?? '';
  if (typed === '') return credited;
  const team = await plan.deps.findTeam(plan.oaId, typed);
  // Mistyped: who was credited in this very turn is whom they meant.
  if (!team) return plan.patch.teamCode ?? '';
  return (await livingOf(plan, team))?.code ?? '';
}

/** Somebody who came back a while ago has just agreed to be counted, or has not and will not. */
export function countLateReturn(plan: Plan): void {
  const { returned, ...session } = plan.session;
  if (!returned || plan.returned) return;
  const consent = plan.consent?.choice ?? plan.resident?.consent;
  const isOver = plan.now - returned.at > KEPT_MS || consent === 'no' || session.young === true || plan.erase === true;
  if (consent === undefined && !isOver) return;
  plan.session = session;
  if (consent !== 'yes' || isOver) return;
  plan.returned = { announcementId: returned.id, teamCode: returned.team, typed: false };
}
