import type { Action } from '../flow-engine/types.ts';
import type { Segment } from '../storage/ports.ts';
import { encodeOrder } from './payloads.ts';
import { OFFERED_ADDRESSES, parseAddress, parseSegment, type Person } from './person.ts';
import { capitalized, changePerson, type Plan, reply, spokenTo } from './plan.ts';

// Said beside the numbered question: how somebody is spoken to must not shift what "1" means.
const beside = { numbered: false } as const;

/** Asks how somebody wants to be called. Nobody has to answer. */
export function askAddress(plan: Plan): void {
  changePerson(plan, { addressAskedAt: plan.now });
  reply(plan, plan.messages.addressAsk, {
    ...beside,
    options: OFFERED_ADDRESSES.map((address) => ({
      title: capitalized(address),
      payload: encodeOrder({ type: 'address', address }),
    })),
  });
}

/** Asks it once: when somebody who has just walked a guide to its end has time for it. */
export function askAddressWhenPleased(plan: Plan): void {
  const { pleased, ...session } = plan.session;
  if (!pleased || session.helping) return;
  plan.session = session;
  const { address, addressAskedAt } = spokenTo(plan);
  if (address === undefined && addressAskedAt === undefined) askAddress(plan);
}

/** Keeps the chosen form of address; a word that is none asks again. */
export function keepAddress(plan: Plan, word: string): void {
  const address = parseAddress(word);
  if (address === undefined) return askAddress(plan);
  changePerson(plan, { address });
  reply(plan, plan.messages.addressKept, beside);
}

export function keepLargeSteps(plan: Plan, largeSteps: boolean): void {
  changePerson(plan, { largeSteps });
  reply(plan, largeSteps ? plan.messages.largeStepsOn : plan.messages.largeStepsOff, beside);
}

export function keepSegment(plan: Plan, segment: Segment): void {
  changePerson(plan, { segment });
  reply(plan, plan.messages.segmentKept, beside);
}

type Profile = Action & { readonly type: 'profile' };

/** What a flow's `profile` step chose. Words that are none of ours are not kept. */
export function keepProfile(plan: Plan, chosen: Profile): void {
  const address = parseAddress(chosen.address ?? '');
  const segment = parseSegment(chosen.segment ?? '');
  const changes: Person = {
    ...(address === undefined ? {} : { address }),
    ...(segment === undefined ? {} : { segment }),
    ...(chosen.largeSteps === undefined ? {} : { largeSteps: chosen.largeSteps }),
  };
  if (Object.keys(changes).length > 0) changePerson(plan, changes);
  // Place, team and wishes belong to the account; a member who walks this for somebody else keeps their own.
  if (!plan.session.helping) keepOfAccount(plan, chosen);
}

function keepOfAccount(plan: Plan, { commune, team, announcements, counting }: Profile): void {
  if (commune !== undefined) plan.patch = { ...plan.patch, communeCode: commune };
  if (announcements !== undefined) plan.patch = { ...plan.patch, optOutAt: announcements ? null : plan.now };
  if (counting !== undefined) keepConsent(plan, counting ? 'yes' : 'no');
  if (team !== undefined) plan.teamTyped = team;
}

/** Records what somebody said about being counted; a "no" forgets what was counted before. */
export function keepConsent(plan: Plan, choice: 'yes' | 'no'): void {
  plan.consent = { textVersion: plan.messages.noticeVersion, choice, at: plan.now };
  plan.patch = { ...plan.patch, consent: choice };
  if (choice === 'no' && plan.resident?.consent === 'yes') plan.forgetCounted = true;
}
