import { topics, topicTitle } from '../../catalog/catalogue.ts';
import type { HelpOffer, HelpRequest } from '../../storage/help-ports.ts';
import type { HelpField } from '../../teams/help-place.ts';
import { encodeOrder, type HelpAct } from '../payloads.ts';
import { fillMessage, nameValues, type Plan, type TeamReads } from '../plan.ts';
import type { Option } from '../session.ts';

export const helpOption = (title: string, act: HelpAct, id: string): Option => ({
  title,
  payload: encodeOrder({ type: 'help', act, ref: id }),
});

const communeName = (plan: Plan, code: string): string => plan.deps.places?.unit(code)?.name ?? code;

/** Who is being asked, as the resident reads it: a team, or the officers of a commune. Nobody is named before they agree. */
export async function askedName(
  plan: Plan,
  teams: TeamReads,
  { userId, stage }: Pick<HelpOffer, 'userId' | 'stage'>,
  field: HelpField,
): Promise<string> {
  const member = await teams.findMember({ oaId: plan.oaId, userId });
  if (stage === 'commune' || !member || member.teamCode === '') {
    return fillMessage(plan, plan.messages.helpOfficer, { xã: communeName(plan, field.communeCode) });
  }
  return (await teams.findTeam({ oaId: plan.oaId, code: member.teamCode }))?.name ?? member.teamCode;
}

/** Name and place of whoever has taken a request, for the resident. Without them where they were erased. */
export async function helperValues(
  plan: Plan,
  teams: TeamReads,
  { acceptedBy }: HelpRequest,
): Promise<Readonly<Record<string, string>> | undefined> {
  const member = acceptedBy === undefined ? undefined : await teams.findMember({ oaId: plan.oaId, userId: acceptedBy });
  if (!member) return undefined;
  const { teamCode, communeCode, name } = member;
  const tổ =
    teamCode === ''
      ? fillMessage(plan, plan.messages.helpOfficer, { xã: communeName(plan, communeCode) })
      : ((await teams.findTeam({ oaId: plan.oaId, code: teamCode }))?.name ?? teamCode);
  return { ...nameValues(name), tổ };
}

/** What a request is about and where, for those who are asked: subject and hamlet, and not a word of the resident. */
export function aboutValues(plan: Plan, request: HelpRequest, field: HelpField): Readonly<Record<string, string>> {
  const topic = topics.find((name) => name === request.topic);
  const commune = field.communeCode === '' ? '' : communeName(plan, field.communeCode);
  const nơi = [field.team?.hamlet || field.team?.name || '', commune].filter((part) => part !== '').join(', ');
  return {
    nơi: nơi === '' ? plan.messages.helpPlaceUnknown : nơi,
    việc: topic ? topicTitle(plan.messages, topic).toLocaleLowerCase('vi') : plan.messages.helpTopicUnknown,
  };
}

/** What the resident was doing, as a line of its own; none where nothing is known. */
export function doingLines(plan: Plan, { flow, step }: HelpRequest): string[] {
  const { catalogue, earlierGuide } = plan.deps;
  const title = (catalogue.card(flow) ?? catalogue.flow(flow) ?? earlierGuide?.(flow))?.title;
  if (title === undefined) return [];
  const { messages } = plan;
  const text = step === '' ? messages.helpDoing : messages.helpDoingStep;
  return [fillMessage(plan, text, { 'hướng dẫn': title, bước: step })];
}
