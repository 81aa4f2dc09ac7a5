import type * as z from 'zod';
import { AppError } from '../shared/errors.ts';
import { type Action, type ActionContext, Refusal } from './action.ts';
import type { ConsoleDeps } from './deps.ts';
import { type Actor, may } from './permissions.ts';

export interface ActionRequest<I extends z.ZodType, O extends z.ZodType> {
  readonly deps: ConsoleDeps;
  readonly actor: Actor;
  readonly action: Action<I, O>;
  /** Checked against the action's schema already. */
  readonly input: z.output<I>;
  /** The same request a second time (double click, reload, retry of a program) has the same key. */
  readonly onceKey?: string | undefined;
}

/** What an action sees of the world. */
export function contextFor(
  deps: ConsoleDeps,
  actor: Actor,
  actionName: string,
  onceKey: string | undefined,
): ActionContext {
  let changes = 0;
  return {
    actor,
    at: deps.clock.now(),
    deps,
    async change({ subject, detail = {}, writes }) {
      changes += 1;
      if (writes.some(({ operation }) => operation === 'writeMeta')) refuseOthersSettings(deps, actor);
      const done = await deps.storage.staffChange({
        oaId: deps.oaId,
        at: deps.clock.now(),
        actor: actor.id,
        action: actionName,
        subject,
        detail: JSON.stringify(detail),
        ...(onceKey === undefined || onceKey === '' ? {} : { onceKey: `${onceKey}:${changes}` }),
        writes,
      });
      if (done.isRepeat) {
        throw new AppError('ALREADY_DONE', `"${actionName}" with this key was done before. Nothing was changed again.`);
      }
      return done;
    },
  };
}

/** Settings of the first OA hold for every OA that has none of its own, so they are for who works for all of them. */
function refuseOthersSettings({ oas, oaId }: ConsoleDeps, actor: Actor): void {
  const list = oas.list();
  const isCommon = list.length > 1 && list.some((oa) => oa.isFirst && oa.oaId === oaId);
  if (isCommon && actor.everyOa !== true)
    throw new Refusal('Cài đặt này dùng chung cho mọi OA. Người quản trị của tỉnh mới sửa được.');
}

/**
 * Runs an action for somebody, after asking whether they may. Throws NOT_ALLOWED, ALREADY_DONE for a repeat, and what the
 * action throws.
 */
export async function runAction<I extends z.ZodType, O extends z.ZodType>(
  request: ActionRequest<I, O>,
): Promise<z.output<O>> {
  const { deps, actor, action, input, onceKey } = request;
  if (!may(actor, action.permission)) {
    throw new AppError('NOT_ALLOWED', `Role "${actor.role}" may not "${action.name}"; it needs ${action.permission}.`);
  }
  const output = await action.run(contextFor(deps, actor, action.name, onceKey), input);
  return action.output.parse(output) as z.output<O>;
}
