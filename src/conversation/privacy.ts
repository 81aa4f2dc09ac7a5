import { randomInt } from 'node:crypto';
import { vietnamDay, vietnamTime } from '../shared/clock.ts';
import { makeCode } from '../teams/codes.ts';
import { CODE_LIFE_MS, makePrivacyCode, newPrivacyRequest, privacyCodeHash } from '../teams/privacy-requests.ts';
import { encodeOrder } from './payloads.ts';
import { fillMessage, menuOption, type Plan, reply } from './plan.ts';
import type { Option } from './session.ts';

type PrivacyOrder = 'privacy-see' | 'privacy-correct' | 'privacy-code' | 'erase-ask';

const option = (title: string, type: PrivacyOrder): Option => ({ title, payload: encodeOrder({ type }) });

const random = (plan: Plan): ((below: number) => number) => plan.deps.randomBelow ?? ((below) => randomInt(below));

const printedDay = (atMs: number): string => vietnamDay(atMs).split('-').toReversed().join('/');

/** What is kept, and what can be done about it at once. */
export function sayPrivacy(plan: Plan): void {
  const { messages } = plan;
  reply(plan, messages.privacy, {
    numbered: false,
    options: [
      option(messages.privacySee, 'privacy-see'),
      option(messages.privacyCorrect, 'privacy-correct'),
      option(messages.privacyCode, 'privacy-code'),
      option(messages.privacyErase, 'erase-ask'),
    ],
  });
}

/** Asks once more before everything goes. */
export function askErase(plan: Plan): void {
  reply(plan, plan.messages.eraseAsk, {
    options: [
      { title: plan.messages.eraseConfirm, payload: encodeOrder({ type: 'erase-confirm' }) },
      { title: plan.messages.eraseCancel, payload: encodeOrder({ type: 'erase-cancel' }) },
    ],
  });
}

/** What is kept of this account, in plain words. The request is answered at once, by the machine. */
export async function sayOwnData(plan: Plan): Promise<void> {
  const { resident, messages, deps } = plan;
  const team = resident?.teamCode === undefined ? undefined : await deps.findTeam(plan.oaId, resident.teamCode);
  const member = await deps.teams?.findMember({ oaId: plan.oaId, userId: plan.userId });
  const commune = resident?.communeCode === undefined ? undefined : deps.places?.unit(resident.communeCode)?.name;
  const line = (text: string, value: string | undefined): string[] =>
    value === undefined ? [] : [fillMessage(plan, text, { 'giá trị': value })];
  const lines = [
    ...line(messages.privacyDataSince, printedDay(resident?.createdAt ?? plan.now)),
    ...line(messages.privacyDataAddress, plan.person.address),
    ...line(messages.privacyDataTeam, team?.name ?? resident?.teamCode),
    ...line(messages.privacyDataCommune, commune),
    ...line(messages.privacyDataMember, member?.state === 'active' ? member.name : undefined),
    fillMessage(plan, resident?.consent === 'yes' ? messages.privacyDataCounted : messages.privacyDataNotCounted),
    fillMessage(plan, resident?.optOutAt === undefined ? messages.privacyDataNews : messages.privacyDataNoNews),
  ];
  reply(plan, [fillMessage(plan, messages.privacyData), ...lines.map((one) => `- ${one}`)].join('\n'), {
    numbered: false,
    options: [
      option(messages.privacyCorrect, 'privacy-correct'),
      option(messages.privacyErase, 'erase-ask'),
      menuOption(plan),
    ],
  });
}

/** Staff are asked to put something right; the answer says when the resident hears of it. */
export function askCorrection(plan: Plan): void {
  const request = newPrivacyRequest({
    oaId: plan.oaId,
    id: makeCode(random(plan), 6),
    kind: 'correct',
    via: 'chat',
    userId: plan.userId,
    receivedAt: plan.now,
  });
  plan.effects.push({ operation: 'addPrivacyRequest', args: request });
  const { messages } = plan;
  reply(plan, fillMessage(plan, messages.privacyAsked, { số: request.id, ngày: printedDay(request.replyDueAt) }), {
    numbered: false,
    options: [menuOption(plan)],
  });
}

/** The code by which an officer at the counter finds this account. */
export function givePrivacyCode(plan: Plan): void {
  const code = makePrivacyCode(random(plan));
  const expiresAt = plan.now + CODE_LIFE_MS;
  plan.effects.push({
    operation: 'givePrivacyCode',
    args: { oaId: plan.oaId, userId: plan.userId, codeHash: privacyCodeHash(plan.oaId, code), expiresAt },
  });
  const shown = `${code.slice(0, 4)} ${code.slice(4)}`;
  reply(plan, fillMessage(plan, plan.messages.privacyCodeGiven, { mã: shown, giờ: vietnamTime(expiresAt) }), {
    numbered: false,
    options: [menuOption(plan)],
  });
}
