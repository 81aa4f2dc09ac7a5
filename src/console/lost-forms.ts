import type { Clock } from '../shared/clock.ts';
import type { FormFields } from './page.ts';

/** A form that came in after its session was over. */
export interface LostForm {
  /** Whose session it was; nobody else gets to see it. */
  readonly accountId: string;
  /** Pattern of the form, as its subject names it. */
  readonly formPath: string;
  /** Path below `/console` to which it was sent. */
  readonly path: string;
  /** Path parts and query of the form. */
  readonly params: Readonly<Record<string, unknown>>;
  readonly texts: FormFields['texts'];
  /** There were files, which no page can fill in again. */
  readonly hadFiles: boolean;
}

/** What was typed when a session ran out, until its owner is back. */
export interface LostForms {
  /** Returns the name under which it is kept; undefined for one that is too big. */
  keep(form: LostForm): string | undefined;
  /** For its owner, as often as they ask within half an hour. */
  find(id: string, accountId: string): LostForm | undefined;
}

/** Where a form waits for its owner, below `/console`, with its name behind it. */
export const RESUME_PATH = '/viet-tiep';

const KEPT_MS = 30 * 60_000;
const MOST_KEPT = 200;
/** A long announcement is 2,000 characters; a page of settings is less. */
const MOST_CHARACTERS = 50_000;
/** Never kept, whatever the form: what a browser would not fill in again either. */
const SECRETS = /pass|code|otp|secret|token/iu;

/** Keeps the latest in memory alone: nothing of them is written anywhere, and a restart forgets them. */
export function createLostForms(clock: Pick<Clock, 'now'>, randomId: () => string): LostForms {
  const kept = new Map<string, LostForm & { readonly until: number }>();
  return {
    keep(form) {
      const texts = Object.fromEntries(Object.entries(form.texts).filter(([name]) => !SECRETS.test(name)));
      if (JSON.stringify(texts).length > MOST_CHARACTERS) return undefined;
      const id = randomId();
      kept.set(id, { ...form, texts, until: clock.now() + KEPT_MS });
      const oldest = kept.keys().next().value;
      if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest);
      return id;
    },
    find(id, accountId) {
      const form = kept.get(id);
      return form && form.accountId === accountId && clock.now() < form.until ? form : undefined;
    },
  };
}
