import * as z from 'zod';

/** Zalo's limit for a text message, in characters. */
const MAX_LENGTH = 2_000;

const sentence = z.string().min(1).max(MAX_LENGTH);

/** Keys of `content/messages.yaml`: the bot's own sentences. A missing, unknown or over-long one stops the start. */
export const messagesSchema = z.strictObject({
  /** Version of the notice and the consent question, stored with every choice. Change it when their meaning changes. */
  noticeVersion: z.string().min(1).max(40),
  notice: sentence,
  consentQuestion: sentence,
  consentYes: sentence,
  consentNo: sentence,
  consentThanksYes: sentence,
  consentThanksNo: sentence,
  menu: sentence,
  menuHint: sentence,
  topicMenu: sentence,
  topicPublicServices: sentence,
  topicEPayments: sentence,
  topicECommerce: sentence,
  topicScamSafety: sentence,
  topicOtherPlatforms: sentence,
  chooseHint: sentence,
  backToMenu: sentence,
  didYouMean: sentence,
  dontKnow: sentence,
  dontKnowNothing: sentence,
  noneOfThese: sentence,
  personTitle: sentence,
  pickListed: sentence,
  emergency: sentence,
  secretSeen: sentence,
  secretAsk: sentence,
  secretGiven: sentence,
  voice: sentence,
  image: sentence,
  video: sentence,
  sticker: sentence,
  file: sentence,
  location: sentence,
  link: sentence,
  linkNext: sentence,
  businessCard: sentence,
  call: sentence,
  welcomeFollow: sentence,
  sharedInfo: sentence,
  handover: sentence,
  /** The same promise without advice, said before the words of a flow that has its own. */
  handoverMet: sentence,
  handoverAgain: sentence,
  stopped: sentence,
  subscribed: sentence,
  flowStopped: sentence,
  eraseAsk: sentence,
  eraseConfirm: sentence,
  eraseCancel: sentence,
  eraseCancelled: sentence,
  erased: sentence,
  countingStopped: sentence,
  privacy: sentence,
  teamCredited: sentence,
  teamAlready: sentence,
  teamUnknown: sentence,
  teamMissing: sentence,
  stale: sentence,
  resumeYes: sentence,
  troubled: sentence,
  optOutFooter: sentence,
  thanks: sentence,
});

/** The bot's own sentences by key. `{bác}`/`{Bác}` stand for the form of address. */
export type Messages = Readonly<z.infer<typeof messagesSchema>>;
