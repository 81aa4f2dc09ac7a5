import type { DeliveryFailure, DeliveryOutcome } from './chat-model.ts';
import type { EmulatorSettings } from './settings.ts';
import type { WebhookEvent } from './webhook-events.ts';

/** Whether a post that ended like this climbs the ladder: for sure only when no connection could be opened. */
export function mayRetry(settings: EmulatorSettings, outcome: DeliveryOutcome, status: number | undefined): boolean {
  if (outcome === 'unreachable') return true;
  if (outcome === 'timeout') return settings.retryWebhookOnTimeout;
  return outcome === 'answered' && status !== 200 && settings.retryWebhookOnBadStatus;
}

/** What a resident's message shows of how its post ended; undefined = it arrived. */
export function toFailure(outcome: DeliveryOutcome, status: number | undefined): DeliveryFailure | undefined {
  if (outcome === 'answered') return status === 200 ? undefined : 'refused';
  return outcome === 'broken' ? 'timeout' : outcome;
}

/** Whether "Lọc cú pháp" keeps this event back: a resident's text that does not start with `#`. */
export function isFilteredText(event: WebhookEvent): boolean {
  if (event.event_name !== 'user_send_text') return false;
  const message = event['message'];
  const text = typeof message === 'object' && message !== null && 'text' in message ? message.text : undefined;
  return typeof text !== 'string' || !text.startsWith('#');
}
