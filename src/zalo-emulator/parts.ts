import type { CallLog } from './call-log.ts';
import type { ChatBook } from './chat-book.ts';
import type { EmulatorClock } from './clock.ts';
import type { LiveUpdates } from './live-updates.ts';
import type { MediaShelf } from './media-shelf.ts';
import type { OaAccount } from './oa-account.ts';
import type { ResolvedOptions } from './options.ts';
import type { EventContext } from './webhook-events.ts';
import type { WebhookSender } from './webhook-sender.ts';

/** What every feature of the emulated OA works with. `options.now` and `options.schedule` are the emulator's clock. */
export interface EmulatorParts {
  readonly options: ResolvedOptions;
  readonly clock: EmulatorClock;
  readonly account: OaAccount;
  readonly book: ChatBook;
  readonly shelf: MediaShelf;
  readonly sender: WebhookSender;
  readonly calls: CallLog;
  readonly live: LiveUpdates;
  /** Ids and time for an event about to be emitted. */
  readonly eventContext: () => EventContext;
  /** Absolute URL of a medium, as webhooks carry it. */
  readonly mediaUrl: (mediaId: string) => string;
  readonly stickerUrl: (stickerId: string) => string;
}
