import type { Inbound, MediaKind } from 'zalo-oa-sdk';
import type { TurnContext } from '../storage/ports.ts';
import type { SecretKind } from '../shared/secrets.ts';
import { EMERGENCY, handleText, isInFirstHour } from './handle-text.ts';
import { joinTeam, sayMenu } from './orders.ts';
import { encodeOrder } from './payloads.ts';
import {
  type ConversationDeps,
  fillMessage,
  menuOption,
  type Plan,
  reply,
  rememberOptions,
  startPlan,
} from './plan.ts';
import { walk } from './walk.ts';

/** An inbound event as the inbox keeps it: masked, with what was masked in it. */
export type Incoming = Inbound & { readonly secrets?: readonly SecretKind[] };

/** Minutes that the bot stays silent after a person of the OA wrote in the chat. */
const SILENCE_MS = 30 * 60_000;

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
  const plan = startPlan(deps, incoming.oaId, context, now);
  if (incoming.userIdByApp !== undefined && context.resident?.userIdByApp !== incoming.userIdByApp) {
    plan.patch = { ...plan.patch, userIdByApp: incoming.userIdByApp };
  }
  await dispatch(plan, incoming);
  if (plan.replies.length > 0 && plan.erase === undefined) rememberOptions(plan);
  return plan;
}

async function dispatch(plan: Plan, incoming: Incoming): Promise<void> {
  const silenced = (plan.resident?.silencedUntil ?? 0) > plan.now;
  switch (incoming.type) {
    case 'text':
      interacted(plan);
      await handleText(plan, incoming.text, silenced, (incoming.secrets?.length ?? 0) > 0);
      return afterSpeaking(plan, incoming);
    case 'media':
      interacted(plan);
      if (incoming.caption !== undefined && incoming.caption.trim() !== '')
        await handleText(plan, incoming.caption, silenced, (incoming.secrets?.length ?? 0) > 0);
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
      await joinTeam(plan, code);
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
  // An emergency comes before any formality: its first line stays the first, and the notice waits until that walk is over.
  const isEmergency = plan.engagement.some(({ flow }) => flow === EMERGENCY);
  if (plan.replies.length === 0) return;
  if ((incoming.secrets?.length ?? 0) > 0 && plan.erase === undefined) {
    plan.replies.splice(isEmergency ? 1 : 0, 0, { text: fillMessage(plan, plan.messages.secretSeen), numbered: false });
  }
  if (plan.resident?.noticeAt !== undefined || plan.erase || isEmergency) return;
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
