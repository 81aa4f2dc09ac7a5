/**
 * Guides whose readers are often in the middle of it ("Zalo bị hack, nó đang mượn tiền"): a message about one of them that
 * may be an emergency is one.
 */
export const emergencyMatters: ReadonlySet<string> = new Set([
  'card-lost-lock',
  'lock-account-emergency',
  'protect-children-online',
  'scam-blackmail-images',
  'scam-child-emergency-call',
  'scam-clicked-link-malware',
  'scam-debt-harassment',
  'scam-easy-job-tasks',
  'scam-fake-bank-staff-otp',
  'scam-fake-police-court',
  'scam-first-hour',
  'scam-hacked-account-borrow-money',
  'scam-investment-crypto',
  'scam-loan-app-black-credit',
  'scam-online-kidnapping',
  'scam-romance-parcel',
  'secure-account-password-2fa',
]);
