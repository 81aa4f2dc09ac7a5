import { Worker } from 'node:worker_threads';
import { AppError, type ErrorCode, errorRegistry } from '../shared/errors.ts';
import type { Team } from '../storage/ports.ts';
import type { TeamTable } from './import.ts';
import type { MemberTable } from './member-import.ts';
import { TableRefusal } from './table-file.ts';

/** What is to be read. */
export type ImportOrder =
  | { readonly kind: 'teams'; readonly bytes: Uint8Array }
  | {
      readonly kind: 'members';
      readonly bytes: Uint8Array;
      readonly teams: readonly Team[];
      /** Who has a place or an open invitation: `personKey` of each. */
      readonly known: readonly string[];
    };

/** What the thread is given, and what it answers. */
export interface ImportThreadData {
  readonly rootDir: string;
  readonly order: ImportOrder;
}
export type ImportAnswer =
  | { readonly table: TeamTable | MemberTable }
  | { readonly code: string; readonly message: string; readonly sentence: string };

/** 20,000 rows take below 100 MB; a file that takes more is refused with its thread, not with the server. */
const RESOURCE_LIMITS = { maxOldGenerationSizeMb: 256 };

/**
 * Reads a list of teams or members in a thread of its own: 20,000 rows take some seconds, in which the chat is answered.
 * Throws what `readTeamBytes` and `readMemberBytes` throw.
 */
export function readInThread(rootDir: string, order: Extract<ImportOrder, { kind: 'teams' }>): Promise<TeamTable>;
export function readInThread(rootDir: string, order: Extract<ImportOrder, { kind: 'members' }>): Promise<MemberTable>;
export function readInThread(rootDir: string, order: ImportOrder): Promise<TeamTable | MemberTable> {
  const workerData: ImportThreadData = { rootDir, order };
  const thread = new Worker(new URL('./import-thread.ts', import.meta.url), {
    workerData,
    execArgv: [],
    resourceLimits: RESOURCE_LIMITS,
  });
  return new Promise((resolve, reject) => {
    thread.once('message', (answer: ImportAnswer) => {
      if ('table' in answer) resolve(answer.table);
      else reject(refusalOf(answer));
      void thread.terminate();
    });
    thread.once('error', (cause) => reject(unreadable(order, cause)));
    thread.once('exit', () => reject(unreadable(order)));
  });
}

function refusalOf({ code, message, sentence }: Extract<ImportAnswer, { code: string }>): AppError {
  const known = code in errorRegistry ? (code as ErrorCode) : 'INTERNAL';
  return sentence === '' ? new AppError(known, message) : new TableRefusal(known, message, sentence);
}

const unreadable = ({ kind }: ImportOrder, cause?: unknown): TableRefusal =>
  new TableRefusal(
    kind === 'teams' ? 'TEAM_FILE_INVALID' : 'MEMBER_FILE_INVALID',
    'The file needs more memory than any honest list. Split it by commune, or save it as CSV UTF-8.',
    'Tệp này đọc không hết. Hãy chia tệp theo xã, hoặc lưu thành CSV UTF-8.',
    { cause },
  );
