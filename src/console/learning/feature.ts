import { defineForm, type Feature } from '../page.ts';
import { listMastery } from './mastery-actions.ts';
import { masteryPage, questionPage, questionsPage } from './pages.ts';
import { answerQuestion, forwardQuestion, getQuestion, listQuestions, shareQuestion } from './question-actions.ts';

/** What members learned, and what they ask those above. */
export const learningFeature: Feature = {
  nav: [
    { label: 'Bài học', path: '/bai-hoc', permission: 'teams.view' },
    { label: 'Hỏi tuyến trên', path: '/hoi-tuyen-tren', permission: 'help.work' },
  ],
  pages: [masteryPage, questionsPage, questionPage],
  forms: [
    defineForm({
      path: '/hoi-tuyen-tren/:id/tra-loi',
      action: answerQuestion,
      on: questionPage,
      done: ({ isMasked }) => ({
        to: '/console/hoi-tuyen-tren',
        notice: `Đã lưu câu trả lời; trợ lý báo người hỏi.${isMasked ? ' Số và mật khẩu trong câu đã được che.' : ''}`,
      }),
    }),
    defineForm({
      path: '/hoi-tuyen-tren/:id/len-tinh',
      action: forwardQuestion,
      on: questionPage,
      done: () => ({ to: '/console/hoi-tuyen-tren', notice: 'Câu này nay chờ tỉnh trả lời.' }),
    }),
    defineForm({
      path: '/hoi-tuyen-tren/:id/chia-se',
      action: shareQuestion,
      on: questionPage,
      done: () => ({
        to: '/console/hoi-tuyen-tren',
        notice: 'Đã chia sẻ: người hỏi thấy hữu ích thì mọi tổ tìm được.',
      }),
    }),
  ],
  actions: [listMastery, listQuestions, getQuestion, answerQuestion, forwardQuestion, shareQuestion],
};
