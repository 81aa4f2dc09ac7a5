/** Stable codes of {@link EmulatorError}. */
export type EmulatorErrorCode =
  | 'EMULATOR_RESIDENT_UNKNOWN'
  | 'EMULATOR_MESSAGE_UNKNOWN'
  | 'EMULATOR_VISITOR_UNKNOWN'
  | 'EMULATOR_BUTTON_UNKNOWN'
  | 'EMULATOR_BUTTON_NOT_SENDABLE'
  | 'EMULATOR_GROUP_UNKNOWN'
  | 'EMULATOR_GROUP_ASSET_UNKNOWN'
  | 'EMULATOR_GROUP_REFUSED'
  | 'EMULATOR_NOT_IN_GROUP'
  | 'EMULATOR_NOT_GROUP_ADMIN'
  | 'EMULATOR_DELIVERY_UNKNOWN'
  | 'EMULATOR_SNAPSHOT_INVALID'
  | 'EMULATOR_INPUT_INVALID';

/** A wrong call on the emulator itself (never an answer of the emulated Zalo API). */
export class EmulatorError extends Error {
  readonly code: EmulatorErrorCode;

  constructor(code: EmulatorErrorCode, message: string) {
    super(message);
    this.name = 'EmulatorError';
    this.code = code;
  }
}
