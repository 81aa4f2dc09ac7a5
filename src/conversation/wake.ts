import { defaultQuietHours, nextAllowed } from '../delivery/quiet-hours.ts';
import type { FlowState } from '../flow-engine/types.ts';
import { isInFirstHour } from './first-hour.ts';
import { deskUntil } from './desk/draft.ts';
import { draftUntil } from './field-log/draft.ts';
import { endOverdueHelp } from './helping.ts';
import { unansweredUntil } from './keep-question.ts';
import { encodeOrder } from './payloads.ts';
import type { OtherPerson } from './people.ts';
import { changePeople, fillMessage, nameValues, type Plan, reply } from './plan.ts';
import type { Session } from './session.ts';
import { park, walk, withoutDue } from './walk.ts';

/** Zalo's window for consultation messages (fact sheet, section 5). */
const WINDOW_MS = 7 * 24 * 3_600_000;
/** Somebody who wrote so little ago is in the middle of something else; a reminder can wait as long again. */
const BUSY_MS = 15 * 60_000;
const FIRST_HOUR_MS = 3_600_000;

/** Everything in a session that may fall due: the walk under way, the one left, and those asleep. */
const walksIn = ({ flow, parked, asleep }: Session): readonly FlowState[] => [
  ...(flow ? [flow] : []),
  ...(parked ? [parked] : []),
  ...(asleep ?? []),
];

const duesIn = (session: Session): readonly number[] => walksIn(session).flatMap(({ due }) => due ?? []);

const isDue = (state: FlowState, now: number): boolean => state.due !== undefined && state.due <= now;

const overdueIn = (session: Session, now: number): FlowState | undefined =>
  walksIn(session)
    .filter((state) => isDue(state, now))
    .toSorted((a, b) => (a.due ?? 0) - (b.due ?? 0))[0];

function overdueOther(plan: Plan): OtherPerson | undefined {
  if (plan.session.helping) return undefined;
  return plan.people?.others.find((other) => !other.rung && overdueIn(other.session, plan.now) !== undefined);
}

/**
 * When the session has to be woken, epoch ms: at its earliest due moment, moved out of the night and behind the silence
 * of a person of the OA who answers; undefined when nothing is due ever. Always in the future. A question that waits to
 * be kept is forgotten at its own time, which disturbs nobody.
 */
export function nextWakeAt(plan: Plan): number | undefined {
  const { now, session, people } = plan;
  const soon = Math.max(now + 1, plan.wakeNotBefore ?? 0);
  const later = (due: number): number => (due > now ? due : soon);
  const { helping } = session;
  const moments = duesIn(session).map(later);
  if (helping) {
    // What is the member's own waits until they are back.
    moments.push(later(helping.until), ...duesIn(helping.own).map((due) => Math.max(later(due), helping.until)));
  }
  for (const other of people?.others ?? []) if (!other.rung) moments.push(...duesIn(other.session).map(later));
  const forgets = [unansweredUntil(plan), draftUntil(plan), deskUntil(plan)].flatMap((at) => at ?? []);
  const forgetAt = forgets.length === 0 ? undefined : Math.min(...forgets);
  if (moments.length === 0) return forgetAt;
  const remindAt = nextAllowed(Math.max(Math.min(...moments), silencedUntil(plan)), defaultQuietHours);
  return Math.min(remindAt, forgetAt ?? remindAt);
}

function silencedUntil({ patch, resident }: Plan): number {
  return (patch.silencedUntil === undefined ? resident?.silencedUntil : patch.silencedUntil) ?? 0;
}

/**
 * A due moment has come. Somebody who refused messages or cannot be reached any more is not reminded, and the walk waits
 * for them; at night, while a person of the OA answers, or in the middle of something else it comes later.
 */
export function wakeUp(plan: Plan): void {
  endOverdueHelp(plan);
  const overdue = overdueIn(plan.session, plan.now);
  const other = overdueOther(plan);
  if (!overdue && !other) {
    plan.wake = 'stale';
  } else if (isUnreachable(plan)) {
    dropOverdue(plan);
    plan.wake = 'dropped';
  } else if (freeFrom(plan, overdue) > plan.now) {
    plan.wakeNotBefore = freeFrom(plan, overdue);
    plan.wake = 'postponed';
  } else {
    if (overdue) ringOverdue(plan);
    else if (other) ringOther(plan, other);
    plan.wakeNotBefore = plan.now + BUSY_MS;
    plan.wake = 'said';
  }
}

function isUnreachable({ resident, now }: Plan): boolean {
  return resident?.optOutAt !== undefined || now - (resident?.lastInteractionAt ?? 0) > WINDOW_MS;
}

/** From when on a reminder disturbs nobody. */
function freeFrom(plan: Plan, overdue: FlowState | undefined): number {
  const { flow } = plan.session;
  const isElsewhere = flow !== null && flow !== overdue;
  const pauseMs = isInFirstHour(plan.session) ? FIRST_HOUR_MS : BUSY_MS;
  const free = isElsewhere ? (plan.resident?.lastInteractionAt ?? 0) + pauseMs : 0;
  return nextAllowed(Math.max(plan.now, free, silencedUntil(plan)), defaultQuietHours);
}

/** The walks stay where they are; only nobody is reminded of them any more. */
function dropOverdue(plan: Plan): void {
  const calm = (state: FlowState): FlowState => (isDue(state, plan.now) ? withoutDue(state) : state);
  const { flow, parked, asleep } = plan.session;
  plan.session = {
    ...plan.session,
    flow: flow && calm(flow),
    ...(parked ? { parked: calm(parked) } : {}),
    ...(asleep ? { asleep: asleep.map(calm).filter(({ due }) => due !== undefined) } : {}),
  };
  for (let other = overdueOther(plan); other; other = overdueOther(plan)) markRung(plan, other);
}

/** Goes on with the walk whose moment came longest ago. False when nothing is due or nothing came of it. */
export function ringOverdue(plan: Plan): boolean {
  const overdue = overdueIn(plan.session, plan.now);
  if (!overdue) return false;
  bringToFront(plan, overdue);
  const walked = walk(plan, { type: 'due' }) === 'walked';
  const { flow } = plan.session;
  // Its moment is over in any case: a walk that the engine leaves as it is must not be woken again and again.
  if (flow && isDue(flow, plan.now)) plan.session = { ...plan.session, flow: withoutDue(flow) };
  return walked;
}

function bringToFront(plan: Plan, state: FlowState): void {
  if (plan.session.flow === state) return;
  const { parked, asleep, ...session } = plan.session;
  const others = (asleep ?? []).filter((one) => one !== state);
  plan.session = {
    ...session,
    ...(parked && parked !== state ? { parked } : {}),
    ...(others.length > 0 ? { asleep: others } : {}),
  };
  park(plan);
  plan.session = { ...plan.session, flow: state };
}

/** Somebody else has the phone: they are told that there is a reminder and for whom, never what it is about. */
function ringOther(plan: Plan, other: OtherPerson): void {
  markRung(plan, other);
  const name = nameValues(other.name);
  reply(plan, fillMessage(plan, plan.messages.personReminder, name), {
    numbered: false,
    options: [
      {
        title: fillMessage(plan, plan.messages.personTakes, name),
        payload: encodeOrder({ type: 'use', name: other.name }),
      },
    ],
  });
}

function markRung(plan: Plan, rung: OtherPerson): void {
  if (!plan.people) return;
  const others = plan.people.others.map((other) => (other === rung ? { ...other, rung: true as const } : other));
  changePeople(plan, { ...plan.people, others });
}
