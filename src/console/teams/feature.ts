import { defineForm, type Feature } from '../page.ts';
import { addTeam, editTeam, moveTeam } from './change-actions.ts';
import { dissolvePage, editTeamPage, moveTeamPage, newTeamPage } from './change-pages.ts';
import { codesFile, codesPage } from './codes-page.ts';
import { mergeCommunes, previewCommunes, listCommuneChanges } from './commune-actions.ts';
import { communeChangePage, communesPage } from './commune-pages.ts';
import { dissolveTeam, previewDissolve } from './dissolve-actions.ts';
import { getTeam } from './get-action.ts';
import { cancelInvite, createInvite, renewInvite } from './invite-actions.ts';
import { teamLinks } from './links-action.ts';
import { listTeams } from './list-actions.ts';
import { teamsPage } from './list-page.ts';
import { teamPage } from './team-page.ts';
import { reachWords } from './tell-members.ts';
import { count } from './words.ts';

/** Teams of the province and what belongs to one: members, invitations, links, history; communes that became others. */
export const teamsFeature: Feature = {
  nav: [{ label: 'Tổ công nghệ số', path: '/to', permission: 'teams.view' }],
  pages: [
    ...[teamsPage, newTeamPage, teamPage, editTeamPage, moveTeamPage, dissolvePage],
    ...[codesPage, codesFile, communesPage, communeChangePage],
  ],
  forms: [
    defineForm({
      path: '/to/moi',
      action: addTeam,
      on: newTeamPage,
      done: ({ code }) => ({ to: `/console/to/${code}`, notice: `Đã thêm tổ ${code}. Việc tiếp theo: mời tổ trưởng.` }),
    }),
    defineForm({
      path: '/to/:code/sua',
      action: editTeam,
      on: editTeamPage,
      done: ({ code }) => ({ to: `/console/to/${code}`, notice: 'Đã lưu.' }),
    }),
    defineForm({
      path: '/to/:code/chuyen-xa',
      action: moveTeam,
      on: moveTeamPage,
      done: ({ code, communeName, ...reach }) => ({
        to: `/console/to/${code}`,
        notice: `Đã chuyển tổ sang ${communeName}. ${reachWords(reach)}`.trim(),
      }),
    }),
    defineForm({
      path: '/to/:code/giai-the',
      action: dissolveTeam,
      on: dissolvePage,
      read: ({ texts }) => ({ successor: texts['successor']?.at(-1), confirmed: texts['confirmed']?.at(-1) }),
      done: ({ code, members, successor, ...reach }) => ({
        to: `/console/to/${code}`,
        notice:
          `Đã giải thể tổ ${code}: ${count(members)} người ${successor === undefined ? 'thôi làm' : `sang tổ ${successor}`}. ${reachWords(reach)}`.trim(),
      }),
    }),
    defineForm({
      path: '/to/:code/moi',
      action: createInvite,
      on: teamPage,
      done: ({ keptId }) => ({ to: `/console/ma-moi/${keptId}` }),
    }),
    defineForm({
      path: '/to/:code/ma-moi/:ref/lam-lai',
      action: renewInvite,
      on: teamPage,
      done: ({ keptId }) => ({ to: `/console/ma-moi/${keptId}` }),
    }),
    defineForm({
      path: '/to/:code/ma-moi/:ref/huy',
      action: cancelInvite,
      on: teamPage,
      done: ({ teamCode }) => ({
        to: `/console/to/${teamCode}`,
        notice: 'Đã hủy mã mời. Mã đã phát không dùng được nữa.',
      }),
    }),
    defineForm({
      path: '/xa',
      action: mergeCommunes,
      on: communeChangePage,
      done: ({ teams, members, residents }) => ({
        to: '/console/xa',
        notice: `Đã ghi. Chuyển ${count(teams)} tổ, ${count(members)} thành viên, ${count(residents)} bà con.`,
      }),
    }),
  ],
  actions: [
    ...[listTeams, getTeam, addTeam, editTeam, moveTeam, previewDissolve, dissolveTeam, teamLinks],
    ...[createInvite, renewInvite, cancelInvite, listCommuneChanges, previewCommunes, mergeCommunes],
  ],
};
