import type { FieldEntry, FieldEntryContent } from '../../src/storage/field-log-ports.ts';
import type { Storage } from '../../src/storage/ports.ts';
import type { Member } from '../../src/storage/team-ports.ts';
import { MORNING } from './manual-clock.ts';
import { HOA, LAN, OA, TEAM } from './storage-rows.ts';

/** Lan is a member, Hoa the leader of the team, both active. */
export const aMember = (changes: Partial<Member> = {}): Member => ({
  oaId: OA,
  userId: LAN,
  role: 'member',
  state: 'active',
  teamCode: TEAM.code,
  communeCode: TEAM.communeCode,
  name: 'Trần Thị Lan',
  joinedAt: MORNING,
  ...changes,
});

export const theLeader = (changes: Partial<Member> = {}): Member =>
  aMember({ userId: HOA, role: 'leader', name: 'Lê Văn Hòa', ...changes });

export async function saveTeamOfTwo(storage: Storage): Promise<void> {
  await storage.saveTeams({ oaId: OA, teams: [TEAM], at: MORNING });
  await storage.saveMember(aMember());
  await storage.saveMember(theLeader());
}

let entries = 0;

/** Arguments of `saveFieldLog` for an entry of Lan's. */
export function anEntry(
  changes: Partial<FieldEntryContent & Pick<FieldEntry, 'id' | 'userId' | 'teamCode'>> & {
    at?: number;
    knownTwins?: readonly string[];
  } = {},
) {
  entries += 1;
  return {
    oaId: OA,
    id: `entry-${entries}`,
    teamCode: TEAM.code,
    communeCode: TEAM.communeCode,
    userId: LAN,
    kind: 'vneid-level-2',
    topic: 'public-services',
    quantity: 5,
    day: '2026-11-21',
    place: 'Thôn 3',
    note: '',
    group: '',
    flag: '',
    at: MORNING,
    knownTwins: [],
    ...changes,
  } as const;
}
