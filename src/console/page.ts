import type * as z from 'zod';
import type { Html } from '../shared/html.ts';
import type { Action, ActionContext } from './action.ts';
import type { Permission } from './permissions.ts';
import type { WaitingKind } from './waiting.ts';

/** What a page shows inside the frame. */
export interface PageBody {
  /** In the title bar and as `h1`; Vietnamese. */
  readonly title: string;
  readonly body: Html;
  /** Uses the whole width (maps, wide tables). Default false. */
  readonly isWide?: boolean;
  /** HTTP status; default 200. */
  readonly status?: number;
}

/** Sends the browser elsewhere within the console; `notice` is shown there once. */
export interface Redirect {
  readonly to: `/console${string}`;
  /** A short Vietnamese sentence. */
  readonly notice?: string;
}

/** A file, a picture or a part of a page. */
export interface Download {
  readonly type: string;
  readonly bytes: Buffer | string;
  /** Saved under this name; absent = shown in place. ASCII. */
  readonly fileName?: string;
}

export type Reply = PageBody | Redirect | Download;

/** An uploaded file, in memory; at most 5 MB. */
export interface UploadedFile {
  readonly name: string;
  readonly type: string;
  readonly bytes: Buffer;
}

/** What was filled in: texts by field (several for check boxes), and files. */
export interface FormFields {
  readonly texts: Readonly<Record<string, readonly string[]>>;
  readonly files: Readonly<Record<string, UploadedFile>>;
}

/** A form that could not be done, shown again as typed. */
export interface FormState {
  readonly path: string;
  readonly fields: FormFields;
  /** Sentence beside each field, by the field's name. */
  readonly problems: Readonly<Record<string, string>>;
  /** Sentence for the whole form; '' when the fields say it all. */
  readonly summary: string;
}

export interface PageContext extends ActionContext {
  /** Shown once, after something was done. */
  readonly notice?: string;
  /** What was typed into this form, when it comes back with problems. */
  stateOf(formPath: string): FormState | undefined;
  /**
   * A `<form method="post">` to this path below `/console`, with everything that protects it: the CSRF token and the key
   * by which a double click has one effect. `isOther`: another form of the page goes to the same path, and it is that one
   * which came back with problems.
   */
  form(
    path: `/${string}`,
    body: Html,
    options?: { readonly hasFiles?: boolean; readonly class?: string; readonly isOther?: boolean },
  ): Html;
  /** Runs another action for this page (a list, a figure) with the actor's own rights. */
  read<I extends z.ZodType, O extends z.ZodType>(action: Action<I, O>, input: z.input<I>): Promise<z.output<O>>;
}

/** A page of the console. */
export interface ConsolePage<Q extends z.ZodType = z.ZodType> {
  /** Below `/console`: `/announcements/:id`. */
  readonly path: `/${string}`;
  readonly permission: Permission;
  /** Path parts and query together. Filters should fall back (`.catch`) instead of refusing. */
  readonly input: Q;
  render(context: PageContext, input: z.output<Q>): Promise<Reply>;
}

/** Names the types of a page from its schema. */
export function definePage<Q extends z.ZodType>(page: ConsolePage<Q>): ConsolePage<Q> {
  return page;
}

/** What the button of a form does. */
export interface ConsoleForm<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> {
  /** Below `/console`; `:id` parts are taken into the input. */
  readonly path: `/${string}`;
  readonly action: Action<I, O>;
  /** The page shown again, as typed, when it cannot be done; gets the form's path parts and query. */
  readonly on: ConsolePage;
  /**
   * Input of the action from what was filled in; path parts are added to it by the router. Default: each text by its name
   * (the last where there are several; an empty one is left out).
   */
  read?(fields: FormFields): unknown;
  /** Where to go when it is done. */
  done(output: z.output<O>, input: z.output<I>): Reply;
}

/** Names the types of a form from its action. */
export function defineForm<I extends z.ZodType, O extends z.ZodType>(form: ConsoleForm<I, O>): ConsoleForm<I, O> {
  return form;
}

/** An entry of the navigation, shown to whom may use it. */
export interface NavEntry {
  readonly label: string;
  readonly path: `/${string}`;
  readonly permission: Permission;
  /** What waits behind it; shown as a number where there is any. */
  readonly waits?: readonly WaitingKind[];
}

/** One subject of the console: its pages, forms and actions. */
export interface Feature {
  readonly nav: readonly NavEntry[];
  readonly pages: readonly ConsolePage[];
  readonly forms: readonly ConsoleForm[];
  /** Every action, also those no form uses: all are in the API. */
  readonly actions: readonly Action[];
}
