import { defineForm, type Feature, type FormFields } from '../page.ts';
import { createCampaign, editCampaign, endCampaign } from './actions.ts';
import { editCampaignPage, newCampaignPage } from './form-pages.ts';
import { campaignPage, campaignsPage } from './pages.ts';
import { getCampaign, listCampaigns } from './read-actions.ts';

const one = ({ texts }: FormFields, name: string): string | undefined => texts[name]?.at(-1)?.trim() || undefined;

/** Goals as the form has them: an indicator that was not chosen is none. */
function goalsOf(fields: FormFields): readonly { indicator: string; value: string | undefined }[] {
  return [0, 1, 2, 3].flatMap((index) => {
    const indicator = one(fields, `goals.${index}.indicator`);
    return indicator === undefined ? [] : [{ indicator, value: one(fields, `goals.${index}.value`) }];
  });
}

/** Campaigns: a stretch of days with goals of its own. */
export const campaignsFeature: Feature = {
  nav: [{ label: 'Chiến dịch', path: '/chien-dich', permission: 'teams.view' }],
  pages: [campaignsPage, newCampaignPage, campaignPage, editCampaignPage],
  forms: [
    defineForm({
      path: '/chien-dich/moi',
      action: createCampaign,
      on: newCampaignPage,
      read: (fields) => ({
        ...{ name: one(fields, 'name'), fromDay: one(fields, 'fromDay'), toDay: one(fields, 'toDay') },
        communes: one(fields, 'communes')
          ?.split(/[,;]\s*(?=\d)/u)
          .filter((code) => code !== ''),
        goals: goalsOf(fields),
      }),
      done: ({ id }) => ({ to: `/console/chien-dich/${id}`, notice: 'Đã lập chiến dịch.' }),
    }),
    defineForm({
      path: '/chien-dich/:id/sua',
      action: editCampaign,
      on: editCampaignPage,
      read: (fields) => ({ name: one(fields, 'name'), toDay: one(fields, 'toDay'), goals: goalsOf(fields) }),
      done: ({ id }) => ({ to: `/console/chien-dich/${id}`, notice: 'Đã lưu.' }),
    }),
    defineForm({
      path: '/chien-dich/:id/ket-thuc',
      action: endCampaign,
      on: campaignPage,
      done: ({ id, result }) =>
        result === 'removed'
          ? { to: '/console/chien-dich', notice: 'Đã bỏ chiến dịch chưa bắt đầu.' }
          : { to: `/console/chien-dich/${id}`, notice: 'Đã kết thúc chiến dịch: hôm nay là ngày cuối.' },
    }),
  ],
  actions: [listCampaigns, getCampaign, createCampaign, editCampaign, endCampaign],
};
