import type { ResidentTraits } from './chat-model.ts';
import { demoTemplates } from './features/message-template.ts';
import type { MessageTemplate } from './features/message-template.ts';
import { randomId } from './ids.ts';
import type { NewId } from './ids.ts';
import { checkSettings } from './settings-check.ts';
import { defaultSettings } from './settings.ts';
import type { EmulatorSettings } from './settings.ts';
import type { EventSwitches } from './event-switches.ts';
import type { FaultSwitches } from './fault-switches.ts';
import type { StartingGroupAsset } from './features/groups/group-model.ts';
import type { Snapshot } from './snapshot.ts';
import { createHttpPost } from './webhook-transport.ts';
import type { PostWebhook } from './webhook-transport.ts';

/** `oa_type` of `GET /v2.0/oa/getoa`: 2 = business (sends through v3), 4 = state agency (sends through v2). */
export type OaType = 2 | 4;

/** Runs something later and returns a function that calls it off. */
export type Schedule = (run: () => void, delayMs: number) => () => void;

/** A resident who exists from the start. `id` is a Zalo user id; without one a fresh id is made. */
export interface StartingResident {
  readonly name: string;
  readonly id?: string;
  /** Digits with country code (`84912345678`): whom template messages by phone reach. */
  readonly phone?: string;
  /** Whom targeted broadcasts reach. */
  readonly traits?: ResidentTraits;
}

/**
 * What {@link createEmulator} accepts. Everything has a default, so `createEmulator()` gives a working business OA with
 * three residents and no webhook.
 */
export interface EmulatorOptions {
  /** Zalo app id, part of the webhook signature. */
  readonly appId?: string;
  /** App secret: the `secret_key` header of the token endpoint and the key of `appsecret_proof`. */
  readonly appSecret?: string;
  readonly oaId?: string;
  /** OA secret key: signs webhooks; distinct from the app secret. */
  readonly oaSecret?: string;
  /** Default 2 (business). */
  readonly oaType?: OaType;
  /** Name in the header of the chat page and in `getoa`. */
  readonly oaName?: string;
  /** Default true. An unverified OA is answered -221 where Zalo asks for verification. */
  readonly isVerified?: boolean;
  /** Package of a business OA, as `getoa` prints it. Default `Tiêu chuẩn`. */
  readonly packageName?: string;
  /** Whether the package carries group chat; default true. Which 2026 packages do is not confirmed. */
  readonly packageAllowsGroups?: boolean;
  /** Rights to group chats the OA owns. Default: one of each size, renewing themselves, with the same ids on every start. */
  readonly groupAssets?: readonly StartingGroupAsset[];
  /** Residents who are admins of the OA: a new group needs one. Default null: the first resident. */
  readonly oaAdminIds?: readonly string[] | null;
  /** Money in the linked Zalo Cloud Account, VND; `null` = none linked. Default 1,000,000. */
  readonly zcaBalanceVnd?: number | null;
  /** Where events are posted. Without one, events are recorded as undeliverable; see `Emulator.setWebhookUrl`. */
  readonly webhookUrl?: string;
  /** Base URL under which the plugin is reachable, without a trailing slash: webhooks carry media URLs below it. */
  readonly publicUrl?: string;
  /** Code challenge stored in the app's console (PKCE): used when a permission link brings none. Default `null`: none. */
  readonly codeChallenge?: string | null;
  /** Domains verified in the console; a redirect to another one is -14003. Default `null`: every address will do. */
  readonly verifiedDomains?: readonly string[] | null;
  /** Approved ZBS templates. Default: one, a reminder of a class, with the id `100001`. */
  readonly templates?: readonly MessageTemplate[];
  /** The access token valid at the start. Give the bot's stored pair to survive a restart of both. */
  readonly accessToken?: string;
  readonly refreshToken?: string;
  /** Life of an access token in ms. Default 25 h, as Zalo's `expires_in` of 90000 s. */
  readonly accessTokenTtlMs?: number;
  /** Emit `oa_send_*` and `user_received_message` for each accepted send, `user_seen_message` when read. Default true. */
  readonly echoes?: boolean;
  /** Delays in ms before each re-post of an event whose connection could not be opened. Default 30 s, 5, 15, 30, 60 min. */
  readonly retryLadderMs?: readonly number[];
  /** How long the webhook may take to answer, in ms. Default 2000, as Zalo. */
  readonly webhookTimeoutMs?: number;
  /** How many connections to the webhook may be open at once. Default 128; Zalo's number is not known. */
  readonly webhookConnections?: number;
  /** OA API calls a minute before -32. Default 4000, as Zalo. */
  readonly rateLimitPerMinute?: number;
  /** Default: Bác Ba, Cô Tư, Anh Năm, with the same user ids on every start. */
  readonly residents?: readonly StartingResident[];
  readonly faults?: FaultSwitches;
  readonly settings?: Partial<EmulatorSettings>;
  /** Which events are posted, by name or prefix. Default: all, although at Zalo all are off until turned on. */
  readonly eventSwitches?: EventSwitches;
  /**
   * A state to start from, as `Emulator.snapshot` returned it. Ids and secrets of the app and the OA and the webhook's
   * address win over those inside when given beside it; everything else comes from the snapshot.
   */
  readonly snapshot?: Snapshot;
  /** Clock in ms since 1970. Default `Date.now`. */
  readonly now?: () => number;
  /** Makes ids and tokens; the prefix says which kind. Default: random, in Zalo's shapes. */
  readonly newId?: NewId;
  /** Number in [0, 1) for probabilities. Default `Math.random`. */
  readonly random?: () => number;
  /** Timer for the retry ladder. Default `setTimeout`, not keeping the process alive. */
  readonly schedule?: Schedule;
  /** How an event reaches the webhook. Default: HTTP over kept connections. */
  readonly postWebhook?: PostWebhook;
}

/** {@link EmulatorOptions} with every default filled in. */
export interface ResolvedOptions extends Required<Omit<EmulatorOptions, 'webhookUrl' | 'settings' | 'snapshot'>> {
  readonly webhookUrl: string | undefined;
  readonly settings: EmulatorSettings;
}

const demoResidents: readonly StartingResident[] = [
  { name: 'Bác Ba', id: '3691470258369147001' },
  { name: 'Cô Tư', id: '3691470258369147002' },
  { name: 'Anh Năm', id: '3691470258369147003' },
];

const demoGroupAssets: readonly StartingGroupAsset[] = [
  { type: 'gmf10', id: '326e977e4d3da4630010' },
  { type: 'gmf50', id: '326e977e4d3da4630050' },
  { type: 'gmf100', id: '326e977e4d3da4630100' },
];

const MINUTE_MS = 60_000;

function scheduleWithTimeout(run: () => void, delayMs: number): () => void {
  const timer = setTimeout(run, delayMs);
  timer.unref();
  return () => clearTimeout(timer);
}

/** Fills in the defaults of {@link EmulatorOptions}. */
export function resolveOptions(options: EmulatorOptions = {}): ResolvedOptions {
  const newId = options.newId ?? randomId;
  const webhookConnections = options.webhookConnections ?? 128;
  const settings = { ...defaultSettings, ...checkSettings(options.settings ?? {}) };
  return {
    appId: options.appId ?? '1357924680135792468',
    appSecret: options.appSecret ?? 'emulator-app-secret',
    oaId: options.oaId ?? '2468013579246801357',
    oaSecret: options.oaSecret ?? 'emulator-oa-secret',
    oaType: options.oaType ?? 2,
    oaName: options.oaName ?? 'Trợ lý số',
    isVerified: options.isVerified ?? true,
    packageName: options.packageName ?? 'Tiêu chuẩn',
    packageAllowsGroups: options.packageAllowsGroups ?? true,
    groupAssets: options.groupAssets ?? demoGroupAssets,
    oaAdminIds: options.oaAdminIds ?? null,
    zcaBalanceVnd: options.zcaBalanceVnd === undefined ? 1_000_000 : options.zcaBalanceVnd,
    webhookUrl: options.webhookUrl,
    publicUrl: (options.publicUrl ?? 'http://127.0.0.1').replace(/\/+$/, ''),
    codeChallenge: options.codeChallenge ?? null,
    verifiedDomains: options.verifiedDomains ?? null,
    templates: options.templates ?? demoTemplates,
    accessToken: options.accessToken ?? newId('access_token'),
    refreshToken: options.refreshToken ?? newId('refresh_token'),
    accessTokenTtlMs: options.accessTokenTtlMs ?? 25 * 60 * MINUTE_MS,
    echoes: options.echoes ?? true,
    retryLadderMs: options.retryLadderMs ?? [30_000, 5 * MINUTE_MS, 15 * MINUTE_MS, 30 * MINUTE_MS, 60 * MINUTE_MS],
    webhookTimeoutMs: options.webhookTimeoutMs ?? 2000,
    rateLimitPerMinute: options.rateLimitPerMinute ?? 4000,
    residents: options.residents ?? demoResidents,
    faults: options.faults ?? {},
    settings,
    eventSwitches: options.eventSwitches ?? {},
    now: options.now ?? Date.now,
    newId,
    random: options.random ?? Math.random,
    schedule: options.schedule ?? scheduleWithTimeout,
    webhookConnections,
    postWebhook: options.postWebhook ?? createHttpPost(webhookConnections),
  };
}
