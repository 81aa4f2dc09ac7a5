import { randomInt } from 'node:crypto';
import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { AppError } from './shared/errors.ts';
import type { Storage, Team } from './storage/ports.ts';
import { codeListCsv, type HandedCode } from './teams/code-list.ts';
import { readTeamBytes, type TeamProblem } from './teams/import.ts';
import { personKey, readMemberBytes } from './teams/member-import.ts';
import type { Places } from './teams/places.ts';
import { type InviteFor, newInvite, printedCode } from './teams/registry.ts';
import { MAX_FILE_BYTES } from './teams/table-file.ts';

/** What commands about teams work on. */
export interface RegistryPlace {
  readonly storage: Storage;
  readonly oaId: string;
  readonly places: Places;
  readonly now: number;
  /** Before the first write: the data folder is this OA's from now on. */
  claim(): Promise<void>;
  say(text: string): void;
}

/** How a file is imported. */
export interface FileRequest {
  readonly file: string;
  readonly dryRun: boolean;
  /** True = bad rows are left out; default: with any of them nothing is written. */
  readonly skipBad: boolean;
}

/**
 * The bytes of a file. Throws CLI_USAGE when it cannot be read, or is larger than any import (checked before reading).
 */
function readBytes(file: string): Buffer {
  try {
    if (statSync(file).size <= MAX_FILE_BYTES) return readFileSync(file);
  } catch (error) {
    throw new AppError('CLI_USAGE', `The file "${file}" cannot be read. Check the path.`, { cause: error });
  }
  throw new AppError('CLI_USAGE', `The file "${file}" is larger than 5 MB. Split it by commune.`);
}

/** Says what is wrong with each row. True when the good rows may be written. */
function sayProblems(place: RegistryPlace, request: FileRequest, problems: readonly TeamProblem[]): boolean {
  for (const { line, problem } of problems) place.say(`dòng ${line}: ${problem}`);
  if (problems.length === 0) return true;
  process.exitCode = 1;
  return request.skipBad;
}

const badRows = (problems: readonly TeamProblem[]): number => new Set(problems.map(({ line }) => line)).size;

const NOT_WRITTEN = 'Chưa lưu gì. Sửa các dòng trên rồi nhập lại, hoặc thêm --skip-bad để bỏ qua các dòng lỗi.';

/** `bot teams import`: all teams of a file in one transaction. */
export async function importTeamFile(place: RegistryPlace, request: FileRequest): Promise<void> {
  const { storage, oaId, say } = place;
  const read = await readTeamBytes(readBytes(request.file), place.places);
  const known = new Map((await storage.listTeams({ oaId })).map((team) => [team.code, team]));
  const dissolved = read.teams.filter(({ code }) => known.get(code)?.dissolvedAt !== undefined);
  const problems = [
    ...read.problems,
    ...dissolved.map(({ line, code }) => ({
      line,
      problem: `code: tổ ${code} đã giải thể, mã cũ không dùng lại; cần một mã mới`,
    })),
  ].toSorted((a, b) => a.line - b.line);
  const teams = read.teams.filter((team) => !dissolved.includes(team)).map(({ line: _line, ...team }): Team => team);
  const isFine = sayProblems(place, request, problems);
  const added = teams.filter(({ code }) => !known.has(code)).length;
  const counts = `${teams.length} tổ nhập được (${added} mới, ${teams.length - added} cập nhật), ${badRows(problems)} dòng lỗi`;
  if (request.dryRun) return say(`Chạy thử: ${counts}. Chưa lưu gì.`);
  if (!isFine) return say(`${counts}. ${NOT_WRITTEN}`);
  if (teams.length === 0) return say(`${counts}. Không có gì để lưu.`);
  await place.claim();
  const saved = await storage.saveTeams({ oaId, teams, at: place.now });
  const left = badRows(problems) === 0 ? '' : ` Đã bỏ qua ${badRows(problems)} dòng lỗi.`;
  say(`Đã lưu ${teams.length} tổ (${saved.added} mới, ${saved.changed} cập nhật).${left}`);
}

/** `bot members invite --file`: a code for everybody of a file, and the list to print. */
export async function inviteByFile(
  place: RegistryPlace,
  request: FileRequest & { readonly out: string },
): Promise<void> {
  const { storage, oaId, places, say } = place;
  const teams = new Map((await storage.listTeams({ oaId })).map((team) => [team.code, team]));
  const known = await knownPeople(place);
  const {
    people,
    problems,
    known: there,
  } = await readMemberBytes(readBytes(request.file), {
    places,
    team: (code) => teams.get(code),
    isKnown: (where, name) => known.has(personKey(where, name)),
  });
  const isFine = sayProblems(place, request, problems);
  const counts = `${people.length} người mời được, ${there} người đã có, ${badRows(problems)} dòng lỗi`;
  if (request.dryRun) return say(`Chạy thử: ${counts}. Chưa làm mã mời nào.`);
  if (!isFine) return say(`${counts}. ${NOT_WRITTEN}`);
  if (people.length === 0) return say(`${counts}. Không có ai để mời.`);
  await place.claim();
  const handed = await makeCodes(
    place,
    people.map(({ line: _line, ...person }) => person),
    {
      nameOf: (person) => teams.get(person.teamCode)?.name ?? places.commune(person.communeCode)?.name ?? '',
      beforeSaving: (codes) => writeList(request.out, codes),
      afterFailure: () => rmSync(request.out, { force: true }),
    },
  );
  say(`Đã làm ${handed.length} mã mời (${counts}). Danh sách để in: ${request.out}`);
  say('Tệp này chỉ có một lần: trợ lý không giữ mã. In xong, phát xong thì xóa tệp.');
}

/** `bot members invite --team LN03 --name …`: one code, printed. */
export async function inviteOne(place: RegistryPlace, person: InviteFor, placeName: string): Promise<void> {
  await place.claim();
  const [handed] = await makeCodes(place, [person], { nameOf: () => placeName });
  if (!handed) return;
  place.say(`${person.name}, ${placeName}: nhắn cho trợ lý số trên Zalo: VÀO TỔ ${printedCode(handed.code)}`);
  place.say('Mã dùng một lần, trong 14 ngày. Trợ lý không giữ mã: mất thì làm mã mới.');
}

interface Making {
  nameOf(person: InviteFor): string;
  /** Keeps the codes somewhere before only their hashes are left. */
  beforeSaving?(codes: readonly HandedCode[]): void;
  afterFailure?(): void;
}

async function makeCodes(
  { storage, oaId, now }: RegistryPlace,
  people: readonly InviteFor[],
  making: Making,
): Promise<readonly HandedCode[]> {
  const made = people.map((person) => {
    const { code, invite } = newInvite(oaId, person, now, (below) => randomInt(below));
    return { invite, handed: { ...person, code, expiresAt: invite.expiresAt, placeName: making.nameOf(person) } };
  });
  const handed = made.map((one) => one.handed);
  making.beforeSaving?.(handed);
  try {
    await storage.importRegistry({ oaId, teams: [], invites: made.map(({ invite }) => invite), at: now });
  } catch (error) {
    making.afterFailure?.();
    throw error;
  }
  return handed;
}

function writeList(file: string, codes: readonly HandedCode[]): void {
  try {
    // Never over another list: its codes would be lost.
    writeFileSync(file, codeListCsv(codes), { flag: 'wx', mode: 0o600 });
  } catch (error) {
    throw new AppError(
      'CLI_USAGE',
      `The list of codes cannot be written to "${file}". Choose another name with --out; nobody was invited.`,
      { cause: error },
    );
  }
}

/** Everybody who has a place or an open invitation. */
async function knownPeople({ storage, oaId, now }: RegistryPlace): Promise<ReadonlySet<string>> {
  const members = await storage.listMembers({ oaId, limit: ALL });
  const invites = await storage.listInvites({ oaId, at: now });
  const there = [...members.filter(({ state }) => state !== 'left'), ...invites];
  return new Set(
    there.map(({ teamCode, communeCode, name }) => personKey(teamCode === '' ? communeCode : teamCode, name)),
  );
}

/** All members of a province: 74,422 teams of the whole country had 348,362. */
export const ALL = 1_000_000;
