import { readFile } from 'node:fs/promises';
import path from 'node:path';
import * as z from 'zod';
import { vietnamDay, vietnamTime } from '../../shared/clock.ts';
import { AppError } from '../../shared/errors.ts';
import { html, type Html } from '../../shared/html.ts';
import { monthOf } from '../../shared/periods.ts';
import { FIELD_PHOTO_NAME, FIELD_PHOTOS_FOLDER } from '../../teams/field-photos.ts';
import { buttonRow, filterForm, hidden, linkButton, selectField, submit, textField, tickField } from '../form-parts.ts';
import { definePage, type PageContext } from '../page.ts';
import { may } from '../permissions.ts';
import { dataTable, emptyState, exportLinks, facts, noteBox, pager, tag } from '../table-parts.ts';
import { monthChoices } from '../dashboard/filters.ts';
import { communeFilter } from '../teams/communes.ts';
import { count, dayText } from '../teams/words.ts';
import { entryOf, exportFieldLog, listFieldLog } from './actions.ts';

const VIEWS = [
  { value: 'flagged', label: 'Chờ xem lại' },
  { value: 'kept', label: 'Đang tính' },
  { value: 'all', label: 'Tất cả, cả mục đã sửa và đã rút' },
] as const;

const query = z.object({
  team: z.string().max(12).catch(''),
  commune: z.string().max(5).catch(''),
  month: z.string().max(7).catch(''),
  view: z.enum(['kept', 'flagged', 'all']).catch('flagged'),
  before: z.coerce.number().int().min(1).optional().catch(undefined),
});

type Entry = z.output<typeof listFieldLog.output>['entries'][number];

const FLAGS: Readonly<Record<Entry['flag'], Html>> = {
  '': html``,
  'too-many': tag('chờ xem lại', 'warn'),
  'to-correct': tag('đã nhờ sửa', 'warn'),
  confirmed: tag('đã xác nhận', 'good'),
};

const STATES: Readonly<Record<Entry['state'], Html>> = {
  kept: html``,
  replaced: tag('đã sửa'),
  withdrawn: tag('đã rút'),
};

/** What teams wrote into their log; what waits for a look stands first. */
export const fieldLogPage = definePage({
  path: '/so-ghi-nhan',
  permission: 'teams.view',
  input: query,
  async render(context, asked) {
    const { team, commune, month, view, before } = asked;
    const found = await context.read(listFieldLog, {
      team,
      communeCode: commune,
      month,
      view,
      ...(before === undefined ? {} : { before }),
    });
    const communes = await communeFilter(context.deps, context.actor);
    const shownMonth = month === '' && view !== 'flagged' ? monthOf(vietnamDay(context.at)) : month;
    const link = (other: object): string =>
      `/console/so-ghi-nhan?${new URLSearchParams({ team, commune, month, view, ...other }).toString()}`;
    return {
      title: 'Sổ ghi nhận của các tổ',
      isWide: true,
      body: html`<p>Tổ tự ghi nhận, không cộng vào số trợ lý đo được.</p>
      ${filterForm(
        '/so-ghi-nhan',
        selectField({ state: undefined, name: 'view', label: 'Xem', choices: VIEWS, value: view }),
        textField({ state: undefined, name: 'team', label: 'Mã tổ', value: team, maxLength: 12 }),
        communes &&
          selectField({ state: undefined, name: 'commune', label: 'Xã, phường', choices: communes, value: commune }),
        selectField({
          ...{ state: undefined, name: 'month', label: 'Tháng', value: shownMonth },
          choices: [
            ...(view === 'flagged' ? [{ value: '', label: 'Mọi tháng' }] : []),
            ...monthChoices(vietnamDay(context.at)),
          ],
        }),
      )}
      ${may(context.actor, 'export') && exportLinks(['Các mục của tháng (CSV, mở bằng Excel)', `/console/so-ghi-nhan/tai?${new URLSearchParams({ team, commune, month }).toString()}`])}
      ${dataTable({
        caption: VIEWS.find(({ value }) => value === view)?.label ?? '',
        columns: [
          { label: 'Việc' },
          { label: 'Số lượng', kind: 'number' },
          { label: 'Ngày' },
          { label: 'Tổ' },
          { label: 'Nơi làm' },
          { label: 'Người ghi' },
          { label: 'Tình trạng' },
        ],
        rows: found.entries.map((one) => [
          html`<a href="/console/so-ghi-nhan/${one.id}">${one.title}</a>`,
          `${count(one.quantity)} ${one.unit}`,
          dayText(one.day),
          html`<a href="/console/to/${one.teamCode}">${one.teamCode}</a>, ${one.communeName}`,
          one.place === '' ? '—' : one.place,
          one.author === '' ? 'Người đã xóa dữ liệu' : one.author,
          html`${FLAGS[one.flag]} ${STATES[one.state]}${one.hasPhoto && tag('có ảnh')}`,
        ]),
        empty:
          view === 'flagged'
            ? emptyState(
                'Không có mục nào chờ xem lại.',
                'Khi một tổ ghi nhiều hơn mức thường có trong một ngày, mục ấy hiện ở đây.',
              )
            : emptyState('Chưa có mục ghi nhận nào.', 'Thành viên tổ nhắn GHI NHẬN cho trợ lý để ghi việc đã làm.'),
      })}
      ${pager(undefined, found.before === undefined ? undefined : link({ before: String(found.before) }))}`,
    };
  },
});

/** One entry with its photo, and what may be done about it. */
export const entryPage = definePage({
  path: '/so-ghi-nhan/:id',
  permission: 'teams.view',
  input: z.object({ id: z.string().max(60) }),
  async render(context, { id }) {
    const entry = await entryOf(context, id);
    const { entries } = await context.read(listFieldLog, {
      ...{ view: 'all', communeCode: entry.communeCode, month: monthOf(entry.day), before: entry.createdAt + 1 },
    });
    const one = entries.find((other) => other.id === id);
    if (!one) throw new AppError('NOT_FOUND', `There is no entry "${id}".`);
    const mayChange = may(context.actor, 'teams.manage');
    return {
      title: `${one.title}: ${count(one.quantity)} ${one.unit}`,
      body: html`${facts(
        ['Tổ', html`<a href="/console/to/${one.teamCode}">${one.teamCode}</a>, ${one.communeName}`],
        ['Ngày làm', dayText(one.day)],
        ['Cho ai', one.group === '' ? 'Mọi người' : one.group],
        ['Nơi làm', one.place === '' ? '—' : one.place],
        ['Ghi chú', one.note === '' ? '—' : one.note],
        ['Người ghi', one.author === '' ? 'Người đã xóa dữ liệu' : one.author],
        ['Ghi lúc', vietnamTime(one.createdAt)],
        ['Tình trạng', html`${one.state === 'kept' ? 'Đang tính' : STATES[one.state]} ${FLAGS[one.flag]}`],
      )}
      ${one.replacesId !== undefined && html`<p>Mục này sửa lại <a href="/console/so-ghi-nhan/${one.replacesId}">mục trước</a>.</p>`}
      ${one.hasPhoto && (mayChange ? html`<p><img class="chart" src="/console/so-ghi-nhan/${id}/anh" alt="Ảnh tổ gửi kèm mục ghi nhận này"></p>` : noteBox('info', html`<p>Mục này có ảnh. Tài khoản của bạn không xem được ảnh.</p>`))}
      ${mayChange && one.state === 'kept' && deeds(context, one)}
      <p>${linkButton('Về sổ ghi nhận', '/console/so-ghi-nhan')}</p>`,
    };
  },
});

function deeds(context: PageContext, { id, flag, author, authorCanBeMessaged }: Entry): Html {
  const withdraw = `/so-ghi-nhan/${id}/rut` as const;
  const judge = `/so-ghi-nhan/${id}/xem` as const;
  const isOpen = flag === 'too-many' || flag === 'to-correct';
  return html`${
    isOpen &&
    html`<h2>Số này có đúng không?</h2><p class="hint">${author === '' ? 'Người ghi đã xóa dữ liệu.' : `Nên hỏi ${author} trước${authorCanBeMessaged ? '' : ' (gọi điện: quá 7 ngày chưa nhắn)'}. Bấm Cần sửa thì nhờ bạn báo người ghi.`}</p>
    ${buttonRow(
      context.form(judge, html`${hidden('verdict', 'confirmed')}${submit('Đúng')}`),
      context.form(judge, html`${hidden('verdict', 'to-correct')}${submit('Cần sửa', { kind: 'plain' })}`),
    )}`
  }
  <h2>Rút mục này</h2><p>Mục vẫn còn trong sổ, chỉ không tính nữa; ảnh bị xóa. Không hoàn tác được.</p>
  ${context.form(withdraw, html`${tickField({ state: context.stateOf(withdraw), name: 'confirmed', label: 'Tôi muốn rút mục này', value: 'yes' })}${submit('Rút mục', { kind: 'danger' })}`)}`;
}

/** The photo of an entry, for those who manage teams alone. */
export const photoFile = definePage({
  path: '/so-ghi-nhan/:id/anh',
  permission: 'teams.manage',
  input: z.object({ id: z.string().max(60) }),
  async render(context, { id }) {
    const { photo } = await entryOf(context, id);
    const missing = new AppError('NOT_FOUND', `The entry "${id}" has no photo.`);
    // The name comes from our own rows; a row that was tampered with must not lead out of the folder.
    if (photo === undefined || !FIELD_PHOTO_NAME.test(photo)) throw missing;
    const bytes = await readFile(path.join(context.deps.filesDir, FIELD_PHOTOS_FOLDER, photo)).catch(() => {
      throw missing;
    });
    return { type: photo.endsWith('.png') ? 'image/png' : 'image/jpeg', bytes };
  },
});

/** The log of a month as a file. */
export const fieldLogFile = definePage({
  path: '/so-ghi-nhan/tai',
  permission: 'export',
  input: query,
  async render(context, { team, commune, month }) {
    const { csv } = await context.read(exportFieldLog, { team, communeCode: commune, month });
    const of = /^\d{4}-\d{2}$/u.test(month) ? month : monthOf(vietnamDay(context.at));
    return { type: 'text/csv; charset=utf-8', bytes: csv, fileName: `ghi-nhan-${of}.csv` };
  },
});
