export { CERTIFICATE_SIZES, certificateSheet, type CertificateSheet, type CertificateSize } from './certificate.ts';
export { isUnderReview, residentText } from './card-text.ts';
export { createHandouts, type Handouts, type HandoutsOptions } from './handouts.ts';
export { handoutFileName, inviteFileName, printFiles, type PrintFilesOptions } from './print-files.ts';
export { INVITE_SIZES, type InviteSize } from './invite.ts';
export { createPrinter, type Printer } from './printer.ts';
export { HANDOUT_SIZES, type HandoutSize, type HandoutTeam } from './sheet.ts';
export { ASSISTANT_NAME } from './words.ts';
