import { defineForm, type Feature, type Redirect } from '../page.ts';
import { createInvite } from '../teams/invite-actions.ts';
import {
  approveMember,
  changeRole,
  getMember,
  listMembers,
  refuseMember,
  removeMember,
  restoreMember,
} from './actions.ts';
import { memberPage, membersPage } from './pages.ts';

interface Done {
  readonly name: string;
  readonly teamCode: string;
  readonly isTold: boolean;
}

/** Where to go, and who tells the person. */
const after =
  (what: string, more = '') =>
  ({ name, teamCode, isTold }: Done): Redirect => ({
    to: teamCode === '' ? '/console/thanh-vien?state=officers' : `/console/to/${teamCode}`,
    notice: `${what} ${name}.${more} ${isTold ? 'Trợ lý báo cho người này trên Zalo.' : 'Người này quá 7 ngày chưa nhắn: nhờ bạn gọi điện báo.'}`,
  });

/** People of teams: approve, refuse, take out, take back, change roles. */
export const membersFeature: Feature = {
  nav: [{ label: 'Thành viên', path: '/thanh-vien', permission: 'teams.view' }],
  pages: [membersPage, memberPage],
  forms: [
    defineForm({ path: '/thanh-vien/:ref/duyet', action: approveMember, on: memberPage, done: after('Đã duyệt') }),
    defineForm({ path: '/thanh-vien/:ref/tu-choi', action: refuseMember, on: memberPage, done: after('Không duyệt') }),
    defineForm({
      path: '/thanh-vien/:ref/dua-ra',
      action: removeMember,
      on: memberPage,
      done: after('Đã đưa ra khỏi tổ:', ' Nhầm thì bấm Nhận lại ở mục người đã thôi.'),
    }),
    defineForm({
      path: '/thanh-vien/:ref/nhan-lai',
      action: restoreMember,
      on: memberPage,
      done: after('Đã nhận lại'),
    }),
    defineForm({
      path: '/thanh-vien/:ref/vai-tro',
      action: changeRole,
      on: memberPage,
      done: after('Đã đổi vai trò của'),
    }),
    defineForm({
      path: '/thanh-vien/moi-can-bo',
      action: createInvite,
      on: membersPage,
      done: ({ keptId }) => ({ to: `/console/ma-moi/${keptId}` }),
    }),
  ],
  actions: [listMembers, getMember, approveMember, refuseMember, removeMember, restoreMember, changeRole],
};
