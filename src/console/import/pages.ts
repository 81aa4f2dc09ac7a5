import * as z from 'zod';
import { html, type Html } from '../../shared/html.ts';
import { teamTemplate } from '../../teams/template.ts';
import { buttonRow, fileField, hidden, linkButton, submit, tickField } from '../form-parts.ts';
import { definePage, type FormState, type PageContext } from '../page.ts';
import { dataTable, emptyState, exportLinks, figureBox, figures, noteBox } from '../table-parts.ts';
import { count } from '../teams/words.ts';
import { getImport } from './actions.ts';
import { SHOWN_PROBLEMS } from './view.ts';

const ACCEPT = '.xlsx,.csv,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** Where lists are put up. */
export const importPage = definePage({
  path: '/nhap-danh-sach',
  permission: 'teams.manage',
  input: z.object({}),
  async render(context) {
    const state = context.stateOf('/nhap-danh-sach');
    const kindTyped = state?.fields.texts['kind']?.at(-1);
    return {
      title: 'Nhập danh sách từ Excel',
      body: html`<p>Ba bước: lấy tệp mẫu và điền, tải lên để xem trước, rồi bấm Nhập. Xem trước không lưu gì.</p>
      ${part(context, kindTyped === 'teams' ? state : undefined, {
        kind: 'teams',
        title: '1. Danh sách tổ',
        text: 'Mã tổ, tên tổ, tỉnh, xã/phường, thôn/ấp, số hộ. Nhập lại cùng mã tổ là sửa tổ đó.',
      })}
      ${part(context, kindTyped === 'members' ? state : undefined, {
        kind: 'members',
        title: '2. Danh sách thành viên',
        text: 'Mã tổ, họ tên, vai trò. Mỗi người được một mã mời riêng để vào tổ trên Zalo. Cột số điện thoại nếu có thì được bỏ qua, không lưu.',
      })}`,
    };
  },
});

interface Part {
  readonly kind: 'teams' | 'members';
  readonly title: string;
  readonly text: string;
}

function part(context: PageContext, state: FormState | undefined, { kind, title, text }: Part): Html {
  // A file box cannot be filled in again by a page: the sentence says which file it was.
  const before = state?.fields.files['content']?.name;
  return html`<section><h2>${title}</h2><p>${text}</p>
    ${exportLinks(['Tệp mẫu Excel', `/console/nhap-danh-sach/mau/${kind}.xlsx`], ['Tệp mẫu CSV', `/console/nhap-danh-sach/mau/${kind}.csv`])}
    ${context.form(
      '/nhap-danh-sach',
      html`${hidden('kind', kind)}
      ${fileField({ state, name: 'content', label: `Chọn tệp ${kind === 'teams' ? 'danh sách tổ' : 'danh sách thành viên'}`, hint: `Excel (.xlsx) hoặc CSV UTF-8, nhiều nhất 5 MB và 20.000 dòng.${before === undefined ? '' : ` Vừa tải lên: ${before}.`}`, accept: ACCEPT })}
      ${submit('Tải lên để xem trước')}`,
      { hasFiles: true, isOther: state === undefined },
    )}</section>`;
}

/** A file to fill in. */
export const templateFile = definePage({
  path: '/nhap-danh-sach/mau/:file',
  permission: 'teams.manage',
  input: z.object({ file: z.enum(['teams.xlsx', 'teams.csv', 'members.xlsx', 'members.csv']) }),
  async render(_context, { file }) {
    const [kind, format] = file.split('.') as ['teams' | 'members', 'xlsx' | 'csv'];
    const type =
      format === 'csv'
        ? 'text/csv; charset=utf-8'
        : 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
    const name = kind === 'teams' ? 'mau-danh-sach-to' : 'mau-danh-sach-thanh-vien';
    return { type, bytes: await teamTemplate(kind, format), fileName: `${name}.${format}` };
  },
});

type View = z.output<typeof getImport.output>;

/** What an uploaded list would do. */
export const previewPage = definePage({
  path: '/nhap-danh-sach/:id',
  permission: 'teams.manage',
  input: z.object({ id: z.string().max(100) }),
  async render(context, { id }) {
    const view = await context.read(getImport, { id });
    const again = linkButton('Chọn tệp khác', '/console/nhap-danh-sach');
    if (view.state === 'reading') return { title: 'Đang đọc tệp', body: reading(id, view.fileName) };
    if (view.state === 'refused') {
      return {
        title: 'Tệp chưa dùng được',
        body: html`${noteBox('bad', html`<p>${view.refusal}</p>`)}<p>${again}</p>`,
      };
    }
    const nothing = view.added + view.changed === 0;
    return {
      title: view.kind === 'teams' ? 'Xem trước danh sách tổ' : 'Xem trước danh sách thành viên',
      isWide: true,
      body: html`<div id="xem-truoc"><p>Tệp ${view.fileName}. <strong>Chưa lưu gì.</strong></p>
      ${figures(
        figureBox(view.kind === 'teams' ? 'Tổ mới' : 'Người được mời', view.added),
        view.kind === 'teams' && figureBox('Tổ được sửa', view.changed),
        figureBox('Đã có, không đổi', view.unchanged),
        figureBox('Dòng lỗi', view.badLines),
      )}
      ${view.problemCount > 0 && problems(view)}
      ${
        nothing
          ? emptyState(
              'Không có dòng nào để nhập.',
              view.badLines > 0 ? 'Sửa các dòng lỗi trong tệp rồi tải lên lại.' : 'Mọi dòng trong tệp đều đã có.',
              again,
            )
          : html`${confirmForm(context, id, view)}${rows(view)}`
      }</div>`,
    };
  },
});

/** Polled until the file is read; without scripts the link does the same. */
const reading = (
  id: string,
  fileName: string,
): Html => html`<div id="xem-truoc" hx-get="/console/nhap-danh-sach/${id}" hx-trigger="every 1s" hx-select="#xem-truoc" hx-swap="outerHTML">
  ${noteBox('info', html`<p role="status">Đang đọc tệp ${fileName}. Tệp 20.000 dòng mất vài giây.</p><progress aria-label="Đang đọc tệp"></progress>`)}
  <p><a class="button plain" href="/console/nhap-danh-sach/${id}">Xem lại</a></p></div>`;

const problems = ({ problems: shown, problemCount, badLines }: View): Html => html`${noteBox(
  'warn',
  html`<p><strong>${count(badLines)} dòng lỗi${problemCount > SHOWN_PROBLEMS && html`; dưới đây là ${SHOWN_PROBLEMS} lỗi đầu trong ${count(problemCount)} lỗi`}.</strong> Sửa trong tệp rồi tải lên lại, hoặc bỏ qua các dòng này.</p>`,
)}
  ${dataTable({
    caption: 'Dòng lỗi và cách sửa',
    columns: [{ label: 'Dòng' }, { label: 'Cột' }, { label: 'Cần sửa' }],
    rows: shown.map(({ line, column, problem }) => [
      `Dòng\u00a0${count(line)}`,
      column === '' ? 'Cả dòng' : column,
      `${problem.charAt(0).toLocaleUpperCase('vi')}${problem.slice(1)}.`,
    ]),
    empty: html``,
  })}`;

function confirmForm(context: PageContext, id: string, { kind, badLines, added, changed }: View): Html {
  const path = `/nhap-danh-sach/${id}` as const;
  const state = context.stateOf(path);
  const what = kind === 'teams' ? `${count(added + changed)} tổ` : `${count(added)} người, làm mã mời`;
  return context.form(
    path,
    html`${badLines > 0 && tickField({ state, name: 'skipBad', label: `Bỏ qua ${count(badLines)} dòng lỗi, nhập các dòng còn lại`, value: 'yes' })}
    ${buttonRow(submit(`Nhập ${what}`), linkButton('Chọn tệp khác', '/console/nhap-danh-sach'))}`,
  );
}

const rows = ({ rows: shown, added, changed }: View): Html =>
  dataTable({
    caption: added + changed > shown.length ? `${shown.length} dòng đầu sẽ được nhập` : 'Sẽ được nhập',
    columns: [{ label: 'Ai, tổ nào' }, { label: 'Việc' }, { label: 'Chi tiết' }],
    rows: shown.map(({ what, name, detail }) => [name, what, detail]),
    empty: html``,
  });
