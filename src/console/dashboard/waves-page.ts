import * as z from 'zod';
import { html } from '../../shared/html.ts';
import { dayText } from '../../teams/report-period.ts';
import { WAVE_FROM } from '../../teams/scam-waves.ts';
import { filterForm, hidden, selectField } from '../form-parts.ts';
import { definePage } from '../page.ts';
import { emptyState, noteBox } from '../table-parts.ts';
import { filterQuery } from './filters.ts';
import { notesOf, shownTable } from './show.ts';
import { incompletePart } from './steps-page.ts';
import { wavesTable } from './tables.ts';
import { readWaves } from './waves.ts';

const state = undefined;
const SPANS = ['3', '7', '14', '30', '90'];

export const wavesPage = definePage({
  path: '/lua-dao',
  permission: 'dashboard.view',
  input: filterQuery.pick({ commune: true }).extend({ days: z.enum(SPANS).catch('7').default('7') }),
  async render({ read, actor }, filters) {
    const view = await read(readWaves, { commune: filters.commune, days: Number(filters.days) });
    const fresh = view.waves.filter(({ isNew }) => isNew);
    const table = wavesTable(view);
    return {
      title: 'Lừa đảo đang có ở đâu',
      body: html`<p class="lead">${view.unit.name}. Tin nhắn, đường dẫn, cuộc gọi mà bà con hỏi trợ lý và có dấu hiệu lừa đảo.</p>
      ${filterForm(
        '/lua-dao',
        selectField({
          ...{ state, name: 'days', label: 'Số ngày', value: filters.days },
          choices: SPANS.map((value) => ({ value, label: `${value} ngày qua` })),
        }),
        filters.commune !== undefined && filters.commune !== '' && hidden('commune', filters.commune),
      )}${incompletePart(view.isComplete)}
      ${fresh.length > 0 && noteBox('warn', html`<p><strong>Đợt mới:</strong> ${fresh.slice(0, 5).map((one, index) => html`${index > 0 && '; '}${one.kindName}, ${one.communeName} (${one.count} lượt)`)}.</p><p>Cân nhắc gửi thông báo nhắc bà con ở các xã này.</p>`)}
      ${shownTable({
        ...{ name: 'lua-dao', query: { commune: filters.commune, days: filters.days }, table, actor },
        empty: emptyState(
          'Chưa có ai hỏi về tin có dấu hiệu lừa đảo.',
          `Từ ${dayText(view.fromDay)} đến ${dayText(view.toDay)} và kỳ trước đó. Nhắc bà con: nhận tin lạ thì chuyển cho trợ lý xem giúp.`,
        ),
      })}${notesOf(table)}
      <p class="hint">Đợt mới: từ ${WAVE_FROM} lượt trở lên và ít nhất gấp đôi kỳ trước.</p>`,
    };
  },
});
