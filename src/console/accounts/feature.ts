import type { Feature } from '../page.ts';
import { accountActions } from './account-actions.ts';
import { accountForms, accountPage, accountsPage, newAccountPage } from './account-pages.ts';
import { auditActions } from './audit-actions.ts';
import { auditCheckPage, auditExportPage, auditPage } from './audit-pages.ts';
import { keyActions } from './key-actions.ts';
import { keyForms, keysPage } from './key-pages.ts';
import { selfActions } from './self-actions.ts';
import { selfForms, selfPage } from './self-page.ts';

/** Accounts, the own account, keys of the API, and the record of what staff did. */
export const accountsFeature: Feature = {
  nav: [
    { label: 'Tài khoản cán bộ', path: '/can-bo', permission: 'accounts.manage' },
    { label: 'Khóa API', path: '/khoa-api', permission: 'keys.manage' },
    { label: 'Nhật ký', path: '/nhat-ky', permission: 'audit.view' },
  ],
  pages: [accountsPage, newAccountPage, accountPage, selfPage, keysPage, auditPage, auditExportPage, auditCheckPage],
  forms: [...accountForms, ...selfForms, ...keyForms],
  actions: [...accountActions, ...selfActions, ...keyActions, ...auditActions],
};
