import * as z from 'zod';
import { vietnamTime } from '../../shared/clock.ts';
import { html, type Html } from '../../shared/html.ts';
import { checkboxField, submit, textField } from '../form-parts.ts';
import { defineForm, definePage, type PageBody } from '../page.ts';
import { may, type Permission, PERMISSION_WORDS } from '../permissions.ts';
import { dataTable, emptyState, facts, noteBox, tag } from '../table-parts.ts';
import { addKey, type KeyView, listKeys, revokeKey, SCOPES } from './key-actions.ts';

const ADD = '/khoa-api/them';

const stateOfKey = ({ revokedAt, expiresAt }: KeyView, at: number): Html => {
  if (revokedAt !== undefined) return tag('Đã thu hồi');
  return expiresAt !== undefined && expiresAt <= at ? tag('Hết hạn') : tag('Đang dùng', 'good');
};

export const keysPage = definePage({
  path: '/khoa-api',
  permission: 'keys.manage',
  input: z.object({}),
  async render(context) {
    const { keys } = await context.read(listKeys, {});
    const state = context.stateOf(ADD);
    const scopes = SCOPES.filter((scope) => may(context.actor, scope)).map((value) => ({ value, label: PERMISSION_WORDS[value], hint: value }));
    return {
      title: 'Khóa API',
      body: html`<p>Phần mềm khác của tỉnh dùng khóa để lấy số liệu hoặc làm việc thay bạn. Xem <a href="/console/api">các lệnh gọi được</a>.</p>
      ${dataTable({
        caption: 'Các khóa đã tạo',
        columns: [
          ...[{ label: 'Tên' }, { label: 'Tình trạng' }, { label: 'Quyền' }, { label: 'Hết hạn' }],
          ...[{ label: 'Dùng gần nhất' }, { label: '', kind: 'actions' as const }],
        ],
        rows: keys.map((key) => [
          key.name,
          stateOfKey(key, context.at),
          key.scopes.map((scope) => PERMISSION_WORDS[scope as Permission] ?? scope).join('; '),
          key.expiresAt === undefined ? 'Không' : vietnamTime(key.expiresAt),
          key.lastUsedAt === undefined ? 'Chưa lần nào' : vietnamTime(key.lastUsedAt),
          key.revokedAt === undefined &&
            context.form(`/khoa-api/${key.id}/thu-hoi`, submit('Thu hồi', { kind: 'danger' })),
        ]),
        empty: emptyState('Chưa có khóa nào.', 'Nếu không có phần mềm nào cần kết nối, bạn để trống.'),
      })}
      <h2>Tạo khóa mới</h2>
      ${context.form(
        ADD,
        html`${textField({ state, name: 'name', label: 'Phần mềm nào dùng', maxLength: 60, required: true, hint: 'Ví dụ: Trung tâm điều hành tỉnh.' })}
        ${checkboxField({ state, name: 'scopes', label: 'Được làm gì', choices: scopes, hint: 'Chỉ chọn những quyền thật cần.' })}
        ${textField({ state, name: 'days', label: 'Dùng trong bao nhiêu ngày', value: '90', inputMode: 'numeric', hint: 'Từ 1 đến 365 ngày.' })}
        ${submit('Tạo khóa')}`,
      )}`,
    };
  },
});

const newKeyPage = ({ key, expiresAt }: { key: string; expiresAt: number }): PageBody => ({
  title: 'Khóa API mới',
  body: html`${noteBox('warn', html`<p>Khóa chỉ hiện lần này. Bạn chép ngay vào phần mềm, không gửi qua chat hay thư.</p>`)}
    ${facts(['Khóa', html`<code class="secret">${key}</code>`], ['Hết hạn', vietnamTime(expiresAt)])}
    <p><a class="button primary" href="/console/khoa-api">Xong</a></p>`,
});

export const keyForms = [
  defineForm({
    path: ADD,
    action: addKey,
    on: keysPage,
    read: ({ texts }) => ({
      name: texts['name']?.at(-1) ?? '',
      scopes: texts['scopes'] ?? [],
      days: texts['days']?.at(-1) === '' ? undefined : texts['days']?.at(-1),
    }),
    done: newKeyPage,
  }),
  defineForm({
    ...{ path: '/khoa-api/:id/thu-hoi', action: revokeKey, on: keysPage },
    done: () => ({ to: '/console/khoa-api', notice: 'Đã thu hồi khóa.' }),
  }),
];
