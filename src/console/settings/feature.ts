import type { Feature } from '../page.ts';
import { listContacts, saveContact, saveSettings, showSettings } from './actions.ts';
import { beginConsent, checkConnection, showConnection } from './connect-actions.ts';
import { checkForm, connectPage, consentForm } from './connect-page.ts';
import { contactForm, contactPage, contactsPage, groupForm, groupPage, settingsPage } from './pages.ts';
import { saveZbs, showZbs } from './zbs-actions.ts';
import { zbsForm, zbsPage } from './zbs-page.ts';

/** What the province sets. */
export const settingsFeature: Feature = {
  nav: [{ label: 'Cài đặt', path: '/cai-dat', permission: 'settings.view' }],
  pages: [settingsPage, connectPage, groupPage, contactsPage, contactPage, zbsPage],
  forms: [groupForm, contactForm, consentForm, checkForm, zbsForm],
  actions: [showSettings, saveSettings, listContacts, saveContact, showConnection, beginConsent, checkConnection, showZbs, saveZbs],
};
