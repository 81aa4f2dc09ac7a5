/** The steps of a flow, one interface a type, as the engine reads them. */
import type { Compiled, When } from './condition.ts';

/** A link shown as a button. Full official address only, never shortened. */
export interface Link {
  readonly title: string;
  readonly url: string;
}

/** A picture said with a text: a full https address, or a file below `content/pictures` that the renderer publishes. */
export type Picture = { readonly url: string } | { readonly file: string };

export interface Choice {
  /** Button title, at most 100 characters; residents may also type its number or one of `words`. */
  readonly title: string;
  /** Value stored under the ask's `save`; letters, digits, `-`. */
  readonly value: string;
  /** Other ways to say it, any diacritics; compared folded. */
  readonly words?: readonly string[];
  readonly next: string;
}

/**
 * A limit on waiting. `after` is a whole number and `m`, `h`, `d` or `w` (minutes, hours, days, weeks), `1m` to `90d`.
 * Without `next`, the flow is left: the caller goes on behind its call, an outermost flow ends *expired*.
 */
export interface Expiry {
  readonly after: string;
  readonly next?: string;
}

/** What an ask waits for; default `choice` with `choices`, otherwise `text`. */
export type AskInput = 'choice' | 'text' | 'number' | 'money' | 'date' | 'phone' | 'place' | 'photo' | 'location';

/**
 * Says `text` and waits. Saved under `save`, never the words themselves except for `text`:
 *
 * | input | `<save>` | also |
 * |---|---|---|
 * | choice | the choice's value | |
 * | text | the words, at most 200 characters | |
 * | number | digits, `.` before decimals | `<save>_text` "12 con" |
 * | money | whole đồng | `<save>_text` "1.500.000 đồng" |
 * | date | `YYYY-MM-DD` | `<save>_text` "22/11/2026" |
 * | phone | masked, "0912***678" | |
 * | place | commune code | `<save>_text` "Phường Ba Đình, Thành phố Hà Nội", `<save>_province` its province's code |
 * | photo, location | `yes`: that it came | |
 *
 * An answer outside `min`/`max` is told so kindly and counts as a try. After `tries` (default 2) unclear answers, and at
 * once on words like "bỏ qua" where something is to be typed or sent, `giveUp` is taken.
 */
export interface AskStep {
  readonly type: 'ask';
  readonly text: string;
  readonly input?: AskInput;
  readonly save?: string;
  /** With input `choice`, or beside `photo` and `location` (a way to skip). */
  readonly choices?: readonly Choice[];
  /** Where any accepted input other than a choice leads. */
  readonly next?: string;
  /** number, money: the value; text: characters; date: `today` or `YYYY-MM-DD`. Inclusive. */
  readonly min?: number | string;
  readonly max?: number | string;
  /** number: said behind it ("con", "kg", "tuổi"), and understood there. */
  readonly unit?: string;
  readonly retry?: string;
  readonly tries?: number;
  readonly giveUp: string;
  readonly expires?: Expiry;
}

/**
 * Says something and goes on in the same turn. The text is that of the first of `variants` whose `when` holds;
 * otherwise one of `text` and `ab`, always the same one for the same `context.seed` (`text` without a seed).
 */
export interface SayStep {
  readonly type: 'say';
  readonly text: string;
  readonly variants?: readonly { readonly when: When; readonly text: string }[];
  readonly ab?: readonly string[];
  readonly picture?: Picture;
  readonly links?: readonly Link[];
  readonly next: string;
}

/** One question of a quiz: `answer` is the value of the right choice. */
export interface QuizQuestion {
  readonly text: string;
  readonly choices: readonly {
    readonly title: string;
    readonly value: string;
    readonly words?: readonly string[];
  }[];
  readonly answer: string;
  /** Said after any answer: why it is so. */
  readonly explain?: string;
}

/**
 * Asks the questions one by one, explains each, and says the score. `save` gets the number of right answers,
 * `<save>_text` "4/5". With `pass` right answers (default all): `passed` is said, the certificate is given, on at
 * `next`; with fewer: `notPassed`, on at `failed` (default `next`).
 */
export interface QuizStep {
  readonly type: 'quiz';
  readonly questions: readonly QuizQuestion[];
  readonly pass?: number;
  readonly save?: string;
  readonly passed?: string;
  readonly notPassed?: string;
  /** `title` is printed on it (placeholders are filled); `name` is the variable that holds the resident's name. */
  readonly certificate?: { readonly title: string; readonly name?: string };
  readonly next: string;
  readonly failed?: string;
  readonly retry?: string;
  readonly tries?: number;
  readonly giveUp: string;
  readonly expires?: Expiry;
}

/** One question whose answers are only counted: never saved, no free text. After `tries` (default 1), `giveUp`. */
export interface PollStep {
  readonly type: 'poll';
  readonly text: string;
  readonly choices: readonly {
    readonly title: string;
    readonly value: string;
    readonly words?: readonly string[];
    /** Default: the poll's `next`. */
    readonly next?: string;
  }[];
  readonly next: string;
  readonly tries?: number;
  /** Default `next`: nobody has to answer a poll. */
  readonly giveUp?: string;
  readonly expires?: Expiry;
}

/**
 * Says nothing and waits; when it is due, says `text` and goes on at `next`. "Xong", "làm tiếp" before that goes on at
 * `next` without the text; "không cần nhắc" leaves the flow. Other texts are `unmatched`: the resident may ask anything
 * meanwhile, and whatever walk begins then takes the place of the reminder.
 */
export interface RemindStep {
  readonly type: 'remind';
  readonly after: string;
  readonly text: string;
  readonly next: string;
}

/** Says nothing and waits until it expires (see `Expiry`). With `next`, any text goes on there before. */
export interface WaitStep {
  readonly type: 'wait';
  readonly expires: Expiry;
  readonly next?: string;
}

/** The groups texts and suggestions are shaped for. */
export type Segment = 'trader' | 'parent' | 'elderly' | 'farmer' | 'student';

/**
 * Keeps what the resident chose: the form of address (a word such as "cô", or its value without marks, `co`), the
 * segment, large steps. Texts may hold placeholders (`address: "{how}"`). A value that is none of the known ones keeps
 * nothing.
 */
export interface ProfileStep {
  readonly type: 'profile';
  readonly address?: string | Compiled;
  readonly segment?: string | Compiled;
  readonly largeSteps?: boolean | Compiled;
  /** Code of the commune they live in. */
  readonly commune?: string | Compiled;
  /** Code of the team they are credited to, as typed. */
  readonly team?: string | Compiled;
  /** Whether they want announcements. */
  readonly announcements?: boolean | Compiled;
  /** Whether their use may be counted: only after a button that says so. */
  readonly counting?: boolean | Compiled;
  readonly next: string;
}

export interface BranchStep {
  readonly type: 'branch';
  readonly cases: readonly { readonly when: When; readonly next: string }[];
  readonly else: string;
}

export interface SetStep {
  readonly type: 'set';
  readonly var: string;
  /** A fixed text with placeholders, or an expression (written `=score + 1`). */
  readonly value: string | Compiled;
  readonly next: string;
}

/** Walks a card one step a message. `stuck` is taken when the resident asks for a person or gives up. */
export interface GuideWalkStep {
  readonly type: 'guide';
  readonly card: string;
  readonly next: string;
  readonly stuck?: string;
}

/** Runs another flow and comes back; at most 4 deep, and each flow at most 20 times in one session. */
export interface CallStep {
  readonly type: 'call';
  readonly flow: string;
  readonly next: string;
}

/** Records an outcome for the team (a code of the indicator list), quantity 1-1000 (default 1). */
export interface RecordStep {
  readonly type: 'record';
  readonly outcome: string;
  readonly quantity?: number | Compiled;
  readonly next: string;
}

/** Asks for a person and ends the flow. */
export interface HandoverStep {
  readonly type: 'handover';
  readonly reason: string;
  readonly text?: string;
}

export interface EndStep {
  readonly type: 'end';
  readonly text?: string;
}

export type Step =
  | SayStep
  | AskStep
  | BranchStep
  | SetStep
  | GuideWalkStep
  | CallStep
  | RecordStep
  | QuizStep
  | PollStep
  | RemindStep
  | WaitStep
  | ProfileStep
  | HandoverStep
  | EndStep;
