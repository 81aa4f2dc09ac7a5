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
export type { FaultRule, FaultSwitches } from './fault-switches.ts';
export type { IdPrefix, NewId } from './ids.ts';
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
export type { ResidentActions, ResidentInput } from './resident-actions.ts';
export { EmulatorError } from './errors.ts';
export type { EmulatorErrorCode } from './errors.ts';
