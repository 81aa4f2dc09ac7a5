import type { Wording } from './match.ts';
import { engineTexts } from './texts.ts';

/** What residents answer to a card step. `still` exists only after *Chưa làm được*. */
export type CardAnswer = 'done' | 'stuck' | 'still' | 'again' | 'person';

const list = (...lines: readonly string[]): readonly string[] => lines.flatMap((line) => line.split(', '));

const DONE = list(
  'xong, lam xong, hoan thanh, ok, oke, okie, okay, okela, duoc, lam duoc, roi, lam, tiep, tiep theo',
  'tiep tuc, buoc tiep, buoc tiep theo, buoc sau, qua buoc tiep, xong buoc nay',
);

const STUCK = list(
  'chua, chua duoc, chua lam, chua lam duoc, chua xong, chua thay, chua hieu, chua vao duoc',
  'chua biet lam, khong, khong duoc, khong lam duoc, khong biet, khong biet lam, khong thay, khong hieu',
  'khong vao duoc, khong biet lam sao, lam khong duoc, vao khong duoc, lam chua duoc, bi loi, bao loi',
  'loi, kho qua, vuong, bi vuong',
);

const STILL = list(
  'van chua, van chua duoc, van khong, van khong duoc, van chua lam duoc, van khong lam duoc, van loi, van bi loi',
);

const AGAIN = list('lai, noi lai, nhac lai, doc lai, lap lai, gui lai, coi lai, cho xem lai');

const PERSON = list(
  'gap nguoi, nguoi ho tro, can nguoi ho tro, can nguoi giup, can giup, can ho tro, ho tro, giup',
  'giup toi, giup bac, giup voi, nho nguoi giup, nho giup, gap can bo, gap nhan vien, gap nguoi that',
  'goi nguoi giup, can gap nguoi',
);

/** A choice of a card step: its button, its value and the ways to say it. */
export interface CardChoice extends Wording {
  readonly title: string;
  readonly value: CardAnswer;
}

const choice = (value: CardAnswer, title: string, words: readonly string[]): CardChoice => ({
  value,
  title,
  wordings: [title, ...words],
});

/** Choices under a step, in the order of their numbers. */
export const stepChoices: readonly CardChoice[] = [
  choice('done', engineTexts.done, DONE),
  choice('stuck', engineTexts.stuck, [...STUCK, ...STILL]),
  choice('again', engineTexts.again, AGAIN),
  choice('person', engineTexts.person, PERSON),
];

/** Choices after *Chưa làm được*, in the order of their numbers. */
export const stuckChoices: readonly CardChoice[] = [
  choice('done', engineTexts.doneAfterStuck, [engineTexts.done, 'thu lai xong', 'thu lai duoc', ...DONE]),
  choice('still', engineTexts.stillStuck, [engineTexts.stuck, ...STUCK, ...STILL]),
  choice('again', engineTexts.again, AGAIN),
  choice('person', engineTexts.person, PERSON),
];

/** Large steps: the message is just above, so *Xem lại* needs no button. */
export const largeStepChoices: readonly CardChoice[] = stepChoices.filter(({ value }) => value !== 'again');

/** Large steps after *Chưa làm được*; *Vẫn chưa được* asks for a person too. */
export const largeStuckChoices: readonly CardChoice[] = stuckChoices
  .filter(({ value }) => value !== 'again' && value !== 'person')
  .map((one) => (one.value === 'still' ? { ...one, wordings: [...one.wordings, engineTexts.person, ...PERSON] } : one));

/** What large steps understand without showing it. */
export const againChoices: readonly CardChoice[] = stepChoices.filter(({ value }) => value === 'again');
