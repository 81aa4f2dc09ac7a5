import * as z from 'zod';
import { type Html, html } from '../../shared/html.ts';
import { linkButton, selectField, submit, textField } from '../form-parts.ts';
import { defineForm, definePage } from '../page.ts';
import { may } from '../permissions.ts';
import { dataTable, emptyState, facts, noteBox } from '../table-parts.ts';
import { listContacts, saveContact, saveSettings, showSettings } from './actions.ts';
import { serversPart } from './servers.ts';
import { groupOf, settingGroups, showValue, shownValue } from './values.ts';

/** What can be set, as a list of pages. */
export const settingsPage = definePage({
  path: '/cai-dat',
  permission: 'settings.view',
  input: z.object({}),
  async render({ actor, deps }) {
    const entries = [
      ...(may(actor, 'settings.manage')
        ? ([['/cai-dat/ket-noi', 'Kết nối Zalo OA', 'Cấp quyền, khóa truy cập, thử nhận và gửi tin.']] as const)
        : []),
      ...settingGroups.map((group) => [`/cai-dat/nhom/${group.id}`, group.title, group.lead] as const),
      ['/cai-dat/zbs', 'Tin mẫu ZBS có trả phí', 'Mẫu đã được Zalo duyệt và tham số của mẫu.'],
      ['/cai-dat/xa', 'Đường dây nóng và trung tâm theo xã', 'Số và nơi người dân tìm đến khi cần gặp người.'],
    ];
    return {
      title: 'Cài đặt',
      body: html`<ul class="link-list">${entries.map(
        ([to, title, lead]) => html`<li><a href="/console${to}">${title}</a><span class="hint">${lead}</span></li>`,
      )}</ul>${serversPart(deps.servers())}`,
    };
  },
});

/** What somebody may see and not change. */
const readOnly = (pairs: readonly (readonly [string, string])[]): Html =>
  html`${noteBox('info', html`<p>Bạn xem được mục này. Người quản trị của tỉnh mới sửa được.</p>`)}${facts(...pairs)}`;

/** One page of single values. */
export const groupPage = definePage({
  path: '/cai-dat/nhom/:group',
  permission: 'settings.view',
  input: z.object({ group: z.string() }),
  async render(context, { group: id }) {
    const group = groupOf(id);
    if (!group)
      return {
        title: 'Không có mục này',
        body: emptyState(
          'Không có mục cài đặt này.',
          'Bạn chọn lại trong danh sách.',
          linkButton('Về Cài đặt', '/console/cai-dat'),
        ),
        status: 404,
      };
    const { values } = await context.read(showSettings, {});
    const path = `/cai-dat/nhom/${group.id}` as const;
    const state = context.stateOf(path);
    return {
      title: group.title,
      body: html`<p>${group.lead}</p>${
        may(context.actor, 'settings.manage')
          ? context.form(
              path,
              html`${group.values.map((value) => {
                const field = {
                  ...{ state, name: value.name, label: value.label, hint: value.hint },
                  value: showValue(value, values[value.name]),
                };
                return value.choices
                  ? selectField({ ...field, choices: value.choices })
                  : textField({
                      ...field,
                      ...(value.kind === 'whole' || value.kind === 'decimal' ? { inputMode: 'decimal' as const } : {}),
                    });
              })}${submit('Lưu')}`,
            )
          : readOnly(group.values.map((value) => [value.label, shownValue(value, values[value.name])]))
      }<p>${linkButton('Về Cài đặt', '/console/cai-dat')}</p>`,
    };
  },
});

export const groupForm = defineForm({
  path: '/cai-dat/nhom/:group',
  action: saveSettings,
  on: groupPage,
  read: ({ texts }) => ({
    values: Object.fromEntries(Object.entries(texts).map(([name, all]) => [name, all.at(-1) ?? ''])),
  }),
  done: ({ changed }) => ({
    to: '/console/cai-dat',
    notice: changed.length > 0 ? `Đã lưu ${changed.length} thay đổi.` : 'Đã lưu. Các ô vẫn như cũ.',
  }),
});

/** Communes with what residents are told there. */
export const contactsPage = definePage({
  path: '/cai-dat/xa',
  permission: 'settings.view',
  input: z.object({}),
  async render(context) {
    const { deps } = context;
    const { contacts } = await context.read(listContacts, {});
    const kept = new Map(contacts.map((one) => [one.communeCode, one]));
    const teams = await deps.storage.listTeams({ oaId: deps.oaId });
    const communes = [...new Set([...teams.map(({ communeCode }) => communeCode), ...kept.keys()])].toSorted();
    const missing = communes.filter((code) => !kept.has(code)).length;
    return {
      title: 'Đường dây nóng và trung tâm theo xã',
      body: html`<p>Khi người dân cần gặp người mà chưa ai nhận được, trợ lý cho biết số và nơi này, kèm ngày kiểm tra.</p>
      ${missing > 0 && html`<p class="note warn">Còn ${missing} xã có tổ nhưng chưa có số liên hệ.</p>`}
      ${dataTable({
        caption: 'Các xã có tổ công nghệ số',
        columns: [{ label: 'Xã, phường' }, { label: 'Số gọi' }, { label: 'Trung tâm' }, { label: 'Kiểm tra ngày' }],
        rows: communes.map((code) => {
          const one = kept.get(code);
          return [
            html`<a href="/console/cai-dat/xa/${code}">${deps.places.commune(code)?.name ?? code}</a>`,
            one?.hotline || 'chưa có',
            one?.centre || 'chưa có',
            one?.checkedOn.split('-').toReversed().join('/') ?? '',
          ];
        }),
        empty: emptyState(
          'Chưa có tổ nào.',
          'Khi có tổ công nghệ số, các xã sẽ hiện ở đây.',
          linkButton('Thêm tổ', '/console/to'),
        ),
      })}`,
    };
  },
});

/** The form of one commune. */
export const contactPage = definePage({
  path: '/cai-dat/xa/:communeCode',
  permission: 'settings.view',
  input: z.object({ communeCode: z.string() }),
  async render(context, { communeCode }) {
    const { deps } = context;
    const name = deps.places.commune(communeCode)?.name;
    if (name === undefined)
      return {
        title: 'Không có xã này',
        body: emptyState(
          'Không có xã mang mã này.',
          'Bạn chọn lại trong danh sách.',
          linkButton('Về danh sách', '/console/cai-dat/xa'),
        ),
        status: 404,
      };
    const kept = await deps.storage.findCommuneContact({ oaId: deps.oaId, communeCode });
    const path = `/cai-dat/xa/${communeCode}` as const;
    const state = context.stateOf(path);
    return {
      title: `Liên hệ của ${name}`,
      body: !may(context.actor, 'settings.manage')
        ? html`${readOnly([
            ['Số gọi', kept?.hotline || 'chưa có'],
            ['Tên trung tâm', kept?.centre || 'chưa có'],
            ['Địa chỉ', kept?.address || 'chưa có'],
            ['Giờ làm việc', kept?.openingHours || 'chưa có'],
          ])}<p>${linkButton('Về danh sách', '/console/cai-dat/xa')}</p>`
        : context.form(
            path,
            html`${textField({ state, name: 'hotline', label: 'Số gọi', hint: 'Số bàn hoặc di động, chỉ chữ số.', value: kept?.hotline, type: 'tel' })}
        ${textField({ state, name: 'centre', label: 'Tên trung tâm', hint: 'Ví dụ: Trung tâm Phục vụ hành chính công xã Bến Lức', value: kept?.centre })}
        ${textField({ state, name: 'address', label: 'Địa chỉ', value: kept?.address })}
        ${textField({ state, name: 'openingHours', label: 'Giờ làm việc', hint: 'Ví dụ: Thứ Hai đến thứ Sáu, 7:30–17:00', value: kept?.openingHours })}
        <p class="hint">Lưu nghĩa là bạn đã kiểm tra hôm nay; người dân thấy ngày này bên cạnh số.</p>${submit('Lưu')}`,
          ),
    };
  },
});

export const contactForm = defineForm({
  path: '/cai-dat/xa/:communeCode',
  action: saveContact,
  on: contactPage,
  read: ({ texts }) => Object.fromEntries(Object.entries(texts).map(([name, all]) => [name, all.at(-1) ?? ''])),
  done: () => ({ to: '/console/cai-dat/xa', notice: 'Đã lưu liên hệ của xã.' }),
});
