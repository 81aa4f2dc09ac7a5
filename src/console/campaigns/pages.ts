import * as z from 'zod';
import { html, type Html } from '../../shared/html.ts';
import { NOT_OUTCOMES } from '../../teams/indicators.ts';
import { buttonRow, linkButton, submit, tickField } from '../form-parts.ts';
import { definePage, type PageContext } from '../page.ts';
import { may } from '../permissions.ts';
import { dataTable, details, emptyState, facts, noteBox, progressBar, tag } from '../table-parts.ts';
import { count, dayText } from '../teams/words.ts';
import { getCampaign, listCampaigns } from './read-actions.ts';

const STATE_TAGS: Readonly<Record<'planned' | 'running' | 'over', Html>> = {
  planned: tag('Chưa bắt đầu'),
  running: tag('Đang chạy', 'busy'),
  over: tag('Đã xong', 'good'),
};

/** Campaigns. */
export const campaignsPage = definePage({
  path: '/chien-dich',
  permission: 'teams.view',
  input: z.object({}),
  async render(context) {
    const { campaigns } = await context.read(listCampaigns, {});
    const create =
      may(context.actor, 'campaigns.manage') && linkButton('Lập chiến dịch', '/console/chien-dich/moi', 'primary');
    return {
      title: 'Chiến dịch',
      body: html`${buttonRow(create)}${dataTable({
        caption: 'Các chiến dịch, mới nhất ở trên',
        columns: [
          { label: 'Chiến dịch' },
          { label: 'Từ ngày' },
          { label: 'Đến ngày' },
          { label: 'Nơi' },
          { label: 'Tình trạng' },
        ],
        rows: campaigns.map(({ id, name, fromDay, toDay, communes, state }) => [
          html`<a href="/console/chien-dich/${id}">${name}</a>`,
          dayText(fromDay),
          dayText(toDay),
          communes.length === 0 ? 'Cả tỉnh' : communes.map((one) => one.name).join(', '),
          STATE_TAGS[state],
        ]),
        empty: emptyState(
          'Chưa có chiến dịch nào.',
          'Chiến dịch là một đợt có ngày đầu, ngày cuối và chỉ tiêu, như "92 ngày đêm". Số của bà con trong những ngày đó được đếm riêng.',
        ),
      })}`,
    };
  },
});

type Shown = z.output<typeof getCampaign.output>;

/** One campaign. */
export const campaignPage = definePage({
  path: '/chien-dich/:id',
  permission: 'teams.view',
  input: z.object({ id: z.string().max(60) }),
  async render(context, { id }) {
    const shown = await context.read(getCampaign, { id });
    const mayChange = may(context.actor, 'campaigns.manage') && shown.state !== 'over' && !shown.isEndedEarly;
    return {
      title: shown.name,
      isWide: true,
      body: html`${facts(
        ['Thời gian', `từ ${dayText(shown.fromDay)} đến ${dayText(shown.toDay)}`],
        [
          'Tình trạng',
          html`${STATE_TAGS[shown.state]} ngày ${shown.daysBegun}/${shown.days}${shown.isEndedEarly && ', kết thúc trước hạn'}`,
        ],
        ['Nơi', shown.communes.length === 0 ? 'Cả tỉnh' : shown.communes.map(({ name }) => name).join(', ')],
      )}
      ${mayChange && buttonRow(linkButton('Sửa chiến dịch', `/console/chien-dich/${id}/sua`))}
      <h2>Chỉ tiêu</h2>
      ${shown.isOwnCommuneAlone && noteBox('info', html`<p>Số dưới đây là phần của xã bạn; chỉ tiêu là của cả chiến dịch.</p>`)}
      ${shown.goals.map(
        ({
          name,
          unit,
          value,
          reached,
          percent,
          onTrack,
        }) => html`<section>${progressBar(`${name} (${unit})`, reached, value)}
        <p>${count(percent)}% ${shown.state === 'running' && !shown.isOwnCommuneAlone && (onTrack ? tag('kịp tiến độ', 'good') : tag('chậm so với số ngày đã qua', 'warn'))}</p></section>`,
      )}
      ${parts(shown)}
      <p class="hint">${NOT_OUTCOMES}</p>
      ${mayChange && ending(context, shown)}`,
    };
  },
});

function parts({ goals, praised, communeRows, teamRows }: Shown): Html {
  const columns = goals.map(({ name }) => ({ label: name, kind: 'number' }) as const);
  const cells = (values: Readonly<Record<string, number>>): string[] =>
    goals.map(({ indicator }) => count(values[indicator] ?? 0));
  return html`${
    praised.length > 0 &&
    dataTable({
      caption: `Biểu dương theo ${goals[0]?.name ?? ''} (trên 100 hộ)`,
      columns: [
        { label: 'Tổ' },
        { label: 'Hạng', kind: 'number' },
        { label: 'Trên 100 hộ', kind: 'number' },
        { label: 'Số đếm', kind: 'number' },
      ],
      rows: praised.map(({ rank, code, name, per100, value }) => [
        html`<a href="/console/to/${code}">${name}</a>`,
        count(rank),
        count(per100),
        count(value),
      ]),
      empty: html``,
    })
  }
  ${dataTable({
    caption: 'Theo xã, phường',
    columns: [{ label: 'Xã, phường' }, ...columns],
    rows: communeRows.map(({ name, values }) => [name, ...cells(values)]),
    empty: emptyState('Chưa có số liệu.', 'Số sẽ có khi bà con nhắn cho trợ lý trong những ngày của chiến dịch.'),
  })}
  ${teamRows.length > 0 && details(`Theo tổ (${teamRows.length} tổ có số liệu)`, dataTable({ caption: 'Theo tổ', columns: [{ label: 'Tổ' }, ...columns], rows: teamRows.map(({ code, name, values }) => [html`<a href="/console/to/${code}">${name}</a>`, ...cells(values)]), empty: html`` }))}`;
}

function ending(context: PageContext, { id, state }: Shown): Html {
  const path = `/chien-dich/${id}/ket-thuc` as const;
  const isPlanned = state === 'planned';
  return details(
    isPlanned ? 'Bỏ chiến dịch' : 'Kết thúc sớm',
    noteBox(
      'warn',
      html`<p>${isPlanned ? 'Chiến dịch chưa bắt đầu sẽ bị bỏ, kể cả chỉ tiêu đặt cho nó.' : 'Hôm nay sẽ là ngày cuối. Số đã đếm được giữ.'} Không hoàn tác được.</p>`,
    ),
    context.form(
      path,
      html`${tickField({ state: context.stateOf(path), name: 'confirmed', label: isPlanned ? 'Tôi muốn bỏ chiến dịch này' : 'Tôi muốn kết thúc chiến dịch này hôm nay', value: 'yes' })}
      ${submit(isPlanned ? 'Bỏ chiến dịch' : 'Kết thúc hôm nay', { kind: 'danger' })}`,
    ),
  );
}
