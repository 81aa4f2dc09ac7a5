import { fold, parseListNumber } from '../shared/vietnamese.ts';
import type { RecordedOrder, RecordingReader } from './beginnings.ts';
import type { Deed, HeardMessage } from './dialogue.ts';

/** Positions of the buttons that answer a step, in the order shown. */
export function stepsShownIn({ readOrder }: RecordingReader, heard: readonly HeardMessage[]): string[] {
  return heard.flatMap(({ buttons }) =>
    buttons.flatMap(({ payload }) => {
      const order = readOrder(payload);
      return order?.type === 'choice' ? [order.at] : [];
    }),
  );
}

/** What was ordered: by a button, by its number in the last list or by its title. */
export function orderOf(
  { readOrder }: RecordingReader,
  did: Deed,
  offered: readonly HeardMessage[],
): RecordedOrder | undefined {
  if (did.type === 'press') return readOrder(did.payload);
  if (did.type !== 'text') return undefined;
  const all = offered.flatMap(({ buttons }) => buttons);
  const number = parseListNumber(did.text);
  const title = number === undefined ? did.text : titleOf(number, offered);
  const button =
    title === undefined
      ? number === 1 && all.length === 1
        ? all[0]
        : undefined
      : all.findLast((one) => fold(one.title) === fold(title));
  return button && readOrder(button.payload);
}

/** The title that stands behind a number in the last list: "2. Đã có rồi", or "1 Xong, 2 Chưa làm được" in pairs. */
function titleOf(number: number, offered: readonly HeardMessage[]): string | undefined {
  const titles = offered.flatMap(({ buttons }) => buttons.map(({ title }) => title));
  const lines = offered.flatMap(({ text }) => text.split('\n'));
  return titles.find((title) =>
    lines.some((line) => line === `${number}. ${title}` || line.split(', ').includes(`${number} ${title}`)),
  );
}
