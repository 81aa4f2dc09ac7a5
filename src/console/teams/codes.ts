import { randomInt } from 'node:crypto';
import * as z from 'zod';
import type { StaffWrite } from '../../storage/staff-ports.ts';
import type { HandedCode } from '../../teams/code-list.ts';
import { type InviteFor, newInvite } from '../../teams/registry.ts';
import type { ActionContext } from '../action.ts';
import type { Actor } from '../permissions.ts';
import type { ConsoleDeps } from '../deps.ts';
import { keptThings } from './kept.ts';

/** Join codes as whoever made them sees them, for half an hour. */
export interface HandedCodes {
  readonly codes: readonly HandedCode[];
  /** Where to go on: `/to/LN03`. */
  readonly backTo: `/${string}`;
}

/** A join code as the API hands it over, the one time. */
export const handedCode = z.object({
  name: z.string(),
  role: z.enum(['member', 'leader', 'officer']),
  teamCode: z.string(),
  communeCode: z.string(),
  placeName: z.string(),
  code: z.string(),
  expiresAt: z.number(),
});

/** New codes for these people, and the write that keeps their hashes. */
export function makeCodes(
  { deps, at }: Pick<ActionContext, 'deps' | 'at'>,
  people: readonly InviteFor[],
  nameOf: (person: InviteFor) => string,
): { readonly codes: readonly HandedCode[]; readonly write: StaffWrite } {
  const made = people.map((person) => {
    const { code, invite } = newInvite(deps.oaId, person, at, (below) => randomInt(below));
    return { invite, handed: { ...person, code, expiresAt: invite.expiresAt, placeName: nameOf(person) } };
  });
  return {
    codes: made.map(({ handed }) => handed),
    write: {
      operation: 'importRegistry',
      args: { oaId: deps.oaId, teams: [], invites: made.map(({ invite }) => invite), at },
    },
  };
}

const KIND = 'codes';

/** Keeps codes for the page that shows them. Returns its id. */
export const keepCodes = (deps: ConsoleDeps, actor: Actor, codes: HandedCodes): string =>
  keptThings(deps).put(actor, KIND, codes);

/** Codes this person made in the last half hour. */
export const keptCodes = (deps: ConsoleDeps, actor: Actor, id: string): HandedCodes | undefined =>
  keptThings(deps).find(actor, KIND, id) as HandedCodes | undefined;
