import type { ApiAnswer } from '../api-answers.ts';
import type { Feature } from '../oa-route.ts';
import type { EmulatorParts } from '../parts.ts';
import { createAnonymousChats } from './anonymous.ts';
import type { Visitors } from './anonymous.ts';
import { createArticles } from './articles.ts';
import { createBroadcasts } from './broadcast.ts';
import { createConversations } from './conversations.ts';
import { createInfoAnswers } from './info-answers.ts';
import type { InfoAnswers } from './info-answers.ts';
import { createQuotas } from './quotas.ts';
import type { Allowances } from './quotas.ts';
import { createResidentProfiles } from './resident-profiles.ts';
import { createTags } from './tags.ts';
import { createTemplates } from './templates.ts';
import { createUsers } from './users.ts';

/** Everything an OA does beside consultations and groups, put together. */
export interface OaAreas {
  readonly features: readonly Feature[];
  readonly visitors: Visitors;
  readonly infoAnswers: InfoAnswers;
  readonly allowances: Allowances;
  /** Answers a v2 send that is a broadcast or goes to an anonymous visitor; undefined for every other body. */
  trySendV2(body: unknown): ApiAnswer | undefined;
  /** Resolves when no broadcast is being delivered. */
  idle(): Promise<void>;
}

/** {@link OaAreas} over the given parts. */
export function createOaAreas(parts: EmulatorParts): OaAreas {
  const profiles = createResidentProfiles();
  const tags = createTags(parts);
  const articles = createArticles(parts);
  const broadcasts = createBroadcasts(parts, articles);
  const quotas = createQuotas(parts, broadcasts);
  const anonymous = createAnonymousChats(parts);
  return {
    features: [
      createUsers(parts, profiles, tags),
      tags,
      createConversations(parts),
      articles,
      broadcasts,
      quotas,
      createTemplates(parts, quotas),
      anonymous,
    ],
    visitors: anonymous.visitors,
    infoAnswers: createInfoAnswers(parts, profiles),
    allowances: quotas,
    trySendV2: (body) => broadcasts.trySend(body) ?? anonymous.trySend(body),
    idle: () => broadcasts.idle(),
  };
}
