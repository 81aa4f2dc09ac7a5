import * as z from 'zod';
import { vietnamTime } from '../../shared/clock.ts';
import { html, type Html } from '../../shared/html.ts';
import { linkButton, radioField, submit, textField } from '../form-parts.ts';
import { definePage, type PageContext } from '../page.ts';
import { may } from '../permissions.ts';
import { dataTable, emptyState, noteBox } from '../table-parts.ts';
import { getGroups } from './actions.ts';

/** Group chats of the OA. */
export const groupsPage = definePage({
  path: '/nhom-chat',
  permission: 'settings.view',
  input: z.object({}),
  async render(context) {
    const { isOn, names, groups } = await context.read(getGroups, {});
    const mayChange = may(context.actor, 'settings.manage');
    return {
      title: 'Nhóm chat của tổ',
      body: html`${noteBox(isOn ? 'good' : 'info', html`<p>${isOn ? 'Đang bật: trợ lý trả lời khi được gọi bằng dấu # ở đầu tin, hoặc @tên. Tin khác trong nhóm không được đọc.' : 'Đang tắt: không tin nào trong nhóm được đọc.'}</p>`)}
      ${mayChange && switches(context, isOn, names)}
      ${dataTable({
        caption: 'Nhóm đã gắn tổ, hoặc trợ lý đã trả lời',
        columns: [
          { label: 'Mã nhóm' },
          { label: 'Tổ' },
          { label: 'Trả lời gần nhất' },
          ...(mayChange ? [{ label: 'Việc', kind: 'actions' } as const] : []),
        ],
        rows: groups.map(({ groupId, teamCode, teamName, answeredAt }) => [
          groupId,
          teamCode === '' ? 'Chưa gắn tổ' : html`<a href="/console/to/${teamCode}">${teamName} (${teamCode})</a>`,
          answeredAt === 0 ? 'Chưa lần nào' : vietnamTime(answeredAt),
          ...(mayChange ? [linkButton('Gắn tổ, bỏ nhóm', `/console/nhom-chat/${groupId}`)] : []),
        ]),
        empty: emptyState(
          'Chưa có nhóm nào.',
          'Khi có người gọi trợ lý trong một nhóm của OA, nhóm ấy hiện ở đây để bạn gắn với tổ.',
        ),
      })}`,
    };
  },
});

function switches(context: PageContext, isOn: boolean, names: readonly string[]): Html {
  const state = context.stateOf('/nhom-chat');
  return context.form(
    '/nhom-chat',
    html`${radioField({
      state,
      name: 'state',
      label: 'Trợ lý trong nhóm chat',
      choices: [
        { value: 'on', label: 'Bật', hint: 'Nhớ bật sự kiện nhóm trên trang Webhook của ứng dụng Zalo.' },
        { value: 'off', label: 'Tắt', hint: 'Có hiệu lực sau tối đa 10 giây.' },
      ],
      value: isOn ? 'on' : 'off',
    })}
    ${textField({ state, name: 'name', label: 'Tên OA khi được @nhắc (nếu khác tên trợ lý)', value: names[0], maxLength: 60 })}
    ${submit('Lưu')}`,
  );
}

/** One group: whose it is. */
export const groupPage = definePage({
  path: '/nhom-chat/:groupId',
  permission: 'settings.manage',
  input: z.object({ groupId: z.string().max(40) }),
  async render(context, { groupId }) {
    const { groups } = await context.read(getGroups, {});
    const teamCode = groups.find((one) => one.groupId === groupId)?.teamCode ?? '';
    const path = `/nhom-chat/${groupId}` as const;
    const state = context.stateOf(path);
    return {
      title: `Nhóm ${groupId}`,
      body: html`${context.form(path, html`${textField({ state, name: 'team', label: 'Mã tổ', hint: 'Trang của tổ này được chia sẻ trong nhóm. Để trống: không gắn tổ nào.', value: teamCode, maxLength: 12 })}${submit('Lưu')}`)}
      ${context.form(`/nhom-chat/${groupId}/bo`, submit('Bỏ khỏi danh sách', { kind: 'plain' }))}
      <p>${linkButton('Về danh sách nhóm', '/console/nhom-chat')}</p>`,
    };
  },
});
