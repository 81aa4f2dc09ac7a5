import * as z from 'zod';
import { vietnamDay } from '../../shared/clock.ts';
import { html, type Html } from '../../shared/html.ts';
import { plusDays } from '../../shared/periods.ts';
import { linkButton, selectField, submit, textField, typed } from '../form-parts.ts';
import { definePage, type FormState, type PageContext } from '../page.ts';
import { communeChoices } from '../teams/communes.ts';
import { dayText } from '../teams/words.ts';
import { indicatorChoices, indicatorName } from '../targets/indicators.ts';
import { getCampaign } from './read-actions.ts';

/** Goals a form has room for. */
const GOALS = 4;

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
  return html`<h2>Chỉ tiêu</h2>${general !== undefined && html`<p class="problem">${general}</p>`}
    ${Array.from({ length: GOALS }, (_, index) => {
      const { indicator = '', value = 0 } = goals[index] ?? {};
      const named = typed({ state, name: `goals.${index}.indicator` }, indicator);
      return html`<fieldset><legend>Chỉ tiêu ${index + 1}${named !== '' && html`: ${indicatorName(deps, named).name}`}</legend>
        ${selectField({ state, name: `goals.${index}.indicator`, label: 'Chỉ số', choices, value: indicator })}
        ${textField({ state, name: `goals.${index}.value`, label: 'Cần đạt', value: value === 0 ? '' : String(value), inputMode: 'numeric', maxLength: 13 })}</fieldset>`;
    })}`;
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
