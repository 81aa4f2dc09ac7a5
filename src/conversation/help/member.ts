import type { HelpRequest } from '../../storage/help-ports.ts';
import type { Member } from '../../storage/team-ports.ts';
import { accept, close, decline, missed } from '../../teams/help-chain.ts';
import { helpFieldOf } from '../../teams/help-place.ts';
import { scriptOptionOf } from '../doorstep.ts';
import { fillMessage, type Plan, type TeamReads, sayBeside } from '../plan.ts';
import type { Option } from '../session.ts';
import { keep, tellHelper } from './route.ts';
import { aboutValues, doingLines, helpOption } from './texts.ts';

/** Requests of one member shown one by one. */
const MAX_SHOWN = 5;

interface Case {
  readonly teams: TeamReads;
  readonly request: HelpRequest;
  readonly me: Member;
}

/** The request a button names, for somebody who works in a team or commune; else undefined, with a kind word. */
async function caseOf(plan: Plan, id: string): Promise<Case | undefined> {
  const { teams } = plan.deps;
  const request = await teams?.findHelp({ oaId: plan.oaId, id });
  const me = await teams?.findMember({ oaId: plan.oaId, userId: plan.userId });
  if (teams && request && me?.state === 'active') return { teams, request, me };
  sayBeside(plan, plan.messages.helpOver);
  return undefined;
}

/** "Nhận": whoever is first has it; the others are told kindly. */
export async function acceptHelp(plan: Plan, id: string): Promise<void> {
  const found = await caseOf(plan, id);
  if (!found) return;
  const { teams, request } = found;
  if (request.state === 'accepted' && request.acceptedBy === plan.userId) return sayYours(plan, teams, request, '');
  const accepted = accept(request, plan.userId, plan.now);
  if (!accepted)
    return sayBeside(plan, request.state === 'accepted' ? plan.messages.helpTaken : plan.messages.helpOver);
  keep(plan, accepted);
  if (request.userId !== undefined) {
    plan.notices.push({ userId: request.userId, notice: { kind: 'help', what: 'accepted', id } });
  }
  const { offeredTo } = request;
  if (offeredTo !== undefined && offeredTo !== plan.userId) tellHelper(plan, offeredTo, 'taken', id);
  await sayYours(plan, teams, accepted, plan.messages.helpYours);
}

/** "Bận": the next one is asked at once. */
export async function declineHelp(plan: Plan, id: string): Promise<void> {
  const found = await caseOf(plan, id);
  if (!found) return;
  const { request } = found;
  const declined = decline(request, plan.userId, plan.now);
  if (!declined) return sayBeside(plan, plan.messages.helpOver);
  keep(plan, declined);
  passOn(plan, declined);
  sayBeside(plan, plan.messages.helpBusyThanks);
}

/** "Không gặp được": the same. */
export async function missHelp(plan: Plan, id: string): Promise<void> {
  const found = await caseOf(plan, id);
  const free = found && missed(found.request, plan.userId, plan.now);
  if (!found) return;
  if (!free) return sayBeside(plan, plan.messages.helpOver);
  keep(plan, free);
  passOn(plan, free);
  sayBeside(plan, plan.messages.helpMissedThanks);
}

/** "Đã giúp xong": the resident is asked whether that is so. */
export async function closeHelp(plan: Plan, id: string): Promise<void> {
  const found = await caseOf(plan, id);
  const closed = found && close(found.request, plan.userId, plan.now);
  if (!found) return;
  if (!closed) return sayBeside(plan, plan.messages.helpOver);
  keep(plan, closed);
  if (closed.userId !== undefined) {
    plan.notices.push({ userId: closed.userId, notice: { kind: 'help', what: 'closed', id } });
  }
  sayBeside(plan, plan.messages.helpClosed);
}

/** A free request goes on in the resident's queue, where nothing else of it happens at the same time. */
function passOn(plan: Plan, { state, userId, id }: HelpRequest): void {
  if (state === 'open' && userId !== undefined)
    plan.notices.push({ userId, notice: { kind: 'help', what: 'due', id } });
}

/** "VIỆC ĐANG NHẬN". */
export async function sayMyHelp(plan: Plan): Promise<void> {
  const { teams } = plan.deps;
  const mine = await teams?.listHelp({ oaId: plan.oaId, acceptedBy: plan.userId, states: ['accepted'] });
  if (!teams || !mine || mine.length === 0) return sayBeside(plan, plan.messages.helpMineNone);
  for (const request of mine.slice(0, MAX_SHOWN)) await sayYours(plan, teams, request, plan.messages.helpMine);
  if (mine.length > MAX_SHOWN) {
    sayBeside(plan, fillMessage(plan, plan.messages.helpMineMore, { số: String(mine.length - MAX_SHOWN) }));
  }
}

/** What whoever has taken it needs: where, what, how far the resident came, the number if it was given. */
async function sayYours(plan: Plan, teams: TeamReads, request: HelpRequest, lead: string): Promise<void> {
  const { messages } = plan;
  const about = aboutValues(plan, request, await helpFieldOf(teams, request));
  const lines = [
    fillMessage(plan, lead === '' ? messages.helpMine : lead, about),
    ...doingLines(plan, request),
    request.phone === undefined
      ? messages.helpNoPhone
      : fillMessage(plan, messages.helpPhone, { 'số điện thoại': request.phone }),
  ];
  sayBeside(plan, lines.join('\n'), yourOptions(plan, request));
}

/** The doorstep script of the guide, and what can become of the request. */
export function yourOptions(plan: Plan, { flow, id }: HelpRequest): Option[] {
  return [
    ...scriptOptionOf(plan, flow),
    helpOption(plan.messages.helpDone, 'done', id),
    helpOption(plan.messages.helpMissed, 'missed', id),
  ];
}
