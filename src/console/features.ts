import { accountsFeature } from './accounts/feature.ts';
import { dashboardFeature } from './dashboard/feature.ts';
import { helpDeskFeature } from './help-desk/feature.ts';
import { announcementsFeature } from './announcements/feature.ts';
import { privacyFeature } from './privacy/feature.ts';
import { settingsFeature } from './settings/feature.ts';
import type { Feature } from './page.ts';
import { campaignsFeature } from './campaigns/feature.ts';
import { importFeature } from './import/feature.ts';
import { membersFeature } from './members/feature.ts';
import { targetsFeature } from './targets/feature.ts';
import { teamsFeature } from './teams/feature.ts';
import { fieldLogFeature } from './field-log/feature.ts';
import { groupsFeature } from './groups/feature.ts';
import { learningFeature } from './learning/feature.ts';
import { oasFeature } from './oas/feature.ts';
import { tipsFeature } from './tips/feature.ts';

/** Every subject of the console, in the order of the navigation. */
export const features: readonly Feature[] = [
  dashboardFeature,
  announcementsFeature,
  accountsFeature,
  helpDeskFeature,
  privacyFeature,
  settingsFeature,
  teamsFeature,
  membersFeature,
  importFeature,
  targetsFeature,
  campaignsFeature,
  tipsFeature,
  fieldLogFeature,
  learningFeature,
  groupsFeature,
  oasFeature,
];
