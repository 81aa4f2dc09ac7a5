import type { LocatedText } from '../card-body.ts';
import type { CardFile } from '../card-file.ts';
import type { FlowFile } from '../flow-file.ts';
import type { PictureFile } from '../picture-files.ts';
import type { Problem, Severity } from '../problems.ts';
import type { SourceFile } from '../sources.ts';

/** A file's texts, and the placeholders they may use. */
export interface TextFile {
  readonly file: string;
  readonly kind: 'card' | 'flow' | 'messages';
  readonly texts: readonly LocatedText[];
  readonly placeholders: ReadonlySet<string>;
}

/** Everything rules look at. */
export interface Content {
  /** `YYYY-MM-DD`: decides which cards are past their review. */
  readonly today: string;
  readonly sources: readonly SourceFile[];
  readonly cards: readonly CardFile[];
  readonly flows: readonly FlowFile[];
  readonly cardOf: ReadonlyMap<string, CardFile>;
  readonly flowOf: ReadonlyMap<string, FlowFile>;
  /** Undefined when the file that lists them cannot be read. */
  readonly outcomes: ReadonlySet<string> | undefined;
  /** Names of the files of cards and flows, also of those that cannot be read: what leads there is not wrong. */
  readonly fileNames: ReadonlySet<string>;
  readonly texts: readonly TextFile[];
  /** Hosts that may be linked to and named, beside those of `.gov.vn`. */
  readonly officialHosts: ReadonlySet<string>;
  /** Ready-made pictures by name; undefined where nobody looked. */
  readonly pictures?: ReadonlyMap<string, PictureFile>;
}

/** What a rule found. `quote`: the wrong words as written; the exact line and column are looked up by it. */
export interface Finding extends Problem {
  readonly quote?: string;
}

/** What a rule of single texts found; file and line are those of the text. */
export interface TextFinding {
  readonly problem: string;
  readonly fix: string;
  readonly quote?: string;
}

/**
 * One rule of the linter. Its id is stable: authors and editors refer to it. Every rule has a row in
 * `docs/lint-rules.md` and a fixture in `test/fixtures/broken-content/<id>`; a guard test compares the three.
 */
export interface Rule {
  readonly id: string;
  readonly severity: Severity;
  /**
   * True: content that breaks it is not served, because somebody would be stuck or harmed. False: found by
   * `npm run check:content` only; nothing that depends on the date or on taste may stop a start.
   */
  readonly stopsStart: boolean;
  /** Over everything. A rule with neither check belongs to whoever reads the file (YAML, schema, card body). */
  readonly check?: (content: Content) => readonly Finding[];
  /** Over one text that residents or team members read. */
  readonly checkText?: (text: LocatedText, file: TextFile, content: Content) => readonly TextFinding[];
}

/** A rule that stops the start. */
export const stop = (id: string, check?: Rule['check']): Rule => ({
  id,
  severity: 'error',
  stopsStart: true,
  ...(check && { check }),
});

/** The same for single texts. */
export const stopText = (id: string, checkText: NonNullable<Rule['checkText']>): Rule => ({
  id,
  severity: 'error',
  stopsStart: true,
  checkText,
});

/** A rule of `check:content`. */
export const lint = (id: string, severity: Severity, check: NonNullable<Rule['check']>): Rule => ({
  id,
  severity,
  stopsStart: false,
  check,
});

/** The same for single texts. */
export const lintText = (id: string, severity: Severity, checkText: NonNullable<Rule['checkText']>): Rule => ({
  id,
  severity,
  stopsStart: false,
  checkText,
});
