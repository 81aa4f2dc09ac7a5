import type { Notice } from '../../conversation/notices.ts';
import type { NoticeEvent } from '../../conversation/handle-event.ts';
import type { IncomingEvent } from '../../storage/ports.ts';
import type { StaffWrite } from '../../storage/staff-ports.ts';
import type { ActionContext, Deed } from '../action.ts';

/** Somebody who is told of a change, in their own queue. */
export interface Told {
  readonly userId: string;
  readonly notice: Notice;
}

/**
 * Does a change and tells people of it: the notices are accepted in the same transaction and handled at once. `key` names
 * the change, so that the same one tells nobody twice.
 */
export async function changeAndTell(
  context: ActionContext,
  deed: Deed,
  told: readonly Told[],
  key: string,
): Promise<{ readonly results: readonly unknown[] }> {
  const { deps, at } = context;
  const events = told.map(({ userId, notice }): NoticeEvent => ({ type: 'notice', oaId: deps.oaId, userId, notice }));
  const accepts = events.map(
    (event, index): StaffWrite => ({
      operation: 'acceptEvent',
      args: {
        ...{ oaId: deps.oaId, key: `desk ${key} ${index}`, eventName: 'notice', userId: event.userId },
        ...{ payload: JSON.stringify(event), state: 'pending', receivedAt: at },
      } satisfies IncomingEvent,
    }),
  );
  const done = await context.change({ ...deed, writes: [...deed.writes, ...accepts] });
  for (const [index, incoming] of events.entries()) {
    const { id } = done.results[deed.writes.length + index] as { readonly id: number | undefined };
    if (id === undefined) continue;
    deps.helpDesk.queue({ id, oaId: deps.oaId, userId: incoming.userId, incoming, receivedAt: at });
  }
  return done;
}
