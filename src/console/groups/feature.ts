import { defineForm, type Feature } from '../page.ts';
import { getGroups, linkGroup, removeGroup, setGroups } from './actions.ts';
import { groupPage, groupsPage } from './pages.ts';

/** Group chats of the OA: on or off, and whose group each is. */
export const groupsFeature: Feature = {
  nav: [],
  pages: [groupsPage, groupPage],
  forms: [
    defineForm({
      path: '/nhom-chat',
      action: setGroups,
      on: groupsPage,
      done: ({ isOn }) => ({
        to: '/console/nhom-chat',
        notice: isOn
          ? 'Đã bật. Trợ lý làm theo sau tối đa 10 giây.'
          : 'Đã tắt. Sau tối đa 10 giây, không tin nào trong nhóm được đọc.',
      }),
    }),
    defineForm({
      path: '/nhom-chat/:groupId',
      action: linkGroup,
      on: groupPage,
      done: ({ teamCode }) => ({
        to: '/console/nhom-chat',
        notice: teamCode === '' ? 'Nhóm không còn gắn tổ nào.' : `Đã gắn nhóm với tổ ${teamCode}.`,
      }),
    }),
    defineForm({
      path: '/nhom-chat/:groupId/bo',
      action: removeGroup,
      on: groupPage,
      done: () => ({ to: '/console/nhom-chat', notice: 'Đã bỏ nhóm khỏi danh sách.' }),
    }),
  ],
  actions: [getGroups, setGroups, linkGroup, removeGroup],
};
