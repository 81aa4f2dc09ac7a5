import type { DueHelp } from '../../storage/help-ports.ts';
import type { Storage } from '../../storage/ports.ts';
import { createDueRounds, type DueRounds, type OwnEventsOptions } from '../own-events.ts';

export interface HelpDueOptions extends OwnEventsOptions {
  readonly storage: Pick<Storage, 'listDueHelp'>;
  /** Requests moved on per second at most. Default 10: those of a night all fall due at 07:00. */
  readonly perSecond?: number;
}

/** Moves requests for help on when their time has come: each due moment is one durable event in the resident's queue. */
export type HelpDue = DueRounds;

/** A turn that failed for good is tried anew so often: nobody may wait for ever because of it. */
const AGAIN_MS = 3_600_000;

export const createHelpDue = ({ storage, perSecond = 10, ...options }: HelpDueOptions): HelpDue =>
  createDueRounds<DueHelp>({
    ...options,
    perSecond,
    list: (args) => storage.listDueHelp(args),
    eventOf: ({ oaId, userId, id, dueAt }, now) => [
      `help ${id} ${dueAt} ${Math.floor((now - dueAt) / AGAIN_MS)}`,
      { type: 'notice', oaId, userId, notice: { kind: 'help', what: 'due', id } },
    ],
    trouble: 'requests for help could not be moved on; trying again',
  });
