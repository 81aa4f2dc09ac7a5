import type * as z from 'zod';
import { AppError } from '../shared/errors.ts';
import type { StaffWrite } from '../storage/staff-ports.ts';
import type { ConsoleDeps } from './deps.ts';
import type { Actor, Permission } from './permissions.ts';

/** A line for the record of what staff did. */
export interface Deed {
  /** `announcement:a1b2`; '' for none. Never a resident's id: `deps.pseudonymOf`. */
  readonly subject: string;
  /** What changed. Never a secret, a resident's words, name or number. */
  readonly detail?: Readonly<Record<string, unknown>>;
  readonly writes: readonly StaffWrite[];
}

export interface ActionContext {
  readonly actor: Actor;
  /** Now, epoch ms. */
  readonly at: number;
  readonly deps: ConsoleDeps;
  /**
   * Writes and records a change in one transaction, under the action's name. Called twice for one request (double click,
   * reload), the second call changes nothing and says `isRepeat`.
   */
  change(deed: Deed): Promise<{ readonly isRepeat: boolean; readonly results: readonly unknown[] }>;
}

/** Something the console and the API can do, with the shapes both check. The one description of it. */
export interface Action<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> {
  /** `announcements.approve`: unique; stands in the record and is the operation's id in the API. */
  readonly name: string;
  readonly permission: Permission;
  /** Address in the API, below `/console/api/v1`; `:id` parts are taken into the input. */
  readonly route: { readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'; readonly path: `/${string}` };
  /** One line of English for the API's description. */
  readonly summary: string;
  /** Path, query and body together. Messages of problems in Vietnamese: officers read them beside the field. */
  readonly input: I;
  readonly output: O;
  /** Throws `Refusal` for what officers can mend, `AppError` for the rest. */
  run(context: ActionContext, input: z.output<I>): Promise<z.input<O>>;
}

/** Names the types of an action from its schemas. */
export function defineAction<I extends z.ZodType, O extends z.ZodType>(action: Action<I, O>): Action<I, O> {
  return action;
}

/** A refusal the officer can mend: a Vietnamese sentence, and where it belongs one beside each field. */
export class Refusal extends AppError {
  /** By name of the field. */
  readonly fields: Readonly<Record<string, string>>;

  constructor(sentence: string, fields: Readonly<Record<string, string>> = {}) {
    super('INPUT_REFUSED', sentence);
    this.fields = fields;
  }
}

/** Throws `Refusal` unless the actor may see this commune; staff of the province see all. */
export function withinCommune(actor: Actor, communeCode: string | undefined): void {
  if (actor.role !== 'commune-officer') return;
  if (communeCode === undefined || communeCode === '' || communeCode !== actor.communeCode) {
    throw new Refusal('Nội dung này thuộc xã khác. Tài khoản của bạn chỉ xem được xã của mình.');
  }
}

/** The commune a list is limited to: a commune officer's own, whatever was asked for; else the one asked for. */
export function communeFor(actor: Actor, asked?: string): string | undefined {
  if (actor.role === 'commune-officer') return actor.communeCode ?? 'none';
  return asked === undefined || asked === '' ? undefined : asked;
}
