import { defineForm, type Feature } from '../page.ts';
import { exportFieldLog, judgeEntry, listFieldLog, withdrawEntry } from './actions.ts';
import { entryPage, fieldLogFile, fieldLogPage, photoFile } from './pages.ts';

/** What teams wrote into their log: odd figures, corrections, photos. */
export const fieldLogFeature: Feature = {
  nav: [{ label: 'Sổ ghi nhận', path: '/so-ghi-nhan', permission: 'teams.view' }],
  pages: [fieldLogPage, fieldLogFile, entryPage, photoFile],
  forms: [
    defineForm({
      path: '/so-ghi-nhan/:id/xem',
      action: judgeEntry,
      on: entryPage,
      done: () => ({ to: '/console/so-ghi-nhan', notice: 'Đã ghi ý kiến của bạn về mục này.' }),
    }),
    defineForm({
      path: '/so-ghi-nhan/:id/rut',
      action: withdrawEntry,
      on: entryPage,
      done: () => ({ to: '/console/so-ghi-nhan', notice: 'Đã rút mục: mục không tính nữa.' }),
    }),
  ],
  actions: [listFieldLog, judgeEntry, withdrawEntry, exportFieldLog],
};
