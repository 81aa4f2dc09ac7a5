import { randomInt } from 'node:crypto';
import { type Topic, topicTitle } from '../../catalog/catalogue.ts';
import { vietnamDay } from '../../shared/clock.ts';
import type { Certificate } from '../../storage/learning-ports.ts';
import { makeCode } from '../../teams/codes.ts';
import { printedCode } from '../../teams/registry.ts';
import { fillMessage, type Plan, reply } from '../plan.ts';
import type { Option } from '../session.ts';
import { placeNameOf } from '../team-standing.ts';
import { deskOption, type Worker } from './standing.ts';

const printedDay = (day: string): string => day.split('-').toReversed().join('/');

const valuesOf = (plan: Plan, { code, name, placeName, topic, day }: Certificate): Record<string, string> => ({
  tên: name,
  tổ: placeName,
  phần: topicTitle(plan.messages, topic as Topic),
  ngày: printedDay(day),
  mã: printedCode(code),
});

/** The path was gone through: a paper with a code by which anybody can see that it is true. */
export async function awardCertificate(plan: Plan, { teams, me }: Worker, topic: Topic): Promise<void> {
  const random = plan.deps.randomBelow ?? ((below: number) => randomInt(below));
  const certificate: Certificate = {
    oaId: plan.oaId,
    code: makeCode(random),
    userId: me.userId,
    topic,
    name: me.name,
    placeName: await placeNameOf(plan, teams, me),
    teamCode: me.teamCode,
    communeCode: me.communeCode,
    day: vietnamDay(plan.now),
  };
  plan.effects.push({ operation: 'saveCertificate', args: certificate });
  sayCertificate(plan, certificate);
}

/** The button that shows the paper once more. */
export const certificateOption = (plan: Plan, topic: Topic): Option =>
  deskOption(plan.messages.learnCertificateAgain, 'paper', topic);

/** "Giấy ghi nhận": the member's own, once more. False where there is none. */
export async function sayOwnCertificate(plan: Plan, { teams }: Worker, topic: string): Promise<boolean> {
  const certificates = await teams.listCertificates({ oaId: plan.oaId, userId: plan.userId });
  const own = certificates.find((one) => one.topic === topic);
  if (own) sayCertificate(plan, own);
  return own !== undefined;
}

function sayCertificate(plan: Plan, certificate: Certificate): void {
  const { messages, deps } = plan;
  const { code, name } = certificate;
  const values = valuesOf(plan, certificate);
  const base = deps.publicPlace?.address();
  const title = values['phần'] ?? '';
  const picture = deps.certificateUrl?.({ title, name, day: values['ngày'] ?? '', code });
  reply(plan, fillMessage(plan, messages.learnCertificate, values), {
    numbered: false,
    ...(base === undefined
      ? {}
      : {
          links: [
            { title: messages.learnCertificatePrint, url: `${base}/c/${code}/giay.pdf` },
            { title: messages.learnCertificatePage, url: `${base}/c/${code}` },
          ],
        }),
    ...(picture === undefined ? {} : { pictureAfter: picture }),
  });
}

/** "KIỂM TRA GIẤY <mã>", by anybody: what the paper with this code says. `code` undefined: a wrong character. */
export async function checkCertificate(plan: Plan, code: string | undefined): Promise<void> {
  const { teams } = plan.deps;
  const found = code === undefined ? undefined : await teams?.findCertificate({ oaId: plan.oaId, code });
  const text = found
    ? fillMessage(plan, plan.messages.learnCheckFound, valuesOf(plan, found))
    : plan.messages.learnCheckNone;
  reply(plan, text, { numbered: false });
}
