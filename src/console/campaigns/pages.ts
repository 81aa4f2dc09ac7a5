import * as z from 'zod';
import { vietnamDay } from '../../shared/clock.ts';
import { html, type Html } from '../../shared/html.ts';
import { plusDays } from '../../shared/periods.ts';
import { NOT_OUTCOMES } from '../../teams/indicators.ts';
import { buttonRow, linkButton, selectField, submit, textField, tickField, typed } from '../form-parts.ts';
import { definePage, type FormState, type PageContext } from '../page.ts';
import { may } from '../permissions.ts';
import { dataTable, details, emptyState, facts, noteBox, progressBar, tag } from '../table-parts.ts';
import { communeChoices } from '../teams/communes.ts';
import { count, dayText } from '../teams/words.ts';
import { indicatorChoices, indicatorName } from '../targets/indicators.ts';
import { getCampaign, listCampaigns } from './actions.ts';

/** Goals a form has room for. */
const GOALS = 4;

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
          'Chiến dịch là một đợt có ngày đầu, ngày cuối và mục tiêu, như "92 ngày đêm". Số của bà con trong những ngày đó được đếm riêng.',
        ),
      })}`,
    };
  },
});

/** A form for a new campaign. */
export const newCampaignPage = definePage({
  path: '/chien-dich/moi',
  permission: 'campaigns.manage',
  input: z.object({}),
  async render(context) {
    const state = context.stateOf('/chien-dich/moi');
    const today = vietnamDay(context.at);
    const communes = await communeChoices(context.deps);
    return {
      title: 'Lập chiến dịch',
      body: context.form(
        '/chien-dich/moi',
        html`${textField({ state, name: 'name', label: 'Tên chiến dịch', hint: 'Ví dụ: 92 ngày đêm phổ cập VNeID.', maxLength: 80, required: true })}
        ${textField({ state, name: 'fromDay', label: 'Ngày đầu', hint: 'Lập sau ngày đầu vẫn được: những ngày đã qua được tính.', type: 'date', value: today, required: true })}
        ${textField({ state, name: 'toDay', label: 'Ngày cuối', hint: 'Dài nhất 92 ngày.', type: 'date', value: plusDays(today, 29), required: true })}
        ${
          communes.length === 0
            ? textField({
                state,
                name: 'communes',
                label: 'Xã, phường',
                hint: 'Mã xã; nhiều xã thì cách nhau bằng dấu phẩy. Để trống: cả tỉnh.',
              })
            : selectField({
                state,
                name: 'communes',
                label: 'Nơi',
                choices: [{ value: '', label: 'Cả tỉnh' }, ...communes],
              })
        }
        ${goalFields(context, state, [{ indicator: 'reached', value: 0 }])}
        ${submit('Lập chiến dịch')}`,
      ),
    };
  },
});

function goalFields(
  { deps }: PageContext,
  state: FormState | undefined,
  goals: readonly { readonly indicator: string; readonly value: number }[],
): Html {
  const choices = [{ value: '', label: 'Không đặt' }, ...indicatorChoices(deps)];
  const general = state?.problems['goals'];
  return html`<h2>Mục tiêu</h2>${general !== undefined && html`<p class="problem">${general}</p>`}
    ${Array.from({ length: GOALS }, (_, index) => {
      const { indicator = '', value = 0 } = goals[index] ?? {};
      const named = typed({ state, name: `goals.${index}.indicator` }, indicator);
      return html`<fieldset><legend>Mục tiêu ${index + 1}${named !== '' && html`: ${indicatorName(deps, named).name}`}</legend>
        ${selectField({ state, name: `goals.${index}.indicator`, label: 'Chỉ số', choices, value: indicator })}
        ${textField({ state, name: `goals.${index}.value`, label: 'Cần đạt', value: value === 0 ? '' : String(value), inputMode: 'numeric', maxLength: 13 })}</fieldset>`;
    })}`;
}

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
      <h2>Mục tiêu</h2>
      ${shown.isOwnCommuneAlone && noteBox('info', html`<p>Số dưới đây là phần của xã bạn; mục tiêu là của cả chiến dịch.</p>`)}
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

/** A form for a campaign that is not over. */
export const editCampaignPage = definePage({
  path: '/chien-dich/:id/sua',
  permission: 'campaigns.manage',
  input: z.object({ id: z.string().max(60) }),
  async render(context, { id }) {
    const shown = await context.read(getCampaign, { id });
    const path = `/chien-dich/${id}/sua` as const;
    const state = context.stateOf(path);
    return {
      title: `Sửa chiến dịch ${shown.name}`,
      body: html`${context.form(
        path,
        html`${textField({ state, name: 'name', label: 'Tên chiến dịch', value: shown.name, maxLength: 80, required: true })}
        <p>Ngày đầu: <strong>${dayText(shown.fromDay)}</strong> (không đổi được)</p>
        ${textField({ state, name: 'toDay', label: 'Ngày cuối', type: 'date', value: shown.toDay, required: true })}
        ${goalFields(context, state, shown.goals)}
        ${submit('Lưu')}`,
      )}<p>${linkButton('Quay lại', `/console/chien-dich/${id}`)}</p>`,
    };
  },
});
