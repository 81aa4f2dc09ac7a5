import type { DueSession, Storage } from '../storage/ports.ts';
import { createDueRounds, type DueRounds, type OwnEventsOptions } from './own-events.ts';

export interface WakesOptions extends OwnEventsOptions {
  readonly storage: Pick<Storage, 'listDueSessions'>;
  /**
   * Sessions woken per second at most. Default 10: those moved out of the night all fall due at 07:00, and with the 40
   * announcements a second they leave a quarter of Zalo's 4,000 calls a minute to answers.
   */
  readonly perSecond?: number;
  /** Sessions read at once. Default 100. */
  readonly pageSize?: number;
}

/** Wakes sessions when their time has come: each due moment becomes one durable event in the resident's own queue. */
export type Wakes = DueRounds;

export const createWakes = ({ storage, perSecond = 10, ...options }: WakesOptions): Wakes =>
  createDueRounds<DueSession>({
    ...options,
    perSecond,
    list: (args) => storage.listDueSessions(args),
    eventOf: ({ oaId, userId, dueAt }) => [`wake ${userId} ${dueAt}`, { type: 'wake', oaId, userId, at: dueAt }],
    trouble: 'due sessions could not be woken; trying again',
  });
