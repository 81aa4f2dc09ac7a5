import { newDraft } from '../../src/broadcasts/lifecycle.ts';
import { readPlaceUnits } from '../../src/teams/places.ts';
import { newPrivacyRequest } from '../../src/teams/privacy-requests.ts';
import type { Storage } from '../../src/storage/ports.ts';
import { DEPARTMENT_NAME_KEY, OFFICE_ADDRESS_KEY, OFFICE_HOTLINE_KEY } from '../../src/storage/settings-ports.ts';
import { aContent } from './announcements.ts';
import { anEntry } from './field-log-rows.ts';
import { MORNING } from './manual-clock.ts';
import { rootDir } from './shipped-content.ts';
import { commitTurn, OA, TEAM } from './storage-rows.ts';

const DAY = 24 * 3_600_000;

/** States an announcement may be in, one after the other: each shows other buttons. */
const STATES = ['draft', 'sending', 'approved', 'scheduled', 'paused', 'failed', 'sent', 'cancelled'] as const;

/**
 * A store in which every text that a resident, a member, a list from Excel, the API or Zalo can put there is one of
 * `texts`: one row of each kind a text, written past every check, as if a check had been forgotten. Every other case of the
 * help desk is in the hands of `holder`.
 */
export async function fillHostileWorld(storage: Storage, texts: readonly string[], holder = 'acc-0'): Promise<void> {
  const at = MORNING;
  const communes = readPlaceUnits(rootDir)
    .filter(({ level }) => level === 'commune')
    .map(({ code }) => code);
  await storage.saveTeams({ oaId: OA, teams: [TEAM], at });
  const number = (index: number): string => String(index).padStart(3, '0');
  const teams = texts.map((text, index) => ({ ...TEAM, code: `H${number(index)}`, name: text, hamlet: text }));
  const invites = texts.map((name, index) => ({
    ...({
      codeHash: `hash-${index}`,
      role: 'member',
      teamCode: TEAM.code,
      communeCode: TEAM.communeCode,
      name,
    } as const),
    ...{ createdAt: at, expiresAt: at + 14 * DAY },
  }));
  await storage.importRegistry({ oaId: OA, teams, invites, at });
  for (const [key, name] of [DEPARTMENT_NAME_KEY, OFFICE_HOTLINE_KEY, OFFICE_ADDRESS_KEY].entries()) {
    await storage.writeMeta({ key: name, value: texts[key * 7] ?? '' });
  }
  for (const [index, text] of texts.entries()) {
    const userId = `hostile-${number(index)}`;
    await people(storage, { text, userId, index });
    await writings(storage, { text, userId, index }, index % 2 === 0 ? holder : text);
    await ofStaff(storage, { text, userId, index });
    await storage.saveCommuneContact({
      ...{ oaId: OA, communeCode: communes[index] ?? '', hotline: text, centre: text, address: text },
      ...{ openingHours: text, checkedOn: text },
    });
  }
}

interface One {
  readonly text: string;
  readonly userId: string;
  readonly index: number;
}

/** Members by their names, and what is kept of residents. */
async function people(storage: Storage, { text, userId, index }: One): Promise<void> {
  const at = MORNING;
  const states = ['active', 'pending', 'left'] as const;
  await commitTurn(storage, {
    userId,
    session: JSON.stringify({ o: [], text }),
    resident: { address: text, people: JSON.stringify([{ name: text }]), teamCode: TEAM.code, lastInteractionAt: at },
    pseudonym: `p-${OA}-${userId}`,
    consent: { textVersion: text, choice: 'yes', at },
    demand: { text, nearest: text, pseudonym: `p-${OA}-${userId}` },
  });
  await storage.saveMember({
    ...{ oaId: OA, userId, name: text, role: index === 0 ? 'leader' : 'member', state: states[index % 3] ?? 'active' },
    ...{ teamCode: TEAM.code, communeCode: TEAM.communeCode, joinedAt: at },
  });
  await storage.saveHelp({
    request: {
      ...{ oaId: OA, id: `h-${index}`, version: 0, userId, topic: text, flow: text, step: text, reminders: 0 },
      ...{
        teamCode: TEAM.code,
        communeCode: TEAM.communeCode,
        at,
        state: 'desk',
        deskAt: at,
        phone: text,
        phoneAt: at,
      },
      offers: [],
    },
  });
  await storage.addPrivacyRequest(
    newPrivacyRequest({ oaId: OA, id: `PR${index}`, kind: 'see', via: 'counter', receivedAt: at, userId }),
  );
}

/** Notes, questions, answers, messages of the help desk. */
async function writings(storage: Storage, { text, userId, index }: One, by: string): Promise<void> {
  const at = MORNING;
  await storage.saveFieldLog(anEntry({ id: `entry-h${index}`, userId, note: text, place: text, flag: 'too-many' }));
  const question = { oaId: OA, id: `q-${index}`, userId, teamCode: TEAM.code, communeCode: TEAM.communeCode, text, at };
  await storage.saveMemberQuestion({ ...question, level: index % 2 === 0 ? 'province' : 'commune' });
  if (index % 3 === 0) {
    await storage.answerMemberQuestion({ oaId: OA, id: `q-${index}`, answer: text, card: text, at, share: true });
  }
  await storage.saveTeamGroup({ oaId: OA, groupId: text, teamCode: TEAM.code });
  const refs = { help: `h-${index}`, demand: String(index + 1), question: `q-${index}` } as const;
  for (const kind of ['help', 'demand', 'question'] as const) {
    const hand = { oaId: OA, kind, ref: refs[kind], by, name: text, at };
    await storage.holdDesk({ ...hand, until: at + DAY });
    await storage.noteDesk({ ...hand, deed: 'answered', detail: text });
  }
}

/** What staff, the API and Zalo's answers put there. */
async function ofStaff(storage: Storage, { text, index }: One): Promise<void> {
  const at = MORNING;
  await storage.saveTip({
    ...{ oaId: OA, id: `tip-${index}`, title: text, text, card: '', month: '2026-11', createdAt: at, state: 'draft' },
  });
  await storage.createCampaign({
    ...{ oaId: OA, id: `cd-${index}`, name: text, fromDay: '2026-11-01', toDay: '2026-12-31', communeCodes: [] },
    ...{ goals: [], createdAt: at },
  });
  const content = aContent({
    ...{ title: text, text, emergency: { reason: text } },
    buttons: [
      { kind: 'link', title: text, url: text },
      { kind: 'phone', title: text, phone: text },
    ],
  });
  await storage.saveAnnouncement({
    ...newDraft({ id: `a-${index}`, oaId: OA, content, by: text, at }),
    ...{
      approvals: [{ by: text, at, note: text }],
      submittedBy: text,
      submittedAt: at,
      startedBy: text,
      startedAt: at,
    },
    state: STATES[index % STATES.length] ?? 'draft',
  });
  await storage.addLaneJob({
    job: {
      ...{ oaId: OA, announcementId: `a-${index}`, lane: 'article', version: 0, code: text },
      state: index % 2 === 0 ? 'failed' : 'unknown',
      ...{ meaning: text, startedAt: at, updatedAt: at, detail: { cities: [], makes: 1, tries: 1, articleId: text } },
    },
  });
  await storage.addStaff({
    ...{ id: `acc-${index}`, oaId: OA, login: text, name: text, role: 'editor', passwordHash: '', recoveryHashes: [] },
    ...{ mustChangePassword: false, failures: 0, createdAt: at },
  });
  await storage.saveStaffKey({
    ...{ id: `key-${index}`, oaId: OA, hash: `keyhash-${index}`, name: text, scopes: [text], accountId: 'acc-0' },
    createdAt: at,
  });
  await storage.staffChange({
    ...{ oaId: OA, at, actor: text, action: text, subject: text, detail: JSON.stringify({ text, [text]: text }) },
    writes: [],
  });
}
