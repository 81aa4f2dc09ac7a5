/** Stable codes of {@link EmulatorError}. */
export type EmulatorErrorCode =
  | 'EMULATOR_RESIDENT_UNKNOWN'
  | 'EMULATOR_MESSAGE_UNKNOWN'
  | 'EMULATOR_BUTTON_UNKNOWN'
  | 'EMULATOR_BUTTON_NOT_SENDABLE'
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
