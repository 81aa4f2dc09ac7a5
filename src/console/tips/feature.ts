import { defineForm, type Feature } from '../page.ts';
import { count } from '../teams/words.ts';
import { getTip, listTips, saveTip, sendTip, stopTip } from './actions.ts';
import { tipPage, tipsPage } from './pages.ts';

/** Monthly tips for team members. */
export const tipsFeature: Feature = {
  nav: [{ label: 'Mẹo tháng', path: '/meo', permission: 'teams.view' }],
  pages: [tipsPage, tipPage],
  forms: [
    defineForm({
      path: '/meo',
      action: saveTip,
      on: tipsPage,
      done: ({ id }) => ({ to: `/console/meo/${id}`, notice: 'Đã lưu bản nháp. Xem lại rồi bấm Gửi.' }),
    }),
    defineForm({
      path: '/meo/:id/gui',
      action: sendTip,
      on: tipPage,
      done: ({ id, given }) => ({ to: `/console/meo/${id}`, notice: `Đã xếp hàng gửi ${count(given)} người.` }),
    }),
    defineForm({
      path: '/meo/:id/dung',
      action: stopTip,
      on: tipPage,
      done: ({ id }) => ({ to: `/console/meo/${id}`, notice: 'Đã dừng gửi mẹo này.' }),
    }),
  ],
  actions: [listTips, getTip, saveTip, sendTip, stopTip],
};
