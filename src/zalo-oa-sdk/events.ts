import * as z from 'zod';
import { accountEvents } from './events/account.ts';
import { groupEvents } from './events/group.ts';
import { messageEvents } from './events/messages.ts';
import { templateEvents } from './events/template.ts';

/**
 * Every webhook event known in 2026-11, 86 names, told apart by `event_name`. Ids and times become strings whether
 * they came as strings or numbers; unknown keys are dropped; the order of keys does not matter.
 */
export const zaloEventSchema = z.discriminatedUnion('event_name', [
  ...messageEvents,
  ...accountEvents,
  ...groupEvents,
  ...templateEvents,
]);

/** One webhook event. Narrow it by `event_name`. */
export type ZaloEvent = z.infer<typeof zaloEventSchema>;

/** The name of a known event. */
export type ZaloEventName = ZaloEvent['event_name'];

/** What a webhook body turned out to be. `unknown` and `unreadable` still deserve HTTP 200: Zalo would not do better. */
export type ParsedEvent =
  | { readonly kind: 'event'; readonly event: ZaloEvent }
  /** A name that is not in the list, or `''` when there is none (the console's `{}` probe). */
  | { readonly kind: 'unknown'; readonly eventName: string }
  /** A known name with a body we cannot rely on. `problem` lists paths such as `message.msg_id`, never values. */
  | { readonly kind: 'unreadable'; readonly eventName: string; readonly problem: string };

/** Every known event name. */
export const ZALO_EVENT_NAMES: ReadonlySet<string> = new Set<string>(
  zaloEventSchema.options.flatMap((option) => [...option.shape.event_name.values]),
);

/** Reads a parsed body (from `parseJsonKeepingIds`). Never throws. */
export function parseEvent(value: unknown): ParsedEvent {
  const eventName = eventNameOf(value);
  if (!ZALO_EVENT_NAMES.has(eventName)) return { kind: 'unknown', eventName };
  const result = zaloEventSchema.safeParse(value);
  if (result.success) return { kind: 'event', event: result.data };
  const paths = new Set(result.error.issues.map((issue) => issue.path.join('.')));
  return { kind: 'unreadable', eventName, problem: [...paths].join(', ') };
}

/** `event_name` of any body, cut to 100 characters for the log; `''` when there is none. */
function eventNameOf(value: unknown): string {
  if (typeof value !== 'object' || value === null || !('event_name' in value)) return '';
  return typeof value.event_name === 'string' ? value.event_name.slice(0, 100) : '';
}
