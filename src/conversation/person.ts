import { addressOf } from '../flow-engine/addresses.ts';
import { segments } from '../flow-engine/steps/profile.ts';
import type { Audience, FlowContext } from '../flow-engine/types.ts';
import type { Resident, ResidentPatch, Segment } from '../storage/ports.ts';
import { normalize } from '../shared/vietnamese.ts';

/** How one person wants to be spoken to. Everything is optional: nobody has to choose anything. */
export interface Person {
  readonly address?: string;
  readonly segment?: Segment;
  readonly largeSteps?: boolean;
  /** When the form of address was asked for; it is asked once. */
  readonly addressAskedAt?: number;
}

export const DEFAULT_ADDRESS = 'bác';

/** Offered as buttons, as many as one message has. Any other may be typed. */
export const OFFERED_ADDRESSES: readonly string[] = ['bác', 'cô', 'chú', 'anh', 'chị'];

/** The form of address in a word as typed ("chi", "Chị"); undefined for any other: what is kept is a word of ours. */
export function parseAddress(word: string): string | undefined {
  return addressOf(normalize(word));
}

export function parseSegment(text: string): Segment | undefined {
  return segments.find((segment) => segment === text);
}

/** The person who has this phone in hand now, as the resident's row keeps them. */
export function personOf(resident: Resident | undefined): Person {
  if (!resident) return {};
  const { address, segment, largeSteps, addressAskedAt } = resident;
  return {
    ...(address === undefined ? {} : { address }),
    ...(segment === undefined ? {} : { segment }),
    ...(largeSteps === undefined ? {} : { largeSteps }),
    ...(addressAskedAt === undefined ? {} : { addressAskedAt }),
  };
}

/** The changes that make the resident's row say `person`; what they have not chosen is cleared. */
export function patchOf(person: Person): ResidentPatch {
  return {
    address: person.address ?? null,
    segment: person.segment ?? null,
    largeSteps: person.largeSteps ?? null,
    addressAskedAt: person.addressAskedAt ?? null,
  };
}

/** The person as texts are shaped for them. */
export function audienceOf({ segment, largeSteps }: Person): Pick<FlowContext, 'audience'> {
  const audience: Audience = {
    ...(segment === undefined ? {} : { segment }),
    ...(largeSteps === undefined ? {} : { largeSteps }),
  };
  return segment === undefined && largeSteps === undefined ? {} : { audience };
}
