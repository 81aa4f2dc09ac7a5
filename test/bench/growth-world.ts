import { BENCH_OA, LAST_DAY, TEAMS as DASHBOARD_TEAMS, teamCode } from './dashboard-data.ts';

/** The same OA, teams and day as `bench dashboard`, so that its pages can be opened on these rows. */
export const OA_ID = BENCH_OA;
export const TEAMS = DASHBOARD_TEAMS;
export const DAY = LAST_DAY;
/** The evening of that day, epoch ms. */
export const AT = Date.parse(`${LAST_DAY}T20:00:00+07:00`);
export const HOUR_MS = 3_600_000;
/** A team like any other. */
export const TEAM = teamCode(7);
