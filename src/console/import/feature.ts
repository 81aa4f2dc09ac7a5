import { defineForm, type Feature } from '../page.ts';
import { count } from '../teams/words.ts';
import { confirmImport, getImport, uploadList } from './actions.ts';
import { importPage, previewPage, templateFile } from './pages.ts';

const skipped = (lines: number): string => (lines === 0 ? '' : ` Đã bỏ qua ${count(lines)} dòng lỗi.`);

/** Lists of teams and members from Excel: up, looked at, saved as a whole. */
export const importFeature: Feature = {
  nav: [],
  pages: [importPage, templateFile, previewPage],
  forms: [
    defineForm({
      path: '/nhap-danh-sach',
      action: uploadList,
      on: importPage,
      read: ({ texts, files }) => ({
        kind: texts['kind']?.at(-1),
        fileName: files['content']?.name.slice(0, 200),
        content: files['content']?.bytes.toString('base64') ?? '',
      }),
      done: ({ importId }) => ({ to: `/console/nhap-danh-sach/${importId}` }),
    }),
    defineForm({
      path: '/nhap-danh-sach/:id',
      action: confirmImport,
      on: previewPage,
      done: ({ kind, added, changed, skippedLines, keptId }) =>
        kind === 'members' && keptId !== undefined
          ? { to: `/console/ma-moi/${keptId}`, notice: `Đã làm ${count(added)} mã mời.${skipped(skippedLines)}` }
          : {
              to: '/console/to',
              notice: `Đã nhập: ${count(added)} tổ mới, ${count(changed)} tổ được sửa.${skipped(skippedLines)}`,
            },
    }),
  ],
  actions: [uploadList, getImport, confirmImport],
};
