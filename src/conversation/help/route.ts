import { randomBytes } from 'node:crypto';
import { type Catalogue, topics } from '../../catalog/catalogue.ts';
import type { FlowState } from '../../flow-engine/types.ts';
import type { HelpRequest } from '../../storage/help-ports.ts';
import { answeredByDesk, isNight, moveOn, newHelp } from '../../teams/help-chain.ts';
import { type HelpField, helpersOf, helpFieldOf } from '../../teams/help-place.ts';
import { isInFirstHour } from '../first-hour.ts';
import { fillMessage, menuOption, type Plan, type TeamReads } from '../plan.ts';
import type { Option } from '../session.ts';
import { parkedOption } from '../walk.ts';
import { callLine } from './contact.ts';
import { askedName, helperValues, helpOption } from './texts.ts';

/** A request changes with this turn; in the store somebody else may have been faster, then the turn is done anew. */
export function keep(plan: Plan, request: HelpRequest): void {
  plan.effects.push({ operation: 'saveHelp', args: { request } });
}

/**
 * Somebody asked for a person in this turn (`askForPerson` said that the desk will answer): where teams can help, the
 * request goes to them, and what was said becomes what is true then. Emergencies never wait here, and where a person of the
 * OA is answering nobody else is asked.
 */
export async function routeHelp(plan: Plan): Promise<void> {
  const { asksPerson, deps, session, before } = plan;
  if (!asksPerson || !deps.teams || plan.erase) return;
  if ((plan.resident?.silencedUntil ?? 0) > plan.now) return;
  const walks = [before.flow, before.parked, session.flow, session.parked];
  if (walks.some((flow) => flow && isInFirstHour({ flow }))) return;
  const live = await deps.teams.findLiveHelp({ oaId: plan.oaId, userId: plan.userId });
  if (live) return sayLive(plan, deps.teams, live);
  const { request, field } = await beginning(plan, deps.teams);
  const moved = moveOn(request, await helpersOf(deps.teams, request, field), field, plan.now);
  keep(plan, moved);
  // The words of the desk stand as they are, and below them whom to call at once.
  if (moved.state === 'desk') return addCall(plan, await callLine(plan, field.communeCode));
  const last = moved.offers.at(-1);
  if (moved.offeredTo !== undefined) tellHelper(plan, moved.offeredTo, 'offer', moved.id);
  const ai = last ? await askedName(plan, deps.teams, last, field) : nightName(plan, field);
  const call = last ? '' : await callLine(plan, field.communeCode);
  sayInstead(plan, last ? plan.messages.helpAsking : plan.messages.helpNight, { ai }, moved, call);
}

/** Tells a member of a request they were asked about or have taken. */
export function tellHelper(
  plan: Plan,
  userId: string,
  what: 'offer' | 'taken' | 'phone' | 'cancelled' | 'helped' | 'passed-on' | 'remind',
  id: string,
): void {
  plan.notices.push({ userId, notice: { kind: 'help', what, id } });
}

/** At night nobody is asked yet: the team of the resident, or the officers of their commune, will be. */
export const nightName = (plan: Plan, { team, communeCode }: HelpField): string =>
  team?.name ??
  fillMessage(plan, plan.messages.helpOfficer, { xã: plan.deps.places?.unit(communeCode)?.name ?? communeCode });

async function beginning(plan: Plan, teams: TeamReads): Promise<{ request: HelpRequest; field: HelpField }> {
  const { oaId, userId, resident, patch, now, deps } = plan;
  const home = {
    oaId,
    teamCode: patch.teamCode ?? resident?.teamCode ?? '',
    communeCode: patch.communeCode ?? resident?.communeCode ?? '',
  };
  const field = await helpFieldOf(teams, home);
  const { teamCode, communeCode } = field;
  const id = deps.newVisitId?.() ?? randomBytes(6).toString('hex');
  return { field, request: newHelp({ oaId, id, userId, teamCode, communeCode, at: now, ...doingOf(plan) }) };
}

/** The guide the resident was in, or left last. */
function doingOf(plan: Plan): Doing {
  const { before, session, deps } = plan;
  return doingIn(before.flow ?? session.flow ?? before.parked ?? session.parked, deps.catalogue);
}

/** What a resident was doing: subject, guide and step. */
export type Doing = Pick<HelpRequest, 'topic' | 'flow' | 'step'>;

/** The innermost guide of a walk; '' where there is none. */
export function doingIn(state: FlowState | undefined, catalogue: Pick<Catalogue, 'card' | 'flow'>): Doing {
  const stack = (state?.stack ?? []).toReversed();
  const frame = stack.find(({ kind }) => kind === 'card') ?? stack[0];
  if (!frame) return { topic: '', flow: '', step: '' };
  const guide = frame.kind === 'card' ? catalogue.card(frame.id) : catalogue.flow(frame.id);
  const topic = topics.find((name) => name === guide?.topic) ?? '';
  return { topic, flow: frame.id, step: frame.kind === 'card' ? String(Number(frame.step) + 1) : '' };
}

/** They asked before: what has become of it. */
async function sayLive(plan: Plan, teams: TeamReads, live: HelpRequest): Promise<void> {
  // Asked and counted once.
  plan.engagement = plan.engagement.filter(({ kind }) => kind !== 'handover');
  if (live.state === 'desk') {
    const promise = plan.asksPerson?.promise ?? '';
    plan.replies = plan.replies.map((said) =>
      said.text === promise ? { ...said, text: fillMessage(plan, plan.messages.handoverAgain) } : said,
    );
    return addCall(plan, await callLine(plan, live.communeCode), fillMessage(plan, plan.messages.handoverAgain));
  }
  const values = live.state === 'accepted' ? await helperValues(plan, teams, live) : undefined;
  if (values) return sayInstead(plan, plan.messages.helpStillAccepted, values, live);
  const field = await helpFieldOf(teams, live);
  const offer = live.offers.find(({ userId }) => userId === live.offeredTo);
  const ai = offer ? await askedName(plan, teams, offer, field) : nightName(plan, field);
  const isWaiting = !offer && isNight(plan.now);
  const call = await callLine(plan, field.communeCode);
  sayInstead(plan, isWaiting ? plan.messages.helpNight : plan.messages.helpStillAsking, { ai }, live, call);
}

/** Below what was said about the desk: whom to call at once. */
function addCall(plan: Plan, call: string, said = plan.asksPerson?.promise ?? ''): void {
  if (call === '' || said === '') return;
  plan.replies = plan.replies.map((one) =>
    one.text.startsWith(said) ? { ...one, text: `${one.text}\n${call}` } : one,
  );
}

/** Puts the truth in the place of the desk's promise, with the question for a phone number where it may be asked. */
function sayInstead(
  plan: Plan,
  text: string,
  values: Readonly<Record<string, string>>,
  request: HelpRequest,
  call = '',
): void {
  const promise = plan.asksPerson?.promise ?? '';
  const asksPhone = request.phone === undefined && plan.session.young !== true;
  const told = [
    fillMessage(plan, text, values),
    ...(call === '' ? [] : [call]),
    ...(asksPhone ? [fillMessage(plan, plan.messages.helpPhoneAsk)] : []),
  ].join('\n');
  plan.replies = plan.replies.map((said) =>
    said.text.startsWith(promise)
      ? {
          ...said,
          text: [told, said.text.slice(promise.length).trim()].filter((part) => part !== '').join('\n'),
          options: [...residentOptions(plan, request, asksPhone), ...parkedOption(plan), menuOption(plan)].slice(0, 5),
        }
      : said,
  );
  if (asksPhone) plan.session = { ...plan.session, phoneFor: { id: request.id, at: plan.now } };
  const { handoverAt: _desk, ...patch } = plan.patch;
  plan.patch = plan.resident?.handoverAt === undefined ? patch : { ...patch, handoverAt: null };
}

/** What a resident can do about a request that is under way. */
export function residentOptions(plan: Plan, { id, state }: HelpRequest, asksPhone: boolean): Option[] {
  const { messages } = plan;
  return [
    ...(asksPhone ? [helpOption(messages.helpPhoneGive, 'phone', id)] : []),
    ...(asksPhone && state !== 'accepted' ? [helpOption(messages.helpPhoneNo, 'no-phone', id)] : []),
    ...(state === 'accepted' ? [helpOption(messages.helpHelped, 'helped', id)] : []),
    helpOption(messages.helpCancel, 'cancel', id),
  ];
}

/** A person of the OA has written to the resident: nobody else need come, and whoever is being asked learns it. */
export async function endByDesk(plan: Plan): Promise<void> {
  const live = await plan.deps.teams?.findLiveHelp({ oaId: plan.oaId, userId: plan.userId });
  const ended = live && answeredByDesk(live, plan.now);
  if (!live || !ended) return;
  keep(plan, ended);
  if (live.offeredTo !== undefined) tellHelper(plan, live.offeredTo, 'taken', live.id);
}
