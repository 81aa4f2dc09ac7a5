import * as z from 'zod';
import { defineAction } from '../action.ts';
import { communesOf } from './guard.ts';
import { communeName, matterOf } from './read.ts';
import { inboxRows, type InboxRow } from './rows.ts';
import { inboxRow } from './shapes.ts';

const filters = z.object({
  commune: z.string().max(10).optional(),
  topic: z.string().max(40).optional(),
  /** `mine`: what I have in hand; `open`: what somebody has to do something about. */
  who: z.enum(['all', 'mine', 'open']).default('all').catch('all'),
});

const isWanted = (row: InboxRow, { topic, who }: z.output<typeof filters>): boolean =>
  (topic === undefined || topic === '' || row.topic === topic) &&
  (who === 'all' || (who === 'mine' ? row.isMine : row.isOpen));

/** What waits for a person, and how much of it there is. */
export const listInbox = defineAction({
  name: 'help.list',
  permission: 'help.work',
  route: { method: 'GET', path: '/help' },
  summary: 'Lists requests that wait for a person, at the desk and with the teams, with their waiting times.',
  input: filters,
  output: z.object({
    desk: z.array(inboxRow),
    team: z.array(inboxRow),
    /** Without the filters on subject and holder. */
    counts: z.object({ desk: z.number(), open: z.number(), mine: z.number(), team: z.number() }),
  }),
  async run(context, input) {
    const rows = await inboxRows(context, input.commune);
    const [desk, team] = [rows.filter(({ place }) => place === 'desk'), rows.filter(({ place }) => place === 'team')];
    return {
      desk: desk.filter((row) => isWanted(row, input)),
      team: team.filter((row) => isWanted(row, { ...input, who: input.who === 'open' ? 'all' : input.who })),
      counts: {
        desk: desk.length,
        open: desk.filter(({ isOpen }) => isOpen).length,
        mine: desk.filter((row) => row.isMine).length,
        team: team.length,
      },
    };
  },
});

const MOST_ENDED = 200;
const ENDED_MS = 30 * 24 * 3_600_000;

/** What ended in the last 30 days. */
export const listEnded = defineAction({
  name: 'help.ended',
  permission: 'help.work',
  route: { method: 'GET', path: '/help/ended' },
  summary: 'Lists requests that ended in the last 30 days, the latest first.',
  input: z.object({ commune: z.string().max(10).optional() }),
  output: z.object({
    rows: z.array(
      z.object({
        id: z.string(),
        ...{ guideTitle: z.string(), topicTitle: z.string(), step: z.string(), communeName: z.string() },
        askedAt: z.number(),
        endedAt: z.number(),
        waitedMinutes: z.number().optional(),
        state: z.enum(['done', 'cancelled', 'unanswered']),
        feedback: z.enum(['good', 'bad']).optional(),
        outcome: z.string().optional(),
      }),
    ),
  }),
  async run(context, { commune }) {
    const { deps, at } = context;
    const { storage, oaId } = deps;
    const communeCodes = await communesOf(context, commune);
    const requests = await storage.listDeskEnded({
      ...{ oaId, since: at - ENDED_MS, limit: MOST_ENDED },
      ...(communeCodes === undefined ? {} : { communeCodes }),
    });
    const cases = await storage.listDeskCases({ oaId, kind: 'help', refs: requests.map(({ id }) => id) });
    const outcomes = new Map(cases.map(({ ref, outcome }) => [ref, outcome]));
    return {
      rows: requests.map((request) => {
        const { topicTitle, guideTitle } = matterOf(deps, request);
        const outcome = outcomes.get(request.id);
        return {
          ...{ id: request.id, topicTitle, guideTitle, step: request.step, askedAt: request.at },
          communeName: communeName(deps, request.communeCode),
          endedAt: request.doneAt ?? request.at,
          state: request.state as 'done' | 'cancelled' | 'unanswered',
          ...(request.waitedMinutes === undefined ? {} : { waitedMinutes: request.waitedMinutes }),
          ...(request.feedback === undefined ? {} : { feedback: request.feedback }),
          ...(outcome === undefined ? {} : { outcome }),
        };
      }),
    };
  },
});
