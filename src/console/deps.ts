import type { Catalogue } from '../catalog/catalogue.ts';
import type { Clock } from '../shared/clock.ts';
import type { Logger } from '../shared/logger.ts';
import type { Storage } from '../storage/ports.ts';
import type { Places } from '../teams/places.ts';

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
  readonly dataDir: string;
  /** `https://…` without a slash at the end; undefined where none is known. */
  publicUrl(): string | undefined;
  /** Keyed pseudonym of a resident. */
  pseudonymOf(oaId: string, userId: string): string;
  /** Random, url-safe, unguessable (16 bytes or more). */
  randomId(): string;
}
