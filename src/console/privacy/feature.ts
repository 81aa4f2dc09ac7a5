import type { Action } from '../action.ts';
import { type ConsoleForm, defineForm, type Feature } from '../page.ts';
import {
  addPrivacy,
  closePrivacy,
  correctPersonalData,
  erasePersonalData,
  extendPrivacy,
  listPrivacy,
  replyPrivacy,
  seePersonalData,
  showPrivacy,
} from './actions.ts';
import { dataBody, newPrivacyPage, privacyPage, privacyRequestPage } from './pages.ts';

const stepForm = (step: string, action: Action, notice: string): ConsoleForm =>
  defineForm({
    path: `/du-lieu-ca-nhan/:id/${step}`,
    action,
    on: privacyRequestPage,
    done: (output) => ({ to: `/console/du-lieu-ca-nhan/${(output as { id: string }).id}`, notice }),
  });

/** Requests of residents about their own data, with the dates of the law. */
export const privacyFeature: Feature = {
  nav: [{ label: 'Dữ liệu cá nhân', path: '/du-lieu-ca-nhan', permission: 'privacy.work' }],
  pages: [privacyPage, newPrivacyPage, privacyRequestPage],
  forms: [
    defineForm({
      path: '/du-lieu-ca-nhan/moi',
      action: addPrivacy,
      on: newPrivacyPage,
      done: ({ id }) => ({ to: `/console/du-lieu-ca-nhan/${id}`, notice: `Đã ghi nhận yêu cầu ${id}.` }),
    }),
    stepForm('da-tra-loi', replyPrivacy, 'Đã ghi là trả lời.'),
    stepForm('gia-han', extendPrivacy, 'Đã gia hạn. Nhớ báo lý do cho người dân.'),
    stepForm('khep', closePrivacy, 'Đã khép yêu cầu.'),
    stepForm('sua', correctPersonalData, 'Đã sửa dữ liệu.'),
    stepForm('xoa', erasePersonalData, 'Đã xóa hết dữ liệu của người này.'),
    defineForm({
      path: '/du-lieu-ca-nhan/:id/xem',
      action: seePersonalData,
      on: privacyRequestPage,
      done: ({ sections }, { id }) => ({ title: `Dữ liệu đang giữ (yêu cầu ${id})`, body: dataBody(sections, id) }),
    }),
  ],
  actions: [
    listPrivacy,
    showPrivacy,
    addPrivacy,
    replyPrivacy,
    extendPrivacy,
    closePrivacy,
    seePersonalData,
    correctPersonalData,
    erasePersonalData,
  ],
};
