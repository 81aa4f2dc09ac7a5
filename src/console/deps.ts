import type { OaProfile, OutgoingMessage } from 'zalo-oa-sdk';
import type { HelpDeskDoors } from './help-desk/doors.ts';
import type { PictureStore } from '../broadcasts/picture-store.ts';
import type { Catalogue } from '../catalog/catalogue.ts';
import type { CoordinationStatus } from '../coordination/ports.ts';
import type { Clock } from '../shared/clock.ts';
import type { Logger } from '../shared/logger.ts';
import type { Announcement } from '../storage/announcement-ports.ts';
import type { Storage } from '../storage/ports.ts';
import type { ReportDocument } from '../shared/report-document.ts';
import type { Places } from '../teams/places.ts';
import type { Charts } from './charts/charts.ts';
import type { ConsoleKeys } from './access/keys.ts';

/** What the console needs of the rest of the product; put together in `app.ts`. */
export interface ConsoleDeps {
  readonly oaId: string;
  readonly mode: 'demo' | 'production';
  readonly storage: Storage;
  readonly clock: Clock;
  readonly logger: Logger;
  /** What is served now. */
  catalogue(): Catalogue;
  readonly places: Places;
  /** Name of the department of the province. */
  readonly departmentName: string;
  /** Root of the repository: where data files of the product lie. */
  readonly rootDir: string;
  /** Folder of pictures and photos. */
  readonly filesDir: string;
  /** `https://…` without a slash at the end; undefined where none is known. */
  publicUrl(): string | undefined;
  /** Keyed pseudonym of a resident. */
  pseudonymOf(oaId: string, userId: string): string;
  /** Random, url-safe, unguessable (16 bytes or more). */
  randomId(): string;
  /** Draws charts, in a thread of its own. */
  readonly charts: Charts;
  /** A report on A4 as PDF, made in a thread of its own. Rejects with HANDOUT_FAILED. */
  printReport(report: ReportDocument): Promise<Buffer>;
  /** What the console signs and seals with. */
  readonly keys: ConsoleKeys;
  /** What the console itself asks of Zalo. Throws the SDK's errors. */
  readonly zalo: ConsoleZalo;
  /** Pictures of announcements. */
  readonly pictures: PictureStore;
  /** Ways of the help desk into the running server. */
  readonly helpDesk: HelpDeskDoors;
  /** How the servers of this installation stand together now, from memory. */
  servers(): CoordinationStatus;
}

/** Zalo, as far as the console speaks to it by itself; everything for residents goes through delivery. */
export interface ConsoleZalo {
  /** Id of the app at developers.zalo.me. */
  readonly appId: string;
  /** The page on which an administrator of the OA gives the app access. Throws what the SDK's `permissionLink` throws. */
  permissionLink(to: { readonly redirectUri: string; readonly state: string }): string;
  /** Turns the code of a consent into the OA's tokens and keeps them. */
  exchangeCode(code: string): Promise<void>;
  /** The OA's own profile. */
  profile(): Promise<OaProfile>;
  /** Webhook events since the server started, by name. */
  eventsSeen(): Promise<Readonly<Record<string, number>>>;
  /** The announcement with its picture taken to Zalo, where it has one. */
  withPicture(announcement: Announcement): Promise<Announcement>;
  /** One message to a member of staff who linked their own account, for trying out. */
  sendTest(userId: string, message: OutgoingMessage): Promise<void>;
}
