import { dayText, todayOf } from '../calendar.ts';
import { parseListNumber } from '../../shared/vietnamese.ts';
import { matchChoice, type Wording } from '../match.ts';
import { engineTexts } from '../texts.ts';
import { choiceButtons, say, type Next, type Turn } from '../turn.ts';

/** What residents may answer to a step that waits for a moment to come. */
export type WaitingAnswer = 'now' | 'cancel';

const NOW = [
  engineTexts.goOnNow,
  ...['xong', 'xong roi', 'lam xong', 'lam roi', 'lam xong roi', 'da xong', 'da lam', 'da lam xong', 'duoc roi'],
  ...['lam duoc roi', 'tiep', 'tiep tuc', 'lam tiep', 'hoan thanh'],
];
const CANCEL = [engineTexts.noReminder, 'khong can', 'khong can nhac', 'khong nhac nua', 'dung nhac', 'thoi khong can'];

interface WaitingOption extends Wording {
  readonly title: string;
  readonly value: WaitingAnswer;
}

const goOn: WaitingOption = { title: engineTexts.goOnNow, value: 'now', wordings: NOW };

/** The choices of a reminder, in the order of their buttons. */
export const reminderOptions: readonly WaitingOption[] = [
  goOn,
  { title: engineTexts.noReminder, value: 'cancel', wordings: CANCEL },
];

/** The choice of a plain pause. */
export const pauseOptions: readonly WaitingOption[] = [goOn];

/** Which option a text means. Numbers mean none: nothing was listed when the wait began. */
export function waitingAnswer(options: readonly WaitingOption[], text: string): WaitingAnswer | undefined {
  if (parseListNumber(text) !== undefined || /^\s*\d/u.test(text)) return undefined;
  const value = matchChoice(options, text);
  return options.find((option) => option.value === value)?.value;
}

/** Says until when is waited, and how to go on at once. The moment itself stays as it was. */
export function sayWaiting(turn: Turn, options: readonly WaitingOption[], due: number | undefined): Next {
  const day = todayOf(due ?? 0);
  const text = day === undefined ? engineTexts.waitingUntold : engineTexts.waiting.replace('{day}', dayText(day));
  say(turn, text, choiceButtons(turn, options));
  turn.due = due;
  return { kind: 'wait' };
}
