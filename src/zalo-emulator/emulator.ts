import { createCallLog } from './call-log.ts';
import type { ApiCall, CallLog } from './call-log.ts';
import { createChatBook } from './chat-book.ts';
import type { ChatMessage, Delivery, LiveUpdate, Resident } from './chat-model.ts';
import { createClock } from './clock.ts';
import type { EmulatorClock } from './clock.ts';
import { createFaultBox } from './fault-switches.ts';
import type { FaultBox, FaultSwitches } from './fault-switches.ts';
import type { GroupActions } from './features/groups/group-actions.ts';
import type { GroupDesk } from './features/groups/group-desk.ts';
import { createGroupsFeature } from './features/groups/groups-feature.ts';
import type { Visitors } from './features/anonymous.ts';
import type { InfoAnswers } from './features/info-answers.ts';
import { messageRoutes } from './features/messages.ts';
import { createOaAreas } from './features/oa-areas.ts';
import { createLiveUpdates } from './live-updates.ts';
import { createMediaShelf } from './media-shelf.ts';
import type { MediaShelf } from './media-shelf.ts';
import { createOaAccount } from './oa-account.ts';
import type { OaAccount } from './oa-account.ts';
import type { EventSwitches } from './event-switches.ts';
import type { Feature, OaRoute } from './oa-route.ts';
import { createOaSends } from './oa-sends.ts';
import { resolveOptions } from './options.ts';
import type { EmulatorOptions, ResolvedOptions } from './options.ts';
import type { EmulatorParts } from './parts.ts';
import { createRateWindow } from './rate-window.ts';
import type { RateWindow } from './rate-window.ts';
import type { Recorder } from './recording/recorder.ts';
import { withRecorder } from './recording/with-recorder.ts';
import { createResidentActions } from './resident-actions.ts';
import type { ResidentActions } from './resident-actions.ts';
import { checkSettings } from './settings-check.ts';
import type { EmulatorSettings } from './settings.ts';
import { createSnapshotKeeper } from './snapshot-keeper.ts';
import { checkSnapshot } from './snapshot.ts';
import type { Snapshot } from './snapshot.ts';
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
  /**
   * A code for `grant_type=authorization_code`, as if an OA admin had just consented; 10 min, single use. With a code
   * challenge (or the option `codeChallenge`), the exchange wants the verifier.
   */
  createAuthorizationCode(codeChallenge?: string): string;

  residents(): readonly Resident[];
  createResident(name: string): Resident;
  /** Sets a resident's phone number and traits; what is absent stays. @throws EmulatorError EMULATOR_RESIDENT_UNKNOWN */
  describeResident(residentId: string, known: Pick<Resident, 'phone' | 'traits'>): Resident;
  /** Oldest first; the last 500 messages of one resident's chat. */
  history(residentId: string): readonly ChatMessage[];
  /** What residents do: send, press, follow, read, ... */
  readonly as: ResidentActions & InfoAnswers;
  /** Visitors of the OA's web chat, who have no Zalo account. */
  readonly visitors: Visitors;
  /** The OA's group chats and the assets they live on, as OA Manager shows them. */
  readonly groups: GroupDesk;
  /** What people do in group chats: write, join, ask to, leave, approve. */
  readonly inGroup: GroupActions;
  /** Refuses every send to this resident with the code (-213, -217, -227, -244, ...); undefined = no longer. */
  refuseSendsTo(residentId: string, code: number | undefined): void;

  webhook(): { readonly url: string | undefined; readonly disabled: boolean };
  /** Turns the webhook on, too, and posts the console's unsigned `{}` unless `probeWebhookOnSet` is off. */
  setWebhookUrl(url: string | undefined): void;
  /** Turns the webhook on again after the retry ladder was exhausted. */
  enableWebhook(): void;
  /** Posts the unsigned `{}` of Zalo's console; resolves to the HTTP status, undefined when nobody answered. */
  probeWebhook(): Promise<number | undefined>;
  /** Every attempt to post an event, oldest first, the last 500. */
  deliveries(): readonly Delivery[];
  /**
   * Posts the bytes of an earlier delivery once more; resolves to how that went.
   *
   * @throws EmulatorError EMULATOR_DELIVERY_UNKNOWN (rejects)
   */
  resendDelivery(deliveryId: string): Promise<Delivery>;
  /** Which events are posted, by name or prefix; see {@link EventSwitches}. */
  eventSwitches(): EventSwitches;
  /** Replaces the event switches; `{}` turns every event on. */
  setEventSwitches(switches: EventSwitches): void;

  /** Where the plugin is reachable, without a trailing slash; webhooks carry media URLs below it. */
  setPublicUrl(url: string): void;
  publicUrl(): string;
  /**
   * Replaces the fault switches; `{}` turns all off.
   *
   * @throws EmulatorError EMULATOR_INPUT_INVALID for an unknown switch or a value out of its range
   */
  setFaults(faults: FaultSwitches): void;
  /** The switches as they stand: `nextCount` and `forMs` say how much is left. */
  faults(): FaultSwitches;
  /** Every answer Zalo does not document, as it is set now. */
  settings(): Readonly<EmulatorSettings>;
  /**
   * Changes some settings; they hold from the next call on.
   *
   * @throws EmulatorError EMULATOR_INPUT_INVALID for an unknown setting or a value of the wrong kind; nothing is changed
   */
  updateSettings(change: Partial<EmulatorSettings>): void;
  /** The whole state as plain JSON; see {@link Snapshot} for what is not in it. */
  snapshot(): Snapshot;
  /**
   * Replaces the whole state by a snapshot's, ids and secrets of the OA excepted; posts that wait are called off.
   *
   * @throws EmulatorError EMULATOR_SNAPSHOT_INVALID for another version or shape; the state is then as before
   */
  restore(snapshot: Snapshot): void;
  /** Records what people and the OA do, to play it again with `replay`. */
  readonly recorder: Recorder;
  /** Hears of every change; returns the function that ends the subscription. */
  subscribe(listener: (update: LiveUpdate) => void): () => void;
  /** Resolves when no webhook post and no broadcast is under way; posts waiting in the retry ladder do not count. */
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
  const { snapshot } = options;
  const given = resolveOptions(snapshot === undefined ? options : { ...checkSnapshot(snapshot).identity, ...options });
  const clock = createClock(given.now, given.schedule, () => live.publish({ type: 'control', changed: 'clock' }));
  const resolved: ResolvedOptions = { ...given, now: clock.now, schedule: clock.schedule };
  const { now, newId, random } = resolved;
  let publicUrl = resolved.publicUrl;
  const live = createLiveUpdates();
  const book = createChatBook(resolved, live);
  const shelf = createMediaShelf(newId, now);
  const faults = createFaultBox(resolved.faults, random, now);
  const sender = createWebhookSender(resolved, live, faults);
  const tokenDesk = createTokenDesk(resolved);
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
  const areas = createOaAreas(parts);
  const sends = createOaSends(parts, areas);
  const groupChat = createGroupsFeature(parts);
  const features: readonly Feature[] = [groupChat, ...areas.features];

  const keeper = createSnapshotKeeper(parts, tokenDesk, faults, features);
  if (snapshot !== undefined) {
    keeper.restore(snapshot);
    if (options.webhookUrl !== undefined) sender.restore({ url: options.webhookUrl, disabled: false });
  }

  return withRecorder({
    options: resolved,
    clock,
    account,
    calls: () => calls.list(),
    tokens: () => tokenDesk.current(),
    createAuthorizationCode: (codeChallenge) => tokenDesk.createAuthorizationCode(codeChallenge),
    residents: () => book.residents(),
    createResident: (name) => book.create(name),
    describeResident: (residentId, known) => book.update(residentId, known),
    history: (residentId) => book.history(residentId),
    as: { ...createResidentActions(parts), ...areas.infoAnswers },
    visitors: areas.visitors,
    groups: groupChat.desk,
    inGroup: groupChat.actions,
    refuseSendsTo(residentId, code) {
      const { refusalCode: _previous, ...resident } = book.get(residentId);
      book.replace(code === undefined ? resident : { ...resident, refusalCode: code });
    },
    webhook: () => ({ url: sender.url(), disabled: sender.isDisabled() }),
    setWebhookUrl: (url) => sender.setUrl(url),
    enableWebhook: () => sender.enable(),
    probeWebhook: () => sender.probe(),
    deliveries: () => sender.deliveries(),
    resendDelivery: (deliveryId) => sender.resend(deliveryId),
    eventSwitches: () => sender.eventSwitches(),
    setEventSwitches(switches) {
      sender.setEventSwitches(switches);
      live.publish({ type: 'control', changed: 'eventSwitches' });
    },
    setPublicUrl(url) {
      publicUrl = url.replace(/\/+$/, '');
    },
    setFaults(next) {
      faults.set(next);
      live.publish({ type: 'control', changed: 'faults' });
    },
    faults: () => faults.get(),
    settings: () => ({ ...resolved.settings }),
    updateSettings(change) {
      Object.assign(resolved.settings, checkSettings(change));
      live.publish({ type: 'control', changed: 'settings' });
    },
    snapshot: () => keeper.take(),
    restore: (saved) => keeper.restore(saved),
    subscribe: (listener) => live.subscribe(listener),
    async idle() {
      await areas.idle();
      await sender.idle();
    },
    close: () => sender.close(),
    inner: {
      tokenDesk,
      faults,
      shelf,
      calls,
      rate: createRateWindow(resolved.rateLimitPerMinute, now),
      routes: [...messageRoutes(parts, sends), ...features.flatMap(({ routes }) => routes)],
    },
  });
}
