import type { Example } from '../../../../src/understanding/model/train.ts';

const messages: Readonly<Record<string, readonly string[]>> = {
  account: ['mo tai khoan ngan hang', 'lam the atm o dau', 'dang ky tai khoan online', 'mo the ngan hang can gi'],
  identity: ['lam lai can cuoc', 'mat can cuoc cong dan', 'doi the can cuoc het han', 'can cuoc gan chip lam o dau'],
  shop: ['ban hang tren mang', 'mo gian hang shopee', 'dang san pham len san', 'ban ca phe online'],
};

/** Three matters with four messages each. */
export const toyExamples: readonly Example[] = Object.entries(messages).flatMap(([label, texts]) =>
  texts.map((text) => ({ label, words: text.split(' ') })),
);
