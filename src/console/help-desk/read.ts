import { topics, topicTitle } from '../../catalog/catalogue.ts';
import { FREE_MS, WINDOW_MS } from '../../broadcasts/reach.ts';
import { FIRST_HOUR_CARD, FIRST_HOUR_FLOW } from '../../conversation/first-hour.ts';
import { type Doing, doingIn } from '../../conversation/help/route.ts';
import { parseSession } from '../../conversation/session.ts';
import type { DeskContact } from '../../storage/desk-ports.ts';
import type { ConsoleDeps } from '../deps.ts';

/** Whether a message reaches the resident, what it costs, and until when. */
export interface Contact {
  readonly lastInteractionAt: number;
  readonly reach: 'free' | 'paid' | 'closed';
  /** When the present reach ends, epoch ms; 0 when it is closed. */
  readonly until: number;
  readonly silencedUntil?: number;
  readonly address?: string;
}

/** Zalo's windows (fact sheet, section 5) for somebody who last wrote then. */
export function contactOf(known: Omit<DeskContact, 'userId'> | undefined, at: number): Contact {
  const lastInteractionAt = known?.lastInteractionAt ?? 0;
  const silentMs = at - lastInteractionAt;
  const reach = lastInteractionAt === 0 || silentMs >= WINDOW_MS ? 'closed' : silentMs > FREE_MS ? 'paid' : 'free';
  return {
    lastInteractionAt,
    reach,
    until: reach === 'closed' ? 0 : lastInteractionAt + (reach === 'free' ? FREE_MS : WINDOW_MS),
    ...(known?.silencedUntil === undefined || known.silencedUntil <= at ? {} : { silencedUntil: known.silencedUntil }),
    ...(known?.address === undefined ? {} : { address: known.address }),
  };
}

/** What is known of the one resident of a case. */
export async function findContact(deps: ConsoleDeps, userId: string | undefined, at: number): Promise<Contact> {
  const [known] = await deps.storage.listDeskContacts({
    oaId: deps.oaId,
    userIds: userId === undefined ? [] : [userId],
  });
  return contactOf(known, at);
}

/** What a resident is in at this moment: the walk of their session. */
export async function doingNow(deps: ConsoleDeps, userId: string): Promise<Doing> {
  const { session } = await deps.storage.loadTurn({ oaId: deps.oaId, userId });
  const { flow, parked } = parseSession(session.state);
  return doingIn(flow ?? parked ?? undefined, deps.catalogue());
}

/** Subject and guide as staff read them. */
export interface Matter {
  readonly topic: string;
  /** '' = unknown. */
  readonly topicTitle: string;
  readonly guide: string;
  /** '' = none. */
  readonly guideTitle: string;
  readonly step: string;
  /** The resident has just been robbed, or fears so: before everything else. */
  readonly isUrgent: boolean;
}

/** Names subject and guide. */
export function matterOf(deps: ConsoleDeps, { topic, flow, step }: Doing): Matter {
  const catalogue = deps.catalogue();
  const known = topics.find((name) => name === topic);
  return {
    topic,
    topicTitle: known ? topicTitle(catalogue.messages, known) : '',
    guide: flow,
    guideTitle: (catalogue.card(flow) ?? catalogue.flow(flow))?.title ?? '',
    step,
    isUrgent: flow === FIRST_HOUR_FLOW || flow === FIRST_HOUR_CARD,
  };
}

/** "Quét mã QR để trả tiền, bước 2". */
export function matterWords({ topicTitle: subject, guideTitle, step }: Matter): string {
  const guide = guideTitle === '' ? '' : step === '' ? guideTitle : `${guideTitle}, bước ${step}`;
  return [subject, guide].filter((part) => part !== '').join(': ') || 'Chưa rõ việc gì';
}

/** Name of a commune; its code where nobody knows it; '' for none. */
export const communeName = (deps: ConsoleDeps, code: string): string => deps.places.commune(code)?.name ?? code;

/** A short name for a resident whom staff must not know: the same person has the same one. */
export const residentCode = (deps: ConsoleDeps, userId: string): string =>
  deps.pseudonymOf(deps.oaId, userId).slice(-6);
