import * as z from 'zod';
import { vietnamDay } from '../../shared/clock.ts';
import { html, type Html } from '../../shared/html.ts';
import { monthOf, nextPeriod } from '../../shared/periods.ts';
import { NOT_OUTCOMES } from '../../teams/indicators.ts';
import { filterForm, hidden, linkButton, buttonRow, selectField, submit, textField } from '../form-parts.ts';
import { definePage, type PageContext } from '../page.ts';
import { may } from '../permissions.ts';
import { dataTable, emptyState, noteBox } from '../table-parts.ts';
import { communeFilter } from '../teams/communes.ts';
import { count, monthText } from '../teams/words.ts';
import { listTargets } from './actions.ts';
import { indicatorChoices } from './indicators.ts';
import { listPraise } from './praise-action.ts';
import { getWeights } from './weight-actions.ts';

const SCOPES = [
  { value: 't', label: 'Tổ' },
  { value: 'c', label: 'Xã, phường' },
  { value: 'p', label: 'Cả tỉnh' },
];

/** Targets, and the form for one more. */
export const targetsPage = definePage({
  path: '/chi-tieu',
  permission: 'teams.view',
  input: z.object({}),
  async render(context) {
    const { targets } = await context.read(listTargets, {});
    const mayChange = may(context.actor, 'targets.manage');
    return {
      title: 'Chỉ tiêu',
      isWide: true,
      body: html`${buttonRow(linkButton('Biểu dương', '/console/bieu-duong'), linkButton('Trọng số của điểm', '/console/chi-tieu/trong-so'))}
      ${dataTable({
        caption: 'Chỉ tiêu đang đặt',
        columns: [
          { label: 'Chỉ số' },
          { label: 'Cho ai' },
          { label: 'Kỳ' },
          { label: 'Chỉ tiêu', kind: 'number' },
          ...(mayChange ? [{ label: 'Việc', kind: 'actions' } as const] : []),
        ],
        rows: targets.map((one) => [
          one.indicatorName,
          one.unitName,
          one.spanName,
          count(one.value),
          ...(mayChange ? [removal(context, one)] : []),
        ]),
        empty: emptyState(
          'Chưa đặt chỉ tiêu nào.',
          'Chưa có chỉ tiêu thì điểm so với nơi tốt nhất theo số hộ. Đặt một chỉ tiêu chung cho mỗi tổ là đủ để bắt đầu.',
        ),
      })}
      ${mayChange && (await newTarget(context))}`,
    };
  },
});

const removal = (context: PageContext, one: { scope: string; unit: string; span: string; indicator: string }): Html =>
  context.form(
    '/chi-tieu/bo',
    html`${hidden('scope', one.scope)}${hidden('unit', one.unit)}${hidden('span', one.span)}${hidden('indicator', one.indicator)}${submit('Bỏ', { kind: 'plain' })}`,
  );

async function newTarget(context: PageContext): Promise<Html> {
  const state = context.stateOf('/chi-tieu');
  const campaigns = await context.deps.storage.listCampaigns({ oaId: context.deps.oaId });
  const spans = [
    { value: 'm', label: 'Mỗi tháng' },
    { value: 'w', label: 'Mỗi tuần' },
    { value: 'd', label: 'Mỗi ngày' },
    ...campaigns.map(({ id, name }) => ({ value: id, label: `Cả chiến dịch ${name}` })),
  ];
  return html`<h2>Đặt hoặc sửa chỉ tiêu</h2>
    <p class="hint">Đặt lại cùng chỉ số, cùng nơi, cùng kỳ là sửa số cũ.</p>
    ${context.form(
      '/chi-tieu',
      html`${selectField({ state, name: 'indicator', label: 'Chỉ số', choices: indicatorChoices(context.deps), value: 'reached' })}
      ${selectField({ state, name: 'scope', label: 'Cho', choices: SCOPES, value: 't' })}
      ${textField({ state, name: 'unit', label: 'Mã tổ hoặc mã xã', hint: 'Để trống: cho mọi tổ (hoặc mọi xã) chưa có chỉ tiêu riêng.', maxLength: 12 })}
      ${selectField({ state, name: 'span', label: 'Kỳ', choices: spans, value: 'm' })}
      ${textField({ state, name: 'value', label: 'Chỉ tiêu', inputMode: 'numeric', maxLength: 13, required: true })}
      ${submit('Đặt chỉ tiêu')}`,
    )}`;
}

/** What weighs in the score. */
export const weightsPage = definePage({
  path: '/chi-tieu/trong-so',
  permission: 'teams.view',
  input: z.object({}),
  async render(context) {
    const { weights, isProposal } = await context.read(getWeights, {});
    const state = context.stateOf('/chi-tieu/trong-so');
    const mayChange = may(context.actor, 'targets.manage');
    return {
      title: 'Trọng số của điểm',
      body: html`${noteBox('info', html`<p>${isProposal ? 'Đang dùng bộ đề xuất.' : 'Đang dùng bộ của tỉnh.'} Chưa có bộ tiêu chí chính thức; chỉ tỷ lệ giữa các số có ý nghĩa. Số tổ tự ghi nhận không tính vào điểm.</p>`)}
      ${
        mayChange
          ? html`${context.form(
              '/chi-tieu/trong-so',
              html`${weights.map(({ indicator, name, weight }) => textField({ state, name: `weights.${indicator}`, label: name, value: String(weight), inputMode: 'numeric', maxLength: 6 }))}
              ${submit('Lưu trọng số')}`,
            )}
            ${!isProposal && context.form('/chi-tieu/trong-so/mac-dinh', submit('Dùng lại bộ đề xuất', { kind: 'plain' }))}`
          : dataTable({
              caption: 'Trọng số',
              columns: [{ label: 'Chỉ số' }, { label: 'Trọng số', kind: 'number' }],
              rows: weights.map(({ name, weight }) => [name, count(weight)]),
              empty: html``,
            })
      }
      <p>${linkButton('Quay lại chỉ tiêu', '/console/chi-tieu')}</p>`,
    };
  },
});

/** Who is praised. */
export const praisePage = definePage({
  path: '/bieu-duong',
  permission: 'teams.view',
  input: z.object({
    commune: z.string().max(5).catch(''),
    month: z.string().max(7).catch(''),
    indicator: z.string().max(80).catch('reached'),
  }),
  async render(context, { commune, month, indicator }) {
    const known = indicatorChoices(context.deps, ['measured', 'visit']);
    const wanted = known.some(({ value }) => value === indicator) ? indicator : 'reached';
    const shown = await context.read(listPraise, { communeCode: commune, month, indicator: wanted });
    const communes = await communeFilter(context.deps, context.actor);
    const thisMonth = monthOf(vietnamDay(context.at));
    const months = Array.from({ length: 12 }).reduce<string[]>(
      (list) => [...list, nextPeriod('m', list.at(-1) ?? thisMonth, -1)],
      [thisMonth],
    );
    return {
      title: 'Biểu dương',
      body: html`${filterForm(
        '/bieu-duong',
        communes &&
          selectField({
            state: undefined,
            name: 'commune',
            label: 'Xếp',
            choices: communes.map((one) =>
              one.value === ''
                ? { value: '', label: 'Các xã trong tỉnh' }
                : { ...one, label: `Các tổ của ${one.label}` },
            ),
            value: commune,
          }),
        selectField({
          state: undefined,
          name: 'month',
          label: 'Tháng',
          choices: months.map((value) => ({ value, label: monthText(value) })),
          value: shown.month,
        }),
        selectField({ state: undefined, name: 'indicator', label: 'Theo', choices: known, value: wanted }),
      )}
      ${dataTable({
        caption: `${shown.of === 'teams' ? 'Tổ' : 'Xã'} được biểu dương tháng ${monthText(shown.month)}: ${shown.indicatorName}`,
        columns: [
          { label: shown.of === 'teams' ? 'Tổ' : 'Xã, phường' },
          { label: 'Hạng', kind: 'number' },
          { label: 'Trên 100 hộ', kind: 'number' },
          { label: 'Số đếm', kind: 'number' },
          { label: 'Số hộ', kind: 'number' },
        ],
        rows: shown.praised.map(({ rank, code, name, per100, value, households }) => [
          shown.of === 'teams' ? html`<a href="/console/to/${code}">${name}</a>` : name,
          count(rank),
          count(per100),
          `${count(value)} ${shown.unit}`,
          households === undefined ? 'chưa rõ' : count(households),
        ]),
        empty: emptyState(
          'Tháng này chưa có nơi nào đủ để nêu tên.',
          'Từ 3 trở lên mới nêu tên, để không ai bị nhận ra trong con số.',
        ),
      })}
      <p class="hint">Tính trên 100 hộ để thôn nhỏ không thiệt; dưới 50 hộ tính như 50 hộ; từ 3 trở lên mới nêu tên; chưa rõ số hộ thì lấy mức giữa của các nơi đã rõ.</p>
      <p class="hint">${NOT_OUTCOMES}</p>`,
    };
  },
});
