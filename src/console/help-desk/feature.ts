import { html } from '../../shared/html.ts';
import { linkButton } from '../form-parts.ts';
import { defineForm, type Feature } from '../page.ts';
import { answerHelp, lookAtChat } from './answer-actions.ts';
import { casePage, messagesPart } from './case-page.ts';
import { claimHelp, claimWaiting, releaseHelp } from './claim-actions.ts';
import { closeHelp, handHelp, reopenHelp, returnToBot } from './end-actions.ts';
import { endedPage } from './ended-page.ts';
import { waitingFigures } from './figures-action.ts';
import { figuresPage } from './figures-page.ts';
import { getHelp } from './get-action.ts';
import { listEnded, listInbox } from './inbox-actions.ts';
import { inboxPage } from './inbox-page.ts';
import { answerKept, claimKept, getKept, listKept, settleKept } from './kept-actions.ts';
import { keptPage, teamQuestionPage } from './question-pages.ts';
import { keptListPage, teamListPage } from './questions-pages.ts';
import { answerTeamQuestion, claimTeamQuestion, getTeamQuestion, listTeamQuestions } from './team-question-actions.ts';

const toCase = (id: string, notice: string) => ({ to: `/console/tro-giup/${id}`, notice }) as const;

const forms = [
  defineForm({
    path: '/tro-giup/cho/:ref/nhan',
    action: claimWaiting,
    on: inboxPage,
    done: ({ id }) => toCase(id, 'Bạn đã nhận. Đồng nghiệp thấy tên bạn.'),
  }),
  defineForm({
    path: '/tro-giup/:id/nhan',
    action: claimHelp,
    on: casePage,
    done: ({ id }) => toCase(id, 'Bạn đã nhận. Đồng nghiệp thấy tên bạn.'),
  }),
  defineForm({
    path: '/tro-giup/:id/tha',
    action: releaseHelp,
    on: casePage,
    done: () => ({ to: '/console/tro-giup', notice: 'Đã trả lại để đồng nghiệp nhận.' }),
  }),
  defineForm({
    path: '/tro-giup/:id/tra-loi',
    action: answerHelp,
    on: casePage,
    done: ({ id }) => toCase(id, 'Đã gửi. Người dân nhận được trong vài giây.'),
  }),
  defineForm({
    path: '/tro-giup/:id/xem-tin',
    action: lookAtChat,
    on: casePage,
    // Shown in the answer itself and nowhere again: nothing of it may be kept.
    done: ({ id, messages }) => ({
      title: 'Tin gần đây',
      body: html`${messagesPart(messages, messages.at(-1)?.at ?? 0)}<p>${linkButton('← Về yêu cầu', `/console/tro-giup/${id}`)}</p>`,
    }),
  }),
  defineForm({
    path: '/tro-giup/:id/chuyen',
    action: handHelp,
    on: casePage,
    done: ({ team }) => ({ to: '/console/tro-giup', notice: `Đã chuyển cho tổ ${team}. Từng người của tổ được hỏi.` }),
  }),
  defineForm({
    path: '/tro-giup/:id/dong',
    action: closeHelp,
    on: casePage,
    done: () => ({ to: '/console/tro-giup', notice: 'Đã khép lại.' }),
  }),
  defineForm({
    path: '/tro-giup/:id/mo-lai',
    action: reopenHelp,
    on: casePage,
    done: ({ id }) => toCase(id, 'Đã mở lại. Bạn đang nhận yêu cầu này.'),
  }),
  defineForm({
    path: '/tro-giup/:id/tra-lai',
    action: returnToBot,
    on: casePage,
    done: ({ id }) => toCase(id, 'Trợ lý trả lời người này trở lại.'),
  }),
  defineForm({
    path: '/cau-hoi/giu/:id/nhan',
    action: claimKept,
    on: keptPage,
    done: ({ id }) => ({ to: `/console/cau-hoi/giu/${id}`, notice: 'Bạn đã nhận câu hỏi này.' }),
  }),
  defineForm({
    path: '/cau-hoi/giu/:id/tra-loi',
    action: answerKept,
    on: keptPage,
    done: () => ({ to: '/console/cau-hoi', notice: 'Đã gửi câu trả lời.' }),
  }),
  defineForm({
    path: '/cau-hoi/giu/:id/khep',
    action: settleKept,
    on: keptPage,
    done: () => ({ to: '/console/cau-hoi', notice: 'Đã khép lại câu hỏi.' }),
  }),
  defineForm({
    path: '/cau-hoi/to/:id/nhan',
    action: claimTeamQuestion,
    on: teamQuestionPage,
    done: ({ id }) => ({ to: `/console/cau-hoi/to/${id}`, notice: 'Bạn đã nhận câu hỏi này.' }),
  }),
  defineForm({
    path: '/cau-hoi/to/:id/tra-loi',
    action: answerTeamQuestion,
    on: teamQuestionPage,
    done: ({ wasMasked }) => ({
      to: '/console/cau-hoi/to',
      notice: wasMasked ? 'Đã lưu câu trả lời; số và tên riêng đã che.' : 'Đã lưu câu trả lời.',
    }),
  }),
];

/** The help desk: people who wait, questions that wait, and how long they do. */
export const helpDeskFeature: Feature = {
  nav: [
    { label: 'Trợ giúp', path: '/tro-giup', permission: 'help.work' },
    { label: 'Câu hỏi', path: '/cau-hoi', permission: 'demand.work' },
  ],
  pages: [inboxPage, endedPage, figuresPage, casePage, keptListPage, teamListPage, keptPage, teamQuestionPage],
  forms,
  actions: [
    ...[listInbox, listEnded, waitingFigures, getHelp, claimHelp, claimWaiting, releaseHelp, answerHelp, lookAtChat],
    ...[handHelp, closeHelp, reopenHelp, returnToBot],
    ...[listKept, getKept, claimKept, answerKept, settleKept],
    ...[listTeamQuestions, getTeamQuestion, claimTeamQuestion, answerTeamQuestion],
  ],
};
