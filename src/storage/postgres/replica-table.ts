import type pg from 'pg';
import { AppError } from '../../shared/errors.ts';
import { parseShare, SLOTS, type SlotShare } from '../../shared/slots.ts';
import { placeOf, toStorageError } from './errors.ts';
import { createOwnLine } from './own-line.ts';

export interface ReplicaTableOptions {
  readonly url: string;
  /** Name of this replica, the same after a restart on the same data folder: letters, digits and hyphens, 32 at most. */
  readonly name: string;
  /** The part of the slots that a proxy posts to this replica; undefined = it is posted anything. */
  readonly home?: SlotShare | undefined;
  /** Now, epoch ms. */
  now(): number;
}

/** Where replicas tell each other to look. */
const CHANNEL = 'tro_ly_so_replicas';
/** Longest wait for an answer, ms: less than what makes a replica seem gone. */
const ANSWER_MS = 3_000;
/** A running replica of the same name gives a sign within this, ms. */
const DOUBT_MS = 2_500;
const LOOK_MS = 100;

/** Name under which the connections of one start of a replica stand in `pg_stat_activity`. */
export const workName = (name: string, epoch: number): string => `tro-ly-so ${name} ${epoch}`;
const memberName = (name: string): string => `tro-ly-so-member ${name}`;

/** How things stand: signs of life of everybody alive, and whose each slot is. */
export interface StoredView {
  readonly alive: readonly {
    readonly name: string;
    readonly epoch: number;
    readonly beats: number;
    readonly home: SlotShare | undefined;
  }[];
  readonly owners: readonly (string | undefined)[];
}

/**
 * Joins the replicas of a database whose tables are of this version. An earlier start of the same replica is shut out
 * first. Uses one connection of its own, so that signs of life never wait behind work.
 * Throws DATABASE_IN_USE when a replica of this name is alive elsewhere (a data folder was copied), STORAGE_FAILED when
 * the database does not answer.
 */
export async function openReplicaTable({ url, name, home, now }: ReplicaTableOptions) {
  let line: Promise<pg.Client> | undefined;
  let listener: (() => void) | undefined;
  let isOver = false;

  const connect = async (): Promise<pg.Client> => {
    const client = createOwnLine(url, memberName(name), {
      connectionTimeoutMillis: ANSWER_MS,
      query_timeout: ANSWER_MS,
      statement_timeout: ANSWER_MS,
    });
    const lose = (): void => {
      line = undefined;
    };
    client.on('error', lose);
    client.on('end', lose);
    client.on('notification', () => listener?.());
    await client.connect();
    await client.query(`listen ${CHANNEL}`);
    return client;
  };

  const ask = async <R extends pg.QueryResultRow>(sql: string, params: readonly unknown[] = []): Promise<R[]> => {
    line ??= connect();
    const mine = line;
    try {
      const client = await mine;
      return (await client.query<R>(sql, [...params])).rows;
    } catch (error) {
      // One that gave no answer may give it later, to the next question.
      if (line === mine) line = undefined;
      void mine.then((client) => client.end()).catch(() => undefined);
      throw toStorageError(`The replicas in the database at ${placeOf(url)} cannot be asked`, error);
    }
  };

  const tellOthers = (): Promise<unknown> => ask(`select pg_notify('${CHANNEL}', $1)`, [name]);

  /** Ends whatever runs under these names, and waits until it has ended: what it had not committed never will be. */
  const shutOut = async (pattern: string, ...params: readonly unknown[]): Promise<void> => {
    for (;;) {
      const left = await ask<{ ended: boolean }>(
        `select pg_terminate_backend(pid, 1000) as ended from pg_stat_activity
         where datname = current_database() and pid <> pg_backend_pid() and ${pattern}`,
        params,
      );
      if (left.every(({ ended }) => ended)) return;
    }
  };

  const signOf = async (): Promise<string> => {
    const rows = await ask<{ epoch: string; beats: string }>('select epoch, beats from replica where name = $1', [
      name,
    ]);
    return JSON.stringify(rows[0] ?? null);
  };

  /** A killed process is gone from the list of connections at once; one that is there may be about to go. */
  const refuseTwin = async (): Promise<void> => {
    const before = await signOf();
    for (let waitedMs = 0; waitedMs < DOUBT_MS; waitedMs += LOOK_MS) {
      const others = await ask(
        `select 1 from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and application_name = $1`,
        [memberName(name)],
      );
      if (others.length === 0) return;
      if ((await signOf()) !== before) {
        throw new AppError(
          'DATABASE_IN_USE',
          `A replica named ${name} already runs on the database at ${placeOf(url)}. The name stands in the file "replica" of DATA_DIR; two servers need two folders: delete that file where the folder is a copy.`,
        );
      }
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    }
  };

  const join = async (): Promise<number> => {
    await refuseTwin();
    const rows = await ask<{ epoch: string }>(
      `insert into replica (name, epoch, beats, state, joined_at, home) values ($1, 1, 0, 'starting', $2, $3)
       on conflict (name) do update
         set epoch = replica.epoch + 1, beats = 0, state = 'starting', joined_at = $2, home = $3
       returning epoch`,
      [name, now(), home === undefined ? null : `${home.part}/${home.of}`],
    );
    const epoch = Number(rows[0]?.epoch);
    await shutOut(
      `(application_name = $1 or (application_name like $2 and application_name <> $3))`,
      ...[memberName(name), `tro-ly-so ${name} %`, workName(name, epoch)],
    );
    await tellOthers();
    return epoch;
  };

  const leaving = async (epoch: number): Promise<void> => {
    await ask('delete from resident_slot where owner = $1', [name]);
    await ask(`update replica set state = 'gone' where name = $1 and epoch = $2`, [name, epoch]);
    await tellOthers();
  };

  const close = async (): Promise<void> => {
    isOver = true;
    const open = line;
    line = undefined;
    await open?.then((client) => client.end()).catch(() => undefined);
  };

  let epoch: number;
  try {
    epoch = await join();
  } catch (error) {
    await close();
    throw error;
  }

  return {
    name,
    epoch,
    home,

    async beat(isReady: boolean): Promise<StoredView | 'gone'> {
      const own = await ask(
        `update replica set beats = beats + 1, state = $3 where name = $1 and epoch = $2 and state <> 'gone' returning beats`,
        [name, epoch, isReady ? 'alive' : 'starting'],
      );
      if (own.length === 0) return 'gone';
      const alive = await ask<{ name: string; epoch: string; beats: string; home: string | null }>(
        // Whoever died in the middle of burying somebody left that one's slots: it counts as silent until they are free.
        `select name, epoch, beats, home from replica where state = 'alive'
           or exists (select 1 from resident_slot where owner = replica.name)`,
      );
      const owned = await ask<{ slot: string; owner: string }>('select slot, owner from resident_slot');
      const owners: (string | undefined)[] = Array.from({ length: SLOTS }, () => undefined);
      for (const { slot, owner } of owned) owners[Number(slot)] = owner;
      return {
        alive: alive.map((one) => ({
          ...{ name: one.name, epoch: Number(one.epoch), beats: Number(one.beats) },
          home: parseShare(one.home ?? ''),
        })),
        owners,
      };
    },

    async take(slots: readonly number[]): Promise<readonly number[]> {
      const rows = await ask<{ slot: string }>(
        `insert into resident_slot (slot, owner)
           select slot, $1 from unnest($2::bigint[]) as free (slot)
           where exists (select 1 from replica where name = $1 and epoch = $3 and state = 'alive')
         on conflict (slot) do nothing returning slot`,
        [name, slots, epoch],
      );
      return rows.map(({ slot }) => Number(slot));
    },

    async free(slots: readonly number[]): Promise<void> {
      await ask('delete from resident_slot where slot = any($1) and owner = $2', [slots, name]);
      await tellOthers();
    },

    async bury(silent: { readonly name: string; readonly epoch: number; readonly beats: number }): Promise<boolean> {
      const gone = await ask(
        `update replica set state = 'gone' where name = $1 and epoch = $2 and beats = $3 returning name`,
        [silent.name, silent.epoch, silent.beats],
      );
      if (gone.length === 0) return false;
      // From here on it gets no connection any more; those it has are ended.
      await shutOut(`application_name in ($1, $2)`, workName(silent.name, silent.epoch), memberName(silent.name));
      await ask(
        `delete from resident_slot where owner = $1
           and exists (select 1 from replica where name = $1 and epoch = $2 and state = 'gone')`,
        [silent.name, silent.epoch],
      );
      await tellOthers();
      return true;
    },

    async leave(): Promise<void> {
      if (!isOver) await leaving(epoch).catch(() => undefined);
      await close();
    },

    /** Breaks off as a killed process does: nothing is said, nothing is given back. */
    kill: close,

    onChange(heard: () => void): void {
      listener = heard;
    },
  };
}
