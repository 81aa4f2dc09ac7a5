import { OFFICE_CHECKED_KEY, OFFICE_HOTLINE_KEY, type CommuneContact } from '../../storage/settings-ports.ts';
import { readOaSetting } from '../../storage/oa-settings.ts';
import type { Plan } from '../plan.ts';
import { fillMessage } from '../plan.ts';

/** The card about where papers are done: who opens it is told the place of their own commune too. */
const WHERE_TO_GO = 'dvc-where-to-go-commune-center';

const printed = (day: string): string => day.split('-').toReversed().join('/');

/** A number as people read it aloud: `0912 345 678`, `1022`. */
const spoken = (digits: string): string =>
  digits.length <= 5 ? digits : digits.replace(/^(\d{4})(\d{3})(\d+)$/u, '$1 $2 $3');

const placeOf = ({ centre, address, openingHours }: CommuneContact): string =>
  [centre, address, openingHours].filter((part) => part !== '').join(', ');

/** What the commune has said of itself; undefined where it is not known which, or nothing was set. */
async function communeContact(plan: Plan, code?: string): Promise<CommuneContact | undefined> {
  const { deps, patch, resident, oaId } = plan;
  if (!deps.contacts) return undefined;
  const teamCode = patch.teamCode ?? resident?.teamCode;
  const chosen = (code || patch.communeCode) ?? resident?.communeCode;
  const communeCode = chosen || (teamCode ? (await deps.findTeam(oaId, teamCode))?.communeCode : undefined);
  return communeCode ? deps.contacts.findCommuneContact({ oaId, communeCode }) : undefined;
}

/**
 * Whom to call when nobody can come now: the commune, else the province, with the day somebody checked the number; '' where
 * nothing is set. `communeCode`: where the request is worked on, if that is known.
 */
export async function callLine(plan: Plan, communeCode?: string): Promise<string> {
  const { deps, messages } = plan;
  const contact = await communeContact(plan, communeCode);
  const commune = contact && (deps.places?.unit(contact.communeCode)?.name ?? contact.communeCode);
  if (contact && contact.hotline !== '') {
    return fillMessage(plan, messages.helpCall, {
      số: spoken(contact.hotline),
      nơi: contact.centre || commune || '',
      ngày: printed(contact.checkedOn),
    });
  }
  const setting = async (key: string): Promise<string | undefined> =>
    deps.contacts && readOaSetting(deps.contacts, plan.oaId, key);
  const number = await setting(OFFICE_HOTLINE_KEY);
  const checkedOn = await setting(OFFICE_CHECKED_KEY);
  // A number without its day is not said.
  if (number && checkedOn) {
    return fillMessage(plan, messages.helpCall, {
      số: spoken(number),
      nơi: messages.helpCallProvince,
      ngày: printed(checkedOn),
    });
  }
  if (!contact || placeOf(contact) === '') return '';
  return fillMessage(plan, messages.helpGo, { nơi: placeOf(contact), ngày: printed(contact.checkedOn) });
}

/** Puts the place and number of the resident's own commune below the answer about where to go. */
export async function tellWhereToGo(plan: Plan): Promise<void> {
  const { before, session, replies } = plan;
  const isHere = (flow: typeof session.flow): boolean => flow?.stack.some(({ id }) => id === WHERE_TO_GO) ?? false;
  const last = replies.at(-1);
  if (!last || !isHere(session.flow) || isHere(before.flow)) return;
  const contact = await communeContact(plan);
  const place = contact && placeOf(contact);
  if (!contact || !place) {
    const line = await callLine(plan);
    if (line !== '') replies[replies.length - 1] = { ...last, text: `${last.text}\n\n${line}` };
    return;
  }
  const line = fillMessage(plan, contact.hotline === '' ? plan.messages.helpPlace : plan.messages.helpPlaceCall, {
    nơi: place,
    số: spoken(contact.hotline),
    ngày: printed(contact.checkedOn),
  });
  replies[replies.length - 1] = { ...last, text: `${last.text}\n\n${line}` };
}
