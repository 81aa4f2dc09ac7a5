import type { HelpRequest } from '../../storage/help-ports.ts';
import { helpFieldOf } from '../../teams/help-place.ts';
import { fillMessage, type Plan, type TeamReads, sayBeside } from '../plan.ts';
import { yourOptions } from './member.ts';
import { residentOptions } from './route.ts';
import { verdictOptions, whenDue } from './resident.ts';
import { aboutValues, helperValues, helpOption } from './texts.ts';

/**
 * What became of a request for help, for the resident (`due`, `accepted`, `closed`) or for somebody who was asked. Names
 * nobody and carries no number: the request is read when it is said.
 */
export interface HelpNotice {
  readonly kind: 'help';
  readonly what:
    | 'due'
    | 'accepted'
    | 'closed'
    | 'offer'
    | 'taken'
    | 'phone'
    | 'cancelled'
    | 'helped'
    | 'passed-on'
    | 'remind';
  readonly id: string;
}

/** Says a notice, unless what it is about is over meanwhile. */
export async function sayHelpNotice(plan: Plan, { what, id }: HelpNotice): Promise<void> {
  const { teams } = plan.deps;
  if (!teams) return;
  if (what === 'due') return whenDue(plan, id);
  const request = await teams.findHelp({ oaId: plan.oaId, id });
  if (!request) return;
  if (what === 'accepted' || what === 'closed') return tellResident(plan, teams, request, what);
  const about = aboutValues(plan, request, await helpFieldOf(teams, request));
  tellHelped(plan, request, what, about);
}

async function tellResident(
  plan: Plan,
  teams: TeamReads,
  request: HelpRequest,
  what: 'accepted' | 'closed',
): Promise<void> {
  const { messages } = plan;
  if (request.userId === plan.userId && what === 'closed' && request.deskAt !== undefined && !request.acceptedBy) {
    if (request.state !== 'done' || request.feedback !== undefined) return;
    return sayBeside(plan, fillMessage(plan, messages.deskDoneAsk), verdictOptions(plan, request.id));
  }
  const values = await helperValues(plan, teams, request);
  if (request.userId !== plan.userId || !values) return;
  if (plan.resident?.handoverAt !== undefined) plan.patch = { ...plan.patch, handoverAt: null };
  if (what === 'closed') {
    if (request.state !== 'done' || request.feedback !== undefined) return;
    return sayBeside(plan, fillMessage(plan, messages.helpDoneAsk, values), verdictOptions(plan, request.id));
  }
  if (request.state !== 'accepted') return;
  const asksPhone = request.phone === undefined && plan.session.young !== true;
  const text = `${messages.helpAccepted} ${asksPhone ? messages.helpAcceptedNoPhone : ''}`.trim();
  if (asksPhone) plan.session = { ...plan.session, phoneFor: { id: request.id, at: plan.now } };
  sayBeside(
    plan,
    `${fillMessage(plan, text, values)}\n${fillMessage(plan, messages.helpBeware)}`,
    residentOptions(plan, request, asksPhone),
  );
}

function tellHelped(
  plan: Plan,
  request: HelpRequest,
  what: Exclude<HelpNotice['what'], 'due' | 'accepted' | 'closed'>,
  about: Readonly<Record<string, string>>,
): void {
  const { messages } = plan;
  const isTheirs = request.state === 'accepted' && request.acceptedBy === plan.userId;
  switch (what) {
    case 'offer':
      if (request.state !== 'offered' || request.offeredTo !== plan.userId) return;
      return sayBeside(plan, fillMessage(plan, messages.helpOffer, about), [
        helpOption(messages.helpAccept, 'accept', request.id),
        helpOption(messages.helpBusy, 'busy', request.id),
      ]);
    case 'phone':
      if (!isTheirs || request.phone === undefined) return;
      return sayBeside(
        plan,
        `${fillMessage(plan, messages.helpPhoneCame, about)}\n${fillMessage(plan, messages.helpPhone, { 'số điện thoại': request.phone })}`,
        yourOptions(plan, request),
      );
    case 'remind':
      if (!isTheirs) return;
      return sayBeside(plan, fillMessage(plan, messages.helpRemind, about), yourOptions(plan, request));
    case 'taken':
      return sayBeside(plan, fillMessage(plan, messages.helpTakenNotice, about));
    case 'cancelled':
      return sayBeside(plan, fillMessage(plan, messages.helpCancelledNotice, about));
    case 'helped':
      return sayBeside(plan, fillMessage(plan, messages.helpHelpedNotice, about));
    case 'passed-on':
      return sayBeside(plan, fillMessage(plan, messages.helpPassedOn, about));
  }
}
