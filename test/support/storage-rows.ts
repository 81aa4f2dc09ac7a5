import type { EngagementEvent, IncomingEvent, Storage, TurnCommit } from '../../src/storage/ports.ts';
import { MORNING } from './manual-clock.ts';

export const OA = '2468013579246801357';
export const LAN = '3691470258369147025';
export const HOA = '3691470258369147026';
export const TEAM = {
  code: 'LN03',
  name: 'Tổ công nghệ số ấp 3',
  provinceCode: '75',
  communeCode: '25270',
  hamlet: 'Ấp 3',
} as const;

let keys = 0;

/** A pending text event, with its own key unless one is given. */
export function anEvent(changes: Partial<IncomingEvent> = {}): IncomingEvent {
  keys += 1;
  return {
    oaId: OA,
    key: `key-${keys}`,
    eventName: 'user_send_text',
    userId: LAN,
    payload: JSON.stringify({ type: 'text', text: 'xin chào' }),
    state: 'pending',
    receivedAt: MORNING,
    ...changes,
  };
}

/** A commit that changes nothing but the session, on a first turn. */
export function aTurn(inboxId: number, changes: Partial<TurnCommit> = {}): TurnCommit {
  return {
    inboxId,
    oaId: OA,
    userId: LAN,
    at: MORNING,
    expectedVersion: 0,
    session: '{"o":[]}',
    resident: {},
    messages: [],
    claimFirst: false,
    engagement: [],
    ...changes,
  };
}

export function anEngagement(changes: Partial<EngagementEvent> = {}): EngagementEvent {
  return {
    kind: 'started',
    topic: 'public-services',
    flow: 'vneid',
    version: 'h1',
    step: '',
    outcome: '',
    quantity: 1,
    ...changes,
  };
}

export const aMessage = (text: string): { readonly body: string } => ({ body: JSON.stringify({ text }) });

/** Accepts an event and commits a turn for it on the resident's current session; the outbox ids come back. */
export async function commitTurn(storage: Storage, changes: Partial<TurnCommit> = {}): Promise<readonly number[]> {
  const userId = changes.userId ?? LAN;
  const { id } = await storage.acceptEvent(anEvent({ userId }));
  const { session } = await storage.loadTurn({ oaId: OA, userId });
  const result = await storage.commitTurn(aTurn(id ?? 0, { expectedVersion: session.version, ...changes }));
  if (!result.ok) throw new Error(`the turn was refused: ${result.reason}`);
  return result.outboxIds;
}
