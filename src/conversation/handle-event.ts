import type { Inbound, InboundMedia, MediaKind } from 'zalo-oa-sdk';
import type { MediaKind as FlowMediaKind } from '../flow-engine/types.ts';
import type { TurnContext } from '../storage/ports.ts';
import type { SecretKind } from '../shared/secrets.ts';
import { EMERGENCY, isInFirstHour } from './first-hour.ts';
import { countLateReturn } from './cascade-return.ts';
import { forgetOverdueDesk, takeDesk } from './desk/draft.ts';
import { recordLessons } from './desk/lessons.ts';
import { forgetOverdueDraft, takeDraft } from './field-log/draft.ts';
import { takeLogPhoto } from './field-log/photo.ts';
import { visitOption } from './field-log/visit.ts';
import { answerForwarded, comesFirst } from './forwarded.ts';
import { handleText } from './handle-text.ts';
import { tellWhereToGo } from './help/contact.ts';
import { endByDesk, routeHelp } from './help/route.ts';
import { announceHelp, endOverdueHelp } from './helping.ts';
import { takeUnanswered } from './keep-question.ts';
import { sayMenu } from './menu.ts';
import { joinTypedTeam } from './orders.ts';
import { encodeOrder } from './payloads.ts';
import { type Notice, sayNotice } from './notices.ts';
import { answerPicture, answersPictures } from './picture-answer.ts';
import {
  type ConversationDeps,
  fillMessage,
  menuOption,
  type Plan,
  reply,
  rememberOptions,
  startPlan,
} from './plan.ts';
import { offerSharing } from './share.ts';
import { rephraseOpening } from './simpler-words.ts';
import { joinTeam } from './team-credit.ts';
import { wakeUp } from './wake.ts';
import { walk } from './walk.ts';

/** Our own event: the due moment of a session has come. It queues with what the resident sends. */
export interface WakeEvent {
  readonly type: 'wake';
  readonly oaId: string;
  readonly userId: string;
  readonly userIdByApp?: never;
  /** The moment, epoch ms. */
  readonly at: number;
}

/** Our own event: somebody is told of what another person did. It queues with what they send themselves. */
export interface NoticeEvent {
  readonly type: 'notice';
  readonly oaId: string;
  readonly userId: string;
  readonly userIdByApp?: never;
  readonly notice: Notice;
}

/** An event as the inbox keeps it: masked, with what was masked in it. */
export type Incoming = (Inbound | WakeEvent | NoticeEvent) & { readonly secrets?: readonly SecretKind[] };

/** The bot stays silent so long after a person of the OA wrote in the chat. */
export const SILENCE_MS = 30 * 60_000;

/**
 * Decides what one event changes and says. Reads the clock, the catalogue and the team list through its arguments and
 * changes nothing itself, so that the same event, context and time always give the same plan.
 */
export async function handleEvent(
  deps: ConversationDeps,
  incoming: Incoming,
  context: TurnContext,
  now: number,
): Promise<Plan> {
  const plan = startPlan(deps, { oaId: incoming.oaId, userId: userOf(incoming) }, context, now);
  if (incoming.userIdByApp !== undefined && context.resident?.userIdByApp !== incoming.userIdByApp) {
    plan.patch = { ...plan.patch, userIdByApp: incoming.userIdByApp };
  }
  takeUnanswered(plan, incoming.type);
  forgetOverdueDraft(plan);
  forgetOverdueDesk(plan);
  if (incoming.type === 'wake') {
    wakeUp(plan);
    announceHelp(plan);
  } else if (incoming.type === 'notice') {
    await sayNotice(plan, incoming.notice);
  } else {
    await dispatchSpoken(plan, incoming);
  }
  if (plan.replies.length > 0 && plan.erase === undefined) rememberOptions(plan);
  return plan;
}

const userOf = (incoming: Incoming): string =>
  'userId' in incoming && incoming.userId !== undefined ? incoming.userId : '';

/** An event of the resident; around the answer stands whatever a team member who helps somebody else has to know. */
async function dispatchSpoken(plan: Plan, incoming: Exclude<Incoming, WakeEvent | NoticeEvent>): Promise<void> {
  const ended = endOverdueHelp(plan);
  await dispatch(plan, incoming);
  await joinTypedTeam(plan);
  countLateReturn(plan);
  await recordLessons(plan);
  await routeHelp(plan);
  await tellWhereToGo(plan);
  if (incoming.type === 'echo' && incoming.adminId !== undefined) await endByDesk(plan);
  await offerSharing(plan);
  await rephraseOpening(plan);
  if (plan.replies.length === 0 || plan.erase) return;
  if (ended) {
    const options = isEmergency(plan) ? [] : visitOption(plan, ended);
    const expired = { text: fillMessage(plan, plan.messages.helpExpired), numbered: false, options };
    plan.replies.splice(isEmergency(plan) ? 1 : 0, 0, expired);
  }
  if (!isEmergency(plan)) announceHelp(plan);
}

/** An emergency comes before any formality: its first line stays the first. */
const isEmergency = (plan: Plan): boolean => plan.engagement.some(({ flow }) => flow === EMERGENCY);

async function dispatch(plan: Plan, incoming: Exclude<Incoming, WakeEvent | NoticeEvent>): Promise<void> {
  const silenced = (plan.resident?.silencedUntil ?? 0) > plan.now;
  switch (incoming.type) {
    case 'text':
      interacted(plan);
      takeDraft(plan);
      takeDesk(plan);
      await handleText(plan, incoming.text, silenced, (incoming.secrets?.length ?? 0) > 0);
      return afterSpeaking(plan, incoming);
    case 'media':
      interacted(plan);
      takeDraft(plan);
      takeDesk(plan);
      if (!silenced && plan.logDraft && (await takeLogPhoto(plan, incoming))) return afterSpeaking(plan, incoming);
      if (!silenced && isAwaited(plan, incoming)) return afterSpeaking(plan, incoming);
      if (!silenced && (await answerForwarded(plan, incoming))) return afterSpeaking(plan, incoming);
      if (incoming.caption !== undefined && incoming.caption.trim() !== '')
        await handleText(plan, incoming.caption, silenced, (incoming.secrets?.length ?? 0) > 0);
      else if (!silenced && incoming.kind === 'image' && answersPictures(plan)) await answerPicture(plan, incoming.url);
      else if (!silenced) answerMedia(plan, incoming.kind);
      return afterSpeaking(plan, incoming);
    case 'submit-info':
      interacted(plan);
      if (!silenced) reply(plan, plan.messages.sharedInfo, { options: [menuOption(plan)] });
      return afterSpeaking(plan, incoming);
    case 'follow':
      interacted(plan);
      plan.patch = { ...plan.patch, following: true };
      if (!silenced) sayMenu(plan, plan.messages.welcomeFollow);
      return afterSpeaking(plan, incoming);
    case 'unfollow':
      plan.patch = { ...plan.patch, following: false };
      return;
    case 'chat-now':
      interacted(plan);
      if (!silenced) sayMenu(plan);
      return afterSpeaking(plan, incoming);
    case 'call':
      interacted(plan);
      if (!silenced && incoming.by === 'resident') reply(plan, plan.messages.call, { options: [menuOption(plan)] });
      return afterSpeaking(plan, incoming);
    case 'widget': {
      const code = teamCodeIn(incoming.pageUrl);
      if (!incoming.accepted || code === undefined) return;
      await joinTeam(plan, code, 'widget');
      return afterSpeaking(plan, incoming);
    }
    case 'withdraw':
      plan.erase = true;
      return;
    case 'echo':
      if (incoming.adminId === undefined) return;
      plan.patch = { ...plan.patch, silencedUntil: plan.now + SILENCE_MS, handoverAt: null };
      return;
    case 'receipt':
    case 'group':
    case 'other':
      return;
  }
}

/** Opens Zalo's 48-hour and 7-day windows again. Our clock, not the event's: a late event must not close them early. */
function interacted(plan: Plan): void {
  plan.patch = { ...plan.patch, lastInteractionAt: plan.now };
}

const MEDIA_MESSAGES = {
  audio: 'voice',
  image: 'image',
  gif: 'sticker',
  sticker: 'sticker',
  video: 'video',
  file: 'file',
  location: 'location',
  link: 'link',
  'business-card': 'businessCard',
} as const satisfies Record<MediaKind, keyof Plan['messages']>;

/** What each kind is to a flow that asked for it. The engine learns that it came: neither place nor picture is kept. */
const MEDIA_EVENTS: Readonly<Record<MediaKind, FlowMediaKind>> = {
  image: 'photo',
  location: 'location',
  file: 'file',
  audio: 'voice',
  video: 'other',
  gif: 'other',
  sticker: 'other',
  link: 'other',
  'business-card': 'other',
};

/** True when the walk asked for exactly this and went on with it. Words under a picture may still be a cry for help. */
function isAwaited(plan: Plan, { kind, caption = '' }: InboundMedia): boolean {
  if (!plan.session.flow || comesFirst(plan, caption)) return false;
  return walk(plan, { type: 'media', kind: MEDIA_EVENTS[kind] }) === 'walked';
}

/** Something other than words: a fitting sentence, then the walk's current step again, or the way to the menu. */
function answerMedia(plan: Plan, kind: MediaKind): void {
  const check = plan.deps.catalogue.card('check-link-website');
  const options =
    kind === 'link' && check
      ? [{ title: plan.messages.linkNext, payload: encodeOrder({ type: 'card', id: check.slug }) }, menuOption(plan)]
      : [menuOption(plan)];
  if (!plan.session.flow) return reply(plan, plan.messages[MEDIA_MESSAGES[kind]], { options });
  reply(plan, plan.messages[MEDIA_MESSAGES[kind]]);
  walk(plan, { type: 'resume' });
}

/** What every spoken turn may need in front: the warning about a masked secret, and at first contact the notice. */
function afterSpeaking(plan: Plan, incoming: Incoming): void {
  if (plan.replies.length === 0) return;
  if ((incoming.secrets?.length ?? 0) > 0 && plan.erase === undefined) {
    const warning = { text: fillMessage(plan, plan.messages.secretSeen), numbered: false };
    plan.replies.splice(isEmergency(plan) ? 1 : 0, 0, warning);
  }
  // The notice waits until that walk is over.
  if (plan.resident?.noticeAt !== undefined || plan.erase || isEmergency(plan)) return;
  if (isInFirstHour(plan.before) || isInFirstHour(plan.session)) return;
  plan.patch = { ...plan.patch, noticeAt: plan.now };
  const asksConsent = plan.consent === undefined;
  const notice = asksConsent ? `${plan.messages.notice}\n\n${plan.messages.consentQuestion}` : plan.messages.notice;
  const answers = plan.replies;
  plan.replies = [];
  reply(plan, notice, {
    numbered: false,
    ...(asksConsent
      ? {
          options: [
            { title: plan.messages.consentYes, payload: encodeOrder({ type: 'consent-yes' }) },
            { title: plan.messages.consentNo, payload: encodeOrder({ type: 'consent-no' }) },
          ],
        }
      : {}),
  });
  plan.replies.push(...answers);
}

/** The team code in the address of a team's landing page, `https://…/t/LN03/vneid-level-2`. */
function teamCodeIn(pageUrl: string | undefined): string | undefined {
  if (pageUrl === undefined || !URL.canParse(pageUrl)) return undefined;
  return /^\/t\/([A-Za-z0-9]{2,12})(?:\/|$)/u.exec(new URL(pageUrl).pathname)?.[1]?.toUpperCase();
}
