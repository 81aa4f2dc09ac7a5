import { type Action } from '../action.ts';
import { type ConsoleForm, defineForm, type Feature } from '../page.ts';
import {
  approveAnnouncement,
  cancelAnnouncement,
  copyAnnouncement,
  listAnnouncements,
  listRecipients,
  pauseAnnouncement,
  planAnnouncement,
  resumeAnnouncement,
  retryAnnouncement,
  saveAnnouncement,
  scheduleAnnouncement,
  sendBackAnnouncement,
  showAnnouncement,
  startAnnouncement,
  submitAnnouncement,
  testAnnouncement,
} from './actions.ts';
import { composeForm, composePage, editForm, editPage } from './compose-page.ts';
import { listCascadeTeams, retryArticleLane, retryZbsLane, settleArticle, showLanes } from './lane-actions.ts';
import { listPage } from './list-page.ts';
import { picturePage, previewAnnouncement, previewForm } from './preview-form.ts';
import { planPage, recipientsPage, showPage, teamsPage } from './show-page.ts';

/** The button of a step on the announcement's own page. */
const stepForm = (step: string, action: Action, notice: string): ConsoleForm =>
  defineForm({
    path: `/thong-bao/:id/${step}`,
    action,
    on: showPage,
    done: (output) => ({ to: `/console/thong-bao/${(output as { id: string }).id}`, notice }),
  });

/** The province tells its residents something. */
export const announcementsFeature: Feature = {
  nav: [{ label: 'Thông báo', path: '/thong-bao', permission: 'announcements.view' }],
  pages: [listPage, composePage, picturePage, showPage, editPage, planPage, recipientsPage, teamsPage],
  forms: [
    composeForm,
    editForm,
    previewForm,
    stepForm('trinh', submitAnnouncement, 'Đã trình. Thông báo ít người nhận thì được duyệt luôn.'),
    stepForm('duyet', approveAnnouncement, 'Đã ghi nhận bạn duyệt.'),
    stepForm('tra-lai', sendBackAnnouncement, 'Đã trả lại để sửa.'),
    stepForm('gui', startAnnouncement, 'Đã bắt đầu, hoặc đã hẹn đến giờ gửi.'),
    stepForm('hen', scheduleAnnouncement, 'Đã hẹn giờ gửi.'),
    stepForm('dung', pauseAnnouncement, 'Đã tạm dừng. Ai nhận rồi thì đã nhận.'),
    stepForm('tiep', resumeAnnouncement, 'Đang gửi tiếp.'),
    stepForm('huy', cancelAnnouncement, 'Đã hủy. Người chưa nhận sẽ không nhận nữa.'),
    stepForm('gui-lai', retryAnnouncement, 'Đang gửi lại.'),
    stepForm('sao', copyAnnouncement, 'Đây là bản sao. Bạn sửa rồi trình duyệt.'),
    stepForm('bai-viet/ket-qua', settleArticle, 'Đã ghi nhận.'),
    stepForm('bai-viet/thu-lai', retryArticleLane, 'Đang tạo bài lại.'),
    stepForm('tin-mau/thu-lai', retryZbsLane, 'Đang gửi tin mẫu lại.'),
    defineForm({
      path: '/thong-bao/:id/thu',
      action: testAnnouncement,
      on: showPage,
      done: (_output, { id }) => ({ to: `/console/thong-bao/${id}`, notice: 'Đã gửi thử vào Zalo của bạn.' }),
    }),
  ],
  actions: [
    listAnnouncements,
    showAnnouncement,
    saveAnnouncement,
    copyAnnouncement,
    planAnnouncement,
    submitAnnouncement,
    approveAnnouncement,
    sendBackAnnouncement,
    startAnnouncement,
    scheduleAnnouncement,
    pauseAnnouncement,
    resumeAnnouncement,
    cancelAnnouncement,
    retryAnnouncement,
    testAnnouncement,
    listRecipients,
    showLanes,
    listCascadeTeams,
    settleArticle,
    retryArticleLane,
    retryZbsLane,
    previewAnnouncement,
  ],
};
