import { createCallLog } from './call-log.ts';
import type { ApiCall, CallLog } from './call-log.ts';
import { createChatBook } from './chat-book.ts';
import type { ChatMessage, Delivery, LiveUpdate, Resident } from './chat-model.ts';
import { createClock } from './clock.ts';
import type { EmulatorClock } from './clock.ts';
import { createFaultBox } from './fault-switches.ts';
import type { FaultBox, FaultSwitches } from './fault-switches.ts';
import { messageRoutes } from './features/messages.ts';
import { createLiveUpdates } from './live-updates.ts';
import { createMediaShelf } from './media-shelf.ts';
import type { MediaShelf } from './media-shelf.ts';
import { createOaAccount } from './oa-account.ts';
import type { OaAccount } from './oa-account.ts';
import type { Feature, OaRoute } from './oa-route.ts';
import { createOaSends } from './oa-sends.ts';
import { resolveOptions } from './options.ts';
import type { EmulatorOptions, ResolvedOptions } from './options.ts';
import type { EmulatorParts } from './parts.ts';
import { createRateWindow } from './rate-window.ts';
import type { RateWindow } from './rate-window.ts';
import { createResidentActions } from './resident-actions.ts';
import type { ResidentActions } from './resident-actions.ts';
import { createTokenDesk } from './token-desk.ts';
import type { TokenDesk } from './token-desk.ts';
import { createWebhookSender } from './webhook-sender.ts';

/**
 * One local Official Account in memory: the OA API on one side, residents who chat on the other.
 *
 * Serve it with `emulatorPlugin` or `startEmulator`; drive it in tests through these methods.
 */
export interface Emulator {
  readonly options: ResolvedOptions;
  /** The emulator's time, which can be moved on. */
  readonly clock: EmulatorClock;
  /** Type, verification, package and money of the OA; `update` takes effect at the next call. */
  readonly account: OaAccount;
  /** The OA's last 500 calls to the API, oldest first. */
  calls(): readonly ApiCall[];
  /** The pair valid now: what the bot is configured with. */
  tokens(): { readonly accessToken: string; readonly refreshToken: string };
  /** A code for `grant_type=authorization_code`, as if an OA admin had just consented; 10 min, single use. */
  createAuthorizationCode(): string;

  residents(): readonly Resident[];
  createResident(name: string): Resident;
  /** Oldest first; the last 500 messages of one resident's chat. */
  history(residentId: string): readonly ChatMessage[];
  /** What residents do: send, press, follow, read, ... */
  readonly as: ResidentActions;
  /** Refuses every send to this resident with the code (-213, -217, -227, -244, ...); undefined = no longer. */
  refuseSendsTo(residentId: string, code: number | undefined): void;

  webhook(): { readonly url: string | undefined; readonly disabled: boolean };
  setWebhookUrl(url: string | undefined): void;
  /** Turns the webhook on again after the retry ladder was exhausted. */
  enableWebhook(): void;
  /** Posts the unsigned `{}` of Zalo's console; resolves to the HTTP status, undefined when nobody answered. */
  probeWebhook(): Promise<number | undefined>;
  /** Every attempt to post an event, oldest first, the last 500. */
  deliveries(): readonly Delivery[];

  /** Where the plugin is reachable, without a trailing slash; webhooks carry media URLs below it. */
  setPublicUrl(url: string): void;
  /** Replaces the fault switches; `{}` turns all off. */
  setFaults(faults: FaultSwitches): void;
  /** Hears of every change; returns the function that ends the subscription. */
  subscribe(listener: (update: LiveUpdate) => void): () => void;
  /** Resolves when no webhook post is under way; posts waiting in the retry ladder do not count. */
  idle(): Promise<void>;
  /** Calls off everything that waits in the retry ladder. */
  close(): void;

  /** What the HTTP routes call; not for other callers. */
  readonly inner: EmulatorInner;
}

/** The parts behind the HTTP routes. */
export interface EmulatorInner {
  readonly tokenDesk: TokenDesk;
  readonly rate: RateWindow;
  readonly faults: FaultBox;
  readonly shelf: MediaShelf;
  readonly calls: CallLog;
  readonly routes: readonly OaRoute[];
}

/** Creates an {@link Emulator}; nothing is listened to or posted until it is served and used. */
export function createEmulator(options: EmulatorOptions = {}): Emulator {
  const given = resolveOptions(options);
  const clock = createClock(given.now, given.schedule);
  const resolved: ResolvedOptions = { ...given, now: clock.now, schedule: clock.schedule };
  const { now, newId, random } = resolved;
  let publicUrl = resolved.publicUrl;
  const live = createLiveUpdates();
  const book = createChatBook(resolved, live);
  const shelf = createMediaShelf(newId, now);
  const sender = createWebhookSender(resolved, live);
  const tokenDesk = createTokenDesk(resolved);
  const faults = createFaultBox(resolved.faults, random);
  const account = createOaAccount(
    {
      type: resolved.oaType,
      name: resolved.oaName,
      isVerified: resolved.isVerified,
      packageName: resolved.packageName,
      packageAllowsGroups: resolved.packageAllowsGroups,
      zcaBalanceVnd: resolved.zcaBalanceVnd ?? undefined,
    },
    (state) => live.publish({ type: 'account', account: state }),
  );
  const calls = createCallLog((call) => live.publish({ type: 'call', call }));
  const parts: EmulatorParts = {
    options: resolved,
    clock,
    account,
    book,
    shelf,
    sender,
    calls,
    live,
    eventContext: () => ({ appId: resolved.appId, oaId: resolved.oaId, nowMs: now() }),
    mediaUrl: (mediaId) => `${publicUrl}/media/${mediaId}`,
    stickerUrl: (stickerId) => `${publicUrl}/page/sticker-${encodeURIComponent(stickerId)}.svg`,
  };
  const sends = createOaSends(parts);
  const features: readonly Feature[] = [];

  return {
    options: resolved,
    clock,
    account,
    calls: () => calls.list(),
    tokens: () => tokenDesk.current(),
    createAuthorizationCode: () => tokenDesk.createAuthorizationCode(),
    residents: () => book.residents(),
    createResident: (name) => book.create(name),
    history: (residentId) => book.history(residentId),
    as: createResidentActions(parts),
    refuseSendsTo(residentId, code) {
      const { refusalCode: _previous, ...resident } = book.get(residentId);
      book.replace(code === undefined ? resident : { ...resident, refusalCode: code });
    },
    webhook: () => ({ url: sender.url(), disabled: sender.isDisabled() }),
    setWebhookUrl: (url) => sender.setUrl(url),
    enableWebhook: () => sender.enable(),
    probeWebhook: () => sender.probe(),
    deliveries: () => sender.deliveries(),
    setPublicUrl(url) {
      publicUrl = url.replace(/\/+$/, '');
    },
    setFaults: (next) => faults.set(next),
    subscribe: (listener) => live.subscribe(listener),
    idle: () => sender.idle(),
    close: () => sender.close(),
    inner: {
      tokenDesk,
      faults,
      shelf,
      calls,
      rate: createRateWindow(resolved.rateLimitPerMinute, now),
      routes: [...messageRoutes(parts, sends), ...features.flatMap(({ routes }) => routes)],
    },
  };
}
