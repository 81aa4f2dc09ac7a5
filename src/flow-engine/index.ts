export { advance, waitingChoices } from './advance.ts';
export { defaultAddress, fillText } from './fill.ts';
export { coreOf, matchChoice, type Wording } from './match.ts';
export { positionOf } from './position.ts';
export { maxStepsPerTurn } from './run.ts';
export { maxFlowFrames, maxSavedCharacters, maxStateBytes, migrate, readState, stateBytes } from './state.ts';
export { stepTypes } from './steps/index.ts';
export { engineTexts } from './texts.ts';
export type * from './types.ts';
