/** Limits on what authors write. Those of Zalo as on the fact sheet read 2026-11-22; the others keep reading easy. */
export const limits = {
  /** Zalo: characters of one text message. */
  textCharacters: 2000,
  /** Zalo: characters of a button title. */
  titleCharacters: 100,
  /** Zalo: buttons under one message. */
  buttons: 5,
  /** A card's title has to fit a menu line and a QR card. */
  cardTitleCharacters: 60,
  /** One action that can be read at arm's length. */
  stepCharacters: 300,
  /** More than this is two cards. */
  steps: 7,
  /** Really different ways to ask, without which a card is not served; shipped cards have 20. */
  cardAsks: 8,
  /** Ways to ask that a shipped card has: fewer leave too many wordings that are not understood. */
  cardAsksWanted: 20,
  /** A drawn screen has to be readable at 360 pixels. */
  screenAppCharacters: 24,
  screenLabelCharacters: 32,
  screenFields: 4,
  screenItems: 6,
  flowAsks: 5,
  answerSentences: 2,
  /** Syllables of one sentence: beyond it, people who read slowly lose the beginning. */
  sentenceSyllables: 30,
  /** Reading level of a card or flow (see `reading.ts`). */
  readingLevel: 20,
  /** Calls of flows inside flows. */
  callDepth: 4,
  /** Zalo: characters of a button's payload or address, percent-encoded. */
  payloadCharacters: 1000,
  /** Days a card may stand past its `reviewAfter` before it is an error. */
  overdueDays: 90,
} as const;
