import { fold, normalize } from '../shared/vietnamese.ts';
import type { Person } from './person.ts';
import { emptySession, fromStored, type Session, type StoredSession, toStored } from './session.ts';

/** Somebody else who uses this account, as they left it. */
export interface OtherPerson {
  readonly name: string;
  readonly person: Person;
  readonly session: Session;
  /** Their reminder was announced; it waits for them to take the phone. */
  readonly rung?: true;
}

/** The people of one account: who has the phone now, and the others. */
export interface People {
  /** Name of whoever has the phone now. */
  readonly now: string;
  readonly others: readonly OtherPerson[];
}

/** Five people may share a phone; every one of them has a whole conversation to keep. */
export const MAX_PEOPLE = 5;

const MAX_NAME_LENGTH = 20;

interface StoredPeople {
  readonly n: string;
  readonly o: readonly {
    readonly n: string;
    readonly a?: Person;
    readonly s?: StoredSession;
    readonly r?: true;
  }[];
}

/** Undefined where one person uses the account, and for anything unreadable: then it is the phone of one person again. */
export function parsePeople(json: string | undefined): People | undefined {
  if (json === undefined) return undefined;
  try {
    const { n, o } = JSON.parse(json) as StoredPeople;
    return {
      now: n,
      others: o.map((other) => ({
        name: other.n,
        person: other.a ?? {},
        session: other.s ? fromStored(other.s) : emptySession,
        ...(other.r ? { rung: true } : {}),
      })),
    };
  } catch {
    return undefined;
  }
}

export function serializePeople({ now, others }: People): string {
  const stored: StoredPeople = {
    n: now,
    o: others.map(({ name, person, session, rung }) => ({
      n: name,
      ...(Object.keys(person).length > 0 ? { a: person } : {}),
      s: toStored(session),
      ...(rung ? { r: rung } : {}),
    })),
  };
  return JSON.stringify(stored);
}

/**
 * A name as it is kept, or undefined for what is none: letters, single digits and spaces, at most 20 characters. Long
 * numbers are refused, because a telephone or identity number must not become a name.
 */
export function parseName(text: string): string | undefined {
  const name = normalize(text.normalize('NFC').replace(/[^\p{L}\p{N} ]/gu, ' '));
  if (name === '' || name.length > MAX_NAME_LENGTH) return undefined;
  return /\p{L}/u.test(name) && !/\d.*\d.*\d/u.test(name) ? name : undefined;
}

/** "Bà" and "ba" are two people, however they are written. */
export function isSameName(one: string, other: string): boolean {
  return normalize(one).toLocaleLowerCase('vi') === normalize(other).toLocaleLowerCase('vi');
}

/** The other person of that name; a name typed without marks finds the only one it can mean. */
export function findPerson(people: People | undefined, name: string): OtherPerson | undefined {
  const others = people?.others ?? [];
  const exact = others.find((other) => isSameName(other.name, name));
  if (exact || fold(name) !== normalize(name).toLowerCase()) return exact;
  const near = others.filter((other) => fold(other.name) === fold(name));
  return near.length === 1 ? near[0] : undefined;
}
