import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { emptySession, parseSession, serializeSession } from '../../src/conversation/session.ts';
import type { FlowState } from '../../src/flow-engine/types.ts';
import { DATABASE_FILE } from '../../src/storage/sqlite/open.ts';
import { answerOf, openDatabase, toSql } from '../../src/storage/sqlite/database.ts';
import { createOperations } from '../../src/storage/sql/operations.ts';
import { createSeenKeys } from '../../src/storage/sqlite/seen-keys.ts';

const oaId = 'oa';

/** One resident's session in the store. */
export interface StoredWalk {
  /** Commits the state as a handled event would. */
  save(state: FlowState | null): StoredWalk;
  /** What the next turn would find. */
  load(): FlowState | null;
}

/** The real store in a folder of its own, removed when the process ends. */
export interface SessionStore {
  ofNewResident(): StoredWalk;
}

let shared: SessionStore | undefined;

/** The store of this process. Nothing is synced to disk: these tests are about what is kept, not about power cuts. */
export function sessionStore(): SessionStore {
  shared ??= openStore();
  return shared;
}

function openStore(): SessionStore {
  const dir = mkdtempSync(path.join(tmpdir(), 'tro-ly-so-sessions-'));
  const database = openDatabase(path.join(dir, DATABASE_FILE));
  database.exec('pragma synchronous = off');
  process.once('exit', () => {
    database.close();
    rmSync(dir, { recursive: true, force: true });
  });
  const operations = createOperations(toSql(database), createSeenKeys(database));
  let residents = 0;
  let events = 0;

  const commit = (userId: string, state: FlowState | null): void => {
    events += 1;
    const at = events;
    const event = { oaId, key: `event-${events}`, eventName: 'user_send_text', userId, payload: '{}' } as const;
    const { id } = answerOf(operations.acceptEvent({ ...event, state: 'pending', receivedAt: at }));
    if (id === undefined) throw new Error(`The store took event ${events} for a repetition.`);
    const turn = operations.commitTurn({
      inboxId: id,
      oaId,
      userId,
      at,
      expectedVersion: answerOf(operations.loadTurn({ oaId, userId })).session.version,
      session: serializeSession({ ...emptySession, flow: state }),
      ...(state?.due !== undefined && { dueAt: state.due }),
      resident: {},
      messages: [],
      claimFirst: false,
      engagement: [],
    });
    const result = answerOf(turn);
    if (!result.ok) throw new Error(`The store refused the turn: ${result.reason}.`);
  };

  return {
    ofNewResident() {
      residents += 1;
      const userId = String(residents);
      const walk: StoredWalk = {
        save(state) {
          commit(userId, state);
          return walk;
        },
        load: () => parseSession(answerOf(operations.loadTurn({ oaId, userId })).session.state).flow,
      };
      return walk;
    },
  };
}
