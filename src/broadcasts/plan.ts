import type { AudienceFilter, AudienceQuery } from '../storage/announcement-ports.ts';
import { EVERYBODY } from './audience.ts';
import { type AnnouncementPlan, makePlan, type PlanRequest } from './plan-announcement.ts';

/** The people of a commune or a team, as the command line names them, as an audience. */
export const filterOf = ({ communeCode, teamCode }: Omit<AudienceQuery, 'oaId'>): AudienceFilter => ({
  ...EVERYBODY,
  communes: communeCode === undefined ? [] : [communeCode],
  teams: teamCode === undefined ? [] : [teamCode],
});

/** What a finished message of the command line is: news by direct message alone. */
export const readyContent = (audience: AudienceQuery): PlanRequest['content'] => ({
  ...{ category: 'news', lanes: ['direct'], buttons: [], audience: filterOf(audience) },
});

/** The plan of an announcement given at the command line for `at`. Sends nothing. */
export function planAnnouncement(request: {
  readonly storage: PlanRequest['storage'];
  readonly audience: AudienceQuery;
  /** When sending is to begin, epoch ms. */
  readonly at: number;
}): Promise<AnnouncementPlan> {
  const { storage, audience, at } = request;
  return makePlan({ storage, oaId: audience.oaId, content: readyContent(audience), now: at });
}
