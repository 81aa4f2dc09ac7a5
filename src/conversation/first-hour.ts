import type { Session } from './session.ts';

/** What somebody who has just been robbed is led through, and the card for when the flow is missing. */
export const FIRST_HOUR_FLOW = 'scam-first-hour-flow';
export const FIRST_HOUR_CARD = 'scam-first-hour';

/** Name under which emergencies are counted. */
export const EMERGENCY = 'emergency';

/** Whether somebody who has just been robbed is being led through the first hour. */
export function isInFirstHour({ flow }: Pick<Session, 'flow'>): boolean {
  const id = flow?.stack[0]?.id;
  return id === FIRST_HOUR_FLOW || id === FIRST_HOUR_CARD;
}
