// Serve and drive an emulated OA.
export { createEmulator } from './emulator.ts';
export type { Emulator } from './emulator.ts';
export { emulatorPlugin } from './plugin.ts';
export type { EmulatorPluginOptions } from './plugin.ts';
export { startEmulator } from './start-emulator.ts';
export type { RunningEmulator, StartEmulatorOptions } from './start-emulator.ts';

// Shape it: type of OA, clock, faults, and every answer Zalo does not document.
export type { EmulatorOptions, OaType, Schedule, StartingResident } from './options.ts';
export { defaultSettings } from './settings.ts';
export type { EmulatorSettings } from './settings.ts';
export type { FaultRule, FaultSwitches, WebhookFaults } from './fault-switches.ts';
export type { EventSwitches } from './event-switches.ts';
export type { EmulatorClock } from './clock.ts';
export type { OaAccountState } from './oa-account.ts';
export { SNAPSHOT_VERSION } from './snapshot.ts';
export type { Snapshot } from './snapshot.ts';
export type { IdPrefix, NewId } from './ids.ts';
export { createHttpPost } from './webhook-transport.ts';
export type { PostWebhook, WebhookAnswer, WebhookPost } from './webhook-transport.ts';

// Read what happened.
export type {
  Button,
  CardElement,
  ChatKind,
  ChatMedia,
  ChatMessage,
  ChatState,
  Delivery,
  DeliveryFailure,
  DeliveryOutcome,
  LiveUpdate,
  Resident,
} from './chat-model.ts';
export type { ApiCall } from './call-log.ts';
export type { ResidentActions, ResidentCall, ResidentInput } from './resident-actions.ts';
export type {
  Group,
  GroupAsset,
  GroupAssetType,
  GroupMember,
  GroupMention,
  GroupMessage,
  GroupQuotaType,
  GroupSwitches,
  PendingMember,
  StartingGroupAsset,
} from './features/groups/group-model.ts';
export type { NewGroup } from './features/groups/create-group.ts';
export type { GroupActions } from './features/groups/group-actions.ts';
export type { GroupDesk } from './features/groups/group-desk.ts';
export type { GroupRules } from './features/groups/group-rules.ts';
export type { ResidentTraits } from './chat-model.ts';
export type { Visitor, VisitorInput, Visitors } from './features/anonymous.ts';
export type { InfoAnswers, SubmittedInfo } from './features/info-answers.ts';
export type { MessageTemplate, TemplateParameter } from './features/message-template.ts';

// Record a session and play it against a bot.
export { RECORDING_VERSION } from './recording/model.ts';
export type * from './recording/model.ts';
export type { Recorder } from './recording/recorder.ts';
export { checkRecording, formatRecording } from './recording/read-recording.ts';
export { replay } from './recording/replay.ts';
export type { ReplayOptions } from './recording/replay.ts';
export type { ReplayDifference, ReplayReport } from './recording/replay-report.ts';
export { EmulatorError } from './errors.ts';
export type { EmulatorErrorCode } from './errors.ts';
