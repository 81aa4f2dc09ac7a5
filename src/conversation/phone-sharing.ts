import { sayMenu } from './menu.ts';
import { dropDraft } from './field-log/draft.ts';
import { encodeOrder } from './payloads.ts';
import { findPerson, isSameName, MAX_PEOPLE, type OtherPerson, parseName, type People } from './people.ts';
import { changePeople, fillMessage, menuOption, nameValues, type Plan, reply } from './plan.ts';
import { type Asking, emptySession, type Option } from './session.ts';
import { ringOverdue } from './wake.ts';
import { walk } from './walk.ts';

/** The people of this phone; the first one has a name of ours until they choose one. */
function peopleOf(plan: Plan): People {
  return plan.people ?? { now: plan.messages.personOwner, others: [] };
}

const takeOption = (plan: Plan, { name }: OtherPerson): Option => ({
  title: fillMessage(plan, plan.messages.personTakes, nameValues(name)),
  payload: encodeOrder({ type: 'use', name }),
});

const newOption = (plan: Plan): Option => ({
  title: plan.messages.personNew,
  payload: encodeOrder({ type: 'new-person' }),
});

/** True, with a word about it, while a team member helps: then the phone is with neither of its people. */
function isHelping(plan: Plan): boolean {
  if (plan.session.helping) reply(plan, plan.messages.helpFirst, { numbered: false });
  return plan.session.helping !== undefined;
}

/** "Đổi người": who has the phone, who else may take it. */
export function sayPeople(plan: Plan): void {
  if (isHelping(plan)) return;
  const people = peopleOf(plan);
  const room = people.others.length + 1 < MAX_PEOPLE ? [newOption(plan)] : [];
  reply(plan, fillMessage(plan, plan.messages.peopleAsk, nameValues(people.now)), {
    options: [...people.others.map((other) => takeOption(plan, other)), ...room, menuOption(plan)],
  });
}

/** Asks for a name, to be typed or chosen. The question is over with the next message, whatever that is. */
export function askName(plan: Plan, asking: Asking): void {
  if (isHelping(plan)) return;
  if (asking === 'new-person' && peopleOf(plan).others.length + 1 >= MAX_PEOPLE) {
    return reply(plan, plan.messages.personFull, { numbered: false });
  }
  plan.session = { ...plan.session, asking };
  reply(plan, asking === 'new-person' ? plan.messages.personNewAsk : plan.messages.personNameAsk, {
    options: suggestions(plan),
  });
}

function suggestions(plan: Plan): Option[] {
  const people = peopleOf(plan);
  return plan.messages.personSuggestions
    .split(',')
    .map((name) => name.trim())
    .filter((name) => !isTaken(people, name))
    .map((name) => ({ title: name, payload: encodeOrder({ type: 'call', name }) }));
}

function isTaken(people: People, name: string): boolean {
  return isSameName(people.now, name) || people.others.some((other) => isSameName(other.name, name));
}

/** The name that was asked for. What is none, or is somebody else's, is asked for again. */
export function takeName(plan: Plan, asking: Asking, text: string, hasSecret: boolean): void {
  const name = hasSecret ? undefined : parseName(text);
  const people = peopleOf(plan);
  const problem =
    name === undefined
      ? plan.messages.personNameUnfit
      : isTaken(people, name)
        ? fillMessage(plan, plan.messages.personNameTaken, nameValues(name))
        : undefined;
  if (name === undefined || problem !== undefined) {
    plan.session = { ...plan.session, asking };
    return reply(plan, problem ?? plan.messages.personNameUnfit, { options: suggestions(plan) });
  }
  if (asking === 'own-name') {
    changePeople(plan, { ...people, now: name });
    return reply(plan, fillMessage(plan, plan.messages.personNamed, nameValues(name)), { options: [menuOption(plan)] });
  }
  if (people.others.length + 1 >= MAX_PEOPLE) return reply(plan, plan.messages.personFull, { numbered: false });
  changePeople(plan, { now: name, others: [...people.others, leaving(plan, people)] }, {});
  plan.session = emptySession;
  sayMenu(plan, fillMessage(plan, plan.messages.personHello, nameValues(name)));
}

/** Whoever has the phone now, as they leave it. */
function leaving(plan: Plan, people: People): OtherPerson {
  dropDraft(plan);
  const { asking: _asking, ...session } = plan.session;
  return { name: people.now, person: plan.person, session: { ...session, options: [] } };
}

/** Gives the phone to somebody else, who goes on where they were. */
export function usePerson(plan: Plan, name: string): void {
  if (isHelping(plan)) return;
  const people = peopleOf(plan);
  const next = findPerson(people, name);
  if (!next) return sayPeople(plan);
  const others = [...people.others.filter((other) => other !== next), leaving(plan, people)];
  changePeople(plan, { now: next.name, others }, next.person);
  plan.session = next.session;
  const hello = fillMessage(plan, plan.messages.personHello, nameValues(next.name));
  if (next.session.flow === null && !next.rung) return sayMenu(plan, hello);
  reply(plan, hello, { numbered: false });
  if (!ringOverdue(plan) && walk(plan, { type: 'resume' }) !== 'walked') sayMenu(plan);
}

/** "Bỏ người": who is to be forgotten. Whoever has the phone stays. */
export function askWhomToDrop(plan: Plan): void {
  if (isHelping(plan)) return;
  const { others } = peopleOf(plan);
  if (others.length === 0)
    return reply(plan, plan.messages.personAlone, { options: [newOption(plan), menuOption(plan)] });
  reply(plan, plan.messages.personDropAsk, {
    options: [
      ...others.map(({ name }) => ({ title: name, payload: encodeOrder({ type: 'drop', name }) })),
      menuOption(plan),
    ],
  });
}

/** Forgets somebody with everything of theirs. The last one left has the phone alone again, without a name. */
export function dropPerson(plan: Plan, name: string): void {
  if (isHelping(plan)) return;
  const people = peopleOf(plan);
  const gone = findPerson(people, name);
  if (!gone) return sayPeople(plan);
  const others = people.others.filter((other) => other !== gone);
  changePeople(plan, others.length === 0 ? undefined : { ...people, others });
  reply(plan, fillMessage(plan, plan.messages.personDropped, nameValues(gone.name)), { options: [menuOption(plan)] });
}
