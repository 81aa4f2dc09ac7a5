import type { Feature } from '../page.ts';
import { oaActions } from './actions.ts';
import { newOaPage, oaForms, oaPage, oasPage } from './pages.ts';

/** The OAs of the installation, and the one somebody works for. */
export const oasFeature: Feature = {
  nav: [{ label: 'Các OA', path: '/oa', permission: 'oas.manage' }],
  pages: [oasPage, newOaPage, oaPage],
  forms: oaForms,
  actions: oaActions,
};
