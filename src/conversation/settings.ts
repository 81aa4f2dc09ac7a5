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

/** What a flow's `profile` step chose. Words that are none of ours are not kept. */
export function keepProfile(
  plan: Plan,
  chosen: { readonly address?: string; readonly segment?: string; readonly largeSteps?: boolean },
): void {
  const address = parseAddress(chosen.address ?? '');
  const segment = parseSegment(chosen.segment ?? '');
  const changes: Person = {
    ...(address === undefined ? {} : { address }),
    ...(segment === undefined ? {} : { segment }),
    ...(chosen.largeSteps === undefined ? {} : { largeSteps: chosen.largeSteps }),
  };
  if (Object.keys(changes).length > 0) changePerson(plan, changes);
}
