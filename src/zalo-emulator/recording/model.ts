import type { Button, CardElement, ChatKind, ResidentTraits } from '../chat-model.ts';
import type { EventSwitches } from '../event-switches.ts';
import type { FaultSwitches } from '../fault-switches.ts';
import type { GroupAssetType, GroupQuotaType, GroupSwitches } from '../features/groups/group-model.ts';
import type { SubmittedInfo } from '../features/info-answers.ts';
import type { OaType } from '../options.ts';
import type { ResidentCall } from '../resident-actions.ts';
import type { EmulatorSettings } from '../settings.ts';

/** The version this emulator writes, and the only one it reads. */
export const RECORDING_VERSION = 1;

/**
 * A session as plain, readable JSON: how things stood, then what people did and what the OA did, in order.
 *
 * Nothing in it differs between two runs that went the same way, except times. People and groups are called by their
 * names (a second "Bác Ba" is "Bác Ba (2)"), messages by numbers counted over the whole session. Ids inside texts and
 * button payloads stand as `{{person:Bác Ba}}`, `{{personByApp:Bác Ba}}`, `{{group:Tổ 3}}`, `{{groupLink:Tổ 3}}`,
 * `{{message}}` and `{{media}}`; the emulator's own address as `{{emulator}}`.
 *
 * Not in it: tags, articles, uploads, profiles and messages from before the start, and reactions to those; visitors of
 * the web chat; calls that Zalo refused; changes of the webhook; what people could not do because the emulator threw.
 */
export interface Recording {
  readonly version: typeof RECORDING_VERSION;
  readonly start: RecordingStart;
  /** In the order they happened. */
  readonly events: readonly RecordedEvent[];
  /** Files people sent, by the name that `input.media` gives; each content is kept once. */
  readonly media: Readonly<Record<string, RecordedMedia>>;
}

/** The bytes of a file: in the recording, or beside it (a path relative to the recording, below its folder). */
export type RecordedMedia = { readonly base64: string } | { readonly file: string };

/** How things stood when the recording began. */
export interface RecordingStart {
  /** The emulator's clock, ms since 1970. */
  readonly clockMs: number;
  readonly account: RecordedAccount;
  /** Settings that were not at their default. */
  readonly settings: Partial<EmulatorSettings>;
  readonly eventSwitches: EventSwitches;
  readonly faults: FaultSwitches;
  readonly residents: readonly RecordedResident[];
  readonly groupAssets: readonly RecordedGroupAsset[];
  readonly groups: readonly RecordedGroup[];
  /** Residents who are admins of the OA. */
  readonly oaAdmins: readonly string[];
}

/** The OA's account; `null` = none. */
export interface RecordedAccount {
  readonly type: OaType;
  readonly name: string;
  readonly isVerified: boolean;
  readonly packageName: string | null;
  readonly packageAllowsGroups: boolean;
  readonly zcaBalanceVnd: number | null;
}

/** A resident at the start. */
export interface RecordedResident {
  readonly name: string;
  readonly follows: boolean;
  /** How long ago the last interaction was, in ms; absent = never. */
  readonly interactedMsAgo?: number;
  readonly phone?: string;
  readonly traits?: ResidentTraits;
  /** `error` of every send to this person. */
  readonly refusalCode?: number;
}

/** A right to a group; `group` names the one that uses it. */
export interface RecordedGroupAsset {
  readonly type: GroupAssetType;
  readonly quotaType: GroupQuotaType;
  readonly autoRenew: boolean;
  /** How long it is still valid, in ms; negative = it has run out. */
  readonly validForMs: number;
  readonly group?: string;
}

/** A group at the start, people by name. */
export interface RecordedGroup {
  readonly name: string;
  readonly description: string;
  readonly hasOa: boolean;
  readonly switches: GroupSwitches;
  readonly members: readonly string[];
  /** Those of the members who are its admins. */
  readonly admins: readonly string[];
  readonly pending: ReadonlyArray<{ readonly person: string; readonly how: 'invited' | 'requested' }>;
}

/** `atMs`: ms of the emulator's clock since the start. */
export type RecordedEvent = { readonly atMs: number } & (Step | OaAct);

/** What a person sends; bytes are named in {@link Recording.media}. */
export type RecordedInput =
  /** `quotes`: number of the quoted message. */
  | { readonly kind: 'text'; readonly text: string; readonly quotes?: number }
  | { readonly kind: 'image' | 'video'; readonly media: string; readonly name: string; readonly text?: string }
  | { readonly kind: 'voice' | 'file'; readonly media: string; readonly name: string }
  | { readonly kind: 'sticker'; readonly stickerId: string }
  | { readonly kind: 'location'; readonly latitude: string; readonly longitude: string }
  | { readonly kind: 'link'; readonly url: string; readonly description: string; readonly thumbnailUrl?: string }
  | { readonly kind: 'business_card'; readonly phone: string; readonly thumbnailUrl?: string };

/** A pressed button. On replay its title decides; the index only when no button has that title any more. */
export interface PressedButton {
  readonly title: string;
  readonly index: number;
  readonly type: 'oa.query.show' | 'oa.query.hide';
  /** Sent as text on replay when the message is from before the recording. */
  readonly payload: string;
}

/** What somebody other than the OA did. */
export type Step = PersonStep | GroupStep | DeskStep;

/** Actions that nothing more is to be said about; each is a method of `Emulator.as`. */
export type PlainAction = 'follow' | 'unfollow' | 'block' | 'unblock' | 'clickChatNow' | 'withdraw' | 'markSeen';

/** What one resident did in the chat with the OA. `message` is the number of what was sent. */
export type PersonStep = { readonly person: string } & (
  | { readonly does: 'send'; readonly message: number; readonly input: RecordedInput }
  /** `on`: number of the message with the button, `null` when it is from before the recording. */
  | { readonly does: 'press'; readonly message: number; readonly on: number | null; readonly button: PressedButton }
  | { readonly does: PlainAction }
  | { readonly does: 'call'; readonly call: ResidentCall }
  | { readonly does: 'react'; readonly on: number; readonly icon: string }
  | { readonly does: 'submitInfo'; readonly info: SubmittedInfo }
  | { readonly does: 'arrive' }
  | { readonly does: 'become'; readonly phone?: string; readonly traits?: ResidentTraits }
  /** From now on sends to this person are refused with `code`; `null` = no longer. */
  | { readonly does: 'refuseSends'; readonly code: number | null }
);

/** What happened in one group, not by the OA's API. */
export type GroupStep = { readonly group: string } & (
  | { readonly does: 'sendToGroup'; readonly person: string; readonly message: number; readonly input: RecordedInput }
  /** The OA's staff, from OA Manager. */
  | { readonly does: 'sendAsOa'; readonly message: number; readonly input: RecordedInput }
  | { readonly does: 'join' | 'requestJoin' | 'leave'; readonly person: string }
  /** `by`: the group admin who decides; absent = the OA's staff. */
  | { readonly does: 'approve' | 'decline'; readonly people: readonly string[]; readonly by?: string }
  | { readonly does: 'setOaInGroup'; readonly hasOa: boolean }
  | {
      readonly does: 'createGroup';
      /** The name given; `group` is what the recording calls it. */
      readonly name: string;
      readonly description: string;
      readonly people: readonly string[];
      readonly assetType: GroupAssetType;
    }
  /** The asset of this group. */
  | { readonly does: 'changeAsset'; readonly change: RecordedAssetChange }
);

/** What is absent stays. */
export interface RecordedAssetChange {
  readonly type?: GroupAssetType;
  readonly quotaType?: GroupQuotaType;
  readonly autoRenew?: boolean;
  /** From this moment on, in ms. */
  readonly validForMs?: number;
}

/** What a developer turned. */
export type DeskStep =
  | { readonly does: 'advanceClock'; readonly ms: number }
  /** Puts the clock `toMs` after the start, without running what falls due. */
  | { readonly does: 'setClock'; readonly toMs: number }
  | { readonly does: 'setFaults'; readonly faults: FaultSwitches }
  | { readonly does: 'setEventSwitches'; readonly eventSwitches: EventSwitches }
  | { readonly does: 'changeAccount'; readonly change: Partial<RecordedAccount> }
  | { readonly does: 'changeSettings'; readonly change: Partial<EmulatorSettings> }
  | { readonly does: 'addAsset'; readonly asset: RecordedGroupAsset }
  | { readonly does: 'setOaAdmins'; readonly people: readonly string[] }
  /**
   * Never recorded, for you to write: the replay really waits so long. What stands between it and the next step may come
   * meanwhile; where nothing stands there, the OA must keep silent.
   */
  | { readonly does: 'wait'; readonly ms: number };

/** What the OA did, by its API. */
export type OaAct =
  | ({ readonly oa: 'message'; readonly to: string; readonly message: number } & OaContent)
  /** One article message to each; at the receiver's end it is a message of the kind `article`. */
  | { readonly oa: 'broadcast'; readonly to: readonly string[]; readonly elements: readonly CardElement[] }
  /** `on` is `null` for a message from before the recording; `icon` is empty when the reaction was taken back. */
  | { readonly oa: 'reaction'; readonly to: string; readonly on: number | null; readonly icon: string }
  | ({ readonly oa: 'groupMessage'; readonly group: string; readonly message: number } & OaContent)
  | { readonly oa: 'groupChange'; readonly group: string; readonly change: GroupChange };

/** A message of the OA as the receiver sees it. */
export interface OaContent {
  readonly kind: ChatKind;
  readonly text?: string;
  readonly buttons?: readonly Button[];
  readonly elements?: readonly CardElement[];
  readonly media?: OaMedia;
  /** Number of the quoted message, `null` for one from before the recording. */
  readonly quotes?: number | null;
}

/** What kind of file the OA sent; its bytes are not kept. */
export interface OaMedia {
  readonly mimeType?: string;
  readonly name?: string;
  readonly url?: string;
  readonly stickerId?: string;
}

/** What became different in a group. People by name. */
export interface GroupChange {
  readonly created?: true;
  readonly name?: string;
  readonly description?: string;
  readonly avatarUrl?: string;
  readonly status?: 'enabled' | 'disabled' | 'dissolved';
  readonly switches?: Partial<GroupSwitches>;
  readonly joined?: readonly string[];
  readonly left?: readonly string[];
  /** Who waits to be let in. */
  readonly waiting?: readonly string[];
  readonly turnedAway?: readonly string[];
  readonly madeAdmin?: readonly string[];
  readonly noAdmin?: readonly string[];
}
